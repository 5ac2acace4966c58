"""What the house asks of working hours: one document of the store, nothing of it in code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.schedules import Schedule

LABOR_RULES = "labor"
MOST_MINUTES = 366 * 24 * 60
MOST_OF_A_DAY = 24 * 60
MOST_TIMES = 10
ROUNDINGS = (0, 5, 10, 15)


class Policy(StrEnum):
    """What happens to somebody who acts against the plan: nothing, a word, or nothing without a manager."""

    ALLOW = "allow"
    WARN = "warn"
    APPROVAL = "approval"


class Tips(StrEnum):
    """Whether cash tips are declared when clocking out."""

    NOT_ASKED = "not_asked"
    OFFERED = "offered"
    REQUIRED = "required"


class Selling(StrEnum):
    """Who may take orders and money."""

    ANYBODY = "anybody"
    CLOCKED_IN = "clocked_in"


@dataclass(frozen=True, slots=True)
class MealRule:
    """By `after_minutes` of work, breaks of `break_minutes` in all have to be begun; shorter ones than
    `shortest_minutes` do not count."""

    after_minutes: int
    break_minutes: int
    shortest_minutes: int = 0


@dataclass(frozen=True, slots=True)
class OvertimeStep:
    """Work beyond `after_minutes` of a day or a week is paid `multiplier` times the rate."""

    after_minutes: int
    multiplier: Decimal


@dataclass(frozen=True, slots=True)
class LaborRules:
    """The house's rules for working hours; where no document says otherwise, everything is allowed and nothing counted.

    One may clock in `early_minutes` before and `late_minutes` after a planned start; `outside` says what happens else,
    `unplanned` what happens to who is not planned today. `week_begins` is 0 for Monday. `paid_break_minutes` of a shift
    count as work, None for all of them. Hours of a day are summed, then rounded to `rounding_minutes` (0: not at all).
    """

    id: str = LABOR_RULES
    early_minutes: int = 15
    late_minutes: int = 15
    outside: Policy = Policy.ALLOW
    unplanned: Policy = Policy.ALLOW
    open_checks: Policy = Policy.WARN
    open_drawer: Policy = Policy.WARN
    tips: Tips = Tips.OFFERED
    selling: Selling = Selling.ANYBODY
    meals: tuple[MealRule, ...] = ()
    meal_warning_minutes: int = 30
    daily: tuple[OvertimeStep, ...] = ()
    weekly: tuple[OvertimeStep, ...] = ()
    overtime_warning_minutes: int = 60
    week_begins: int = 0
    paid_break_minutes: int | None = None
    rounding_minutes: int = 0

    def week_of(self, day: date) -> date:
        """The first day of the working week a date is in."""
        return day - timedelta(days=(day.weekday() - self.week_begins) % 7)


def must_work(rules: LaborRules) -> None:
    """Refuse rules nobody can keep. Raises RuleBroken(LABOR_RULES_WRONG) with what of them."""
    spans = (
        rules.early_minutes, rules.late_minutes, rules.meal_warning_minutes, rules.overtime_warning_minutes,
        rules.paid_break_minutes or 0,
        *(minutes for one in rules.meals for minutes in (one.after_minutes, one.break_minutes, one.shortest_minutes)),
    )  # fmt: skip
    if not all(0 <= minutes <= MOST_OF_A_DAY for minutes in spans):
        raise RuleBroken(Rule.LABOR_RULES_WRONG, what="minutes")
    for steps, most in ((rules.daily, MOST_OF_A_DAY), (rules.weekly, 7 * MOST_OF_A_DAY)):
        for step in steps:
            if not (0 <= step.after_minutes <= most and 1 <= step.multiplier <= MOST_TIMES):
                raise RuleBroken(Rule.LABOR_RULES_WRONG, what="overtime")
    if rules.rounding_minutes not in ROUNDINGS:
        raise RuleBroken(Rule.LABOR_RULES_WRONG, what="rounding")
    if not 0 <= rules.week_begins <= 6:
        raise RuleBroken(Rule.LABOR_RULES_WRONG, what="week")


def minutes_of(count: int) -> timedelta:
    """So many minutes; a rule of more than a year, or of less than none, is one nobody meant."""
    return timedelta(minutes=max(0, min(count, MOST_MINUTES)))


class Window(StrEnum):
    """How an instant lies to somebody's plan."""

    FITS = "fits"
    EARLY = "early"
    LATE = "late"
    UNPLANNED = "unplanned"


def window_of(rules: LaborRules, planned: tuple[Schedule, ...], calendar: BusinessCalendar, now: datetime) -> Window:
    """Whether one may clock in now by the shifts planned today: fitting one is enough, else the nearest one counts."""
    if not planned:
        return Window.UNPLANNED
    starts = [starts_at(one, calendar) for one in planned]
    early, late = minutes_of(rules.early_minutes), minutes_of(rules.late_minutes)
    if any(begins - early <= now <= begins + late for begins in starts):
        return Window.FITS
    nearest = min(starts, key=lambda begins: abs(begins - now))
    return Window.EARLY if now < nearest else Window.LATE


def policy_of(rules: LaborRules, window: Window) -> Policy:
    """What the house makes of it."""
    if window is Window.FITS:
        return Policy.ALLOW
    return rules.unplanned if window is Window.UNPLANNED else rules.outside


def planned_on(
    schedules: Iterable[Schedule], staff_id: StaffId, day: date, calendar: BusinessCalendar
) -> tuple[Schedule, ...]:
    """Somebody's planned shifts that begin on a business date, the earliest first."""
    own = (one for one in schedules if one.staff_id == staff_id and abs((one.shift_date - day).days) <= 1)
    begin = ((starts_at(one, calendar), one) for one in own)
    return tuple(
        one for at, one in sorted(begin, key=lambda pair: (pair[0], pair[1].id)) if calendar.date_of(at) == day
    )


def starts_at(planned: Schedule, calendar: BusinessCalendar) -> datetime:
    """When a planned shift begins, in UTC."""
    return _on_the_wall(planned.shift_date, planned.starts, calendar)


def lasts(planned: Schedule, calendar: BusinessCalendar) -> timedelta:
    """How long a planned shift is to be, its planned break left in."""
    next_day = planned.ends <= planned.starts
    ends = _on_the_wall(planned.shift_date + timedelta(days=next_day), planned.ends, calendar)
    return ends - starts_at(planned, calendar)


def _on_the_wall(day: date, at: time, calendar: BusinessCalendar) -> datetime:
    return datetime.combine(day, at, ZoneInfo(calendar.zone)).astimezone(UTC)
