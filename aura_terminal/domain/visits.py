"""Whose visit an order is, and the points it is worth."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.guests import Guest
from aura_terminal.domain.ids import MovementId, StaffId, derived
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.loyalty import (
    LoyaltyProgramme,
    LoyaltyTier,
    PointsMoved,
    PointsReason,
    points_for,
)
from aura_terminal.domain.order_facts import GuestAttached
from aura_terminal.domain.order_money import bill_sold, liabilities
from aura_terminal.domain.ordering import Order


def attach(order: Order, guest: Guest | None) -> GuestAttached:
    """Say whose visit it is, or that it is of nobody known. Raises RuleBroken: ORDER_NOT_OPEN, GUEST_ERASED,
    GUEST_MERGED."""
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
    if guest is None:
        return GuestAttached(order.id, None, "")
    guest.must_be_known()
    return GuestAttached(order.id, guest.id, tidy(guest.name))


def earned(order: Order, programme: LoyaltyProgramme, tier: LoyaltyTier | None, by: StaffId) -> PointsMoved | None:
    """The points a paid order is worth, under an id that is the same wherever it is closed; None for none.

    Points are earned on what was sold without its tax being taken out, after discounts; not on money put on accounts.
    """
    end = order.end
    if order.guest_id is None or end is None or order.status is not OrderStatus.CLOSED:
        return None
    points = points_for(bill_sold(order).tax.gross - liabilities(order), programme, tier)
    if points <= 0:
        return None
    movement_id = MovementId(derived(order.id, "points"))
    return PointsMoved(movement_id, order.guest_id, points, PointsReason.EARNED, end.at, by, order.id)
