"""How an order ended: when, on which business date, and at which terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.settling import ChoiceCode, ConflictKind

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(frozen=True, slots=True)
class End:
    """The end that counts; `terminal` is the one whose Z report the order belongs to."""

    at: datetime
    business_date: date
    terminal: str


def status_of(order: Order) -> OrderStatus:
    """Paid beats cancelled, cancelled beats merged, and nothing comes back from any of them to open."""
    if order.closings and not (order.cancellations and _money_is_back(order)):
        return OrderStatus.CLOSED
    if order.cancellations:
        return OrderStatus.CANCELLED
    return OrderStatus.MERGED if order.merges else OrderStatus.OPEN


def end_of(order: Order) -> End | None:
    """The earliest end of the kind that counts; None while the order is open."""
    status = status_of(order)
    if status is OrderStatus.CLOSED:
        closed = order.closings[0]
        return End(closed.closed_at, closed.business_date, closed.terminal or order.terminal)
    if status is OrderStatus.CANCELLED:
        cancelled = order.cancellations[0]
        return End(cancelled.cancelled_at, cancelled.business_date, cancelled.terminal or order.terminal)
    if status is OrderStatus.MERGED:
        return End(order.merges[0].merged_at, order.merges[0].business_date, order.terminal)
    return None


def _money_is_back(order: Order) -> bool:
    return any(
        one.kind is ConflictKind.CANCELLED_BUT_PAID and one.choice is ChoiceCode.GIVE_BACK
        for one in order.decided.values()
    )
