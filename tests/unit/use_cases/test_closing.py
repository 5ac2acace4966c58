"""Readings change nothing; closings are numbered, lose nothing and count nothing twice."""

from datetime import UTC, date, datetime

import pytest

from aura_terminal.domain.closing import DayClosed, perpetual
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

FRIDAY, SATURDAY = date(2026, 5, 15), date(2026, 5, 16)


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


@pytest.fixture
def carla(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "carla-lombardi")


def order(store: MemoryStore, by: Actor) -> OrderId:
    return store.shop.ordering.add_item(by, NewOrder(), Asked(ItemId("tiramisu"))).order_id


def pay(store: MemoryStore, by: Actor, order_id: OrderId, minor: int = 690) -> None:
    store.shop.paying.take_cash(by, order_id, Money(minor, "EUR"), store.shop.paying.new_attempt())


def sell(store: MemoryStore, by: Actor) -> None:
    pay(store, by, order(store, by))


def test_a_reading_changes_nothing(store: MemoryStore, marta: Actor) -> None:
    sell(store, marta)
    facts, jobs = len(store.journal.entries), len(store.journal.jobs)
    assert store.shop.closing.read() == store.shop.closing.read()
    assert (len(store.journal.entries), len(store.journal.jobs)) == (facts, jobs)


def test_a_closing_is_numbered_printed_and_holds_what_the_ones_before_it_do_not(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    made: list[DayClosed] = []
    for sales in (2, 1, 3):
        for _ in range(sales):
            sell(store, marta)
        made.append(store.shop.closing.close_day(carla))
    assert [closed.number for closed in made] == [1, 2, 3]
    assert [closed.totals.orders for closed in made] == [2, 1, 3]
    assert perpetual(made, "EUR") == store.shop.closing.read().gross == Money(6 * 690, "EUR")
    titles = [job.job.title for job in store.journal.jobs if job.job.title.startswith("Z REPORT")]
    assert titles == ["Z REPORT 1", "Z REPORT 2 ADDENDUM 1", "Z REPORT 3 ADDENDUM 2"]


def test_a_sale_in_the_same_moment_as_a_closing_or_before_it_by_a_clock_set_back_is_not_lost(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    sell(store, marta)
    store.shop.closing.close_day(carla)
    sell(store, marta)
    assert store.shop.closing.close_day(carla).totals.orders == 1
    store.clock.set(datetime(2026, 5, 15, 16, 0, tzinfo=UTC))
    sell(store, marta)
    assert store.shop.closing.close_day(carla).totals.orders == 1


def test_nothing_new_is_not_closed(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    for _ in range(2):
        with pytest.raises(RuleBroken) as refused:
            store.shop.closing.close_day(carla)
        assert refused.value.rule is Rule.NOTHING_TO_CLOSE
        if store.shop.closing.closings():
            break
        sell(store, marta)
        store.shop.closing.close_day(carla)


def test_a_server_closes_no_day(store: MemoryStore, marta: Actor) -> None:
    sell(store, marta)
    with pytest.raises(RuleBroken) as refused:
        store.shop.closing.close_day(marta)
    assert refused.value.rule is Rule.NOT_ALLOWED


def test_an_open_order_is_carried_over_and_its_money_stands_on_the_days_it_was_taken(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    left = order(store, marta)
    pay(store, marta, left, 200)
    friday = store.shop.closing.close_day(carla)
    assert (friday.totals.open_orders, friday.totals.open_amount.minor, friday.totals.orders) == (1, 490, 0)
    assert [figure.amount.minor for figure in friday.totals.tenders] == [200]
    store.clock.advance(hours=12)
    pay(store, marta, left, 500)
    saturday = store.shop.closing.close_day(carla)
    assert (saturday.totals.business_date, saturday.totals.orders) == (SATURDAY, 1)
    assert (saturday.totals.gross.minor, saturday.totals.change_given.minor) == (690, 10)
    assert [figure.amount.minor for figure in saturday.totals.tenders] == [490]
    assert store.shop.closing.read(FRIDAY).gross.minor == 0


def test_a_day_can_be_closed_after_midnight_and_later(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    sell(store, marta)
    store.clock.set(datetime(2026, 5, 16, 1, 30, tzinfo=UTC))
    sell(store, marta)
    store.clock.set(datetime(2026, 5, 16, 9, 0, tzinfo=UTC))
    closed = store.shop.closing.close_day(carla, FRIDAY)
    assert (closed.totals.business_date, closed.totals.orders) == (FRIDAY, 2)


def test_a_closing_names_the_facts_it_covers(store: MemoryStore, marta: Actor, carla: Actor) -> None:
    sell(store, marta)
    facts = len(store.journal.entries)
    assert store.shop.closing.close_day(carla).covers == ((store.shop.terminal.origin, facts),)


def test_a_restored_terminal_reports_what_it_took_before_once_nobody_can_know_more(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    store.shop.terminals.pair("k1", "K1", "of K1", "R1")
    sell(store, marta)
    again = store.opened_by("R1B", "R1")
    sell(again, marta)
    first = again.shop.closing.close_day(carla)
    assert (first.totals.orders, [name for name, _ in first.missing]) == (1, ["R1"])
    again.shop.terminals.revoke(EVERYTHING, "k1", "its disk broke")
    second = again.shop.closing.close_day(carla)
    assert (second.totals.orders, second.addendum, second.missing) == (1, 1, ())


def test_what_was_reported_before_a_restore_is_not_reported_again(
    store: MemoryStore, marta: Actor, carla: Actor
) -> None:
    sell(store, marta)
    store.shop.closing.close_day(carla)
    again = store.opened_by("R1B", "R1")
    with pytest.raises(RuleBroken):
        again.shop.closing.close_day(carla)
