"""What is due is left to whoever speaks for the store, and what others told meanwhile is not undone."""

from __future__ import annotations

import pytest

from aura_terminal.domain.central import (
    ANY_IN_DOUBT,
    CentralConfirmed,
    in_doubt,
    told_after,
)
from aura_terminal.ports.central import WireState
from sync.mesh.contract import Moment
from sync.reconcile.contract import Lane, Plan, Problem
from tests.support.planning_desk import OTHER, PARENT, THING, WALL_MS, Desk, step
from tests.support.scripted_central import NAME, thing


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_on_standby_a_record_is_looked_at_once_it_was_left_alone_for_long_enough() -> None:
    desk = Desk(quiet=30.0)
    desk.due()
    desk.passed = 29.9
    assert not desk.planning.tidy(desk.now, ())
    desk.passed = 30.0
    assert desk.planning.tidy(desk.now, ())
    assert desk.waiting() == ()


def test_on_standby_nothing_is_said_prepared_or_drawn_in(desk: Desk) -> None:
    desk.due(step(creates=True))
    desk.due(step(needs=(PARENT,), record=OTHER), record=OTHER)
    desk.connector.plans[thing("c")] = Plan((), Problem.UNKNOWN_ITEM, "create", "no such dish")
    desk.touch(thing("c"))
    facts = len(desk.shared.facts)
    desk.passed = 60
    assert desk.planning.tidy(desk.now, ())
    assert (len(desk.wires), len(desk.shared.facts)) == (0, facts)
    assert set(desk.waiting()) == {THING, OTHER}  # a problem leaves nothing to be told
    twin = Desk()
    twin.due(step(creates=True))
    twin.prepare()
    assert twin.planning.creates(twin.row())
    assert not desk.planning.creates(twin.row())


def test_on_standby_what_is_still_untold_is_looked_at_again_now_and_then() -> None:
    desk = Desk(quiet=0.0, look_again=300.0)
    desk.due(step())
    assert desk.planning.tidy(desk.now, ())
    desk.connector.plans.clear()
    desk.passed = 299.9
    assert not desk.planning.tidy(desk.now, ())
    desk.passed = 300.0
    assert desk.planning.tidy(desk.now, ())
    assert desk.waiting() == ()


def test_on_standby_a_request_of_unknown_outcome_is_left_to_others_once_it_cannot_arrive_any_more() -> None:
    desk = Desk(arrives_within=30.0)
    desk.connector.visible.add(THING)
    desk.due(step())
    desk.prepare()
    desk.passed = 100
    assert desk.planning.hand_over(desk.now, ()) is None  # nobody has sent it
    desk.sent()
    desk.passed = 129
    assert desk.planning.hand_over(desk.now, ()) is None
    desk.passed = 130
    assert desk.planning.hand_over(desk.now, (THING,)) is None
    facts = desk.planning.hand_over(desk.now, ())
    assert facts == (CentralConfirmed(THING, "create", in_doubt("c"), "", desk.noon),)
    assert (len(desk.wires), desk.record().is_in_doubt("create")) == (0, True)


@pytest.mark.parametrize(("ago_ms", "may_arrive"), [(-1, False), (0, True), (29_999, True), (30_000, False)])
def test_a_request_may_arrive_for_half_a_minute_by_a_clock_that_was_not_put_back(ago_ms: int, may_arrive: bool) -> None:
    desk = Desk(arrives_within=30.0)
    desk.due(step())
    desk.prepare()
    row = desk.sent()
    assert desk.planning.may_arrive(row, Moment(0.0, WALL_MS + ago_ms)) is may_arrive


@pytest.mark.parametrize(
    ("can_look", "is_linked", "is_done", "is_doubted"),
    [
        (False, False, False, False), (True, False, False, True), (False, True, False, True),
        (True, True, False, True), (True, False, True, False),
    ],
)  # fmt: skip
def test_what_is_let_go_is_in_doubt_where_it_could_be_found_and_is_not_known_to_be_done(
    desk: Desk, can_look: bool, is_linked: bool, is_done: bool, is_doubted: bool
) -> None:
    desk.due(step())
    desk.prepare()
    row = desk.sent()
    if can_look:
        desk.connector.visible.add(THING)
    if is_linked:
        desk.confirmed("other", "o", id_="7")
    if is_done:
        desk.confirmed("create", "c")
    assert bool(desk.planning.let_go(row, desk.now)) is is_doubted
    assert (desk.wires.of(THING), desk.book.wires(NAME)) == ((), ())


