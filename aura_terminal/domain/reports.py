"""Reports over days: which there are, what their columns say, and beside which earlier days they stand.

A report is a plain table with its columns named, so that screen, paper, CSV and PDF show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.money import Money, RoundingMode, round_ratio

LONGEST = 400
"""The most days a report goes over."""


class Comparison(StrEnum):
    """What figures stand beside: nothing, the same days so many whole weeks earlier, or 52 weeks earlier."""

    NONE = "none"
    WEEK = "week"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Business dates from one to another, both included. Raises ValueError for none or more than LONGEST."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST:
            raise ValueError(f"a report goes over 1 to {LONGEST} days, not {self.days}")

    def parts(self, days: int) -> tuple[Period, ...]:
        """The same dates in periods of at most so many, in order."""
        begins = range(0, self.days, days)
        return tuple(
            Period(self.first + timedelta(at), min(self.last, self.first + timedelta(at + days - 1))) for at in begins
        )

    @property
    def days(self) -> int:
        """How many dates."""
        return (self.last - self.first).days + 1

    def compared(self, comparison: Comparison) -> Period | None:
        """The days these are compared with: the same weekdays, and none of these among them."""
        if comparison is Comparison.NONE:
            return None
        weeks = 52 if comparison is Comparison.YEAR else -(-self.days // 7)
        back = timedelta(weeks=max(weeks, -(-self.days // 7)))
        return Period(self.first - back, self.last - back)


class ReportKind(StrEnum):
    """The reports there are."""

    HOURS = "hours"
    DAYS = "days"
    WEEKDAYS = "weekdays"
    ITEMS = "items"
    CATEGORIES = "categories"
    SERVERS = "servers"
    ORDER_TYPES = "order_types"
    TENDERS = "tenders"
    TAXES = "taxes"
    DISCOUNTS = "discounts"
    COMPS = "comps"
    CHARGES = "charges"
    VOIDS = "voids"
    REMOVED = "removed"
    CANCELLED = "cancelled"
    CORRECTIONS = "corrections"
    LABOR = "labor"
    STATIONS = "stations"
    DISHES = "dishes"
    DRAWERS = "drawers"


NOT_OF_ORDERS = frozenset({ReportKind.LABOR, ReportKind.STATIONS, ReportKind.DISHES, ReportKind.DRAWERS})
"""Reports whose rows are not made of orders; they are compared with nothing."""


class Column(StrEnum):
    """What a column says. SHARE and CHANGE are in percent with one decimal, BEFORE is the amount of earlier days."""

    RANK = "rank"
    NAME = "name"
    PART = "part"
    WHO = "who"
    WHY = "why"
    ORDERS = "orders"
    GUESTS = "guests"
    UNITS = "units"
    AVERAGE = "average"
    NET = "net"
    TAX = "tax"
    TIPS = "tips"
    AMOUNT = "amount"
    SHARE = "share"
    BEFORE = "before"
    CHANGE = "change"
    MINUTES = "minutes"
    COST = "cost"
    PERCENT = "percent"
    SECONDS = "seconds"
    MOST_SECONDS = "most_seconds"
    LATE = "late"
    BEGUN = "begun"
    EXPECTED = "expected"
    COUNTED = "counted"
    OVER_SHORT = "over_short"


Cell = str | int | Money | Decimal | datetime | None
"""What stands in a column; None is not known, or nothing to compare with. A change is a Decimal, names are codes."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A sum as the store has it. `on` and `hour` (of the store's wall clock) are told where a report asks for them."""

    kind: FigureKind
    name: str
    part: str
    who: str
    why: str
    orders: int
    units: int
    minor: int
    other: int
    on: date | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True, order=True)
class RowKey:
    """What a row of a report is about."""

    name: str
    part: str = ""
    who: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Drill:
    """A figure that somebody wants to see the orders of."""

    report: ReportKind
    period: Period
    key: RowKey


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row with a cell for each column; `weight` and `before` are what a chart draws, in minor units or counts."""

    key: RowKey
    cells: tuple[Cell, ...]
    weight: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How whole figures are: terminals not heard with since when, orders heard of and not added up yet, and the first
    date there are figures of."""

    missing: tuple[tuple[str, datetime], ...] = ()
    waiting: int = 0
    begins: date | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known to be missing."""
        return not (self.missing or self.waiting)


WHOLE = Coverage()
"""Nothing is known to be missing."""


@dataclass(frozen=True, slots=True)
class Report:
    """A table; `total` has a cell for each column, `compared` are the days its BEFORE is of."""

    kind: ReportKind
    period: Period
    compared: Period | None
    currency: str
    columns: tuple[Column, ...]
    rows: tuple[ReportRow, ...]
    total: tuple[Cell, ...]
    coverage: Coverage = WHOLE

    def drill(self, row: ReportRow) -> Drill | None:
        """The way from a row to its orders; None where a row is not made of orders."""
        return None if self.kind in NOT_OF_ORDERS else Drill(self.kind, self.period, row.key)


def percent(part: int, whole: int) -> Decimal | None:
    """How much of a whole, in percent with one decimal; None of nothing."""
    if whole == 0:
        return None
    sign = -1 if whole < 0 else 1
    return Decimal(round_ratio(sign * part * 1000, sign * whole, RoundingMode.HALF_UP)) / 10


def change(now: int, before: int) -> Decimal | None:
    """By how much something grew, in percent with one decimal; None where there was nothing before."""
    return None if before == 0 else percent(now - before, abs(before))


def joined(period: Period, parts: Sequence[Report]) -> Report:
    """Reports of days that follow each other as one of all of them; for reports that are not made of orders.

    Rows of one key are added up, and PERCENT is reckoned anew of COST and NET.
    """
    rows: dict[RowKey, ReportRow] = {}
    first = parts[0]
    for row in (row for part in parts for row in part.rows):
        before = rows.get(row.key)
        if before is not None:
            cells = _added(first.columns, before.cells, row.cells)
            row = ReportRow(row.key, cells, before.weight + row.weight)
        rows[row.key] = row
    total = first.total
    for part in parts[1:]:
        total = _added(first.columns, total, part.total)
    return Report(
        first.kind, period, None, first.currency, first.columns, tuple(rows.values()), total, parts[-1].coverage
    )  # fmt: skip


def _added(columns: Sequence[Column], one: Sequence[Cell], other: Sequence[Cell]) -> tuple[Cell, ...]:
    pairs = zip(columns, one, other, strict=True)
    cells: dict[Column, Cell] = {column: _plus(mine, theirs) for column, mine, theirs in pairs}
    cost, net = cells.get(Column.COST), cells.get(Column.NET)
    if Column.PERCENT in cells and isinstance(cost, Money) and isinstance(net, Money):
        cells[Column.PERCENT] = percent(cost.minor, net.minor)
    return tuple(cells[column] for column in columns)


def _plus(mine: Cell, theirs: Cell) -> Cell:
    match mine, theirs:
        case Money(), Money():
            return mine + theirs
        case int(), int():
            return mine + theirs
        case _:
            return mine


def plain_report(
    kind: ReportKind, period: Period, columns: Sequence[Column], rows: Iterable[ReportRow], *, currency: str,
    total: Sequence[Cell], coverage: Coverage = WHOLE,
) -> Report:  # fmt: skip
    """A report that is not made of orders: labour, kitchen times, drawers."""
    return Report(kind, period, None, currency, tuple(columns), tuple(rows), tuple(total), coverage)
