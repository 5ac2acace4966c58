"""Time clocks and working hours, read from the folds of punches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import PunchId, StaffId
from aura_terminal.domain.labor import Break, BreakKind, Shift, TimeSheet
from aura_terminal.domain.labor_rules import LaborRules
from aura_terminal.domain.money import Money
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
from aura_terminal.store.moments import instant, instant_or_none
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_IN = literal("SELECT DISTINCT staff_id FROM shifts WHERE ended_us IS NULL AND is_forgotten = 0")
_TO_LOOK_AT = literal("SELECT staff_id FROM shifts WHERE ended_us IS NULL UNION SELECT staff_id FROM odd_punches")
_SHIFTS = literal("""SELECT staff_id, shift_id, business_date, began_us, ended_us, job, rate_minor, currency,
is_forgotten, tips_minor, tips_currency FROM shifts WHERE business_date BETWEEN :first AND :last""")
_BREAKS = literal("""SELECT b.staff_id, b.shift_id, b.began_us, b.ended_us, b.kind
FROM shifts AS s JOIN shift_breaks AS b ON b.staff_id = s.staff_id AND b.shift_id = s.shift_id
WHERE s.business_date BETWEEN :first AND :last ORDER BY b.staff_id, b.shift_id, b.place""")


class LaborQueries:
    """The LaborReads port."""

    def __init__(self, reading: Reading, mesh: MeshReads) -> None:
        self._reading = reading
        self._mesh = mesh

    def clock(self, staff_id: StaffId, now: datetime) -> ClockRow:
        member = next((one for one in self._reading.shelf.all(StaffMember) if one.id == staff_id), None)
        if member is None:
            raise NotFound("staff", staff_id)
        return self._row(member, self._house(now), now)

    def on_duty(self, now: datetime) -> tuple[ClockRow, ...]:
        members = self._reading.shelf.all(StaffMember)
        ids = {row[0] for row in self._reading.rows(_IN)}
        house = self._house(now)
        there = sorted((one for one in members if one.id in ids), key=_by_name)
        rows = (self._row(member, house, now) for member in there)
        return tuple(row for row in rows if row.standing is not Standing.OUT)

    def cost_by_hour(self, day: date, now: datetime, last: date | None = None) -> tuple[LaborHour, ...]:
        house, until = self._house(now), last or day
        return cost_of_days(self._shifts(house.rules.week_of(day), until), day, until, house, now)

    def week(self, day: date, now: datetime) -> WeekRow:
        house = self._house(now)
        first = house.rules.week_of(day)
        return week_row(self._shifts(first, first + timedelta(days=6)), day, house, self._silent(now), now)

    def to_look_at(self, now: datetime) -> tuple[LookRow, ...]:
        house = self._house(now)
        ids = [row[0] for row in self._reading.rows(_TO_LOOK_AT)]
        rows = (look_rows(self._sheet(id_), house, now) for id_ in ids)
        return newest_first(row for of_one in rows for row in of_one)

    def punches(self, staff_id: StaffId, day: date) -> tuple[PunchRow, ...]:
        return punch_rows(self._sheet(staff_id), day, self._names())

    def _sheet(self, staff_id: str) -> TimeSheet:
        sheet: TimeSheet = self._reading.aggregate(Aggregate.LABOR, staff_id).state
        return sheet

    def _names(self) -> dict[StaffId, str]:
        return {member.id: member.name for member in self._reading.shelf.all(StaffMember)}

    def _silent(self, now: datetime) -> tuple[Silent, ...]:
        return silent_terminals(self._mesh.peers(), self._mesh.terminals(), now)

    def _house(self, now: datetime) -> House:
        shelf = self._reading.shelf
        rules = rules_among(shelf.all(LaborRules))
        return House(shelf.get(StoreProfile, STORE_PROFILE), rules, self._names(), self._silent(now))

    def _row(self, member: StaffMember, house: House, now: datetime) -> ClockRow:
        plans = self._reading.shelf.all(Schedule)
        planned = shift_rows(plans, {member.id: member.name}, house.profile.calendar.date_of(now))
        return clock_row(member, self._sheet(member.id), plans, planned, house, now)

    def _shifts(self, first: date, last: date) -> Iterable[WorkedShift]:
        dates = (first.isoformat(), last.isoformat())
        breaks: dict[tuple[str, str], list[Break]] = {}
        for staff_id, shift_id, began, ended, kind in self._reading.rows(_BREAKS, dates):
            rest = Break(instant(began), instant_or_none(ended), BreakKind(kind))
            breaks.setdefault((staff_id, shift_id), []).append(rest)
        for row in self._reading.rows(_SHIFTS, dates):
            yield _worked(row, tuple(breaks.get((row[0], row[1]), ())))


def _worked(row: Sequence[Any], breaks: tuple[Break, ...]) -> WorkedShift:  # a row of SQLAlchemy
    staff_id, shift_id, day, began, ended, job, rate, currency, is_forgotten, tips, tips_currency = row
    shift = Shift(
        date.fromisoformat(day), instant(began), instant_or_none(ended), breaks, job,
        None if rate is None else Money(rate, currency), PunchId(shift_id), bool(is_forgotten),
    )  # fmt: skip
    return WorkedShift(StaffId(staff_id), shift, None if tips is None else Money(tips, tips_currency))


def _by_name(member: StaffMember) -> tuple[str, str]:
    return member.name.casefold(), member.id
