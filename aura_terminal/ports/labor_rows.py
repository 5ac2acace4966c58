"""Time clocks as frozen rows; pure functions, so that every reader answers alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from aura_terminal.domain.ids import PunchChangeId, StaffId
from aura_terminal.domain.labor import BreakKind, TimeSheet
from aura_terminal.domain.labor_hours import LaborHour as LaborHour
from aura_terminal.domain.labor_pay import DayPay, week_pay
from aura_terminal.domain.labor_rules import LaborRules, Policy, Tips, Window, lasts, planned_on, policy_of, window_of
from aura_terminal.domain.labor_watch import MealAlert, OvertimeAlert, is_forgotten, meal_alert, overtime_alert
from aura_terminal.domain.punches import PunchAdded, PunchChange, PunchCorrected, PunchKind, PunchWithdrawn
from aura_terminal.domain.store_clock import HEARD_WITHIN_MS

if TYPE_CHECKING:
    from aura_terminal.domain.schedules import Schedule
    from aura_terminal.domain.shop import StoreProfile
    from aura_terminal.domain.staff import StaffMember
    from aura_terminal.ports.hours_rows import LookRow, PunchRow, WeekRow
    from aura_terminal.ports.house import ShiftRow
    from aura_terminal.ports.journal import PeerState
    from aura_terminal.ports.mesh_reads import TerminalRow


class Standing(StrEnum):
    """What somebody's clock says."""

    OUT = "out"
    IN = "in"
    ON_BREAK = "on_break"


class Change(StrEnum):
    """What was done to a punch."""

    ADDED = "added"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change of a punch: what it was, `to` which time (None for a withdrawal), who did it, when and why."""

    change_id: PunchChangeId
    change: Change
    kind: PunchKind | None
    was: datetime | None
    to: datetime | None
    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A terminal of the store that was last heard then: what was punched there since is not known here."""

    label: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ClockRow:
    """Somebody's time clock. `since` is when the shift or the break began, None for who is out.

    `today` and `week` are time on duty on the business date and since the working week began, unpaid breaks taken out.
    `odd` counts punches that fit nothing. `planned` are today's shifts of the plan, `window` and `policy` what the
    house makes of clocking in now. `forgotten` is the date of a running shift whose day is over. `unseen` are changes
    of punches its owner was not told of yet. `silent` are terminals that may know more.
    `rested` are all breaks of the running shift.
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
    window: Window = Window.UNPLANNED
    policy: Policy = Policy.ALLOW
    meal: MealAlert | None = None
    overtime: OvertimeAlert | None = None
    forgotten: date | None = None
    unseen: tuple[ChangeRow, ...] = ()
    silent: tuple[Silent, ...] = ()
    tips: Tips = Tips.OFFERED
    currency: str = ""
    rested: timedelta = timedelta()


class LaborReads(Protocol):
    """The time clocks of the house, as far as their punches are known here."""

    def clock(self, staff_id: StaffId, now: datetime) -> ClockRow:
        """Somebody's clock. Raises NotFound."""

    def on_duty(self, now: datetime) -> tuple[ClockRow, ...]:
        """Everybody who is in or on a break, by name."""

    def cost_by_hour(self, day: date, now: datetime, last: date | None = None) -> tuple[LaborHour, ...]:
        """What the shifts of a business date, or of all up to `last`, took and cost in each hour of the wall clock.

        The earliest first. The hours add up to the cost of the dates, overtime and rounding included. Running shifts
        count up to now; forgotten ones do not count before somebody has entered their end.
        """

    def week(self, day: date, now: datetime) -> WeekRow:
        """The working week a date is in, by person."""

    def to_look_at(self, now: datetime) -> tuple[LookRow, ...]:
        """What a manager has to look at: shifts nobody ended and punches that fit nothing, the newest first."""

    def punches(self, staff_id: StaffId, day: date) -> tuple[PunchRow, ...]:
        """Every punch of somebody on a business date, withdrawn ones too, as it counts and as it was made."""


