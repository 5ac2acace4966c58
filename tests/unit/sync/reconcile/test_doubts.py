"""What two terminals told beside each other: which content the central holds, and under which keys they tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

from aura_terminal.domain.central import (
    CentralConfirmed,
    CentralRecord,
    in_doubt,
    record_id,
    replaces,
    told_after,
)
from sync.reconcile.contract import Call, Lane, Step, idempotency_key

AT = datetime(2026, 5, 15, 17, 30, tzinfo=UTC)
TABLE = record_id("auraconnect", "table", "t1")
FIRST = told_after("taken", "")
MAKE = Step(TABLE, "create", Lane.ORDERS, Call("POST", "/orders", {"n": 1}), "one", creates=True)
PUT = Step(TABLE, "status", Lane.GUESTS, Call("PUT", "/tables/1/status", {"status": "occupied"}), FIRST)


def told(*digests: str) -> CentralRecord:
    record = CentralRecord(TABLE)
    for digest in digests:
        record.apply(CentralConfirmed(TABLE, "status", digest, "", AT))
    return record


def holds(digests: Sequence[str]) -> str:
    return told(*digests).done["status"]


def test_a_content_told_in_the_knowledge_of_the_one_before_is_the_last_one() -> None:
    second = told_after("free", FIRST)
    assert holds((FIRST, second)) == second


def test_an_answer_that_is_read_late_does_not_undo_what_was_told_in_its_knowledge() -> None:
    second = told_after("free", FIRST)
    assert holds((second, FIRST)) == second


def test_contents_told_beside_each_other_leave_the_last_one_in_doubt_in_whichever_order_they_are_read() -> None:
    here, there = told_after("free", FIRST), told_after("taken by four", FIRST)
    for order in permutations((here, there)):
        record = told(FIRST, *order)
        assert not record.was_told("status")
        again = told_after("free", record.done["status"])
        record.apply(CentralConfirmed(TABLE, "status", again, "", AT))
        assert record.was_told("status")


def test_a_third_content_nobody_had_heard_of_brings_the_doubt_back() -> None:
    here, there = told_after("free", FIRST), told_after("taken by four", FIRST)
    after = told_after("taken by six", there)
    settled = told_after("free", holds((FIRST, here, there)))
    assert not told(FIRST, here, there, after, settled).was_told("status")


def test_the_same_telling_heard_from_two_terminals_is_one() -> None:
    assert holds((FIRST, FIRST)) == FIRST


def test_what_is_in_doubt_was_not_told() -> None:
    assert not told(in_doubt(FIRST)).was_told("status")
    assert not replaces(in_doubt(FIRST))


def test_two_terminals_make_one_thing_under_one_key_however_much_each_knows_of_it() -> None:
    more = replace(MAKE, call=Call("POST", "/orders", {"n": 2}), digest="two")
    assert idempotency_key("s", more) == idempotency_key("s", MAKE)


def test_a_thing_whose_making_was_refused_is_made_anew_under_another_key() -> None:
    assert idempotency_key("s", MAKE, refused="one") != idempotency_key("s", MAKE)


def test_a_content_filled_up_with_an_id_only_one_terminal_knows_goes_out_under_a_key_of_its_own() -> None:
    filled = replace(PUT, call=Call("PUT", "/tables/1/status", {"status": "occupied", "order_id": 7}))
    assert idempotency_key("s", filled) != idempotency_key("s", PUT)


def test_a_step_at_another_thing_there_goes_out_under_another_key() -> None:
    kitchen = Step(TABLE, "kitchen", Lane.ORDERS, Call("POST", "/orders/2/send-to-kitchen"), "one")
    other = replace(kitchen, call=Call("POST", "/orders/4/send-to-kitchen"))
    assert idempotency_key("s", kitchen) != idempotency_key("s", other)
