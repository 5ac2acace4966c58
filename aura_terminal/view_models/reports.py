"""Reports: the dashboard, one report over some days, and the orders behind one of its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.reports import LONGEST as LONGEST
from aura_terminal.domain.reports import Comparison as Comparison
from aura_terminal.domain.reports import Period as Period
from aura_terminal.domain.reports import Report as Report
from aura_terminal.domain.reports import ReportKind as ReportKind
from aura_terminal.domain.reports import ReportRow as ReportRow
from aura_terminal.ports.receipts import Receipt as Receipt
from aura_terminal.ports.report_rows import Behind as Behind
from aura_terminal.ports.report_rows import OrderBehind as OrderBehind
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import OrderId
    from aura_terminal.domain.reports import Drill
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.reports import Dashboard
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

Keep = Callable[[str, str, bytes], str]
"""Keeps a file: its name, its ending, what is in it; answers where it is."""

IN_PARTS = frozenset({ReportKind.LABOR, ReportKind.DRAWERS})
"""Reports that are reckoned shift by shift or drawer by drawer, some milliseconds for each day."""

PART_DAYS = 7
"""How many days of those are read at once: the store thread is a till's as well."""


class ReportsModel(QObject):
    """`changed` follows every reading and every step; `printed`, `kept(path)` and `refused` follow what was asked.

    What is shown is, the foremost first: `receipt`, `behind`, `report`, `dashboard`. The figures are read again when
    money moved, at most once for each commit, and only what is shown.
    """

    changed = Signal()
    printed = Signal()
    kept = Signal(str)
    paint_wanted = Signal(object)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, keep: Keep, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self.keep = runner, session, keep
        self._calendar: BusinessCalendar | None = None
        self._today: date | None = None
        self._drill: Drill | None = None
        self.dashboard: Dashboard | None = None
        self.report: Report | None = None
        self.kind: ReportKind | None = None
        self.period: Period | None = None
        self.comparison = Comparison.WEEK
        self.behind: Behind | None = None
        self.receipt: Receipt | None = None
        self.showing = Showing(session, changes, _concerning, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self._look_again)
        self.showing.over.connect(self.forget)

    @property
    def today(self) -> date | None:
        """The business date, None before the first reading."""
        return self._today

    @property
    def kinds(self) -> tuple[ReportKind, ...]:
        """The reports this person may read."""
        sees_labor = self._session.may(Permission.SEE_LABOR_COST)
        return tuple(kind for kind in ReportKind if kind is not ReportKind.LABOR or sees_labor)

    @property
    def may_export(self) -> bool:
        """Whether this person may take figures out of the house."""
        return self._session.may(Permission.EXPORT)

    def local(self, instant: datetime) -> datetime:
        """An instant on the store's wall clock."""
        return instant if self._calendar is None else self._calendar.local(instant)

    @Slot()
    def refresh(self) -> None:
        """Read what is shown again; the orders behind a figure stay as they were found."""
        by = self._session.actor
        if by is None or self.behind is not None:
            return
        if self.kind is None or self.period is None:
            self._runner.run(partial(_dashboard, by), partial(self._show_dashboard, by), self.refused.emit)
        else:
            self._begin_reading(by, self.kind, self.period)

    def _begin_reading(self, by: Actor, kind: ReportKind, period: Period) -> None:
        if kind in IN_PARTS and period.days > PART_DAYS:
            self._read_part(by, kind, period, ())
        else:
            call = partial(_read, by, kind, period, self.comparison)
            self._runner.run(call, partial(self._show_report, by), self.refused.emit)

    def _read_part(self, by: Actor, kind: ReportKind, period: Period, done: tuple[Report, ...]) -> None:
        """The next days of a report that takes long, so that taps come between; given up when another one is shown."""
        if (kind, period) != (self.kind, self.period) or by != self._session.actor:
            return
        if done and done[-1].period.last == period.last:
            self._runner.run(
                lambda shop: shop.reports.join(by, period, done), partial(self._show_report, by), self.refused.emit
            )
            return
        part = period.parts(PART_DAYS)[len(done)]
        call = partial(_read, by, kind, part, Comparison.NONE)
        self._runner.run(call, lambda report: self._read_part(by, kind, period, (*done, report)), self.refused.emit)

    @Slot()
    def _look_again(self) -> None:
        """Money moved. A report that takes long is not begun anew for that."""
        if self.kind not in IN_PARTS or self.period is None or self.period.days <= PART_DAYS:
            self.refresh()

    def open_report(self, kind: ReportKind, period: Period | None = None) -> None:
        """Show a report, over the days of the last one or today's."""
        if period is None and self.period is None and self._today is not None:
            period = Period(self._today, self._today)
        self.kind, self.period = kind, period or self.period
        self._leave_orders()
        self.refresh()

    def show_days(self, first: date, last: date) -> None:
        """Other days: at most LONGEST of them, none after today, the first one never after the last."""
        if self._today is None:
            return
        last = min(max(first, last), self._today)
        first = max(min(first, last), last - timedelta(days=LONGEST - 1))
        self.period = Period(first, last)
        self._leave_orders()
        self.refresh()

    def step(self, times: int) -> None:
        """As many days again, earlier or later."""
        if self.period is not None:
            by = timedelta(days=self.period.days * times)
            if self._today is not None and self.period.first + by <= self._today:
                self.show_days(self.period.first + by, self.period.last + by)

    def compare(self, comparison: Comparison) -> None:
        """Put these earlier days beside the figures."""
        self.comparison = comparison
        self.refresh()

    def look_behind(self, row: ReportRow) -> None:
        """The orders a row is made of; nothing where it is not made of orders."""
        drill = None if self.report is None else self.report.drill(row)
        if drill is not None:
            self._drill = drill
            self._ask_behind(None)

    @Slot()
    def look_further(self) -> None:
        """Older orders behind the same figure."""
        if self.behind is not None and self.behind.goes_on is not None:
            self._ask_behind(self.behind.goes_on)

    def open_order(self, order_id: OrderId) -> None:
        """What one order came to."""
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: shop.reports.receipt(by, order_id), self._show_receipt, self.refused.emit)

    @Slot()
    def go_back(self) -> None:
        """One step towards the dashboard."""
        if self.receipt is not None:
            self.receipt = None
        elif self.behind is not None:
            self._leave_orders()
        else:
            self.kind = self.report = None
            self.refresh()
        self.changed.emit()

    @Slot()
    def print_report(self) -> None:
        """Print the report that is shown."""
        by, report = self._session.must_actor(), self.report
        if by is not None and report is not None:
            self._runner.run(lambda shop: shop.reports.print_report(by, report), self._say_printed, self.refused.emit)

    @Slot()
    def keep_csv(self) -> None:
        """Keep the report as a CSV file (UTF-8 with a byte order mark, as spreadsheets want it)."""
        by, report, keep = self._session.must_actor(), self.report, self.keep
        if by is not None and report is not None:
            name = file_name(report)
            self._runner.run(
                lambda shop: keep(name, "csv", shop.reports.csv(by, report).encode("utf-8-sig")),
                self.kept.emit,
                self.refused.emit,
            )

    @Slot()
    def keep_pdf(self) -> None:
        """Keep the report as a PDF file: `paint_wanted` asks the page for it once it is known that it is allowed."""
        by, report = self._session.must_actor(), self.report
        if by is not None and report is not None:
            self._runner.run(
                lambda shop: shop.reports.must_export(by), lambda _: self.paint_wanted.emit(report), self.refused.emit
            )

    def keep_painted(self, report: Report, data: bytes) -> None:
        """The pages of a report, painted."""
        keep = self.keep
        self._runner.run(lambda _: keep(file_name(report), "pdf", data), self.kept.emit, self.refused.emit)

    @Slot()
    def forget(self) -> None:
        """Somebody else is here, who perhaps may not read it."""
        self.dashboard = self.report = self.kind = self.period = None
        self._leave_orders()
        self.changed.emit()

    def _leave_orders(self) -> None:
        self.behind = self.receipt = self._drill = None

    def _ask_behind(self, until: date | None) -> None:
        by, drill = self._session.must_actor(), self._drill
        if by is not None and drill is not None:
            self._runner.run(
                lambda shop: shop.reports.behind(by, drill, until), partial(self._show_behind, drill), self.refused.emit
            )

    def _show_dashboard(self, by: Actor, answer: tuple[Dashboard, BusinessCalendar]) -> None:
        if by == self._session.actor and self.kind is None:
            self.dashboard, self._calendar = answer
            self._today = self.dashboard.day
            self.changed.emit()

    def _show_report(self, by: Actor, report: Report) -> None:
        if by == self._session.actor and (report.kind, report.period) == (self.kind, self.period):
            self.report = report
            self.changed.emit()

    def _show_behind(self, drill: Drill, found: Behind) -> None:
        if drill == self._drill:
            before = () if self.behind is None else self.behind.orders
            known = {row.order_id for row in before}
            fresh = tuple(row for row in found.orders if row.order_id not in known)
            self.behind = Behind((*before, *fresh), found.goes_on)
            self.changed.emit()

    def _show_receipt(self, receipt: Receipt) -> None:
        self.receipt = receipt
        self.changed.emit()

    def _say_printed(self, _answer: object) -> None:
        self.printed.emit()


def file_name(report: Report) -> str:
    """What a file of a report is called."""
    return f"{report.kind.value}-{report.period.first.isoformat()}-{report.period.last.isoformat()}"


def _dashboard(by: Actor, shop: Shop) -> tuple[Dashboard, BusinessCalendar]:
    return shop.reports.dashboard(by), shop.reads.store.profile().calendar


def _read(by: Actor, kind: ReportKind, period: Period, comparison: Comparison, shop: Shop) -> Report:
    return shop.reports.read(by, kind, period, comparison)


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain import order_facts, settling

    return (
        order_facts.PaymentTaken, order_facts.OrderClosed, order_facts.OrderCancelled, order_facts.OrderOpened,
        *settling.SettlingFact.__args__,
    )  # fmt: skip
