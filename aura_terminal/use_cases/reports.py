"""Figures for whoever looks after the house: reports over days, the dashboard of today, and the orders behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.money import Money, RoundingMode, round_ratio, total, zero
from aura_terminal.domain.report_tables import LAYOUTS, table
from aura_terminal.domain.reports import (
    Cell,
    Column,
    Comparison,
    Coverage,
    Drill,
    FigureRow,
    Period,
    Report,
    ReportKind,
    ReportRow,
    RowKey,
    joined,
    percent,
    plain_report,
)
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.cash_rows import SessionRow, blind
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.journal import offset_by
from aura_terminal.ports.prep_times import PrepRow
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.receipts import Receipt
from aura_terminal.ports.report_rows import Behind
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.report_paper import csv_of, report_slip
from aura_terminal.use_cases.slips import spool_slip

SILENT_AFTER = timedelta(seconds=60)
"""A terminal that was not heard for so long may have done what no figure here shows."""

_TIMES = (ReportKind.HOURS, ReportKind.DAYS, ReportKind.WEEKDAYS)
_C = Column


@dataclass(frozen=True, slots=True)
class Figures:
    """Sales of a day, or of a part of it."""

    orders: int
    guests: int
    gross: Money
    net: Money

    @property
    def average(self) -> Money:
        """What a check came to on average; nothing where there is none."""
        if not self.orders:
            return zero(self.gross.currency)
        return Money(round_ratio(self.gross.minor, self.orders, RoundingMode.HALF_UP), self.gross.currency)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Today beside the same weekday a week earlier: that whole day, and as far as it had come by the end of this hour.

    `labor` is what labour came to so far, None for who may not see it, and `labor_percent` its share of the net sales
    in tenths of a percent, None while nothing was sold. `hours` and `items` are the reports the charts show.
    """

    today: Figures
    before: Figures
    before_by_now: Figures
    day: date
    before_day: date
    open_orders: int
    open_amount: Money
    labor: Money | None
    labor_permille: int | None
    hours: Report
    items: Report