@pytest.mark.parametrize(
    ("told", "doubt"),
    [("", in_doubt("c")), (in_doubt("c"), in_doubt("c")), (in_doubt("d"), ANY_IN_DOUBT), ("d", ANY_IN_DOUBT)],
)
def test_only_what_was_told_in_one_way_alone_goes_out_under_the_same_key_again(
    desk: Desk, told: str, doubt: str
) -> None:
    desk.due(step())
    desk.prepare()
    if told:
        desk.confirmed("create", told)
    assert desk.planning.doubt(desk.row()) == doubt


def test_what_nobody_has_sent_is_planned_anew_when_another_one_speaks(desk: Desk) -> None:
    for record in (THING, OTHER, PARENT):
        desk.due(step(record=record, creates=True), record=record)
    desk.prepare()
    sent, dropped = desk.sent(record=OTHER), desk.row()
    desk.planning.put_off((PARENT,))
    assert {row.record for row in desk.wires} == {row.record for row in desk.book.wires(NAME)} == {OTHER, PARENT}
    assert (desk.planning.creates(dropped), desk.planning.creates(sent)) == (False, True)
    assert desk.planning.agenda.has_ready


def test_what_was_told_once_more_waits_through_a_crash(desk: Desk) -> None:
    desk.confirmed("create", told_after("c", "b"), origin="o1", id_="7")
    desk.confirmed("create", "c", OTHER, origin="o1")
    (fact,) = desk.planning.tell_again([(THING, "create"), (OTHER, "create")], desk.now)
    assert fact == CentralConfirmed(THING, "create", ANY_IN_DOUBT, "", desk.noon)
    assert (desk.waiting(), desk.lane()) == ((THING,), Lane.MONEY)
    assert desk.record().is_in_doubt("create")


def test_a_request_is_obsolete_once_its_step_is_done(desk: Desk) -> None:
    desk.due(step())
    desk.prepare()
    assert not desk.planning.is_obsolete(desk.row())
    desk.confirmed("create", "d")
    assert not desk.planning.is_obsolete(desk.row())  # it has not left: it is planned anew
    desk.confirmed("create", "c")
    assert desk.planning.is_obsolete(desk.row())


def test_a_request_that_left_is_obsolete_once_somebody_else_told_something_of_its_record(desk: Desk) -> None:
    desk.confirmed("create", "b")
    desk.passed = 1
    desk.due(step())
    desk.prepare()
    row = desk.sent()
    assert not desk.planning.is_obsolete(row)
    desk.passed = 2
    desk.confirmed("pay", "p")
    assert desk.planning.is_obsolete(row)


def test_for_a_request_of_an_earlier_run_the_clocks_have_to_do(desk: Desk) -> None:
    desk.due(step())
    desk.prepare()
    desk.passed = 5
    row = desk.sent()
    desk.confirmed("pay", "p")
    desk.start()
    assert not desk.planning.is_obsolete(row)
    desk.passed = 6
    desk.confirmed("pay", "q")
    assert desk.planning.is_obsolete(row)


def test_of_a_request_that_was_forgotten_only_the_clocks_know(desk: Desk) -> None:
    desk.due(step())
    desk.prepare()
    row = desk.sent()
    desk.confirmed("pay", "p")
    assert desk.planning.is_overtaken(row, desk.record())
    desk.planning.forget(row)
    assert not desk.planning.is_overtaken(row, desk.record())


def test_what_somebody_else_settled_is_let_go_once_it_cannot_arrive_any_more() -> None:
    desk = Desk(arrives_within=30.0)
    desk.due(step())
    desk.prepare()
    desk.sent()
    desk.confirmed("create", "c", id_="7")
    for passed, left in ((29.0, 1), (30.0, 0)):
        desk.passed = passed
        desk.touch()
        desk.prepare()
        assert len(desk.wires) == left


def test_what_is_under_way_is_not_let_go_whatever_somebody_else_told() -> None:
    desk = Desk(arrives_within=30.0)
    desk.due(step())
    desk.prepare()
    desk.sent(WireState.SENT)
    desk.confirmed("create", "c", id_="7")
    desk.passed = 60.0
    desk.touch()
    assert desk.prepare() == ()
    assert len(desk.wires) == 1


def test_what_is_let_go_while_others_are_planned_is_told_with_them() -> None:
    desk = Desk(arrives_within=30.0)
    desk.due(step())
    desk.prepare()
    desk.sent()
    desk.confirmed("pay", "p", id_="7")
    desk.passed = 60.0
    desk.touch()
    assert desk.prepare() == (CentralConfirmed(THING, "create", in_doubt("c"), "", desk.noon),)
