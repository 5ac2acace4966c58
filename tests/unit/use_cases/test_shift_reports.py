"""What one person did, and what one session of a drawer did, with nothing of anybody else."""

from __future__ import annotations

from datetime import date

import pytest

from aura_terminal.domain.closing import DeedKind
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DrawerId, ItemId, OrderId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.shift_report import shift_closed
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import MemoryStore, demo_store, signed_in

FRIDAY = date(2026, 5, 15)
PRICE = 690


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def sofia(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "sofia-conti")


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def order(store: MemoryStore, by: Actor) -> OrderId:
    return store.shop.ordering.add_item(by, NewOrder(), Asked(ItemId("tiramisu"))).order_id


def pay(store: MemoryStore, by: Actor, order_id: OrderId, minor: int = PRICE) -> None:
    store.shop.paying.take_cash(by, order_id, Money(minor, "EUR"), store.shop.paying.new_attempt())


def test_a_report_holds_what_one_person_did_and_nothing_of_the_others(
    store: MemoryStore, marta: Actor, sofia: Actor, carla: Actor
) -> None:
    for by, sales in ((marta, 2), (sofia, 3)):
        for _ in range(sales):
            pay(store, by, order(store, by))
    voided = order(store, marta)
    store.shop.ordering.send(marta, voided)
    store.shop.ordering.add_item(marta, voided, Asked(ItemId("tiramisu")))
    lines = store.shop.reads.orders.sheet(voided).lines
    store.shop.ordering.remove_line(marta, voided, lines[1].line_id)
    store.shop.ordering.void_line(carla, voided, lines[0].line_id, 1, "dropped")
    store.shop.paying.open_drawer(carla, "coins for the bar")
    report = store.shop.shift_reports.of_person(carla, FRIDAY, marta.id)
    assert (report.orders, report.sales.minor, report.taken.minor) == (2, 2 * PRICE, 2 * PRICE)
    assert [(one.name, one.count) for one in report.tenders] == [("cash", 2)]
    assert [deed.kind for deed in report.deeds] == [DeedKind.REMOVED]
    assert (report.voids, report.terminals) == (None, ("R1",))
    manager = store.shop.shift_reports.of_person(carla, FRIDAY, carla.id)
    assert [(deed.kind, deed.reason) for deed in manager.deeds] == [
        (DeedKind.VOIDED, "dropped"), (DeedKind.NO_SALE, "coins for the bar"),
    ]  # fmt: skip
    assert store.shop.shift_reports.of_person(carla, FRIDAY, sofia.id).orders == 3
    names = [name for _, name in store.shop.shift_reports.people(carla, FRIDAY)]
    assert names == ["Carla Lombardi", "Marta Rossi", "Sofia Conti"]


def test_all_reports_of_a_day_take_what_the_day_took(
    store: MemoryStore, marta: Actor, sofia: Actor, carla: Actor
) -> None:
    for by in (marta, sofia, marta, carla):
        pay(store, by, order(store, by))
    pay(store, sofia, order(store, marta))  # one serves, another takes the money
    people = store.shop.shift_reports.people(carla, FRIDAY)
    reports = [store.shop.shift_reports.of_person(carla, FRIDAY, staff_id) for staff_id, _ in people]
    day = store.shop.closing.read()
    assert sum(report.taken.minor for report in reports) == sum(one.amount.minor for one in day.tenders)
    assert sum(report.sales.minor for report in reports) == day.gross.minor
    assert sum(report.orders for report in reports) == day.orders


def test_a_report_of_a_drawers_session_holds_its_cash_alone_and_says_over_and_short(
    store: MemoryStore, sofia: Actor, carla: Actor
) -> None:
    pay(store, sofia, order(store, sofia))  # before anybody answers for the drawer
    store.clock.advance(minutes=1)
    session = store.shop.cash.begin(sofia, DrawerId("R1"), {5000: 2}).session_id
    store.clock.advance(minutes=5)
    for _ in range(2):
        pay(store, sofia, order(store, sofia), 1000)
    store.clock.advance(minutes=5)
    store.shop.cash.end(carla, session, {5000: 2, 500: 2, 200: 1, 100: 1})
    report = store.shop.shift_reports.of_session(carla, session)
    (drawer,) = report.drawers
    assert (report.taken.minor, report.openings) == (2 * PRICE, 2)
    assert (drawer.expected.minor, drawer.counted, drawer.over_short) == (
        10000 + 2 * PRICE, Money(11300, "EUR"), Money(-80, "EUR"),
    )  # fmt: skip


def test_who_may_not_see_expected_cash_gets_no_report_before_the_drawer_is_counted(
    store: MemoryStore, sofia: Actor
) -> None:
    session = store.shop.cash.begin(sofia, DrawerId("R1"), {5000: 2}).session_id
    with pytest.raises(RuleBroken) as refused:
        store.shop.shift_reports.of_session(sofia, session)
    assert refused.value.rule is Rule.COUNT_FIRST
    store.shop.cash.end(sofia, session, {5000: 2})
    assert store.shop.shift_reports.of_session(sofia, session).drawers[0].over_short == Money(0, "EUR")


def test_a_server_reads_no_report(store: MemoryStore, marta: Actor) -> None:
    with pytest.raises(RuleBroken) as refused:
        store.shop.shift_reports.of_person(marta, FRIDAY, marta.id)
    assert refused.value.rule is Rule.NOT_ALLOWED


def test_what_the_world_is_told_of_a_shift_adds_up(store: MemoryStore, sofia: Actor, carla: Actor) -> None:
    for _ in range(3):
        pay(store, sofia, order(store, sofia))
    report = store.shop.shift_reports.of_person(carla, FRIDAY, sofia.id)
    told = shift_closed("s1", report, store.clock.now())
    assert (told.user_name, told.terminal, told.transaction_count) == ("Sofia Conti", "R1", 3)
    assert told.total_sales == told.cash_collected + told.card_collected == Money(3 * PRICE, "EUR")


def test_a_report_is_printed_and_changes_nothing(store: MemoryStore, sofia: Actor, carla: Actor) -> None:
    pay(store, sofia, order(store, sofia))
    facts = len(store.journal.entries)
    printed = store.shop.shift_reports.print_person(carla, FRIDAY, StaffId("sofia-conti"))
    assert printed == store.shop.shift_reports.of_person(carla, FRIDAY, StaffId("sofia-conti"))
    assert len(store.journal.entries) == facts
    assert store.journal.jobs[-1].job.title == "SHIFT REPORT Sofia Conti"
