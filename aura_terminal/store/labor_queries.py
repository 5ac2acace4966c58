"""Time clocks, read from the folds of punches."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import StaffMember
from aura_terminal.ports.labor_rows import ClockRow, Standing, clock_row
from aura_terminal.ports.supply_rows import shift_rows
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

# Whose last punch is no clocking out; of punches in one instant any may be the last. One walk over all punches.
_MAYBE_IN = literal("""SELECT staff_id FROM punches GROUP BY staff_id
HAVING max(at_us) = max(CASE WHEN kind <> 'clock_out' THEN at_us END)""")


class LaborQueries:
    """The LaborReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def clock(self, staff_id: StaffId, now: datetime) -> ClockRow:
        member = next((one for one in self._reading.shelf.all(StaffMember) if one.id == staff_id), None)
        if member is None:
            raise NotFound("staff", staff_id)
        return self._row(member, now)

    def on_duty(self, now: datetime) -> tuple[ClockRow, ...]:
        self._reading.bring_up()
        ids = {row[0] for row in self._reading.rows(_MAYBE_IN)}
        members = sorted((one for one in self._reading.shelf.all(StaffMember) if one.id in ids), key=_by_name)
        rows = (self._row(member, now) for member in members)
        return tuple(row for row in rows if row.standing is not Standing.OUT)

    def _row(self, member: StaffMember, now: datetime) -> ClockRow:
        shelf = self._reading.shelf
        calendar = shelf.get(StoreProfile, STORE_PROFILE).calendar
        sheet: TimeSheet = self._reading.aggregate(Aggregate.LABOR, member.id).state
        names = {member.id: member.name}
        return clock_row(member, sheet, shift_rows(shelf.all(Schedule), names, calendar.date_of(now)), calendar, now)


def _by_name(member: StaffMember) -> tuple[str, str]:
    return member.name.casefold(), member.id
