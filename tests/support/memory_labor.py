"""Time clocks of a store in memory."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.labor_rows import ClockRow, Standing, clock_row
from aura_terminal.ports.supply_rows import shift_rows
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_work import MemoryDocuments


class MemoryLaborReads:
    """The LaborReads port, made afresh from the folds at every call."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents

    def clock(self, staff_id: StaffId, now: datetime) -> ClockRow:
        """Somebody's clock."""
        member = self._documents.get(StaffMember, staff_id)
        calendar = self._documents.get(StoreProfile, STORE_PROFILE).calendar
        planned = shift_rows(self._documents.all(Schedule), {member.id: member.name}, calendar.date_of(now))
        return clock_row(member, self._journal.time_sheet(staff_id), planned, calendar, now)

    def on_duty(self, now: datetime) -> tuple[ClockRow, ...]:
        """Everybody who is in, by name."""
        rows = (self.clock(member.id, now) for member in self._documents.all(StaffMember))
        there = (row for row in rows if row.standing is not Standing.OUT)
        return tuple(sorted(there, key=lambda row: (row.name.casefold(), row.staff_id)))
