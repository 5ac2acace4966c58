"""What can happen to the table of an order: it is cleared for others, and somebody else takes it in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.staff import Approval


@dataclass(frozen=True, slots=True)
class TableCleared:
    """The table at which this order ended is clean again, and may be given to others."""

    order_id: OrderId
    cleared_at: datetime
    cleared_by: StaffId


@dataclass(frozen=True, slots=True)
class TableLeft:
    """It is not clean after all: what `TableCleared` said is taken back."""

    order_id: OrderId
    left_at: datetime
    left_by: StaffId


@dataclass(frozen=True, slots=True)
class OrderTouched:
    """Somebody took an order in hand whose table is another's, `approval` where the house asks for one."""

    order_id: OrderId
    touched_at: datetime
    touched_by: StaffId
    approval: Approval | None = None


FloorFact = TableCleared | TableLeft | OrderTouched
