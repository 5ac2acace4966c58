"""How each kind of aggregate begins; its facts do the rest. The same folds as on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import ItemId, OrderId, StaffId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import StaffAccess
from aura_terminal.domain.stock import StockLevel

Empty = Callable[[str], Any]
"""From an id to an aggregate without facts; each kind has a type of its own."""

EMPTY: Mapping[Aggregate, Empty] = {
    Aggregate.ORDER: lambda id_: Order(OrderId(id_)),
    Aggregate.TICKET: lambda id_: KitchenTicket(TicketId(id_)),
    Aggregate.LABOR: lambda id_: TimeSheet(StaffId(id_)),
    Aggregate.STOCK: lambda id_: StockLevel(ItemId(id_)),
    Aggregate.ACCESS: lambda id_: StaffAccess(StaffId(id_)),
}
