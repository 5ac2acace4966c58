"""The smallest orders there are: a glass of water, for tests of what may be done with an order."""

from __future__ import annotations

from aura_terminal.domain.ids import OrderId
from aura_terminal.use_cases.ordering import NewOrder
from tests.contract.store_bench import WATER
from tests.support.memory_shop import EVERYTHING, MemoryStore


def sent(store: MemoryStore) -> OrderId:
    """One the kitchen has."""
    order = store.shop.ordering.add_item(EVERYTHING, NewOrder(), WATER).order_id
    store.shop.ordering.send(EVERYTHING, order)
    return order


def paid(store: MemoryStore) -> OrderId:
    """One the kitchen has, paid in cash."""
    order, paying = sent(store), store.shop.paying
    paying.take_cash(EVERYTHING, order, store.shop.reads.orders.sheet(order).due, paying.new_attempt())
    return order
