"""Subscribers: addresses of the store's owner that are told when something happened here, and what they are told.

One function decides for each event whether there is anything to tell of a thing as it is now; ids are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from aura_terminal.domain.cash import DrawerSession
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import GuestId, OrderId, StaffId, SupplyId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import has_turnover, tenders_of, turnover
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.supplies import Supply, SupplyLevel


@dataclass(frozen=True, slots=True)
class SaleCompleted:
    """An order was paid; `total` is its turnover, tax included, and `tenders` are what it was paid with."""

    order_id: OrderId
    at: datetime
    total: Money
    tenders: frozenset[str]
    guest_id: GuestId | None


@dataclass(frozen=True, slots=True)
class GuestTold:
    """A guest as they are told: somebody new, or one whose fields were changed at `at`."""

    guest_id: GuestId
    at: datetime
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class StockLow:
    """Less of a supply is left than there should be; `at` is when its level was changed last."""

    supply_id: SupplyId
    at: datetime
    name: str
    level: Decimal
    threshold: Decimal


@dataclass(frozen=True, slots=True)
class ShiftEnded:
    """A session of a drawer ended: whose shift it was, and where."""

    at: datetime
    user_id: StaffId
    terminal: str


def sale_completed(order: Order) -> SaleCompleted | None:
    """The sale an order is; None while it is open, and for one that is no turnover."""
    end = order.end
    if end is None or order.status is not OrderStatus.CLOSED or not has_turnover(order):
        return None
    return SaleCompleted(order.id, end.at, turnover(order), tenders_of(order), order.guest_id)


def guest_created(guest: Guest) -> GuestTold | None:
    """Somebody the house itself registered; None for guests of a back office, and for who is not known any more."""
    if guest.registered_at is None or guest.source or not _can_be_told(guest):
        return None
    return _told(guest, guest.registered_at)


def guest_updated(guest: Guest, apart_from: StaffId) -> GuestTold | None:
    """The last change of a guest's fields after they were registered; what `apart_from` changed is not told."""
    if guest.registered_at is None or not _can_be_told(guest):
        return None
    since = guest.registered_at
    changes = [change.at for change in guest.changes if change.at > since and change.by != apart_from]
    return _told(guest, max(changes)) if changes else None


def stock_low(supply: Supply, level: SupplyLevel) -> StockLow | None:
    """A supply of which less is left than its minimum; None where nobody named one, or it suffices."""
    at = level_changed_at(level)
    if at is None or not supply.active or supply.minimum <= 0 or level.quantity >= supply.minimum:
        return None
    return StockLow(supply.id, at, supply.name, level.quantity, supply.minimum)


def level_changed_at(level: SupplyLevel) -> datetime | None:
    """When anybody last said something of how much there is."""
    times = [adjusted.adjusted_at for adjusted in level.adjustments.values()]
    times += [level.counted.counted_at] if level.counted is not None else []
    times += [level.stated.stated_at] if level.stated is not None else []
    return max(times, default=None)


def shift_ended(session: DrawerSession) -> ShiftEnded | None:
    """Whose shift is over; of a drawer that is shared, whoever ended its session. None while it runs."""
    begun, end = session.begun, session.end
    if begun is None or end is None:
        return None
    return ShiftEnded(end.ended_at, begun.cashier or end.ended_by, begun.terminal)


def _can_be_told(guest: Guest) -> bool:
    return guest.is_known and guest.merged_into is None


def _told(guest: Guest, at: datetime) -> GuestTold:
    return GuestTold(guest.id, at, guest.name or guest.phone or guest.email, guest.email)
