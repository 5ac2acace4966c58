"""Orders of guests at home: what a connector keeps when the central has taken one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from aura_terminal.domain.ids import ItemId, LineId, OrderId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.order_facts import LineAdded, OrderOpened
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

PIZZA, BEER = ItemId("margherita"), ItemId("birra-moretti-0-33-l")


def arrive(
    store: MemoryStore,
    number: str,
    name: str = "Ida Wolf",
    *,
    minutes: int = 0,
    order_type: OrderType = OrderType.TAKEOUT,
) -> OrderId:
    """Two pizzas and a beer, ordered at AuraConnect so many minutes ago and not released yet."""
    order_id = OrderId(store.ids.new())
    at = store.clock.now() - timedelta(minutes=minutes)
    with store.begin(SYSTEM) as work:
        for place, fact in enumerate(_drafted(order_type)):
            if isinstance(fact, OrderOpened):
                online = replace(fact, source="auraconnect", source_number=number, guest_name=name, opened_at=at)
                work.keep(replace(online, order_id=order_id, number=f"R1-9{number[-2:]}"))
            elif isinstance(fact, LineAdded):
                work.keep(replace(fact, order_id=order_id, line_id=LineId(f"{order_id}/{place}")))
    return order_id


@cache
def _drafted(order_type: OrderType) -> tuple[object, ...]:
    """The same order as a house with this menu would have taken it."""
    shop = demo_store(seed=7).shop
    first = shop.ordering.add_item(EVERYTHING, NewOrder(order_type), Asked(PIZZA, quantity=2))
    return (*first.facts, *shop.ordering.add_item(EVERYTHING, first.order_id, Asked(BEER)).facts)
