"""Orders from a central wait until somebody releases them, and are cooked once whoever does."""

from __future__ import annotations

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.kitchen import TicketFired
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.order_facts import LinesFired, OrderReleased
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.memory_shop import MemoryStore, demo_store, signed_in
from tests.support.online_orders import online_order

PIZZA = ItemId("margherita")


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def marta(store: MemoryStore) -> Actor:
    return signed_in(store.shop, "marta-rossi")


def test_an_online_order_is_neither_sent_nor_paid_before_it_is_released(store: MemoryStore, marta: Actor) -> None:
    order_id = online_order(store.shop, store.begin, store.ids, marta)
    sheet = store.shop.reads.orders.sheet(order_id)
    assert (sheet.is_held, sheet.source, sheet.source_number, sheet.unsent) == (True, "auraconnect", "ORD-1001", 2)
    with pytest.raises(RuleBroken, match=Rule.ORDER_HELD.value):
        store.shop.ordering.send(marta, order_id)
    with pytest.raises(RuleBroken, match=Rule.ORDER_HELD.value):
        store.shop.paying.take_cash(marta, order_id, sheet.due, store.shop.paying.new_attempt())
    assert store.shop.reads.kitchen.live(None) == ()


def test_releasing_sends_everything_to_the_kitchen_once(store: MemoryStore, marta: Actor) -> None:
    order_id = online_order(store.shop, store.begin, store.ids, marta)
    facts = store.shop.held_orders.release(marta, order_id).facts
    assert [type(fact) for fact in facts[:2]] == [OrderReleased, LinesFired]
    assert sum(isinstance(fact, TicketFired) for fact in facts) == 1
    sheet = store.shop.reads.orders.sheet(order_id)
    assert (sheet.is_held, [line.state for line in sheet.lines]) == (False, [LineState.SENT])
    with pytest.raises(RuleBroken, match=Rule.ORDER_NOT_HELD.value):
        store.shop.held_orders.release(marta, order_id)


def test_an_order_of_the_house_is_not_held(store: MemoryStore, marta: Actor) -> None:
    order_id = store.shop.ordering.add_item(marta, NewOrder(), Asked(PIZZA)).order_id
    with pytest.raises(RuleBroken, match=Rule.ORDER_NOT_HELD.value):
        store.shop.held_orders.release(marta, order_id)
