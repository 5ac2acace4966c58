"""What can happen to an order at the table: its check is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.ids import LineId, OrderId
from aura_terminal.domain.money import Money


@dataclass(frozen=True, slots=True)
class CheckPrinted:
    """The guests were brought a check, which is no receipt: what it said they owe, and for how many of which lines.

    `copy_no` counts from 1 for each more of the same paper; 0 is one that says something new.
    """

    order_id: OrderId
    printed_at: datetime
    copy_no: int
    total: Money
    due: Money
    covers: tuple[tuple[LineId, int], ...]


ServiceFact = CheckPrinted
