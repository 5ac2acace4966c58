"""Punches and the shifts they make: every punch is kept, whichever terminals it was made at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from aura_terminal.domain.ids import PunchId, StaffId


class PunchKind(StrEnum):
    """One clock act."""

    CLOCK_IN = "clock_in"
    BREAK_BEGIN = "break_begin"
    BREAK_END = "break_end"
    CLOCK_OUT = "clock_out"


@dataclass(frozen=True, slots=True)
class PunchRecorded:
    """Somebody clocked in or out, or began or ended a break. The business date is that of the punch."""

    punch_id: PunchId
    staff_id: StaffId
    kind: PunchKind
    at: datetime
    terminal: str
    business_date: date


@dataclass(slots=True)
class TimeSheet:
    """The fold of one person's punches."""

    id: StaffId
    punches: dict[PunchId, PunchRecorded] = field(default_factory=dict)

    def apply(self, fact: PunchRecorded) -> None:
        """Evolve by one punch; the same punch a second time changes nothing."""
        self.punches.setdefault(fact.punch_id, fact)
