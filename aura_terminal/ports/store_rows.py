"""Tables with who sits at them, and what the status strip says, as screens read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.domain.guest_checks import CheckState
    from aura_terminal.domain.ids import OrderId, TableId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.paper import SpooledJob


@dataclass(frozen=True, slots=True)
class TableRow:
    """A table with the order that sits at it, if any. `party` is what linked tables go by together, such as `7+8`."""

    id: TableId
    number: str
    area_name: str
    seats: int
    order_id: OrderId | None
    order_number: str
    opened_at: datetime | None
    due: Money | None
    check: CheckState | None = None
    party: str = ""


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What the status strip says about the store: facts kept, jobs waiting for paper and the ones in trouble."""

    facts: int
    business_date: date
    jobs_waiting: int
    jobs_in_trouble: tuple[SpooledJob, ...]
    open_orders: int
    live_tickets: int
