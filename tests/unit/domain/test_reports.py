"""Days of reports, shares and changes, and reports put together."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.money import Money
from aura_terminal.domain.report_tables import table
from aura_terminal.domain.reports import (
    LONGEST,
    Column,
    Comparison,
    FigureRow,
    Period,
    ReportKind,
    ReportRow,
    RowKey,
    change,
    joined,
    percent,
    plain_report,
)

FIRST = date(2026, 5, 1)
LABOR = (Column.NAME, Column.MINUTES, Column.COST, Column.NET, Column.PERCENT)


def days(count: int) -> Period:
    return Period(FIRST, FIRST + timedelta(days=count - 1))


@given(st.integers(1, LONGEST), st.sampled_from([Comparison.WEEK, Comparison.YEAR]))
def test_compared_days_are_the_same_weekdays_earlier_and_never_among_them(count: int, comparison: Comparison) -> None:
    period = days(count)
    earlier = period.compared(comparison)
    assert earlier is not None
    assert (earlier.days, earlier.first.weekday()) == (count, period.first.weekday())
    assert earlier.last < period.first


@pytest.mark.parametrize("count", [0, LONGEST + 1])
def test_a_report_goes_over_at_least_one_day_and_at_most_the_longest(count: int) -> None:
    with pytest.raises(ValueError, match="a report goes over"):
        days(count)


@given(st.integers(1, LONGEST), st.integers(1, 30))
def test_parts_are_the_whole_without_gaps(count: int, size: int) -> None:
    parts = days(count).parts(size)
    assert (parts[0].first, parts[-1].last) == (days(count).first, days(count).last)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(parts))
    assert max(part.days for part in parts) <= size


def test_shares_are_of_the_whole_and_nothing_has_none() -> None:
    assert (percent(1, 3), percent(2, 3), percent(-1, -4)) == (Decimal("33.3"), Decimal("66.7"), Decimal("25"))
    assert (percent(5, 0), change(5, 0)) == (None, None)
    assert (change(150, 100), change(50, 100), change(-50, -100)) == (Decimal(50), Decimal(-50), Decimal(50))


def test_a_day_stands_beside_the_day_as_many_days_earlier() -> None:
    now, before = days(2), days(2).compared(Comparison.WEEK)
    assert before is not None

    def sale(on: date, minor: int) -> FigureRow:
        return FigureRow(FigureKind.HOUR, "", "", "", "", 1, 2, minor, minor, on)

    rows = [sale(now.first, 300), sale(now.last, 500)]
    earlier = [sale(before.first, 100), sale(before.last, 250)]
    report = table(ReportKind.DAYS, now, rows, currency="EUR", names={}, before=(before, earlier))
    assert [(row.weight, row.before) for row in report.rows] == [(300, 100), (500, 250)]
    assert report.total[report.columns.index(Column.CHANGE)] == Decimal("128.6")


def test_what_is_no_longer_sold_stands_there_with_what_it_was() -> None:
    sold = FigureRow(FigureKind.ITEM, "Gone", "Pizza", "", "", 1, 1, 900, 0)
    report = table(ReportKind.ITEMS, days(1), [], currency="EUR", names={}, before=(days(1), [sold]))
    assert [(row.key.name, row.weight, row.before) for row in report.rows] == [("Gone", 0, 900)]


def test_parts_of_labour_are_added_up_by_the_hour() -> None:
    def part(minutes: int, cost: int, net: int) -> ReportRow:
        cells = ("12", minutes, Money(cost, "EUR"), Money(net, "EUR"), percent(cost, net))
        return ReportRow(RowKey("12"), cells, cost)

    reports = [
        plain_report(ReportKind.LABOR, days(1), LABOR, [row], currency="EUR", total=(None, *row.cells[1:]))
        for row in (part(60, 1500, 5000), part(30, 750, 10000))
    ]
    whole = joined(days(2), reports)
    assert whole.rows[0].cells == ("12", 90, Money(2250, "EUR"), Money(15000, "EUR"), Decimal("15"))
    assert (whole.total[1:], whole.rows[0].weight) == (whole.rows[0].cells[1:], 2250)
