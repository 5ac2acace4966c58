"""What is due is prepared once, and waits for what it speaks of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.central import (
    CentralChoice,
    CentralConfirmed,
    CentralDecided,
    CentralRefused,
    record_id,
)
from aura_terminal.ports.central import PULLED, WireRow, WireState
from sync.reconcile.contract import Lane, Plan, Problem
from tests.support.planning_desk import LONG_AGO, OTHER, PARENT, THING, WALL_MS, Desk, step
from tests.support.scripted_central import NAME


@pytest.fixture
def desk() -> Desk:
    return Desk()


# what is prepared


def test_what_is_due_is_prepared_once_and_nothing_is_written_while_it_stays_due(desk: Desk) -> None:
    desk.due(step())
    assert desk.prepare() == ()
    row = desk.row()
    assert (row.step, row.digest, row.lane, row.path, row.state) == (
        "create", "c", Lane.ORDERS, "/create", WireState.PREPARED,
    )  # fmt: skip
    desk.wires.put([replace(row, looks=2)])
    desk.planning.agenda.rouse()
    before = desk.book.transactions
    desk.prepare()
    assert (desk.book.transactions, desk.row().looks) == (before, 2)


def test_what_changed_before_it_left_replaces_what_was_prepared_and_keeps_its_age(desk: Desk) -> None:
    desk.due(step(digest="c"))
    desk.prepare()
    desk.passed = 9
    desk.due(step(digest="d"))
    desk.prepare()
    assert (desk.row().digest, desk.row().prepared_ms) == ("d", WALL_MS)
    assert [row.digest for row in desk.book.wires(NAME)] == ["d"]


def test_what_is_not_due_any_more_is_dropped_and_the_record_is_let_go(desk: Desk) -> None:
    desk.due(step(), step("pay", "p", Lane.MONEY))
    desk.prepare()
    row = desk.row()
    desk.due()
    desk.prepare()
    assert (desk.wires.of(THING), desk.waiting(), THING in desk.planning.agenda) == ((), (), False)
    assert desk.planning.due(row) == LONG_AGO
    desk.planning.go_on(THING)
    assert desk.lane() is Lane.ORDERS  # nothing is left of the lane its next step had


def test_what_speaks_of_something_that_has_not_arrived_waits_without_a_request(desk: Desk) -> None:
    desk.due(step())
    desk.prepare()
    desk.connector.beyond.add(THING)
    desk.touch()
    desk.prepare()
    assert (desk.wires.of(THING), desk.waiting()) == ((), (THING,))


def test_no_more_of_a_lane_is_prepared_than_may_wait_for_its_turn() -> None:
    desk = Desk(ahead=1, plans=1)
    for record in (THING, OTHER):
        desk.due(step(record=record), record=record)
    desk.prepare()
    desk.prepare()
    assert [row.record for row in desk.wires] == [THING]


def test_a_record_with_a_request_under_way_is_planned_after_it(desk: Desk) -> None:
    desk.due(step())
    desk.prepare(THING)
    assert desk.wires.of(THING) == ()


def test_more_of_the_same_is_waited_for_since_the_last_change_and_not_for_ever() -> None:
    desk = Desk(linger={Lane.ORDERS: 25.0}, longest_linger=30.0)
    desk.due(step())
    desk.prepare()
    assert desk.planning.due(desk.row()) == 25.0
    desk.passed = 10
    desk.due(step(digest="d"))
    desk.prepare()
    assert desk.planning.due(desk.row()) == 30.0


def test_a_step_says_of_itself_that_it_makes_something_was_refused_or_is_only_looked_for(desk: Desk) -> None:
    def signs(row: WireRow) -> tuple[bool, bool, bool]:
        return desk.planning.creates(row), desk.planning.is_retried(row), desk.planning.is_moot(row)

    desk.due(step())
    desk.prepare()
    plain = desk.row()
    assert signs(plain) == (False, False, False)
    desk.shared.keep("o1", CentralRefused(THING, "make", "m", 422, "refused", "no", desk.noon))
    desk.shared.keep("o1", CentralDecided(THING, "make", "m", CentralChoice.RETRY, desk.noon))
    desk.due(step("make", "m", creates=True, is_moot=True))
    desk.prepare()
    row = desk.row()
    assert signs(row) == (True, True, True)
    desk.due(step("make", "m", creates=True))
    desk.prepare()
    assert signs(desk.row()) == (True, True, False)
    desk.due(step("make", "m", creates=True, is_moot=True))
    desk.prepare()
    desk.planning.forget(row)
    assert (signs(row), desk.planning.due(row)) == ((False, False, False), LONG_AGO)


# what comes next


def test_the_lane_of_the_next_step_is_that_of_the_first_later_one_that_is_not_done(desk: Desk) -> None:
    desk.confirmed("kitchen", "k")
    pay, send = step("pay", "p", Lane.MONEY), step("kitchen", "k", Lane.KITCHEN)
    desk.due(step(), send, pay, step("count", "n", Lane.STOCK))
    desk.prepare()
    desk.planning.drop_answered(desk.row())
    assert desk.lane() is Lane.MONEY


def test_the_very_next_step_counts_however_urgent_those_behind_it_are(desk: Desk) -> None:
    desk.due(step(), step("count", "n", Lane.STOCK), step("pay", "p", Lane.MONEY))
    desk.prepare()
    desk.planning.drop_answered(desk.row())
    assert desk.lane() is Lane.STOCK


def test_the_last_step_has_no_lane_behind_it(desk: Desk) -> None:
    desk.due(step("kitchen", "k", Lane.KITCHEN), step("pay", "p", Lane.MONEY))
    desk.confirmed("pay", "p")
    desk.prepare()
    desk.planning.drop_answered(desk.row())
    assert desk.lane() is Lane.ORDERS


def test_after_an_answer_nothing_is_remembered_of_the_request_and_its_record_is_planned(desk: Desk) -> None:
    desk.due(step(creates=True))
    desk.prepare()
    row = desk.row()
    desk.planning.drop_answered(row)
    assert (desk.planning.creates(row), desk.wires.of(THING), desk.planning.agenda.has_ready) == (False, (), True)


def test_a_problem_is_said_once_and_not_when_a_person_has_set_it_aside(desk: Desk) -> None:
    desk.connector.plans[THING] = Plan((), Problem.UNKNOWN_ITEM, "create", "no such dish", "dish-7")
    desk.touch()
    facts = desk.prepare()
    assert facts is not None
    (said,) = facts
    assert isinstance(said, CentralRefused)
    assert (said.record, said.status, said.problem, said.said, said.field) == (
        THING, 0, "unknown_item", "no such dish", "dish-7",
    )  # fmt: skip
    desk.touch()
    assert desk.prepare() == ()
    decided = desk.record().decide("create", CentralChoice.SET_ASIDE, desk.noon, reason="not sold there")
    assert decided is not None
    desk.shared.keep("o1", decided)
    desk.touch()
    assert desk.prepare() == ()


# who waits for whom


def test_a_step_waits_for_what_it_speaks_of_which_is_planned_as_well(desk: Desk) -> None:
    desk.due(step(needs=(THING, PARENT)))
    desk.prepare()
    assert (desk.wires.of(THING), desk.planning.agenda.blocked, desk.waiting()) == ((), 1, (THING, PARENT))
    assert PARENT in desk.planning.agenda
    desk.confirmed("create", "c", PARENT, id_="41")
    while desk.planning.look(desk.now):
        pass
    desk.prepare()
    assert desk.row().step == "create"


def test_what_somebody_waits_for_and_is_on_the_list_keeps_its_place() -> None:
    desk = Desk(plans=1)
    desk.due(step(needs=(PARENT,)))
    desk.due(step(record=PARENT), record=PARENT)
    since = desk.planning.agenda.touched(PARENT)
    desk.passed = 5
    before = desk.book.transactions
    desk.prepare()
    assert (desk.planning.agenda.blocked, desk.book.transactions) == (1, before)
    assert desk.planning.agenda.touched(PARENT) == since


def test_words_of_the_central_about_ours_are_planned_before_they_are_kept(desk: Desk) -> None:
    elsewhere = record_id("other", "thing", "a")
    desk.connector.follows = {THING: OTHER, elsewhere: OTHER}
    refused = CentralRefused(THING, "create", "c", 422, "refused", "no", desk.noon)
    desk.planning.expect([refused, CentralConfirmed(elsewhere, "create", "c", "9", desk.noon)])
    assert (desk.waiting(), len(desk.planning.agenda), desk.book.transactions) == ((), 0, 0)
    desk.planning.expect([CentralConfirmed(THING, "create", "c", "9", desk.noon)])
    assert (desk.waiting(), desk.planning.agenda.since(OTHER)) == ((OTHER,), LONG_AGO)
    assert desk.lane() is Lane.ORDERS


def test_what_another_terminal_was_told_is_planned_here_but_not_what_is_the_centrals_own(desk: Desk) -> None:
    desk.confirmed("create", "c", record_id("other", "thing", "a"))
    desk.confirmed(PULLED, "d", OTHER)
    desk.confirmed("create", "c", THING)
    while desk.planning.look(desk.now):
        pass
    assert desk.waiting() == (THING,)