class Reports:
    """Reads need the right SEE_REPORTS, labour cost SEE_LABOR_COST besides, CSV and PDF files EXPORT."""

    def __init__(self, begin: Begin, reads: Reads, clock: Clock, ids: Ids) -> None:
        self._begin = begin
        self._reads = reads
        self._clock = clock
        self._ids = ids

    def today(self) -> date:
        """The business date by the store's clock."""
        now = self._clock.now()
        return self._profile().calendar.date_of(now + offset_by(self._reads.mesh.peers(), now))

    def read(self, by: Actor, kind: ReportKind, period: Period, comparison: Comparison = Comparison.NONE) -> Report:
        """A report over some days, beside earlier ones where its figures can be compared."""
        by.must(Permission.SEE_REPORTS)
        if kind in LAYOUTS:
            return self._of_figures(kind, period, comparison)
        match kind:
            case ReportKind.LABOR:
                by.must(Permission.SEE_LABOR_COST)
                return self._labor(period)
            case ReportKind.DRAWERS:
                return self._drawers(by, period)
            case _:
                return self._kitchen(kind, period)

    def join(self, by: Actor, period: Period, parts: Sequence[Report]) -> Report:
        """Reports of LABOR or DRAWERS over days that follow each other, as one: for days read a few at a time."""
        by.must(Permission.SEE_REPORTS)
        report = joined(period, parts)
        return _from_cutoff(report, self._profile().calendar) if report.kind is ReportKind.LABOR else report

    def dashboard(self, by: Actor) -> Dashboard:
        """How today goes."""
        by.must(Permission.SEE_REPORTS)
        profile, day = self._profile(), self.today()
        before = day - timedelta(days=7)
        hours = self._of_figures(ReportKind.HOURS, Period(day, day), Comparison.WEEK)
        rows = self._reads.reports.by_hour(Period(before, before))
        hour, cutoff = profile.calendar.local(self._clock.now()).hour, profile.calendar.cutoff.hour
        come = [row for row in rows if ((row.hour or 0) - cutoff) % 24 <= (hour - cutoff) % 24]
        today = _added(self._reads.reports.by_day(Period(day, day)), profile.currency)
        opened = [row for row in self._reads.orders.open_orders() if row.total.currency == profile.currency]
        labor = self._labor_cost(day) if Permission.SEE_LABOR_COST in by.permissions else None
        share = None if labor is None else percent(labor.minor, today.net.minor)
        return Dashboard(
            today, _added(rows, profile.currency), _added(come, profile.currency), day, before, len(opened),
            total((row.due for row in opened), profile.currency), labor, None if share is None else int(share * 10),
            hours, self._of_figures(ReportKind.ITEMS, Period(day, day), Comparison.WEEK),
        )  # fmt: skip

    def behind(self, by: Actor, drill: Drill, until: date | None = None) -> Behind:
        """The orders a figure is made of, the newest first."""
        by.must(Permission.SEE_REPORTS)
        return self._reads.reports.orders.behind(drill, until)

    def receipt(self, by: Actor, order_id: OrderId) -> Receipt:
        """One of them, as its receipt says it. Raises NotFound."""
        by.must(Permission.SEE_REPORTS)
        return self._reads.reports.orders.receipt(order_id)

    def csv(self, by: Actor, report: Report) -> str:
        """The report as CSV (RFC 4180), amounts as decimal texts."""
        by.must(Permission.EXPORT)
        return csv_of(report)

    def must_export(self, by: Actor) -> None:
        """Refuse who may not take figures out of the house."""
        by.must(Permission.EXPORT)

    def print_report(self, by: Actor, report: Report) -> None:
        """Print the report at the receipt printer."""
        by.must(Permission.SEE_REPORTS)
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, report_slip(report, profile, work.now))

    def _profile(self) -> StoreProfile:
        return self._reads.store.profile()

    def coverage(self) -> Coverage:
        """How whole the figures are now."""
        mesh, now = self._reads.mesh, self._clock.now()
        here = {row.label for row in mesh.terminals() if row.revoked_at is None}
        heard = ((peer.label, datetime.fromtimestamp(peer.last_heard_ms / 1000, UTC)) for peer in mesh.peers())
        missing = tuple((label, at) for label, at in heard if label in here and now - at > SILENT_AFTER)
        return Coverage(missing, *self._reads.reports.state())

    def _of_figures(self, kind: ReportKind, period: Period, comparison: Comparison) -> Report:
        profile, compared = self._profile(), period.compared(comparison)
        before = None if compared is None else (compared, self._rows(kind, compared))
        report = table(
            kind, period, self._rows(kind, period), currency=profile.currency, names=self._reads.reports.names(),
            before=before, coverage=self.coverage(),
        )  # fmt: skip
        return _from_cutoff(report, profile.calendar) if kind is ReportKind.HOURS else report

    def _rows(self, kind: ReportKind, period: Period) -> Sequence[FigureRow]:
        reports = self._reads.reports
        if kind is ReportKind.HOURS:
            return reports.by_hour(period)
        if kind in _TIMES:
            return reports.by_day(period)
        return reports.figures(LAYOUTS[kind].kinds, period)

    def _labor_cost(self, day: date) -> Money:
        hours = self._reads.labor.cost_by_hour(day, self._clock.now())
        return total((hour.cost for hour in hours), self._profile().currency)

    def _labor(self, period: Period) -> Report:
        """Labour by hour of the wall clock beside what was sold in it."""
        profile, now = self._profile(), self._clock.now()
        worked: dict[int, tuple[timedelta, int]] = {}
        for one in self._reads.labor.cost_by_hour(period.first, now, period.last):
            before = worked.get(one.hour, (timedelta(), 0))
            worked[one.hour] = before[0] + one.worked, before[1] + one.cost.minor
        sold = {row.hour or 0: row for row in self._reads.reports.by_hour(period)}
        rows = [
            _labor_row(f"{hour:02}", *worked.get(hour, (timedelta(), 0)), sold[hour].other if hour in sold else 0,
                       profile.currency)
            for hour in sorted({*worked, *sold})
        ]  # fmt: skip
        whole = sum((one for one, _ in worked.values()), timedelta())
        cost, net = sum(minor for _, minor in worked.values()), sum(row.other for row in sold.values())
        columns = (_C.NAME, _C.MINUTES, _C.COST, _C.NET, _C.PERCENT)
        sums = (None, *_labor_row("", whole, cost, net, profile.currency).cells[1:])
        report = plain_report(
            ReportKind.LABOR, period, columns, rows, currency=profile.currency, total=sums, coverage=self.coverage()
        )
        return _from_cutoff(report, profile.calendar)

    def _kitchen(self, kind: ReportKind, period: Period) -> Report:
        profile = self._profile()
        calendar = profile.calendar
        kitchen, within = self._reads.reports.kitchen, (calendar.begins(period.first), calendar.ends(period.last))
        of = kitchen.station_times(*within) if kind is ReportKind.STATIONS else kitchen.dish_times(*within)
        named = (_C.NAME,) if kind is ReportKind.STATIONS else (_C.NAME, _C.PART)
        columns = (*named, _C.UNITS, _C.SECONDS, _C.MOST_SECONDS, _C.LATE)
        rows = [_prep_row(kind, row) for row in of]
        sums = (*(None for _ in named), sum(row.count for row in of), None, None, sum(row.late for row in of))
        return plain_report(
            kind, period, columns, rows, currency=profile.currency, total=sums, coverage=self.coverage()
        )

    def _drawers(self, by: Actor, period: Period) -> Report:
        profile, cash = self._profile(), self._reads.cash
        found = [row for number in range(period.days) for row in cash.sessions_on(period.first + timedelta(number))]
        if Permission.SEE_EXPECTED_CASH not in by.permissions:
            found = [blind(row) for row in found]
        columns = (_C.NAME, _C.WHO, _C.BEGUN, _C.EXPECTED, _C.COUNTED, _C.OVER_SHORT)
        sums: tuple[Cell, ...] = (
            None, None, None, *(_sum_of([getattr(row, name) for row in found], profile.currency)
                                for name in ("expected", "counted", "over_short")),
        )  # fmt: skip
        return plain_report(
            ReportKind.DRAWERS, period, columns, [_drawer_row(row) for row in found], currency=profile.currency,
            total=sums, coverage=self.coverage(),
        )  # fmt: skip


