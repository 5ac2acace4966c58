"""Reports that back offices keep, each figure beside our own of the same dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from aura_terminal.domain.central_sheet import CentralSheet, OurFigure, SheetFigure, SheetRow
from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.money import Money, RoundingMode, parse_money, round_ratio
from aura_terminal.domain.reports import LONGEST, FigureRow, Period
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.value_facts import AccountKind
from aura_terminal.ports.reads import Reads

MOST_ACCOUNTS = 100_000
_NOW = frozenset({OurFigure.RECEIVABLES, OurFigure.LOW_STOCK})
"""Figures of how things stand now, whatever dates a report goes over."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of a back office and ours. `ours` is None where we have none to compare with."""

    figure: SheetFigure
    theirs: Money | Decimal | str
    ours: Money | Decimal | None

    @property
    def difference(self) -> Money | Decimal | None:
        """How much more they say than we do; None where nothing can be compared."""
        if isinstance(self.theirs, Money) and isinstance(self.ours, Money):
            return self.theirs - self.ours if self.theirs.currency == self.ours.currency else None
        if isinstance(self.theirs, Decimal) and isinstance(self.ours, Decimal):
            return self.theirs - self.ours
        return None

    @property
    def is_different(self) -> bool:
        """Whether both can be compared and are not the same."""
        difference = self.difference
        return bool(difference.minor) if isinstance(difference, Money) else bool(difference)


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A line of the report."""

    row: SheetRow
    figures: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class ComparedSheet:
    """A report of a back office beside ours."""

    sheet: CentralSheet
    figures: tuple[Beside, ...]
    rows: tuple[BesideRow, ...]

    @property
    def differing(self) -> int:
        """How many figures are not ours."""
        every = (*self.figures, *(one for row in self.rows for one in row.figures))
        return sum(one.is_different for one in every)


class CentralSheets:
    """Reading needs the right SEE_REPORTS."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    def sheets(self, by: Actor) -> tuple[CentralSheet, ...]:
        """Every report there is."""
        by.must(Permission.SEE_REPORTS)
        return self._reads.central.sheets()

    def compare(self, by: Actor, sheet: CentralSheet) -> ComparedSheet:
        """One report beside ours; of dates longer ago than reports go, nothing of ours is told."""
        by.must(Permission.SEE_REPORTS)
        ours = _Ours(self._reads)
        return ComparedSheet(
            sheet,
            tuple(_beside(one, ours, sheet.first, sheet.last) for one in sheet.figures),
            tuple(
                BesideRow(row, tuple(
                    _beside(one, ours, row.day or sheet.first, row.day or sheet.last, row.dish)
                    for one in row.figures
                ))
                for row in sheet.rows
            ),
        )  # fmt: skip


def _beside(figure: SheetFigure, ours: _Ours, first: date | None, last: date | None, dish: str = "") -> Beside:
    period = None if first is None or last is None or not 0 <= (last - first).days < LONGEST else Period(first, last)
    mine = None if figure.beside is None else ours.figure(figure.beside, period, dish)
    return Beside(figure, _read(figure), mine)


def _read(figure: SheetFigure) -> Money | Decimal | str:
    """What it says; words where it is no number."""
    try:
        return parse_money(figure.value, figure.currency) if figure.currency else Decimal(figure.value)
    except (ValueError, ArithmeticError):
        return figure.value


class _Ours:
    """Our own figures; the sums of some dates and their dishes are read once."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._currency = reads.store.profile().currency
        self._days: dict[Period, Sequence[FigureRow]] = {}
        self._dishes: dict[Period, Sequence[FigureRow]] = {}

    def figure(self, which: OurFigure, period: Period | None, dish: str) -> Money | Decimal | None:
        """Ours, of one dish where it is named; None where there is none to compare with."""
        if which in _NOW:
            return self._standing(which)
        if period is None:
            return None
        if dish or which is OurFigure.UNITS:
            return self._of_dishes(which, period, dish)
        return self._of_days(which, period)

    def _standing(self, which: OurFigure) -> Money | Decimal:
        if which is OurFigure.LOW_STOCK:
            return Decimal(len(self._reads.supplies.low()))
        rows = self._reads.value.accounts(AccountKind.HOUSE, MOST_ACCOUNTS)
        owed = (-row.balance.minor for row in rows if row.balance.currency == self._currency and row.balance.minor < 0)
        return Money(sum(owed), self._currency)

    def _of_days(self, which: OurFigure, period: Period) -> Money | Decimal:
        if period not in self._days:
            found = self._reads.reports.by_day(period)
            self._days[period] = [row for row in found if row.kind is FigureKind.HOUR]
        rows = self._days[period]
        orders, gross = sum(row.orders for row in rows), sum(row.minor for row in rows)
        match which:
            case OurFigure.SALES:
                return Money(gross, self._currency)
            case OurFigure.NET_SALES:
                return Money(sum(row.other for row in rows), self._currency)
            case OurFigure.AVERAGE:
                return Money(round_ratio(gross, orders, RoundingMode.HALF_UP) if orders else 0, self._currency)
            case OurFigure.GUESTS:
                return Decimal(sum(row.units for row in rows))
            case _:
                return Decimal(orders)

    def _of_dishes(self, which: OurFigure, period: Period, dish: str) -> Money | Decimal | None:
        if period not in self._dishes:
            self._dishes[period] = self._reads.reports.figures((FigureKind.ITEM,), period)
        rows = [row for row in self._dishes[period] if not dish or row.name == dish]
        if which is OurFigure.UNITS:
            return Decimal(sum(row.units for row in rows))
        return Money(sum(row.minor for row in rows), self._currency) if which is OurFigure.SALES else None
