"""Hours and their cost by the short way are what the rules as they are told come to, whatever the clocks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import PunchId
from aura_terminal.domain.labor import Break, BreakKind, Shift
from aura_terminal.domain.labor_hours import cost_by_hour
from aura_terminal.domain.labor_pay import DayPay, week_pay
from aura_terminal.domain.labor_rules import LaborRules, OvertimeStep
from aura_terminal.domain.money import Money
from tests.support.told_pay import told_cost_by_hour, told_week_pay

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham",
    "Asia/Kathmandu", "America/Santiago", "Africa/Casablanca",
)  # fmt: skip
# Weeks with both changes of the clocks, north and south, and one without.
WEEKS = (
    date(2026, 3, 2), date(2026, 3, 23), date(2026, 10, 19), date(2026, 10, 26), date(2026, 3, 30), date(2026, 9, 21),
    date(2026, 9, 28), date(2026, 8, 31), date(2026, 2, 9), date(2026, 5, 11),
)  # fmt: skip
RATES = (None, Money(0, "EUR"), Money(1500, "EUR"), Money(1337, "EUR"), Money(2000, "USD"))
SECOND = 1_000_000
DAY = 24 * 3600 * SECOND
DAYS = 8


def lengths(most: int) -> st.SearchStrategy[int]:
    """Microseconds up to so many hours: whole quarters of an hour, seconds, anything."""
    quarters = st.integers(0, most * 4).map(lambda count: count * 900 * SECOND)
    seconds = st.integers(0, most * 3600).map(lambda count: count * SECOND)
    return st.one_of(quarters, seconds, st.integers(0, most * 3600 * SECOND))


@st.composite
def rules(draw: st.DrawFn) -> LaborRules:
    """Rules a house may have, steps that begin together and at once among them."""
    steps = st.builds(
        OvertimeStep, st.sampled_from((0, 60, 240, 480, 600, 1200)),
        st.sampled_from([Decimal(text) for text in ("1", "1.25", "1.5", "2", "1.333333")]),
    )  # fmt: skip
    several = st.lists(steps, max_size=3).map(tuple)
    return LaborRules(
        daily=draw(several), weekly=draw(several), paid_break_minutes=draw(st.sampled_from((None, 0, 20))),
        rounding_minutes=draw(st.sampled_from((0, 0, 5, 10, 15))),
    )  # fmt: skip


@st.composite
def worked(draw: st.DrawFn, calendar: BusinessCalendar, begin: date) -> list[Shift]:
    """A person's shifts of some days, one after another; the last one may run, and one may go on for days."""
    at = datetime(begin.year, begin.month, begin.day, 6, tzinfo=UTC)
    found: list[Shift] = []
    for number in range(draw(st.integers(0, 9))):
        began = at = at + timedelta(microseconds=draw(lengths(20)))
        breaks: list[Break] = []
        for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
            rests = at + timedelta(microseconds=draw(lengths(3)))
            at = rests + timedelta(microseconds=draw(lengths(1)))
            breaks.append(Break(rests, at, draw(st.sampled_from(BreakKind))))
        at += timedelta(microseconds=draw(st.one_of(lengths(10), st.sampled_from((0, 8 * 3600 * SECOND, 3 * DAY)))))
        rate = draw(st.sampled_from(RATES))
        found.append(Shift(calendar.date_of(began), began, at, tuple(breaks), "Cook", rate, PunchId(f"p{number}")))
    if draw(st.booleans()) and found:
        last = found[-1]
        is_forgotten: bool = draw(st.booleans())
        found[-1] = Shift(
            last.business_date, last.began_at, None, last.breaks, last.job, last.rate, last.id, is_forgotten
        )
    return found


@st.composite
def houses(draw: st.DrawFn) -> tuple[BusinessCalendar, date, list[list[Shift]]]:
    """Two people who work around a change of the clocks."""
    calendar, begin = BusinessCalendar(draw(st.sampled_from(ZONES))), draw(st.sampled_from(WEEKS))
    return calendar, begin, [draw(worked(calendar, begin)) for _ in range(2)]


def _without_nothing(day: DayPay) -> DayPay:
    """Without the pieces of no length and no pay that two steps at one place leave."""
    return replace(day, pieces=tuple(one for one in day.pieces if one.worked or one.paid))


@settings(max_examples=200, deadline=None)
@given(house=houses(), of=rules(), now=lengths(9 * 24), ahead=st.integers(0, DAYS), days=st.integers(0, DAYS))
def test_the_short_way_comes_to_what_the_rules_tell(
    house: tuple[BusinessCalendar, date, list[list[Shift]]], of: LaborRules, now: int, ahead: int, days: int
) -> None:
    calendar, begin, people = house
    moment = datetime(begin.year, begin.month, begin.day, 6, tzinfo=UTC) + timedelta(microseconds=now)
    first = begin + timedelta(days=ahead)
    last = first + timedelta(days=days)
    told = [[_without_nothing(day) for day in told_week_pay(shifts, of, moment, "EUR")] for shifts in people]
    assert [list(week_pay(shifts, of, moment, "EUR")) for shifts in people] == told
    within = [day for week in told for day in week if first <= day.business_date <= last]
    assert cost_by_hour(people, first, last, of, moment, "EUR", calendar) == told_cost_by_hour(within, calendar)


@pytest.mark.parametrize(
    ("zone", "begins", "told"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 0, 30, tzinfo=UTC), [(1, 30), (3, 60), (4, 30)]),
        ("Europe/Berlin", datetime(2026, 10, 24, 23, 30, tzinfo=UTC), [(1, 30), (2, 60), (2, 30)]),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, 0, tzinfo=UTC), [(1, 60), (1, 30), (2, 30)]),
    ],
)
def test_a_shift_over_a_change_of_the_clocks_is_told_in_the_hours_of_the_wall(
    zone: str, begins: datetime, told: list[tuple[int, int]]
) -> None:
    calendar = BusinessCalendar(zone)
    day = calendar.date_of(begins)
    shift = Shift(day, begins, begins + timedelta(hours=2), (), "Cook", Money(1500, "EUR"))
    hours = cost_by_hour([[shift]], day, day, LaborRules(), begins + timedelta(days=1), "EUR", calendar)
    assert [(one.hour, one.worked // timedelta(minutes=1)) for one in hours] == told
    assert [one.cost.minor for one in hours] == [minutes * 25 for _, minutes in told]
