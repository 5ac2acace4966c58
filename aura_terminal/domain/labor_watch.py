"""What has to be said to somebody at work before it is too late: a break that is due, overtime that comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.labor import Shift
from aura_terminal.domain.labor_pay import DayPay
from aura_terminal.domain.labor_rules import LaborRules, MealRule, OvertimeStep, minutes_of

NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class MealAlert:
    """A break of `minutes` in all has to be begun by `due_at`; `taken` is how much of it was."""

    due_at: datetime
    minutes: int
    taken: timedelta
    is_late: bool


class Per(StrEnum):
    """What overtime is counted by."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class OvertimeAlert:
    """`left` until work is paid `multiplier` times, by the day or the week; nothing left once it is."""

    per: Per
    left: timedelta
    multiplier: Decimal


def is_forgotten(shift: Shift, calendar: BusinessCalendar, now: datetime) -> bool:
    """Whether nobody ended a shift before its business day did."""
    return shift.is_forgotten or (shift.ended_at is None and now >= calendar.ends(shift.business_date))


def meal_alert(shift: Shift, rules: LaborRules, now: datetime) -> MealAlert | None:
    """The first break that is due soon or overdue, None where all is well."""
    if shift.is_forgotten:
        return None
    for rule in sorted(rules.meals, key=lambda one: one.after_minutes):
        due = _due(shift, rule, now)
        taken = _taken(shift, rule, now)
        enough = taken >= minutes_of(rule.break_minutes)
        begun = shift.resting is not None and now < due
        if not enough and not begun and now >= due - minutes_of(rules.meal_warning_minutes):
            return MealAlert(due, rule.break_minutes, taken, now >= due)
    return None


def missed_meals(shift: Shift, rules: LaborRules, now: datetime) -> tuple[MealAlert, ...]:
    """Every break a shift should have had by now and did not, whether or not there was one later."""
    if shift.is_forgotten:
        return ()
    end = shift.ended_at or now
    found = ((_due(shift, rule, end), rule) for rule in rules.meals)
    late = ((due, rule, _begun_by(shift, rule, due)) for due, rule in found if due < end)
    return tuple(
        MealAlert(due, rule.break_minutes, taken, is_late=True)
        for due, rule, taken in late
        if taken < minutes_of(rule.break_minutes)
    )


def overtime_alert(days: Sequence[DayPay], rules: LaborRules, today: date, to_come: timedelta) -> OvertimeAlert | None:
    """The first step of overtime reached, or within reach of the warning or of the work still planned; None else.

    `days` are those of the running week; `to_come` is how much work is planned from now on today.
    """
    reach = max(to_come, minutes_of(rules.overtime_warning_minutes))
    of_today = sum((one.worked for one in days if one.business_date == today), NOTHING)
    of_week = sum((one.straight for one in days), NOTHING)
    steps = [*_next(rules.daily, of_today, Per.DAY), *_next(rules.weekly, of_week, Per.WEEK)]
    near = [one for one in steps if one.left < reach or not one.left]
    return min(near, key=lambda one: (one.left, one.per), default=None)


def _next(steps: Sequence[OvertimeStep], worked: timedelta, per: Per) -> list[OvertimeAlert]:
    """The step reached last and the one to come."""
    ordered = sorted(steps, key=lambda one: one.after_minutes)
    left = [(minutes_of(one.after_minutes) - worked, one) for one in ordered]
    over = [OvertimeAlert(per, NOTHING, one.multiplier) for rest, one in left if rest <= NOTHING][-1:]
    return [*over, *(OvertimeAlert(per, rest, one.multiplier) for rest, one in left if rest > NOTHING)][:2]


def _due(shift: Shift, rule: MealRule, now: datetime) -> datetime:
    """When so much will have been worked, breaks of any kind taken out."""
    left, begins = minutes_of(rule.after_minutes), shift.began_at
    for rest in shift.breaks:
        if begins + left <= rest.began_at:
            break
        left -= max(NOTHING, rest.began_at - begins)
        begins = max(begins, rest.ended_at or now)
    return begins + left


def _counts(lasted: timedelta, rule: MealRule) -> bool:
    return lasted >= minutes_of(rule.shortest_minutes)


def _taken(shift: Shift, rule: MealRule, now: datetime) -> timedelta:
    rests = (rest.lasted(now) for rest in shift.breaks)
    return sum((lasted for lasted in rests if _counts(lasted, rule)), NOTHING)


def _begun_by(shift: Shift, rule: MealRule, due: datetime) -> timedelta:
    """How long the breaks were that had begun by then."""
    rests = (rest.lasted(shift.ended_at or due) for rest in shift.breaks if rest.began_at <= due)
    return sum((lasted for lasted in rests if _counts(lasted, rule)), NOTHING)
