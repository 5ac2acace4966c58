"""The courier with a scripted back office: everything once, nothing lost, one bad record harms nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.central import (
    CentralChoice,
    CentralConfirmed,
    CentralDecided,
    CentralRecord,
    name_of,
    told_after,
)
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.stock import ItemRestored
from aura_terminal.ports.central import Picture, WireState
from sync.mesh.contract import Moment
from sync.reconcile.contract import Answer, Lost, Plan, Problem, Reply
from sync.reconcile.effects import WITHOUT_KEYS, CourierLimits, Link, Send, Trouble, Turn
from tests.support.courier_bench import AT_ONCE, CourierBench, cut_after, dead
from tests.support.memory_book import MemoryBook
from tests.support.scripted_central import NAME, UNSOLD, ScriptedCentral, ScriptedConnector, thing


@pytest.fixture
def bench() -> CourierBench:
    """A courier that speaks, its menu already mirrored."""
    bench = CourierBench().gateway()
    bench.settle()
    bench.central.heard.clear()
    return bench


def is_idle(bench: CourierBench) -> bool:
    return bench.courier.is_idle(bench.now)


def test_a_thing_is_made_paid_and_then_left_alone(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    bench.pay("thing-1")
    bench.settle()
    assert bench.central.objects == {"1": {"id": "1", "ref": "thing-1", "n": 5, "paid": 1}}
    assert [one.path for one in bench.central.heard] == ["/things", "/things/1/pay"]
    assert is_idle(bench)
    assert bench.book.counts(NAME)["pending"] == 0
    bench.central.heard.clear()
    bench.run(60)
    assert bench.central.writes() == []


def test_what_was_told_already_is_not_told_by_the_next_start(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    bench.settle()
    bench.central.heard.clear()
    bench.start()
    bench.gateway()
    bench.run(10)
    assert bench.central.writes() == []
    assert is_idle(bench)


def test_a_terminal_on_standby_says_nothing_and_keeps_account(bench: CourierBench) -> None:
    bench.courier.step_down(bench.now)
    bench.count("thing-1", 5)
    bench.run(120)
    assert bench.central.writes() == []
    assert bench.said[-1].link is Link.STANDBY
    assert bench.said[-1].waiting == 1
    bench.gateway()
    bench.settle()
    assert bench.numbers() == {"thing-1": [5]}


def test_a_terminal_on_standby_lets_go_of_what_another_one_told(bench: CourierBench) -> None:
    other = CourierBench(bench.central, bench.shared, origin="o2")
    bench.count("thing-1", 5)
    bench.settle()
    other.courier.committed(other.now)
    other.run(60)
    assert other.book.waiting(NAME, 10) == ()
    assert other.central.writes() == bench.central.writes()


def test_a_terminal_on_standby_lets_go_of_what_another_things_news_made_void(
    bench: CourierBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.courier.step_down(bench.now)
    bench.count("thing-1", 5)
    bench.run(120)
    assert bench.book.waiting(NAME, 10) == (thing("thing-1"),)
    monkeypatch.setattr(ScriptedConnector, "plan", lambda *asked: Plan())  # as a later count does to an earlier one
    bench.run(CourierLimits().look_again)
    assert bench.book.waiting(NAME, 10) == ()


def test_changes_before_the_request_leaves_go_out_as_one() -> None:
    bench = CourierBench(limits=CourierLimits()).gateway()
    bench.settle()
    for number in (5, 6, 7):
        bench.count("thing-1", number)
        bench.run(1)
    bench.run(5)
    assert [one.body for one in bench.central.writes() if one.path == "/things"] == [b'{"n":7,"ref":"thing-1"}']


def test_what_changes_all_the_time_is_told_all_the_same() -> None:
    bench = CourierBench(limits=CourierLimits()).gateway()
    bench.settle()
    for number in range(40):
        bench.count("thing-1", number)
        bench.run(1)
    assert bench.numbers()["thing-1"] != []


def test_a_request_under_way_is_frozen_and_the_change_follows(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    while bench.step():
        pass
    assert len(bench.out) == 1
    bench.count("thing-1", 6)
    while bench.step():
        pass
    assert len(bench.out) == 1
    bench.settle()
    assert [one.method for one in bench.central.writes()] == ["POST", "PUT"]
    assert bench.numbers() == {"thing-1": [6]}


def test_something_that_becomes_what_it_was_is_told_under_another_key(bench: CourierBench) -> None:
    for number in (5, 6, 5, 6, 5):
        bench.count("thing-1", number)
        bench.run(1)
    assert bench.numbers() == {"thing-1": [5]}
    keys = [one.key for one in bench.central.writes()]
    assert len(set(keys)) == len(keys) == 5
    assert bench.central.wrongs == []


def test_an_unknown_outcome_is_tried_again_with_the_same_bytes_under_the_same_key(bench: CourierBench) -> None:
    bench.line = cut_after(bench.central)
    bench.count("thing-1", 5)
    bench.run(2)
    bench.line = None
    bench.count("thing-1", 6)
    bench.run(60)
    makes = [one for one in bench.central.writes() if one.path == "/things"]
    assert len(makes) >= 2
    assert len({(one.key, one.body) for one in makes}) == 1
    assert bench.numbers() == {"thing-1": [6]}


def test_a_creating_step_is_looked_up_from_the_second_unknown_outcome_on(bench: CourierBench) -> None:
    bench.line = cut_after(bench.central)
    bench.count("thing-1", 5)
    bench.run(30, every=0.5)
    paths = [f"{one.method} {one.path}" for one in bench.central.heard if "thing" in one.path]
    assert paths[:2] == ["POST /things", "POST /things"]
    assert paths[2] == "GET /things?ref=thing-1"
    assert "POST /things" not in paths[3:]
    bench.line = None
    bench.run(700)
    assert bench.numbers() == {"thing-1": [5]}


def test_where_keys_are_ignored_looking_first_makes_one_of_each() -> None:
    bench = CourierBench(ScriptedCentral(keeps_keys=False), limits=replace(AT_ONCE, look_from=1)).gateway()
    bench.settle()
    bench.line = cut_after(bench.central)
    bench.count("thing-1", 5)
    bench.run(30)
    bench.line = None
    bench.run(700)
    assert bench.numbers() == {"thing-1": [5]}


@pytest.mark.parametrize("shown", [403, 404, 409, 200])
def test_where_no_keys_are_kept_nothing_is_made_again_after_a_look_that_told_nothing(shown: int) -> None:
    bench = CourierBench(ScriptedCentral(keeps_keys=False), limits=replace(WITHOUT_KEYS, linger={})).gateway()
    bench.settle()
    lose = cut_after(bench.central)

    def line(send: Send, now: Moment) -> Answer:
        if send.method == "GET" and "/things" in send.path:
            return Reply(shown, {"content-type": "application/json"}, b'{"data": "of another shape"}')
        return lose(send, now) if send.path == "/things" else bench.central.answer(send, now)

    bench.line = line
    bench.count("thing-1", 5)
    bench.run(700)
    assert bench.numbers() == {"thing-1": [5]}
    parked = [no.problem for no in bench.book.picture.record(thing("thing-1")).refused.values()]
    assert parked == ([] if shown == 409 else [Problem.UNSURE.value])


def test_a_look_that_is_answered_by_a_conflict_is_made_again_in_its_time(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    bench.line = cut_after(bench.central)
    bench.run(10)
    looks: list[Send] = []

    def line(send: Send, now: Moment) -> Answer:
        if send.method == "GET" and "/things" in send.path:
            looks.append(send)
            return Reply(409, {"content-type": "application/json"}, b"{}")
        return Lost("the line was cut", maybe_done=True)

    bench.line = line
    bench.run(60)
    assert 0 < len(looks) < 60
    bench.line = None
    bench.run(700)
    assert bench.numbers() == {"thing-1": [5]}


def test_after_a_crash_between_sending_and_the_answer_the_key_is_the_same(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    while bench.step():
        pass
    for send in bench.out:
        bench.central.answer(send, bench.now)
    bench.start()
    bench.gateway()
    bench.run(30)
    makes = [one for one in bench.central.writes() if one.path == "/things"]
    assert len(makes) == 2
    assert makes[0].key == makes[1].key
    assert bench.numbers() == {"thing-1": [5]}


def test_an_answer_that_comes_twice_counts_once(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    while bench.step():
        pass
    (send,) = bench.out
    reply = bench.central.answer(send, bench.now)
    bench.courier.answered(send.ticket, reply, bench.now)
    bench.courier.answered(send.ticket, reply, bench.now)
    bench.out.clear()
    bench.settle()
    assert bench.book.counts(NAME)["sent"] == 1


def test_a_refused_record_parks_itself_and_what_depends_on_it_only(bench: CourierBench) -> None:
    bench.central.poison["thing-1"] = 422
    for local_id in ("thing-1", "child-1", "thing-2", "child-2"):
        bench.count(local_id, 5)
    bench.run(5)
    assert set(bench.numbers()) == {"thing-2", "child-2"}
    counts = bench.book.counts(NAME)
    assert (counts["parked"], counts["pending"], counts["unknown"]) == (1, 1, 0)
    assert bench.courier.standing(bench.now).blocked == 1
    assert is_idle(bench)


def test_what_was_refused_and_is_not_due_any_more_asks_nobody_and_is_tried_anew_when_it_is(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    bench.run(5)
    bench.central.poison["thing-1"] = 422
    bench.pay("thing-1")
    bench.run(5)
    assert bench.book.counts(NAME)["parked"] == 1
    bench.shared.keep("o1", ItemRestored(ItemId("thing-1"), bench.noon))
    bench.courier.committed(bench.now)
    bench.run(5)
    assert (bench.book.counts(NAME)["parked"], is_idle(bench)) == (0, True)
    bench.central.poison.clear()
    bench.pay("thing-1")
    bench.run(5)
    assert bench.central.of("thing-1")[0]["paid"] == 1


def test_what_was_refused_is_tried_once_more_when_the_central_takes_something_else_of_it(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    bench.run(5)
    bench.central.poison["thing-1"] = 409
    bench.count("thing-1", 6)
    bench.run(5)
    assert bench.book.counts(NAME)["parked"] == 1
    bench.central.poison.clear()
    bench.run(60)
    assert bench.numbers() == {"thing-1": [5]}  # nobody asks again for nothing
    bench.shared.keep("o2", CentralConfirmed(thing("thing-1"), "pay", "p", "", bench.noon))
    bench.courier.committed(bench.now)
    bench.run(5)
    assert (bench.numbers(), bench.book.counts(NAME)["parked"]) == ({"thing-1": [6]}, 0)
    tried = [one.key for one in bench.central.writes() if one.method == "PUT"]
    assert len(tried) == len(set(tried)) == 2


def test_a_person_who_decides_to_try_again_sends_it_under_a_new_key(bench: CourierBench) -> None:
    bench.central.poison["thing-1"] = 422
    bench.count("thing-1", 5)
    bench.count("child-1", 1)
    bench.run(5)
    del bench.central.poison["thing-1"]
    bench.shared.keep("o1", CentralDecided(thing("thing-1"), "create", "c", CentralChoice.RETRY, bench.noon))
    bench.courier.committed(bench.now)
    bench.run(5)
    assert set(bench.numbers()) == {"thing-1", "child-1"}
    first, second = (one.key for one in bench.central.writes() if one.path == "/things")
    assert first != second


def test_a_thing_linked_by_a_person_is_not_made(bench: CourierBench) -> None:
    bench.central.poison["thing-1"] = 422
    bench.count("thing-1", 5)
    bench.count("child-1", 1)
    bench.run(5)
    bench.central.objects["41"] = {"id": "41", "ref": "thing-1", "n": 5, "paid": 0}
    bench.central.poison.clear()
    decided = CentralDecided(thing("thing-1"), "create", "c", CentralChoice.LINKED, bench.noon, "41")
    bench.shared.keep("o1", decided)
    bench.courier.committed(bench.now)
    bench.run(5)
    assert len(bench.central.of("thing-1")) == 1
    assert bench.central.of("child-1")[0]["parent"] == "41"


def test_something_that_has_no_counterpart_waits_for_a_person_and_is_said_once(bench: CourierBench) -> None:
    bench.count("thing-1", UNSOLD)
    bench.run(20)
    record = bench.book.picture.record(thing("thing-1"))
    assert record.parked["create"].problem == "unknown_item"
    assert bench.book.counts(NAME)["failed"] == 1
    bench.count("thing-1", 5)
    bench.run(5)
    assert bench.numbers() == {"thing-1": [5]}


def test_a_record_that_always_fails_there_lets_the_others_pass(bench: CourierBench) -> None:
    bench.central.poison["thing-1"] = 500
    for number in range(1, 8):
        bench.count(f"thing-{number}", number)
    bench.run(60)
    assert len(bench.numbers()) == 6
    assert bench.courier.standing(bench.now).unknown == 1


def test_unreadable_answers_are_tried_again_and_then_shown_with_their_path(bench: CourierBench) -> None:
    bench.central.unreadable.add("thing-1")
    bench.count("thing-1", 5)
    bench.count("thing-2", 6)
    bench.run(600)
    refused = bench.book.picture.record(thing("thing-1")).parked["create"]
    assert (refused.problem, refused.field, refused.said) == ("unreadable", "id", "the central sent a list of 1 at id")
    assert len(bench.numbers()["thing-2"]) == 1
    assert len(bench.central.of("thing-1")) == 1


def test_an_expired_token_is_renewed_once_and_the_key_stays(bench: CourierBench) -> None:
    bench.central.token = 2
    bench.count("thing-1", 5)
    bench.run(5)
    keys = [one.key for one in bench.central.heard if one.path == "/things"]
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert [one.path for one in bench.central.heard].count("/login") == 1


def test_a_refused_account_stops_the_courier_which_says_so_until_it_is_put_right(bench: CourierBench) -> None:
    bench.central.password, bench.central.token = "other", 2
    bench.count("thing-1", 5)
    bench.run(600)
    assert [one.path for one in bench.central.heard].count("/login") == 1
    assert (bench.said[-1].link, bench.said[-1].trouble) == (Link.REFUSED, Trouble.ACCOUNT)
    assert bench.said[-1].detail == "wrong password"
    bench.central.password = "right"
    bench.courier.sign_in_again(bench.now)
    bench.run(5)
    assert bench.numbers() == {"thing-1": [5]}
    assert bench.said[-1].link is Link.ONLINE


def test_a_dead_line_slows_everything_down_and_leaves_nothing_in_doubt(bench: CourierBench) -> None:
    tries: list[float] = []

    def line(send: Send, now: Moment) -> Answer:
        tries.append(now.monotonic)
        return dead(send, now)

    bench.line = line
    for number in range(50):
        bench.count(f"thing-{number}", number)
    bench.run(3600)
    assert len(tries) < 60
    assert bench.said[-1].link is Link.OFFLINE
    assert bench.courier.standing(bench.now).unknown == 0
    bench.line = None
    bench.run(400)
    assert len(bench.numbers()) == 50
    assert all(len(made) == 1 for made in bench.numbers().values())


def test_one_request_at_a_time_while_nobody_answers(bench: CourierBench) -> None:
    most = 0

    def line(send: Send, now: Moment) -> Answer:
        return Lost("no answer in time", maybe_done=True)

    bench.line = line
    for number in range(20):
        bench.count(f"thing-{number}", number)
    bench.run(10)
    for _ in range(600):
        while bench.step():
            pass
        most = max(most, len(bench.out))
        bench.deliver()
        bench.passed += 1
    assert most == 1


def test_payments_go_before_everything_else(bench: CourierBench) -> None:
    for number in range(1, 6):
        bench.count(f"thing-{number}", number)
    bench.settle()
    for number in range(20, 40):
        bench.count(f"child-{number}", 1)
        bench.count(f"thing-{number}", number)
    bench.pay("thing-1")
    bench.central.heard.clear()
    while bench.step():
        pass
    assert bench.out[0].path == f"/things/{bench.central.of('thing-1')[0]['id']}/pay"


def test_a_taken_over_terminal_looks_before_it_makes_what_is_older_than_its_turn() -> None:
    first = CourierBench().gateway()
    first.settle()
    other = CourierBench(first.central, first.shared, origin="o2")
    first.central.objects["9"] = {"id": "9", "ref": "thing-1", "n": 5, "paid": 0}
    first.count("thing-1", 5)
    other.run(10)
    other.gateway(Turn.TAKEN_OVER)
    other.run(7)
    assert not [one for one in other.central.heard if "things" in one.path]  # the other one's may still be on its way
    other.run(10)
    assert len(other.central.of("thing-1")) == 1
    assert "GET /things?ref=thing-1" in [f"{one.method} {one.path}" for one in other.central.heard]
    other.central.heard.clear()
    other.count("thing-2", 6)
    other.run(10)
    assert [one.method for one in other.central.heard if "things" in one.path] == ["POST"]


def test_what_somebody_else_told_meanwhile_is_not_sent_again(bench: CourierBench) -> None:
    bench.line = cut_after(bench.central)
    bench.count("thing-1", 5)
    bench.run(1)
    bench.courier.step_down(bench.now)
    other = CourierBench(bench.central, bench.shared, origin="o2", passed=bench.passed).gateway(Turn.TAKEN_OVER)
    other.run(10)
    bench.line = None
    bench.central.heard.clear()
    bench.courier.committed(bench.now)
    bench.run(60)
    bench.gateway()
    bench.run(60)
    assert bench.central.writes() == []
    assert bench.book.wires(NAME) == ()
    assert is_idle(bench)


def test_nothing_is_told_before_the_menu_was_mirrored_once() -> None:
    bench = CourierBench().gateway()
    bench.count("thing-1", 5)
    bench.settle()
    paths = [one.path for one in bench.central.heard]
    assert paths == ["/login", "/menu?page=1", "/menu?page=2", "/things"]


def test_a_web_page_instead_of_an_answer_is_tried_again(bench: CourierBench) -> None:
    page = Reply(200, {"content-type": "text/html"}, b"<!DOCTYPE html><html>Welcome to the Wi-Fi</html>")
    bench.line = lambda send, now: page
    bench.count("thing-1", 5)
    bench.run(5)
    (row,) = bench.book.wires(NAME)
    assert row.state is WireState.UNKNOWN
    assert row.last_answer == "a web page came instead of an answer"
    bench.line = None
    bench.run(400)
    assert bench.numbers() == {"thing-1": [5]}


def test_a_long_backlog_is_told_within_the_budget_and_payments_are_not_stuck() -> None:
    bench = CourierBench(ScriptedCentral(limit=100)).gateway()
    bench.settle()
    for number in range(1, 301):
        bench.count(f"thing-{number}", number)
    bench.run(1800, every=5)
    bench.pay("thing-1")
    bench.run(10)
    assert bench.central.of("thing-1")[0]["paid"] == 1
    bench.run(4 * 3600, every=20)
    assert bench.central.refused_for_rate == 0
    assert len(bench.numbers()) == 300


def test_secrets_are_not_shown_with_a_request(bench: CourierBench) -> None:
    bench.courier.sign_in_again(bench.now)
    bench.count("thing-1", 5)
    while bench.step():
        pass
    (send,) = bench.out
    assert b"right" in send.body
    assert "right" not in repr(send)


def test_a_step_of_work_is_one_short_transaction_or_a_few() -> None:
    bench = CourierBench().gateway()
    bench.settle()
    for number in range(1, 200):
        bench.count(f"thing-{number}", number)
    most = 0
    assert isinstance(bench.book, MemoryBook)
    for _ in range(2000):
        before = bench.book.transactions
        if not bench.step() and bench.out:
            bench.deliver()
        most = max(most, bench.book.transactions - before)
    assert most <= 4


def test_what_nobody_knows_is_left_to_whoever_speaks_next_and_told_as_it_is(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    bench.run(1)
    bench.line = cut_after(bench.central)
    bench.count("thing-1", 6)
    bench.run(1)
    bench.count("thing-1", 5)
    bench.courier.step_down(bench.now)
    bench.run(40)
    assert bench.book.wires(NAME) == ()
    other = CourierBench(bench.central, bench.shared, origin="o2", passed=bench.passed).gateway(Turn.TAKEN_OVER)
    other.run(10)
    assert other.numbers() == {"thing-1": [5]}


def test_a_payment_nobody_knows_of_is_made_once_by_whoever_speaks_next(bench: CourierBench) -> None:
    bench.count("thing-1", 5)
    bench.run(1)
    bench.line = cut_after(bench.central)
    bench.pay("thing-1")
    bench.run(1)
    bench.courier.step_down(bench.now)
    bench.run(40)
    other = CourierBench(bench.central, bench.shared, origin="o2", passed=bench.passed).gateway(Turn.TAKEN_OVER)
    other.run(10)
    assert other.central.of("thing-1")[0]["paid"] == 1
    assert len({one.key for one in other.central.writes() if one.path.endswith("/pay")}) == 1


def test_what_arrived_after_it_was_refused_is_found_before_a_person_has_it_tried_again(bench: CourierBench) -> None:
    late: list[Send] = []

    def line(send: Send, now: Moment) -> Answer:
        if send.path == "/things" and not late:
            late.append(send)
            return Lost("the line was cut", maybe_done=True)
        return bench.central.answer(send, now)

    bench.line = line
    bench.central.poison["thing-1"] = 422
    bench.count("thing-1", 5)
    bench.run(5)
    bench.central.poison.clear()
    bench.central.answer(late[0], bench.now)
    bench.shared.keep("o1", CentralDecided(thing("thing-1"), "create", "c", CentralChoice.RETRY, bench.noon))
    bench.courier.committed(bench.now)
    bench.run(5)
    assert len(bench.central.of("thing-1")) == 1


def test_a_long_list_of_those_who_wait_is_taken_up_in_steps(bench: CourierBench) -> None:
    bench.courier.step_down(bench.now)
    for number in range(1200):
        bench.count(f"thing-{number}", number)
    bench.settle()
    bench.start()
    bench.gateway()
    assert [bench.step() for _ in range(4)] == [True] * 4
    assert not is_idle(bench)
    assert bench.courier.standing(bench.now).waiting == 1200


class Overflowing(ScriptedConnector):
    """Something of one thing is beyond every calendar."""

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        if name_of(record.id).local_id == "thing-1":
            raise OverflowError("date value out of range")
        return super().plan(record, picture)


def test_a_value_beyond_every_calendar_comes_before_a_person_and_its_neighbours_go_on() -> None:
    bench = CourierBench(make=Overflowing).gateway()
    bench.settle()
    bench.count("thing-1", 5)
    bench.count("thing-2", 6)
    bench.run(10)
    parked = bench.shared.records[thing("thing-1")].parked["create"]
    assert (parked.problem, parked.said) == ("unreadable", "date value out of range")
    assert [ref for ref in bench.numbers() if ref.startswith("thing")] == ["thing-2"]
    assert is_idle(bench)


class Replacing(ScriptedConnector):
    """What it tells once more says what it replaces."""

    def plan(self, record: CentralRecord, picture: Picture) -> Plan:
        plan, told = super().plan(record, picture), record.done.get("update", "")
        steps = (
            replace(step, digest=told_after(step.digest, told)) if step.step == "update" else step
            for step in plan.steps
            if step.step != "update" or told.partition(".")[0] != step.digest
        )
        return replace(plan, steps=tuple(steps))


def test_what_was_told_just_after_a_change_of_speakers_is_told_once_more(bench: CourierBench) -> None:
    other = CourierBench(bench.central, bench.shared, origin="o2", make=Replacing)
    other.count("thing-1", 5)
    other.gateway(Turn.TAKEN_OVER)
    other.run(60)
    other.courier.step_down(other.now)
    other.gateway(Turn.TAKEN_OVER)
    other.count("thing-1", 6)
    other.run(5)
    before = [one for one in other.central.writes() if one.method == "PUT"]
    other.run(60)
    after = [one for one in other.central.writes() if one.method == "PUT"]
    assert (len(before), len(after)) == (1, 2)
    assert before[0].body == after[1].body
    assert before[0].key != after[1].key
    other.run(300)
    assert len([one for one in other.central.writes() if one.method == "PUT"]) == 2
