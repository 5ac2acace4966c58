"""How sums become reports: which sums one is made of, what they are grouped by, and its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.money import Money, RoundingMode, round_ratio
from aura_terminal.domain.reports import (
    WHOLE,
    Cell,
    Column,
    Coverage,
    FigureRow,
    Period,
    Report,
    ReportKind,
    ReportRow,
    RowKey,
    change,
    percent,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which sums a report is made of, what they are grouped by, its columns, and whether the greatest comes first."""

    kinds: tuple[FigureKind, ...]
    key: Callable[[FigureRow], RowKey]
    columns: tuple[Column, ...]
    by_amount: bool = True


_C = Column
_COMPARED = (_C.BEFORE, _C.CHANGE)
_SALE = (_C.NAME, _C.ORDERS, _C.GUESTS, _C.AVERAGE, _C.NET, _C.TAX, _C.AMOUNT, _C.SHARE, *_COMPARED)
_GIVEN = (_C.NAME, _C.WHO, _C.WHY, _C.UNITS, _C.AMOUNT, *_COMPARED)
_TIMES = (FigureKind.HOUR,)


def _by_hour(row: FigureRow) -> RowKey:
    return RowKey(f"{row.hour or 0:02}")


def _by_date(row: FigureRow) -> RowKey:
    return RowKey("" if row.on is None else row.on.isoformat())


def _by_weekday(row: FigureRow) -> RowKey:
    return RowKey("" if row.on is None else str(row.on.isoweekday()))


