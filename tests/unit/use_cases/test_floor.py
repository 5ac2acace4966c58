"""Parties that move, split and join, without a second fire and without a lost cent."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, TableId
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

TIRAMISU, WATER = ItemId("tiramisu"), ItemId("sparkling-water-0-25-l")
SEVEN, EIGHT = TableId("table-7"), TableId("table-8")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop)


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def dinner(store: MemoryStore, by: Actor, table: TableId, guests: int = 2) -> OrderId:
    """Three tiramisù and a water, sent."""
    order_id = store.shop.ordering.add_item(by, NewOrder(table_id=table, guests=guests), Asked(TIRAMISU, quantity=3))
    store.shop.ordering.add_item(by, order_id.order_id, Asked(WATER))
    store.shop.ordering.send(by, order_id.order_id)
    return order_id.order_id


def order(store: MemoryStore, order_id: OrderId) -> Order:
    return store.journal.order(order_id)


def line_of(store: MemoryStore, order_id: OrderId, item: ItemId) -> Part:
    return Part(next(line.id for line in order(store, order_id).lines.values() if line.sold.item_id == item))


def pay(store: MemoryStore, by: Actor, order_id: OrderId) -> bool:
    due = store.shop.reads.orders.sheet(order_id).due
    return store.shop.paying.take_cash(by, order_id, due, store.shop.paying.new_attempt()).closed


def test_a_party_takes_its_order_to_another_table(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, SEVEN)
    store.shop.floor.transfer_order(marta, order_id, EIGHT)
    assert (order(store, order_id).table_name, order(store, order_id).guests) == ("8", 2)


def test_part_of_an_order_is_paid_on_its_own_and_nothing_is_fired_again(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, SEVEN)
    total, tickets = order(store, order_id).bill.total, len(store.journal.tickets())
    dessert = line_of(store, order_id, TIRAMISU)
    new = store.shop.floor.split_order(marta, order_id, [Part(dessert.line_id, 2), line_of(store, order_id, WATER)])
    parts = [order(store, one) for one in (order_id, new.order_id)]
    assert parts[0].bill.total + parts[1].bill.total == total
    assert (parts[1].split_from, parts[1].table_name, len(parts[1].lines)) == (order_id, "7", 2)
    assert (len(store.journal.tickets()), parts[0].unsent, parts[1].unsent) == (tickets, (), ())
    assert pay(store, marta, new.order_id)
    assert pay(store, marta, order_id)
    assert store.shop.closing.read().gross == total
    assert store.shop.closing.read().orders == 2


def test_a_hosted_line_is_voided_at_its_new_order_and_the_station_hears_of_it(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, SEVEN)
    new = store.shop.floor.split_order(marta, order_id, [Part(line_of(store, order_id, TIRAMISU).line_id, 1)])
    moved = line_of(store, new.order_id, TIRAMISU)
    store.shop.ordering.void_line(EVERYTHING, new.order_id, moved.line_id, 1, "burnt")
    assert order(store, new.order_id).bill.total.minor == 0
    ticket = next(one for one in store.journal.tickets() if any(line.voided for line in one.lines.values()))
    assert [line.voided for line in ticket.lines.values()] == [1]


def test_two_orders_are_merged_at_the_table_of_the_second(store: MemoryStore, marta: Actor) -> None:
    one, other = dinner(store, marta, SEVEN), dinner(store, marta, EIGHT, 3)
    total = order(store, one).bill.total + order(store, other).bill.total
    done = store.shop.floor.merge_orders(marta, one, other)
    stays = order(store, done.order_id)
    assert (done.order_id, stays.bill.total, stays.guests, stays.table_name) == (min(one, other), total, 5, "8")
    assert order(store, max(one, other)).status is OrderStatus.MERGED
    store.shop.ordering.send(marta, store.shop.ordering.add_item(marta, done.order_id, Asked(WATER)).order_id)
    assert pay(store, marta, done.order_id)
    read = store.shop.closing.read()
    assert (read.orders, read.gross, read.open_orders) == (1, order(store, done.order_id).bill.total, 0)


def test_what_would_lose_money_is_refused(store: MemoryStore, marta: Actor) -> None:
    one, other = sorted((dinner(store, marta, SEVEN), dinner(store, marta, EIGHT)))
    floor, dessert = store.shop.floor, line_of(store, other, TIRAMISU)
    part = order(store, other).bill.total.split([3, 1])[0]
    store.shop.paying.take_cash(marta, other, part, store.shop.paying.new_attempt())
    assert refusal(lambda: floor.merge_orders(marta, other, one)) is Rule.ORDER_HAS_PAYMENTS
    assert refusal(lambda: floor.move_lines(marta, other, [dessert], one)) is Rule.WOULD_OVERPAY
    assert refusal(lambda: floor.move_lines(marta, other, [dessert], other)) is Rule.SAME_ORDER
    assert refusal(lambda: floor.move_lines(marta, other, [], one)) is Rule.ORDER_EMPTY
    assert refusal(lambda: floor.split_order(marta, one, [Part(dessert.line_id, 1)])) is Rule.LINE_GONE
    half = line_of(store, one, TIRAMISU)
    assert refusal(lambda: floor.split_order(marta, one, [Part(half.line_id, 4)])) is Rule.QUANTITY_OUT_OF_RANGE
    assert pay(store, marta, other)
    for act in (
        lambda: floor.move_lines(marta, one, [half], other),
        lambda: floor.move_lines(marta, other, [dessert], one),
        lambda: floor.merge_orders(marta, one, other),
        lambda: floor.transfer_order(marta, other, SEVEN),
    ):
        assert refusal(act) is Rule.ORDER_NOT_OPEN
    cook = signed_in(store.shop, "paolo-ferrara")
    assert refusal(lambda: floor.transfer_order(cook, one, EIGHT)) is Rule.NOT_ALLOWED


def test_a_refused_split_leaves_no_order_behind(store: MemoryStore, marta: Actor) -> None:
    order_id = dinner(store, marta, SEVEN)
    facts = len(store.journal.entries)
    assert refusal(lambda: store.shop.floor.split_order(marta, order_id, [])) is Rule.ORDER_EMPTY
    assert len(store.journal.entries) == facts
