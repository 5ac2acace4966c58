"""The time clock held to the rules of the house, and punches mended by who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from aura_terminal.domain.central import CentralConfirmed, record_id
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, ScheduleId, StaffId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.labor import BreakKind, Odd, PunchKind
from aura_terminal.domain.labor_rules import LaborRules, Policy, Selling, Tips
from aura_terminal.domain.money import Money
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import Actor, Approval, Permission, StaffMember
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.journal import PeerState
from aura_terminal.ports.labor_rows import Change, Standing
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.labor import Came
from aura_terminal.use_cases.punch_editing import PunchEdit
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

MARTA, CARLA = StaffId("marta-rossi"), StaffId("carla-lombardi")
PIZZA = Asked(ItemId("margherita"))


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop, MARTA)


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, CARLA)


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def rule(store: MemoryStore, **rules: Any) -> None:  # fields of the rules, each of its own type
    store.shop.hours.set_rules(EVERYTHING, LaborRules(**rules))


def today(store: MemoryStore) -> date:
    return store.shop.reads.store.profile().calendar.date_of(store.clock.now())


def word_of(carla: Actor, store: MemoryStore) -> Approval:
    return Approval(carla.id, store.clock.now(), "we need you")


def cut_off(store: MemoryStore, label: str = "R9", skew_ms: int = 0, ago: int = 600) -> None:
    """A terminal of the store was heard so many seconds ago."""
    store.shop.terminals.pair(f"machine-{label}", label, "ab:cd", paired_by="R1")
    heard = round(store.clock.now().timestamp() * 1000) - 1000 * ago
    store.journal.peers.append(PeerState(f"machine-{label}", label, "origin", "1", "", heard, skew_ms, ()))


def test_failure_19_nobody_who_is_clocked_out_opens_a_check_or_takes_money_where_the_house_forbids_it(
    store: MemoryStore, marta: Actor
) -> None:
    shop = store.shop
    before = shop.ordering.add_item(marta, NewOrder(OrderType.DINE_IN), PIZZA).order_id
    rule(store, selling=Selling.CLOCKED_IN)
    due = shop.reads.orders.sheet(before).due
    acts: tuple[Callable[[], object], ...] = (
        lambda: shop.ordering.open_order(marta, NewOrder(OrderType.DINE_IN)),
        lambda: shop.ordering.add_item(marta, NewOrder(OrderType.DINE_IN), PIZZA),
        lambda: shop.ordering.add_item(marta, before, PIZZA),
        lambda: shop.ordering.send(marta, before),
        lambda: shop.paying.take_cash(marta, before, due, shop.paying.new_attempt()),
        lambda: shop.paying.close_free(marta, before),
    )
    for act in acts:
        assert refusal(act) is Rule.NOT_ON_THE_CLOCK
    shop.labor.clock_in(marta)
    shop.paying.take_cash(marta, before, due, shop.paying.new_attempt())
    shop.labor.clock_out(marta)
    assert refusal(acts[0]) is Rule.NOT_ON_THE_CLOCK
    shop.ordering.open_order(EVERYTHING, NewOrder(OrderType.DINE_IN))  # what the program itself does goes on


def test_outside_the_plan_a_manager_has_to_allow_it_and_the_punch_says_who_did(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    rule(store, outside=Policy.APPROVAL, unplanned=Policy.APPROVAL)
    labor = store.shop.labor
    assert refusal(lambda: labor.clock_in(marta)) is Rule.APPROVAL_NEEDED
    allowed = word_of(carla, store)
    assert labor.clock_in(marta, approval=allowed).approval == allowed
    labor.clock_out(marta)
    local = store.shop.reads.store.profile().calendar.local(store.clock.now() + timedelta(minutes=10))
    planned = Schedule(ScheduleId(""), MARTA, today(store), local.time(), time(23, 50))
    store.shop.hours.put_plan(carla, planned)
    assert labor.clock_in(marta).approval is None
    assert labor.clock_in(carla).approval is not None  # by their own right


def test_the_list_before_leaving_names_open_checks_and_says_nothing_of_other_peoples(
    store: MemoryStore, marta: Actor
) -> None:
    shop = store.shop
    shop.labor.clock_in(marta)
    mine = shop.ordering.add_item(marta, NewOrder(OrderType.DINE_IN), PIZZA).order_id
    shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.DINE_IN), PIZZA)
    left = shop.labor.leaving(MARTA)
    assert [one.order_id for one in left.checks] == [mine]
    assert (left.cards, left.drawers, left.is_clear, left.needs_approval) == ((), (), False, False)
    rule(store, open_checks=Policy.APPROVAL)
    assert refusal(lambda: shop.labor.clock_out(marta)) is Rule.APPROVAL_NEEDED
    shop.paying.take_cash(marta, OrderId(mine), shop.reads.orders.sheet(mine).due, shop.paying.new_attempt())
    shop.labor.clock_out(marta)


def test_tips_are_declared_where_the_house_asks_and_belong_to_the_shift(store: MemoryStore, marta: Actor) -> None:
    rule(store, tips=Tips.REQUIRED)
    labor = store.shop.labor
    labor.clock_in(marta)
    store.clock.advance(hours=3)
    assert refusal(lambda: labor.clock_out(marta)) is Rule.TIPS_NOT_DECLARED
    assert refusal(lambda: labor.clock_out(marta, Money(-1, "EUR"))) is Rule.AMOUNT_OUT_OF_RANGE
    assert refusal(lambda: labor.clock_out(marta, Money(100, "USD"))) is Rule.AMOUNT_OUT_OF_RANGE
    labor.clock_out(marta, Money(0, "EUR"))
    store.clock.advance(hours=1)
    labor.clock_in(marta)
    labor.clock_out(marta, Money(1850, "EUR"))
    week = store.shop.reads.labor.week(today(store), store.clock.now())
    assert [line.tips for line in week.people[0].shifts] == [Money(0, "EUR"), Money(1850, "EUR")]


def test_failure_20_a_whole_shift_is_reviewed_and_ended_on_a_terminal_that_is_alone(
    store: MemoryStore, marta: Actor
) -> None:
    """Somebody who clocked in elsewhere takes a break, declares tips and leaves here, with nobody to be heard."""
    labor = store.shop.labor
    assert refusal(lambda: labor.clock_out(marta, came=Came.ELSEWHERE)) is Rule.PUNCHED_ELSEWHERE
    cut_off(store)
    assert refusal(lambda: labor.clock_out(marta)) is Rule.NOT_CLOCKED_IN
    labor.begin_break(marta, BreakKind.UNPAID, Came.ELSEWHERE)
    store.clock.advance(minutes=30)
    labor.end_break(marta, Came.ELSEWHERE)
    store.clock.advance(hours=2)
    assert labor.leaving(MARTA).is_clear
    labor.clock_out(marta, Money(900, "EUR"), came=Came.ELSEWHERE)
    assert len(labor.time_sheet(MARTA).contradictions) == 3
    came = store.clock.now() - timedelta(hours=6)  # what the other terminal tells once it is heard
    store.shop.punch_editing.add(EVERYTHING, MARTA, PunchKind.CLOCK_IN, PunchEdit(came), "R9 was heard again")
    sheet = labor.time_sheet(MARTA)
    assert sheet.contradictions == ()
    (shift,) = sheet.shifts
    assert shift.worked(store.clock.now()) == timedelta(hours=5, minutes=30)
    assert sheet.tips[shift.id].amount == Money(900, "EUR")


def test_a_terminal_whose_clock_is_wrong_dates_punches_as_the_others_do(store: MemoryStore, marta: Actor) -> None:
    for label in ("R2", "R3"):
        cut_off(store, label, skew_ms=3 * 3_600_000, ago=1)
    punch = store.shop.labor.clock_in(marta)
    assert punch.at == store.clock.now() + timedelta(hours=3)
    assert punch.clock_said is None


def test_a_clock_that_is_behind_the_last_punch_ends_the_shift_at_nothing_and_says_so(
    store: MemoryStore, marta: Actor
) -> None:
    store.shop.labor.clock_in(marta)
    store.clock.advance(hours=-3)
    out = store.shop.labor.clock_out(marta)
    assert out.clock_said == store.clock.now()
    sheet = store.shop.labor.time_sheet(MARTA)
    assert [one.why for one in sheet.contradictions] == [Odd.CLOCK_BEHIND]
    assert sheet.shifts[0].worked(store.clock.now()) == timedelta()


def test_a_clock_that_is_behind_keeps_the_order_in_which_somebody_punched(store: MemoryStore, marta: Actor) -> None:
    labor = store.shop.labor
    labor.clock_in(marta)
    store.clock.advance(hours=-3)
    for act in (labor.begin_break, labor.end_break, labor.begin_break, labor.end_break, labor.clock_out) * 2:
        if not labor.time_sheet(MARTA).is_clocked_in:
            labor.clock_in(marta)
        act(marta)
        store.clock.advance(minutes=5)
    sheet = labor.time_sheet(MARTA)
    assert {one.why for one in sheet.contradictions} == {Odd.CLOCK_BEHIND}
    assert [len(shift.breaks) for shift in sheet.shifts] == [2, 2]


def test_a_change_needs_the_right_a_reason_and_somebody_else(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    shop = store.shop
    own, theirs = shop.labor.clock_in(carla), shop.labor.clock_in(marta)
    earlier = PunchEdit(theirs.at - timedelta(minutes=12))
    edit = shop.punch_editing.correct
    assert refusal(lambda: edit(marta, CARLA, own.punch_id, earlier, "why not")) is Rule.NOT_ALLOWED
    assert refusal(lambda: edit(carla, CARLA, own.punch_id, earlier, "I was here")) is Rule.OWN_PUNCHES
    assert refusal(lambda: edit(carla, MARTA, theirs.punch_id, earlier, " ")) is Rule.REASON_NEEDED
    later = PunchEdit(theirs.at + timedelta(minutes=12))
    assert refusal(lambda: edit(carla, MARTA, theirs.punch_id, later, "soon")) is Rule.TIME_TO_COME
    wrong_job = PunchEdit(theirs.at, "Pilot")
    assert refusal(lambda: edit(carla, MARTA, theirs.punch_id, wrong_job, "flew in")) is Rule.JOB_NOT_THEIRS
    assert refusal(lambda: edit(carla, MARTA, own.punch_id, earlier, "whose")) is Rule.UNKNOWN
    assert edit(carla, MARTA, theirs.punch_id, earlier, "the till was off").approval.by == CARLA


def test_an_owner_alone_in_the_shop_may_change_their_own_and_the_fact_says_so(store: MemoryStore) -> None:
    shop = store.shop
    owner = signed_in(shop, StaffId("davide-greco"))
    punch = shop.labor.clock_in(owner)
    mend = PunchEdit(punch.at - timedelta(minutes=5))
    assert refusal(lambda: shop.punch_editing.correct(owner, owner.id, punch.punch_id, mend, "x")) is Rule.OWN_PUNCHES
    staff = [one for one in store.journal.documents.values() if isinstance(one, StaffMember) and one.id != owner.id]
    gone = [StaffMember(one.id, one.name, one.initials, one.roles, active=False) for one in staff]
    shop.administration.put_documents(EVERYTHING, gone)
    fact = shop.punch_editing.correct(owner, owner.id, punch.punch_id, mend, "the till was off")
    assert fact.approval.by == owner.id
    assert shop.labor.time_sheet(owner.id).unseen == ()


def test_a_change_that_would_leave_more_that_fits_nothing_is_refused(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    shop = store.shop
    shop.labor.clock_in(marta)
    store.clock.advance(hours=4)
    out = shop.labor.clock_out(marta)
    before = PunchEdit(out.at - timedelta(hours=5))
    edit = shop.punch_editing
    assert refusal(lambda: edit.correct(carla, MARTA, out.punch_id, before, "x")) is Rule.PUNCH_DOES_NOT_FIT
    assert refusal(lambda: edit.add(carla, MARTA, PunchKind.CLOCK_OUT, before, "x")) is Rule.PUNCH_DOES_NOT_FIT
    edit.withdraw(carla, MARTA, out.punch_id, "stayed after all")
    assert shop.reads.labor.clock(MARTA, store.clock.now()).standing is Standing.IN
    assert refusal(lambda: edit.withdraw(carla, MARTA, out.punch_id, "again")) is Rule.UNKNOWN
    edit.correct(carla, MARTA, out.punch_id, PunchEdit(out.at), "went at four")  # what was withdrawn counts again
    assert shop.reads.labor.clock(MARTA, store.clock.now()).standing is Standing.OUT


def test_somebody_is_told_of_a_change_until_they_say_they_saw_it(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    shop = store.shop
    punch = shop.labor.clock_in(marta)
    shop.punch_editing.correct(carla, MARTA, punch.punch_id, PunchEdit(punch.at - timedelta(minutes=9)), "came by bus")
    (told,) = shop.reads.labor.clock(MARTA, store.clock.now()).unseen
    assert (told.change, told.was, told.to) == (Change.CORRECTED, punch.at, punch.at - timedelta(minutes=9))
    assert (told.by_name, told.reason) == ("Carla Lombardi", "came by bus")
    shop.labor.see_changes(marta, [told.change_id])
    assert shop.reads.labor.clock(MARTA, store.clock.now()).unseen == ()
    assert refusal(lambda: shop.labor.see_changes(carla, [told.change_id])) is Rule.UNKNOWN


def test_who_forgot_to_clock_out_may_come_again_and_a_manager_enters_the_end(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    shop = store.shop
    first = shop.labor.clock_in(marta)
    store.clock.advance(hours=15)
    assert shop.reads.labor.clock(MARTA, store.clock.now()).forgotten == first.business_date
    (look,) = shop.hours.to_look_at(carla)
    assert (look.staff_id, look.business_date) == (MARTA, first.business_date)
    shop.labor.clock_in(marta)
    assert len(shop.hours.to_look_at(carla)) == 1
    shop.punch_editing.add(carla, MARTA, PunchKind.CLOCK_OUT, PunchEdit(first.at + timedelta(hours=6)), "saw her go")
    assert shop.hours.to_look_at(carla) == ()
    assert shop.labor.time_sheet(MARTA).shifts[0].worked(store.clock.now()) == timedelta(hours=6)


def test_a_week_is_incomplete_while_a_terminal_is_not_heard(store: MemoryStore, carla: Actor) -> None:
    assert store.shop.hours.week(carla, today(store)).missing == ()
    cut_off(store)
    assert [one.label for one in store.shop.hours.week(carla, today(store)).missing] == ["R9"]
    before = store.shop.hours.week(carla, today(store) - timedelta(weeks=1))
    assert before.missing == ()  # it was heard since


def test_hours_are_for_who_may_read_them_and_costs_for_who_may_see_them(store: MemoryStore, marta: Actor) -> None:
    shop = store.shop
    shop.labor.clock_in(signed_in(shop, StaffId("paolo-ferrara")))
    store.clock.advance(hours=1)
    assert refusal(lambda: shop.hours.week(marta, today(store))) is Rule.NOT_ALLOWED
    assert refusal(lambda: shop.hours.on_duty(marta)) is Rule.NOT_ALLOWED
    editor = Actor(CARLA, "Carla", frozenset({Permission.EDIT_PUNCHES}))
    seer = Actor(CARLA, "Carla", frozenset({Permission.SEE_LABOR_COST}))
    assert shop.hours.week(editor, today(store)).people[0].cost is None
    assert shop.hours.week(seer, today(store)).cost == Money(1620, "EUR")
    assert refusal(lambda: shop.hours.set_rules(editor, LaborRules())) is Rule.NOT_ALLOWED


def test_a_plan_that_a_back_office_keeps_is_not_changed_here(store: MemoryStore, carla: Actor) -> None:
    planned = Schedule(ScheduleId("s1"), MARTA, today(store), time(10), time(18))
    store.shop.hours.put_plan(carla, planned)
    with store.begin(CARLA) as work:
        work.keep(CentralConfirmed(record_id("auraconnect", "schedule", "s1"), PULLED, "d", "7", work.now))
    assert store.shop.hours.plan_owner() == "AuraConnect"
    assert refusal(lambda: store.shop.hours.put_plan(carla, planned)) is Rule.OWNED_ELSEWHERE
    assert refusal(lambda: store.shop.hours.withdraw_plan(carla, planned.id)) is Rule.OWNED_ELSEWHERE