LAYOUTS: Mapping[ReportKind, Layout] = {
    ReportKind.HOURS: Layout(_TIMES, _by_hour, _SALE, by_amount=False),
    ReportKind.DAYS: Layout(_TIMES, _by_date, _SALE, by_amount=False),
    ReportKind.WEEKDAYS: Layout(_TIMES, _by_weekday, _SALE, by_amount=False),
    ReportKind.ITEMS: Layout(
        (FigureKind.ITEM,),
        lambda row: RowKey(row.name, row.part),
        (_C.RANK, _C.NAME, _C.PART, _C.UNITS, _C.AMOUNT, _C.SHARE, *_COMPARED),
    ),
    ReportKind.CATEGORIES: Layout(
        (FigureKind.ITEM,),
        lambda row: RowKey(row.part),
        (_C.NAME, _C.UNITS, _C.AMOUNT, _C.SHARE, *_COMPARED),
    ),
    ReportKind.SERVERS: Layout((FigureKind.SERVER,), lambda row: RowKey(row.name, who=row.who), _SALE),
    ReportKind.ORDER_TYPES: Layout((FigureKind.SERVER,), lambda row: RowKey(row.part), _SALE),
    ReportKind.TENDERS: Layout(
        (FigureKind.TENDER, FigureKind.TIP),
        lambda row: RowKey(row.name),
        (_C.NAME, _C.UNITS, _C.AMOUNT, _C.TIPS, _C.SHARE, *_COMPARED),
    ),
    ReportKind.TAXES: Layout(
        (FigureKind.TAX,), lambda row: RowKey(row.name, row.part), (_C.NAME, _C.NET, _C.TAX, _C.AMOUNT, *_COMPARED)
    ),
    ReportKind.DISCOUNTS: Layout(
        (FigureKind.DISCOUNT,), lambda row: RowKey(row.name, "", row.who, row.why), _GIVEN
    ),
    ReportKind.COMPS: Layout((FigureKind.COMP,), lambda row: RowKey(row.name, "", row.who, row.why), _GIVEN),
    ReportKind.CHARGES: Layout(
        (FigureKind.CHARGE,), lambda row: RowKey(row.name), (_C.NAME, _C.UNITS, _C.AMOUNT, _C.SHARE, *_COMPARED)
    ),
    ReportKind.VOIDS: Layout((FigureKind.VOID,), lambda row: RowKey(row.name, "", row.who, row.why), _GIVEN),
    ReportKind.REMOVED: Layout(
        (FigureKind.REMOVED,), lambda row: RowKey(row.name, row.part),
        (_C.NAME, _C.PART, _C.UNITS, _C.AMOUNT, *_COMPARED),
    ),
    ReportKind.CANCELLED: Layout(
        (FigureKind.CANCELLED,), lambda row: RowKey(row.why, "", row.who),
        (_C.NAME, _C.WHO, _C.UNITS, _C.AMOUNT, *_COMPARED),
    ),
    ReportKind.CORRECTIONS: Layout(
        (
            FigureKind.REFUND, FigureKind.REVERSAL, FigureKind.KEPT, FigureKind.BORNE, FigureKind.WRITTEN_OFF,
            FigureKind.RETURN, FigureKind.LIABILITY,
        ),
        lambda row: RowKey(row.kind.value, row.name, row.who),
        (_C.NAME, _C.PART, _C.WHO, _C.UNITS, _C.AMOUNT, *_COMPARED),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sum:
    orders: int = 0
    units: int = 0
    minor: int = 0
    other: int = 0

    def more(self, row: FigureRow) -> _Sum:
        if row.kind is FigureKind.TIP:
            return replace(self, other=self.other + row.minor)
        if row.kind is FigureKind.TAX:  # tax is told beside its net, and both are the amount
            minor, other = row.minor + row.other, row.other
        else:
            minor, other = row.minor, row.other
        return _Sum(self.orders + row.orders, self.units + row.units, self.minor + minor, self.other + other)


_NOTHING = _Sum()


def table(
    kind: ReportKind, period: Period, rows: Iterable[FigureRow], *, currency: str, names: Mapping[str, str],
    before: tuple[Period, Iterable[FigureRow]] | None = None, coverage: Coverage = WHOLE,
) -> Report:  # fmt: skip
    """The report of these sums; `before` are the earlier days with theirs, `names` those of the staff by their ids.

    Earlier days stand beside the row of the same key; the days of DAYS beside the day as many days earlier.
    """
    layout = LAYOUTS[kind]
    sums = _grouped(layout, rows)
    compared, earlier = (None, {}) if before is None else (before[0], _grouped(layout, before[1]))
    if kind is ReportKind.DAYS and compared is not None:
        back = period.first - compared.first
        earlier = {RowKey((date.fromisoformat(key.name) + back).isoformat()): one for key, one in earlier.items()}
    whole, was = _added(sums.values()), _added(earlier.values())
    keys = sorted({**sums, **earlier})
    if layout.by_amount:
        keys.sort(key=lambda key: -abs(sums.get(key, _NOTHING).minor))
    columns = tuple(column for column in layout.columns if compared is not None or column not in _COMPARED)
    context = _Context(currency, whole.minor, names)
    readings = [_READINGS[column] for column in columns]
    found = []
    for rank, key in enumerate(keys, 1):
        one, then = sums.get(key, _NOTHING), earlier.get(key)
        told = None if compared is None else 0 if then is None else then.minor
        found.append(ReportRow(key, _cells(readings, key, one, then, context, rank), one.minor, told))
    unnamed = (_C.RANK, _C.NAME, _C.PART, _C.WHO, _C.WHY)
    whole_cells = _cells(readings, RowKey(""), whole, was, context, 0)
    total = tuple(None if column in unnamed else cell for column, cell in zip(columns, whole_cells, strict=True))
    return Report(kind, period, compared, currency, columns, tuple(found), total, coverage)


@dataclass(frozen=True, slots=True)
class _Context:
    currency: str
    whole: int
    names: Mapping[str, str]


def _grouped(layout: Layout, rows: Iterable[FigureRow]) -> dict[RowKey, _Sum]:
    found: dict[RowKey, _Sum] = {}
    for row in rows:
        if row.kind in layout.kinds:
            key = layout.key(row)
            found[key] = found.get(key, _NOTHING).more(row)
    return found


def _added(sums: Iterable[_Sum]) -> _Sum:
    orders = units = minor = other = 0
    for one in sums:
        orders, units = orders + one.orders, units + one.units
        minor, other = minor + one.minor, other + one.other
    return _Sum(orders, units, minor, other)


Reading = Callable[[RowKey, _Sum, _Sum | None, _Context, int], Cell]

_READINGS: Mapping[Column, Reading] = {
    _C.RANK: lambda key, one, before, context, rank: rank,
    _C.NAME: lambda key, one, before, context, rank: key.name,
    _C.PART: lambda key, one, before, context, rank: key.part,
    _C.WHO: lambda key, one, before, context, rank: context.names.get(key.who, key.who),
    _C.WHY: lambda key, one, before, context, rank: key.why,
    _C.ORDERS: lambda key, one, before, context, rank: one.orders,
    _C.GUESTS: lambda key, one, before, context, rank: one.units,
    _C.UNITS: lambda key, one, before, context, rank: one.units,
    _C.SHARE: lambda key, one, before, context, rank: percent(one.minor, context.whole),
    _C.CHANGE: lambda key, one, before, context, rank: None if before is None else change(one.minor, before.minor),
    _C.AMOUNT: lambda key, one, before, context, rank: Money(one.minor, context.currency),
    _C.NET: lambda key, one, before, context, rank: Money(one.other, context.currency),
    _C.TIPS: lambda key, one, before, context, rank: Money(one.other, context.currency),
    _C.TAX: lambda key, one, before, context, rank: Money(one.minor - one.other, context.currency),
    _C.BEFORE: lambda key, one, before, context, rank: Money(before.minor if before else 0, context.currency),
    _C.AVERAGE: lambda key, one, before, context, rank: Money(_average(one), context.currency),
}


def _average(one: _Sum) -> int:
    return round_ratio(one.minor, one.orders, RoundingMode.HALF_UP) if one.orders else 0


def _cells(
    readings: Sequence[Reading], key: RowKey, one: _Sum, before: _Sum | None, context: _Context, rank: int
) -> tuple[Cell, ...]:
    return tuple([reading(key, one, before, context, rank) for reading in readings])
