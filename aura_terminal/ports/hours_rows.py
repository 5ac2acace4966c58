"""Working hours as a manager reads them: weeks by person, what needs a look, single punches with their history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from aura_terminal.domain.ids import PunchId, StaffId
from aura_terminal.domain.labor import BreakKind, Odd, Shift, TimeSheet
from aura_terminal.domain.labor_hours import LaborHour, cost_by_hour
from aura_terminal.domain.labor_pay import week_pay
from aura_terminal.domain.labor_watch import is_forgotten, missed_meals
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.punches import PunchKind
from aura_terminal.ports.labor_rows import ChangeRow, House, Silent, change_rows

NOTHING = timedelta()


class WorkedShift(NamedTuple):
    """A shift with what was declared for it."""

    staff_id: StaffId
    shift: Shift
    tips: Money | None = None


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """A shift in a week. `ended_at` is None while it runs and where it was forgotten; `meals_missed` are breaks due."""

    shift_id: PunchId
    business_date: date
    began_at: datetime
    ended_at: datetime | None
    job: str
    worked: timedelta
    unpaid_breaks: timedelta
    paid_breaks: timedelta
    is_forgotten: bool
    meals_missed: int
    tips: Money | None


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """Somebody's week. `paid` is rounded as the house does; `cost` is None for who may not see it.

    `unrated` is paid time whose rate nobody said; `forgotten` counts shifts whose hours nobody knows.
    """

    staff_id: StaffId
    name: str
    shifts: tuple[ShiftLine, ...]
    worked: timedelta
    paid: timedelta
    overtime: timedelta
    unpaid_breaks: timedelta
    paid_breaks: timedelta
    unrated: timedelta
    cost: Money | None
    forgotten: int


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A working week by person, from its first to its last date. `missing` are terminals not heard since before its
    end: with any of them it is incomplete."""

    first: date
    last: date
    people: tuple[PersonWeek, ...]
    missing: tuple[Silent, ...]

    @property
    def cost(self) -> Money | None:
        """What all of it costs; None for who may not see it, and for nobody."""
        costs = [one.cost for one in self.people if one.cost is not None]
        return total(costs, costs[0].currency) if costs and len(costs) == len(self.people) else None


class Look(StrEnum):
    """Why somebody has to look."""

    FORGOTTEN = "forgotten"
    FITS_NOTHING = "fits_nothing"
    CLOCK_BEHIND = "clock_behind"


LOOKS = {Odd.FITS_NOTHING: Look.FITS_NOTHING, Odd.CLOCK_BEHIND: Look.CLOCK_BEHIND}


@dataclass(frozen=True, slots=True)
class LookRow:
    """Something a manager has to look at: a punch, of a shift nobody ended the one that began it."""

    staff_id: StaffId
    name: str
    look: Look
    punch_id: PunchId
    kind: PunchKind
    business_date: date
    at: datetime
    terminal: str


@dataclass(frozen=True, slots=True)
class PunchRow:
    """A punch as it counts, `at` None where it was withdrawn, and `made_at` as it was made; with its changes."""

    punch_id: PunchId
    kind: PunchKind
    at: datetime | None
    made_at: datetime
    business_date: date
    terminal: str
    job: str
    break_kind: BreakKind
    odd: Look | None
    changes: tuple[ChangeRow, ...]


def week_row(
    shifts: Iterable[WorkedShift], day: date, house: House, silent_since: Iterable[Silent], now: datetime
) -> WeekRow:
    """The week a date is in; `shifts` are those of its dates, of anybody."""
    rules, calendar = house.rules, house.profile.calendar
    first = rules.week_of(day)
    last = first + timedelta(days=6)
    by_person: dict[StaffId, list[WorkedShift]] = {}
    for one in shifts:
        if first <= one.shift.business_date <= last:
            by_person.setdefault(one.staff_id, []).append(one)
    people = (_person(staff_id, of_them, house, now) for staff_id, of_them in by_person.items())
    ends = calendar.ends(last)
    missing = tuple(one for one in silent_since if one.since < ends)
    return WeekRow(first, last, tuple(sorted(people, key=lambda one: (one.name.casefold(), one.staff_id))), missing)