def clock_row(
    member: StaffMember,
    sheet: TimeSheet,
    plans: Iterable[Schedule],
    planned: Iterable[ShiftRow],
    house: House,
    now: datetime,
) -> ClockRow:
    """A time sheet as its clock."""
    running = sheet.running
    resting = None if running is None else running.resting
    rules, calendar = house.rules, house.profile.calendar
    today = calendar.date_of(now)
    first = rules.week_of(today)
    known = [one for one in sheet.shifts if not is_forgotten(one, calendar, now)]
    days = week_pay((one for one in known if first <= one.business_date <= today), rules, now, house.profile.currency)
    own = planned_on(plans, member.id, today, calendar)
    window = window_of(rules, own, calendar, now)
    still = sum((lasts(one, calendar) for one in own), timedelta()) - _of(days, today)
    late = running is not None and is_forgotten(running, calendar, now)
    return ClockRow(
        staff_id=member.id,
        name=member.name,
        standing=Standing.OUT if running is None else Standing.IN if resting is None else Standing.ON_BREAK,
        since=resting.began_at if resting is not None else None if running is None else running.began_at,
        job="" if running is None else running.job,
        break_kind=None if resting is None else resting.kind,
        jobs=tuple(job.name for job in member.jobs),
        today=_of(days, today),
        week=sum((one.worked for one in days), timedelta()),
        odd=len(sheet.contradictions),
        planned=tuple(one for one in planned if one.staff_id == member.id),
        window=window,
        policy=policy_of(rules, window),
        meal=None if running is None or late else meal_alert(running, rules, now),
        overtime=overtime_alert(days, rules, today, max(timedelta(), still)),
        forgotten=running.business_date if running is not None and late else None,
        unseen=change_rows(sheet, sheet.unseen, house.names),
        silent=house.silent,
        tips=rules.tips,
        currency=house.profile.currency,
        rested=timedelta() if running is None else sum((running.rested(now, kind) for kind in BreakKind), timedelta()),
    )


@dataclass(frozen=True, slots=True)
class House:
    """What has to be known beside the punches; `names` are those of everybody who ever worked here."""

    profile: StoreProfile
    rules: LaborRules
    names: Mapping[StaffId, str]
    silent: tuple[Silent, ...] = ()


def rules_among(documents: Iterable[LaborRules]) -> LaborRules:
    """The rules of the house, or those of a house that says nothing."""
    return next(iter(documents), LaborRules())


def silent_terminals(peers: Iterable[PeerState], terminals: Iterable[TerminalRow], now: datetime) -> tuple[Silent, ...]:
    """Terminals that belong to the store and were not heard for two minutes, by label."""
    here = {row.terminal_id for row in terminals if row.revoked_at is None}
    heard = (
        (one.label, datetime.fromtimestamp(one.last_heard_ms / 1000, UTC)) for one in peers if one.terminal_id in here
    )
    quiet = timedelta(milliseconds=HEARD_WITHIN_MS)
    return tuple(sorted((Silent(label, at) for label, at in heard if now - at > quiet), key=lambda one: one.label))


def change_rows(
    sheet: TimeSheet, changes: Iterable[PunchChange], names: Mapping[StaffId, str]
) -> tuple[ChangeRow, ...]:
    """Changes of punches as they are told to their owner and shown to a manager."""
    return tuple(_change_row(sheet, one, names) for one in changes)


def _change_row(sheet: TimeSheet, change: PunchChange, names: Mapping[StaffId, str]) -> ChangeRow:
    by = change.approval
    name = names.get(by.by, by.by)
    if isinstance(change, PunchAdded):
        punch = change.punch
        return ChangeRow(change.change_id, Change.ADDED, punch.kind, None, punch.at, name, by.at, by.purpose)
    about = sheet.punches.get(change.punch_id)
    kind, was = (None, None) if about is None else (about.kind, _before(sheet, change, about.at))
    if isinstance(change, PunchCorrected):
        return ChangeRow(change.change_id, Change.CORRECTED, kind, was, change.at, name, by.at, by.purpose)
    return ChangeRow(change.change_id, Change.WITHDRAWN, kind, was, None, name, by.at, by.purpose)


def _before(sheet: TimeSheet, change: PunchCorrected | PunchWithdrawn, made_at: datetime) -> datetime:
    """The time a punch counted as made at before a change."""
    at = made_at
    for one in sheet.changes_of(change.punch_id):
        if one.change_id == change.change_id:
            break
        at = one.at if isinstance(one, PunchCorrected) else at
    return at


def _of(days: Iterable[DayPay], today: date) -> timedelta:
    return sum((day.worked for day in days if day.business_date == today), timedelta())
