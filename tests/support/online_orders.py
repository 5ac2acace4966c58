"""An order as a connector keeps it: opened with its source, its lines added, nothing sent."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.ids import ItemId, LineId, OrderId
from aura_terminal.domain.order_facts import LineAdded, OrderOpened
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import SYSTEM, Begin
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop

PIZZA = ItemId("margherita")


def online_order(shop: Shop, begin: Begin, ids: Ids, by: Actor) -> OrderId:
    """Two pizzas, ordered at a central; made like an order of the house that is left open beside it."""
    order_id = OrderId(ids.new())
    facts = shop.ordering.add_item(by, NewOrder(), Asked(PIZZA, quantity=2)).facts
    with begin(SYSTEM) as work:
        for fact in facts:
            if isinstance(fact, OrderOpened):
                source = replace(fact, source="auraconnect", source_number="ORD-1001")
                work.keep(replace(source, order_id=order_id, number="R1-901"))
            elif isinstance(fact, LineAdded):
                work.keep(replace(fact, order_id=order_id, line_id=LineId(ids.new())))
    return order_id
