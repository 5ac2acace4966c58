"""Orders that another server has from now on, and orders put aside for any terminal."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PaymentId, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.sharing_facts import OrderHanded, OrderParked, OrderResumed
from aura_terminal.domain.staff import Approval, StaffMember


def hand_over(order: Order, to: StaffMember, now: datetime, by: StaffId, approval: Approval | None) -> OrderHanded:
    """Have somebody else serve an open order. Raises RuleBroken: ORDER_NOT_OPEN, SAME_SERVER, STAFF_INACTIVE."""
    _must_be_open(order)
    if order.opened_by == to.id:
        raise RuleBroken(Rule.SAME_SERVER, name=to.name, order=order.number)
    if not to.active:
        raise RuleBroken(Rule.STAFF_INACTIVE, who=to.name)
    return OrderHanded(order.id, to.id, to.name, order.opened_by, now, by, approval)


def server_at(order: Order, payment_id: PaymentId) -> StaffId:
    """Who served an order when a payment was taken: the tip left with it is theirs."""
    return order.party.served.get(payment_id, order.opened_by)


def park(order: Order, label: str, now: datetime, by: StaffId) -> OrderParked:
    """Put an open order aside; without a label it goes by its number. Raises RuleBroken(ORDER_NOT_OPEN)."""
    _must_be_open(order)
    return OrderParked(order.id, tidy(label) or order.number, now, by)


def resume(order: Order, now: datetime, by: StaffId) -> tuple[OrderResumed, ...]:
    """Go on with an order; nothing where it was not put aside."""
    return () if order.party.parked is None else (OrderResumed(order.id, now, by),)


def _must_be_open(order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
