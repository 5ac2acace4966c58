"""The check that is brought to the guests before they pay. It is no receipt, and no drawer opens for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.order_money import covers_now
from aura_terminal.domain.service_facts import CheckPrinted

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(frozen=True, slots=True)
class CheckState:
    """The guests were brought a check: when last, on how many papers in all, and whether it still says what is due."""

    printed_at: datetime
    papers: int
    is_current: bool


def check_state(order: Order) -> CheckState | None:
    """How far the guests know what they owe; None where no check was printed."""
    checks = order.service.checks
    if not checks:
        return None
    return CheckState(checks[-1].printed_at, len(checks), _says_what_is_due(order, checks[-1]))


def print_check(order: Order, now: datetime) -> CheckPrinted:
    """Bring the guests what they owe. The same paper once more is a copy and counts as one.

    Raises RuleBroken: ORDER_NOT_OPEN, and ORDER_EMPTY where nothing is charged.
    """
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
    if not covers_now(order):
        raise RuleBroken(Rule.ORDER_EMPTY)
    last = order.service.checks[-1] if order.service.checks else None
    copy_no = last.copy_no + 1 if last is not None and _says_what_is_due(order, last) else 0
    return CheckPrinted(order.id, now, copy_no, order.bill.total, order.bill.due, covers_now(order))


def _says_what_is_due(order: Order, printed: CheckPrinted) -> bool:
    if order.terms is None:
        return False
    same_money = (printed.total, printed.due) == (order.bill.total, order.bill.due)
    return same_money and frozenset(printed.covers) == frozenset(covers_now(order))
