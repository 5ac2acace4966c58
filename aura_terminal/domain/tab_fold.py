"""How an order evolves by what is said of its tab, and what still fits on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tab_facts import TabOpened

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(slots=True)
class Tab:
    """What is known of an order's tab: nothing while it is none."""

    opened: TabOpened | None = None


@evolve.register(TabOpened)
def _(fact: TabOpened, order: Order) -> None:
    if order.status is OrderStatus.OPEN:
        order.tab.opened = fact
        order.guest_name = fact.name or order.guest_name


def open_tab(
    order: Order, name: str, cap: Money, now: datetime, by: StaffId, approval: Approval | None = None
) -> TabOpened:
    """Let the order be a tab, or give its tab another cap.

    Raises RuleBroken: ORDER_NOT_OPEN, GUEST_NEEDED without a name, TAB_CAPPED where it is beyond the cap already.
    """
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
    said = tidy(name) or order.guest_name
    if not said:
        raise RuleBroken(Rule.GUEST_NEEDED)
    if order.bill.total > cap:
        raise RuleBroken(Rule.TAB_CAPPED, name=said, cap=cap.plain())
    return TabOpened(order.id, said, cap, now, by, approval)


def must_fit_tab(order: Order) -> None:
    """Refuse what puts a tab beyond its cap. Raises RuleBroken(TAB_CAPPED)."""
    tab = order.tab.opened
    if tab is not None and tab.cap.currency == order.currency and order.bill.total > tab.cap:
        raise RuleBroken(Rule.TAB_CAPPED, name=tab.name, cap=tab.cap.plain())