def _sum_of(amounts: Sequence[Money | None], currency: str) -> Money:
    return total((one for one in amounts if one is not None), currency)


def _added(rows: Sequence[FigureRow], currency: str) -> Figures:
    found = [row for row in rows if row.kind is FigureKind.HOUR]
    return Figures(
        sum(row.orders for row in found), sum(row.units for row in found),
        Money(sum(row.minor for row in found), currency), Money(sum(row.other for row in found), currency),
    )  # fmt: skip


def _from_cutoff(report: Report, calendar: BusinessCalendar) -> Report:
    """Hours in the order of a business day, which does not begin at midnight."""
    begin = calendar.cutoff.hour
    return replace(report, rows=tuple(sorted(report.rows, key=lambda row: (int(row.key.name) - begin) % 24)))


def _labor_row(hour: str, worked: timedelta, cost: int, net: int, currency: str) -> ReportRow:
    minutes = worked // timedelta(minutes=1)
    cells = (hour, minutes, Money(cost, currency), Money(net, currency), percent(cost, net))
    return ReportRow(RowKey(hour), cells, cost)


def _prep_row(kind: ReportKind, row: PrepRow) -> ReportRow:
    named = (row.station,) if kind is ReportKind.STATIONS else (row.name, row.station)
    return ReportRow(RowKey(*named), (*named, row.count, row.average, row.most, row.late), row.average)


def _drawer_row(row: SessionRow) -> ReportRow:
    cells = (row.drawer_name, row.cashier, row.begun, row.expected, row.counted, row.over_short)
    weight = 0 if row.over_short is None else row.over_short.minor
    return ReportRow(RowKey(row.drawer_name, row.id), cells, weight)
