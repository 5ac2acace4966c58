"""One party at several tables: one order, one name, and nobody else is seated there."""

from collections.abc import Callable

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, OrderId, TableId
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.reads import TableRow
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import MemoryStore, demo_store, signed_in

TIRAMISU = ItemId("tiramisu")
SEVEN, EIGHT, NINE = TableId("table-7"), TableId("table-8"), TableId("table-9")


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


def party(store: MemoryStore, by: Actor, table: TableId) -> OrderId:
    asked = Asked(TIRAMISU, quantity=3)
    return store.shop.ordering.add_item(by, NewOrder(table_id=table, guests=6), asked).order_id


def row(store: MemoryStore, table: TableId) -> TableRow:
    return next(row for row in store.shop.reads.orders.tables() if row.id == table)


def order(store: MemoryStore, order_id: OrderId) -> Order:
    return store.journal.order(order_id)


def test_a_party_has_two_tables_under_one_name(store: MemoryStore, marta: Actor) -> None:
    order_id = party(store, marta, SEVEN)
    store.shop.linking.link_tables(marta, order_id, (SEVEN, EIGHT))
    assert order(store, order_id).table_name == "7+8"
    assert [(row(store, one).order_id, row(store, one).party) for one in (SEVEN, EIGHT)] == [(order_id, "7+8")] * 2
    assert store.shop.reads.orders.open_orders()[0].linked == (EIGHT,)


def test_tables_are_linked_for_a_party_that_has_not_asked_for_anything_yet(store: MemoryStore, marta: Actor) -> None:
    done = store.shop.linking.link_tables(marta, NewOrder(table_id=SEVEN, guests=9), (SEVEN, EIGHT, NINE))
    assert (order(store, done.order_id).table_name, row(store, NINE).order_id) == ("7+8+9", done.order_id)


def test_nobody_else_is_seated_at_a_table_that_is_linked(store: MemoryStore, marta: Actor) -> None:
    order_id, other = party(store, marta, SEVEN), party(store, marta, NINE)
    shop = store.shop
    shop.linking.link_tables(marta, order_id, (SEVEN, EIGHT))
    asks = (
        lambda: shop.ordering.open_order(marta, NewOrder(table_id=EIGHT)),
        lambda: shop.ordering.assign_table(marta, other, SEVEN, 2),
        lambda: shop.floor.transfer_order(marta, other, EIGHT),
        lambda: shop.linking.link_tables(marta, other, (NINE, EIGHT)),
    )
    assert [refusal(ask) for ask in asks] == [Rule.TABLE_LINKED] * 4


def test_a_table_with_another_party_is_not_linked_before_the_two_are_merged(store: MemoryStore, marta: Actor) -> None:
    order_id, other = party(store, marta, SEVEN), party(store, marta, EIGHT)
    link = store.shop.linking.link_tables
    assert refusal(lambda: link(marta, order_id, (SEVEN, EIGHT))) is Rule.TABLE_HAS_ORDER
    stays = store.shop.floor.merge_orders(marta, other, order_id).order_id
    link(marta, stays, (SEVEN, EIGHT))
    assert row(store, EIGHT).order_id == stays


def test_one_table_is_no_link(store: MemoryStore, marta: Actor) -> None:
    order_id = party(store, marta, SEVEN)
    assert refusal(lambda: store.shop.linking.link_tables(marta, order_id, (SEVEN, SEVEN))) is Rule.TABLES_TO_LINK
    assert refusal(lambda: store.shop.linking.unlink_tables(marta, order_id)) is Rule.TABLES_TO_LINK


def test_a_party_that_is_unlinked_keeps_one_table_and_leaves_the_other(store: MemoryStore, marta: Actor) -> None:
    order_id = party(store, marta, SEVEN)
    store.shop.linking.link_tables(marta, order_id, (SEVEN, EIGHT))
    store.shop.linking.unlink_tables(marta, order_id, EIGHT)
    assert (order(store, order_id).table_name, row(store, SEVEN).order_id) == ("8", None)
    assert party(store, marta, SEVEN)


def test_a_party_that_moves_leaves_all_its_tables(store: MemoryStore, marta: Actor) -> None:
    order_id = party(store, marta, SEVEN)
    store.shop.linking.link_tables(marta, order_id, (SEVEN, EIGHT))
    store.shop.floor.transfer_order(marta, order_id, NINE)
    assert [row(store, one).order_id for one in (SEVEN, EIGHT, NINE)] == [None, None, order_id]


def test_more_guests_at_the_same_tables_stay_at_both(store: MemoryStore, marta: Actor) -> None:
    order_id = party(store, marta, SEVEN)
    store.shop.linking.link_tables(marta, order_id, (SEVEN, EIGHT))
    store.shop.ordering.assign_table(marta, order_id, SEVEN, 8)
    assert (order(store, order_id).guests, order(store, order_id).table_name) == (8, "7+8")


def test_a_separate_check_stays_at_every_table_of_its_party(store: MemoryStore, marta: Actor) -> None:
    order_id = party(store, marta, SEVEN)
    store.shop.linking.link_tables(marta, order_id, (SEVEN, EIGHT))
    line = next(iter(order(store, order_id).lines))
    apart = store.shop.floor.split_order(marta, order_id, [Part(line, 1)]).order_id
    assert order(store, apart).table_name == "7+8"
    store.shop.linking.unlink_tables(marta, order_id)
    assert [order(store, one).table_name for one in (order_id, apart)] == ["7", "7"]


def test_whoever_joins_a_linked_party_sits_at_its_tables(store: MemoryStore, marta: Actor) -> None:
    one, other = party(store, marta, NINE), party(store, marta, NINE)
    older, younger = sorted((one, other))
    store.shop.floor.transfer_order(marta, younger, SEVEN)
    store.shop.linking.link_tables(marta, younger, (SEVEN, EIGHT))
    stays = store.shop.floor.merge_orders(marta, older, younger).order_id
    assert (stays, order(store, stays).table_name, row(store, NINE).order_id) == (older, "7+8", None)
