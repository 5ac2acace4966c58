"""A tab without a card: an order under a guest's name that may go up to a cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval


@dataclass(frozen=True, slots=True)
class TabOpened:
    """The order is a tab of this name, up to `cap`; said again, the cap is another one.

    `approval` is a manager's word: for a tab that is opened while other terminals are not heard, and for a higher cap.
    """

    order_id: OrderId
    name: str
    cap: Money
    opened_at: datetime
    opened_by: StaffId
    approval: Approval | None = None


TabFact = TabOpened
