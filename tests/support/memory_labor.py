"""Time clocks of a store in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.labor_rules import LaborRules
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.hours_rows import (
    LookRow,
    PunchRow,
    WeekRow,
    WorkedShift,
    cost_of_days,
    look_rows,
    newest_first,
    punch_rows,
    week_row,
)
from aura_terminal.ports.labor_rows import (
    ClockRow,
    House,
    LaborHour,
    Silent,
    Standing,
    clock_row,
    rules_among,
    silent_terminals,
)
from aura_terminal.ports.mesh_reads import MeshReads
from aura_terminal.ports.supply_rows import shift_rows
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryLaborReads:
    """The LaborReads port, made afresh from the folds at every call."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments, mesh: MeshReads) -> None:
        self._journal = journal
        self._documents = documents
        self._mesh = mesh

    def clock(self, staff_id: StaffId, now: datetime) -> ClockRow:
        """Somebody's clock."""
        member, house = self._documents.get(StaffMember, staff_id), self._house(now)
        plans = self._documents.all(Schedule)
        planned = shift_rows(plans, {member.id: member.name}, house.profile.calendar.date_of(now))
        return clock_row(member, self._journal.time_sheet(staff_id), plans, planned, house, now)

    def on_duty(self, now: datetime) -> tuple[ClockRow, ...]:
        """Everybody who is in, by name."""
        rows = (self.clock(member.id, now) for member in self._documents.all(StaffMember))
        there = (row for row in rows if row.standing is not Standing.OUT)
        return tuple(sorted(there, key=lambda row: (row.name.casefold(), row.staff_id)))

    def cost_by_hour(self, day: date, now: datetime, last: date | None = None) -> tuple[LaborHour, ...]:
        """What dates took and cost by the hour."""
        return cost_of_days(self._shifts(), day, last or day, self._house(now), now)

    def week(self, day: date, now: datetime) -> WeekRow:
        """The week a date is in."""
        return week_row(self._shifts(), day, self._house(now), self._silent(now), now)

    def to_look_at(self, now: datetime) -> tuple[LookRow, ...]:
        """What a manager has to look at."""
        house = self._house(now)
        return newest_first(row for sheet in self._sheets() for row in look_rows(sheet, house, now))

    def punches(self, staff_id: StaffId, day: date) -> tuple[PunchRow, ...]:
        """Somebody's punches of a date."""
        return punch_rows(self._journal.time_sheet(staff_id), day, self._names())

    def _sheets(self) -> Iterator[TimeSheet]:
        for staff_id in self._journal.ids(Aggregate.LABOR):
            yield self._journal.time_sheet(StaffId(staff_id))

    def _shifts(self) -> Iterator[WorkedShift]:
        for sheet in self._sheets():
            declared = sheet.tips
            for shift in sheet.shifts:
                tips = declared.get(shift.id)
                yield WorkedShift(sheet.id, shift, None if tips is None else tips.amount)

    def _names(self) -> dict[StaffId, str]:
        return {member.id: member.name for member in self._documents.all(StaffMember)}

    def _silent(self, now: datetime) -> tuple[Silent, ...]:
        return silent_terminals(self._mesh.peers(), self._mesh.terminals(), now)

    def _house(self, now: datetime) -> House:
        rules = rules_among(self._documents.all(LaborRules))
        return House(self._documents.get(StoreProfile, STORE_PROFILE), rules, self._names(), self._silent(now))
