"""What hours come to: overtime by steps, breaks that are due, windows of the plan; each by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PunchId, ScheduleId, StaffId
from aura_terminal.domain.labor import Break, BreakKind, Shift
from aura_terminal.domain.labor_hours import cost_by_hour
from aura_terminal.domain.labor_pay import week_pay
from aura_terminal.domain.labor_rules import (
    LaborRules,
    MealRule,
    OvertimeStep,
    Policy,
    Window,
    lasts,
    must_work,
    planned_on,
    policy_of,
    window_of,
)
from aura_terminal.domain.labor_watch import Per, is_forgotten, meal_alert, missed_meals, overtime_alert
from aura_terminal.domain.money import Money
from aura_terminal.domain.schedules import Schedule

BERLIN = BusinessCalendar("Europe/Berlin")
MONDAY = date(2026, 5, 11)
EIGHT = datetime(2026, 5, 11, 6, tzinfo=UTC)  # eight in Berlin
ANA = StaffId("ana")
GERMAN = (MealRule(360, 30, 15), MealRule(540, 45, 15))
AMERICAN = LaborRules(
    daily=(OvertimeStep(480, Decimal("1.5")), OvertimeStep(720, Decimal(2))),
    weekly=(OvertimeStep(2400, Decimal("1.5")),),
)


def shift(day: int, hours: float, *breaks: Break, rate: int = 1500) -> Shift:
    """A shift from eight on, so many days after Monday."""
    begins = EIGHT + timedelta(days=day)
    ends = begins + timedelta(hours=hours)
    return Shift(MONDAY + timedelta(days=day), begins, ends, breaks, "Cook", Money(rate, "EUR"), PunchId(f"{day}"))


def rest(begins: int, minutes: int, kind: BreakKind = BreakKind.UNPAID) -> Break:
    """A break so many minutes after eight."""
    at = EIGHT + timedelta(minutes=begins)
    return Break(at, at + timedelta(minutes=minutes), kind)


def test_a_day_pays_more_step_by_step() -> None:
    (day,) = week_pay([shift(0, 13)], AMERICAN, EIGHT + timedelta(days=1), "EUR")
    assert (day.straight, day.overtime) == (timedelta(hours=8), timedelta(hours=5))
    assert day.cost == Money(8 * 1500 + 4 * 2250 + 1 * 3000, "EUR")


def test_an_hour_the_day_pays_more_for_does_not_count_towards_the_week() -> None:
    days = week_pay([shift(day, 9) for day in range(6)], AMERICAN, EIGHT + timedelta(days=9), "EUR")
    assert [one.overtime for one in days] == [timedelta(hours=1)] * 5 + [timedelta(hours=9)]


def test_minutes_are_summed_over_the_day_before_they_are_rounded() -> None:
    parts = [shift(0, 1.13), Shift(MONDAY, EIGHT + timedelta(hours=3), EIGHT + timedelta(hours=4, minutes=8))]
    (day,) = week_pay(parts, LaborRules(rounding_minutes=15), EIGHT + timedelta(days=1), "EUR")
    assert day.worked == timedelta(minutes=135, seconds=48)
    assert day.paid == timedelta(minutes=135)


@pytest.mark.parametrize(("limit", "worked"), [(None, 180), (20, 170), (0, 150)])
def test_paid_breaks_beyond_the_limit_are_not_paid(limit: int | None, worked: int) -> None:
    one = shift(0, 3, rest(60, 20, BreakKind.PAID), rest(120, 10, BreakKind.PAID))
    (day,) = week_pay([one], LaborRules(paid_break_minutes=limit), EIGHT + timedelta(days=1), "EUR")
    assert day.worked == timedelta(minutes=worked)


def test_the_hours_of_a_day_bear_its_cost() -> None:
    one = shift(0, 2.5, rest(60, 30))
    hours = cost_by_hour([[one]], MONDAY, MONDAY, LaborRules(), EIGHT + timedelta(days=1), "EUR", BERLIN)
    told = [(each.hour, each.worked // timedelta(minutes=1), each.cost.minor) for each in hours]
    assert told == [(8, 60, 1500), (9, 30, 750), (10, 30, 750)]


def test_work_without_a_rate_is_counted_and_costs_nothing() -> None:
    nobody_said = Shift(MONDAY, EIGHT, EIGHT + timedelta(hours=2))
    (day,) = week_pay([nobody_said], LaborRules(), EIGHT + timedelta(days=1), "EUR")
    assert (day.unrated, day.cost) == (timedelta(hours=2), Money(0, "EUR"))


def test_a_break_is_said_to_be_due_before_it_is_and_late_after() -> None:
    rules = LaborRules(meals=GERMAN)
    running = Shift(MONDAY, EIGHT, None)
    assert meal_alert(running, rules, EIGHT + timedelta(hours=5, minutes=29)) is None
    soon = meal_alert(running, rules, EIGHT + timedelta(hours=5, minutes=30))
    late = meal_alert(running, rules, EIGHT + timedelta(hours=6))
    assert soon is not None
    assert late is not None
    assert (soon.minutes, soon.is_late, late.is_late, soon.due_at) == (30, False, True, EIGHT + timedelta(hours=6))


def test_a_break_that_is_too_short_does_not_count_and_two_add_up() -> None:
    rules = LaborRules(meals=GERMAN)
    short = Shift(MONDAY, EIGHT, None, (rest(100, 14), rest(200, 15)))
    enough = Shift(MONDAY, EIGHT, None, (rest(100, 15), rest(200, 15)))
    at = EIGHT + timedelta(hours=6, minutes=40)
    assert meal_alert(short, rules, at) is not None
    assert meal_alert(enough, rules, at) is None


def test_what_was_missed_stays_known_after_the_shift() -> None:
    rules = LaborRules(meals=GERMAN)
    after = EIGHT + timedelta(days=1)
    assert len(missed_meals(shift(0, 10), rules, after)) == 2
    assert len(missed_meals(shift(0, 10, rest(420, 45)), rules, after)) == 1
    assert missed_meals(shift(0, 10, rest(300, 45)), rules, after) == ()
    assert missed_meals(shift(0, 5), rules, after) == ()


def test_overtime_is_said_before_it_comes_by_the_day_and_by_the_week() -> None:
    rules, now = AMERICAN, EIGHT + timedelta(days=4, hours=6)
    week = [*(shift(day, 8) for day in range(4)), Shift(MONDAY + timedelta(days=4), EIGHT + timedelta(days=4), None)]
    days = week_pay(week, rules, now, "EUR")
    assert overtime_alert(days, rules, MONDAY + timedelta(days=4), timedelta()) is None
    planned = overtime_alert(days, rules, MONDAY + timedelta(days=4), timedelta(hours=3))
    assert planned is not None
    assert (planned.per, planned.left) == (Per.DAY, timedelta(hours=2))
    over = week_pay(week, rules, now + timedelta(hours=3), "EUR")
    reached = overtime_alert(over, rules, MONDAY + timedelta(days=4), timedelta())
    assert reached is not None
    assert reached.left == timedelta()


def test_a_shift_is_forgotten_once_its_day_is_over() -> None:
    running = Shift(MONDAY, EIGHT, None)
    assert not is_forgotten(running, BERLIN, BERLIN.ends(MONDAY) - timedelta(seconds=1))
    assert is_forgotten(running, BERLIN, BERLIN.ends(MONDAY))


def plan(begins: time, ends: time, day: date = MONDAY) -> Schedule:
    return Schedule(ScheduleId(f"{day}{begins}"), ANA, day, begins, ends)


@pytest.mark.parametrize(
    ("minutes", "window"),
    [(-16, Window.EARLY), (-15, Window.FITS), (0, Window.FITS), (15, Window.FITS), (16, Window.LATE)],
)
def test_the_window_reaches_so_far_before_and_after_the_planned_start(minutes: int, window: Window) -> None:
    rules = LaborRules(outside=Policy.APPROVAL)
    found = window_of(rules, (plan(time(8), time(16)),), BERLIN, EIGHT + timedelta(minutes=minutes))
    assert found is window
    assert policy_of(rules, found) is (Policy.ALLOW if window is Window.FITS else Policy.APPROVAL)


def test_who_is_not_planned_meets_the_rule_for_that() -> None:
    rules = LaborRules(unplanned=Policy.WARN)
    assert policy_of(rules, window_of(rules, (), BERLIN, EIGHT)) is Policy.WARN


def test_a_plan_after_midnight_is_one_of_the_evening_before_and_lasts_into_the_next_day() -> None:
    night = plan(time(1), time(5), MONDAY + timedelta(days=1))
    assert planned_on([night], ANA, MONDAY, BERLIN) == (night,)
    assert lasts(plan(time(20), time(3)), BERLIN) == timedelta(hours=7)
    assert lasts(plan(time(22), time(6), date(2026, 3, 28)), BERLIN) == timedelta(hours=7)  # an hour is left out


@pytest.mark.parametrize(
    "wrong",
    [
        LaborRules(early_minutes=-1),
        LaborRules(meals=(MealRule(9999, 30),)),
        LaborRules(daily=(OvertimeStep(480, Decimal("0.5")),)),
        LaborRules(rounding_minutes=7),
        LaborRules(week_begins=7),
    ],
    ids=["minutes", "meals", "overtime", "rounding", "week"],
)
def test_rules_nobody_can_keep_are_refused(wrong: LaborRules) -> None:
    with pytest.raises(RuleBroken) as refused:
        must_work(wrong)
    assert refused.value.rule is Rule.LABOR_RULES_WRONG
