"""How each kind of aggregate begins; its facts do the rest. The same folds as on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.feedback import Feedback
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import (
    CountId,
    FeedbackId,
    GuestId,
    ItemId,
    OrderId,
    PromotionId,
    ReservationId,
    StaffId,
    SupplyId,
    TicketId,
)
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.loyalty import LoyaltyAccount
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promotions import PromotionUses
from aura_terminal.domain.reservations import Reservation
from aura_terminal.domain.staff import StaffAccess
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.supplies import StockTake, SupplyLevel
from aura_terminal.domain.terminals import PairedTerminal

Empty = Callable[[str], Any]
"""From an id to an aggregate without facts; each kind has a type of its own."""

EMPTY: Mapping[Aggregate, Empty] = {
    Aggregate.ORDER: lambda id_: Order(OrderId(id_)),
    Aggregate.TICKET: lambda id_: KitchenTicket(TicketId(id_)),
    Aggregate.LABOR: lambda id_: TimeSheet(StaffId(id_)),
    Aggregate.STOCK: lambda id_: StockLevel(ItemId(id_)),
    Aggregate.ACCESS: lambda id_: StaffAccess(StaffId(id_)),
    Aggregate.TERMINAL: PairedTerminal,
    Aggregate.GUEST: lambda id_: Guest(GuestId(id_)),
    Aggregate.LOYALTY: lambda id_: LoyaltyAccount(GuestId(id_)),
    Aggregate.RESERVATION: lambda id_: Reservation(ReservationId(id_)),
    Aggregate.SUPPLY: lambda id_: SupplyLevel(SupplyId(id_)),
    Aggregate.STOCK_TAKE: lambda id_: StockTake(CountId(id_)),
    Aggregate.FEEDBACK: lambda id_: Feedback(FeedbackId(id_)),
    Aggregate.PROMOTION: lambda id_: PromotionUses(PromotionId(id_)),
}
