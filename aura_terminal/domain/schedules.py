"""Who is to work when: one document for each planned shift, as the back office plans it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from aura_terminal.domain.ids import ScheduleId, StaffId


@dataclass(frozen=True, slots=True)
class Schedule:
    """A planned shift on the store's wall clock; one that ends before it starts passes midnight."""

    id: ScheduleId
    staff_id: StaffId
    shift_date: date
    starts: time
    ends: time
    position: str = ""
    section: str = ""
    break_minutes: int = 0
    notes: str = ""


def shifts_on(schedules: tuple[Schedule, ...], day: date) -> tuple[Schedule, ...]:
    """The shifts planned for a date, the earliest first."""
    planned = (one for one in schedules if one.shift_date == day)
    return tuple(sorted(planned, key=lambda one: (one.starts, one.ends, one.id)))