def cost_of_days(
    shifts: Iterable[WorkedShift], first: date, last: date, house: House, now: datetime
) -> tuple[LaborHour, ...]:
    """What business dates took and cost by the hour; `shifts` are those since the week of the first one began."""
    calendar, rules = house.profile.calendar, house.rules
    begin = rules.week_of(first)
    weeks: dict[tuple[StaffId, int], list[Shift]] = {}
    for staff_id, shift, _ in shifts:
        if begin <= shift.business_date <= last and not is_forgotten(shift, calendar, now):
            weeks.setdefault((staff_id, (shift.business_date - begin).days // 7), []).append(shift)
    return cost_by_hour(weeks.values(), first, last, rules, now, house.profile.currency, calendar)


def without_cost(week: WeekRow) -> WeekRow:
    """The same week for who may not see what work costs."""
    return replace(week, people=tuple(replace(one, cost=None, unrated=NOTHING) for one in week.people))


def look_rows(sheet: TimeSheet, house: House, now: datetime) -> tuple[LookRow, ...]:
    """What somebody's time sheet leaves to a manager."""
    counted = {one.punch_id: one for one in sheet.counted}
    forgotten = (one.id for one in sheet.shifts if is_forgotten(one, house.profile.calendar, now))
    rows = [(Look.FORGOTTEN, counted[punch_id]) for punch_id in forgotten]
    rows += [(LOOKS[one.why], one.punch) for one in sheet.contradictions]
    name = house.names.get(sheet.id, sheet.id)
    return tuple(
        LookRow(sheet.id, name, look, one.punch_id, one.kind, one.business_date, one.at, one.terminal)
        for look, one in rows
    )


def newest_first(rows: Iterable[LookRow]) -> tuple[LookRow, ...]:
    """What has to be looked at, the newest first."""
    return tuple(sorted(rows, key=lambda one: (one.at, one.staff_id, one.punch_id), reverse=True))


def punch_rows(sheet: TimeSheet, day: date, names: Mapping[StaffId, str]) -> tuple[PunchRow, ...]:
    """The punches of a business date, by the time they count as made at."""
    counted = {one.punch_id: one for one in sheet.counted}
    odd = {one.punch.punch_id: LOOKS[one.why] for one in sheet.contradictions}
    found = []
    for punch_id, made in sheet.punches.items():
        now = counted.get(punch_id)
        if (now or made).business_date != day:
            continue
        changes = change_rows(sheet, sheet.changes_of(punch_id), names)
        told = now or made
        found.append(PunchRow(
            punch_id, made.kind, None if now is None else now.at, made.at, told.business_date, made.terminal, told.job,
            told.break_kind, odd.get(punch_id), changes,
        ))  # fmt: skip
    order = list(PunchKind)
    return tuple(sorted(found, key=lambda one: (one.at or one.made_at, order.index(one.kind), one.punch_id)))


def _person(staff_id: StaffId, worked: Sequence[WorkedShift], house: House, now: datetime) -> PersonWeek:
    calendar = house.profile.calendar
    known = [one.shift for one in worked if not is_forgotten(one.shift, calendar, now)]
    days = week_pay(known, house.rules, now, house.profile.currency)
    by_shift: dict[PunchId, timedelta] = {}
    for piece in (piece for day in days for piece in day.pieces):
        by_shift[piece.shift_id] = by_shift.get(piece.shift_id, NOTHING) + piece.worked
    lines = tuple(
        _line(one, by_shift.get(one.shift.id, NOTHING), house, now)
        for one in sorted(worked, key=lambda one: one.shift.began_at)
    )
    return PersonWeek(
        staff_id,
        house.names.get(staff_id, staff_id),
        lines,
        _sum(day.worked for day in days),
        _sum(day.paid for day in days),
        _sum(day.overtime for day in days),
        _sum(line.unpaid_breaks for line in lines),
        _sum(line.paid_breaks for line in lines),
        _sum(day.unrated for day in days),
        total((day.cost for day in days), house.profile.currency),
        sum(line.is_forgotten for line in lines),
    )


def _line(one: WorkedShift, worked: timedelta, house: House, now: datetime) -> ShiftLine:
    shift = one.shift
    forgotten = is_forgotten(shift, house.profile.calendar, now)
    unpaid, paid = (NOTHING if forgotten else shift.rested(now, kind) for kind in (BreakKind.UNPAID, BreakKind.PAID))
    missed = 0 if forgotten else len(missed_meals(shift, house.rules, now))
    return ShiftLine(
        shift.id, shift.business_date, shift.began_at, shift.ended_at, shift.job, worked, unpaid, paid, forgotten,
        missed, one.tips,
    )  # fmt: skip


def _sum(spans: Iterable[timedelta]) -> timedelta:
    return sum(spans, NOTHING)
