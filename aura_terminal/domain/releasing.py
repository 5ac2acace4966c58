"""Orders that came from a central: their lines are held until somebody releases them to the kitchen, once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import FireId, StaffId, derived
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.order_facts import OrderReleased

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


def is_held(order: Order) -> bool:
    """Whether its lines wait until somebody releases them to the kitchen."""
    return bool(order.source) and order.released is None


def must_be_released(order: Order) -> None:
    """Refuse to cook, to take money at the counter or to end it before somebody released it (ORDER_HELD)."""
    if is_held(order):
        raise RuleBroken(Rule.ORDER_HELD, order=order.number)


def release(order: Order, now: datetime, by: StaffId) -> OrderReleased:
    """Let it go to the kitchen. Raises RuleBroken: ORDER_NOT_OPEN, ORDER_NOT_HELD when somebody did already."""
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
    if not is_held(order):
        raise RuleBroken(Rule.ORDER_NOT_HELD, order=order.number)
    return OrderReleased(order.id, now, by)


def release_fire(order: Order) -> FireId:
    """The fire of the release: the same at every terminal, so that two who release it at once cook it once."""
    return FireId(derived(order.id, "release"))
