"""Time clocks as frozen rows; pure functions, so that every reader answers alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.labor import BreakKind, Shift, TimeSheet
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.house import ShiftRow


class Standing(StrEnum):
    """What somebody's clock says."""

    OUT = "out"
    IN = "in"
    ON_BREAK = "on_break"


@dataclass(frozen=True, slots=True)
class ClockRow:
    """Somebody's time clock. `since` is when the shift or the break began, None for who is out.

    `today` and `week` are time on duty on the business date and since its Monday, unpaid breaks taken out. `odd` counts
    punches that fit nothing. `planned` are today's shifts of the plan.
    """

    staff_id: StaffId
    name: str
    standing: Standing
    since: datetime | None
    job: str
    break_kind: BreakKind | None
    jobs: tuple[str, ...]
    today: timedelta
    week: timedelta
    odd: int
    planned: tuple[ShiftRow, ...] = ()


class LaborReads(Protocol):
    """The time clocks of the house, as far as their punches are known here."""

    def clock(self, staff_id: StaffId, now: datetime) -> ClockRow:
        """Somebody's clock. Raises NotFound."""

    def on_duty(self, now: datetime) -> tuple[ClockRow, ...]:
        """Everybody who is in or on a break, by name."""


def clock_row(
    member: StaffMember, sheet: TimeSheet, planned: Iterable[ShiftRow], calendar: BusinessCalendar, now: datetime
) -> ClockRow:
    """A time sheet as its clock."""
    running = sheet.running
    resting = None if running is None else running.resting
    today = calendar.date_of(now)
    monday = today - timedelta(days=today.weekday())
    return ClockRow(
        member.id,
        member.name,
        Standing.OUT if running is None else Standing.IN if resting is None else Standing.ON_BREAK,
        resting.began_at if resting is not None else None if running is None else running.began_at,
        "" if running is None else running.job,
        None if resting is None else resting.kind,
        tuple(job.name for job in member.jobs),
        _worked((one for one in sheet.shifts if one.business_date == today), now),
        _worked((one for one in sheet.shifts if monday <= one.business_date <= today), now),
        len(sheet.contradictions),
        tuple(one for one in planned if one.staff_id == member.id),
    )


def _worked(shifts: Iterable[Shift], now: datetime) -> timedelta:
    return sum((shift.worked(now) for shift in shifts), timedelta())
