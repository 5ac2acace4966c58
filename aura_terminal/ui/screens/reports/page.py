"""The room of figures: the dashboard first, from there into the reports, from a figure to its orders."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.ui.language.formats import date_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.reports.dashboard import DashboardView
from aura_terminal.ui.screens.reports.orders_view import OrdersView, ReceiptView
from aura_terminal.ui.screens.reports.pdf import Page, pdf_of
from aura_terminal.ui.screens.reports.report_view import ReportView, table_of
from aura_terminal.ui.screens.reports.words import coverage_words, days_words, title_of, tr, weekday
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import ChipRow, Chips, ChipSize
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.page_edges import Head
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.reports import Report, ReportKind, ReportRow, ReportsModel

TODAY, TALL = "today", 48


class ReportsPage(RoomPage):
    """Esc goes one step back, and out of the room from the dashboard."""

    def __init__(self, model: ReportsModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(theme, Ground.CANVAS, model.showing)
        self.model = self._model = model
        self._theme, self._money = theme, money
        self._back = Button(theme, icon="arrow-left", say=tr("Back"))
        self._back.keep_at_least(TALL, TALL)
        self._title = Words(theme, "", Voice.TITLE)
        self._print = Button(theme, tr("Print"), icon="printer", say=tr("Print the report"))
        self._csv = Button(theme, "CSV", icon="download", say=tr("Keep the report as CSV"))
        self._pdf = Button(theme, "PDF", icon="download", say=tr("Keep the report as PDF"))
        self._kinds = Chips(theme, tr("Reports"), ChipSize.ROOM)
        self._coverage = Strip(theme, self)
        self._dashboard = DashboardView(model, theme, money)
        self._report = ReportView(model, theme, money)
        self._orders = OrdersView(model, theme, money)
        self._receipt = ReceiptView(model, theme, money)
        self._stack = QStackedWidget()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Reports"))
        self._arrange()
        self._connect()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._is_at_home:
            self._model.go_back()
        else:
            super().keyPressEvent(event)

    @property
    def _is_at_home(self) -> bool:
        return self._model.kind is None and self._model.behind is None

    def _arrange(self) -> None:
        head = Head(self._theme, self._back)
        head.bar.addWidget(self._title, 1)
        for button in (self._print, self._csv, self._pdf):
            button.keep_at_least(92, TALL)
            head.bar.addWidget(button)
        kinds = Panel(self._theme, Ground.PANEL, Edge.BOTTOM)
        row = QHBoxLayout(kinds)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self._kinds)
        for view in (self._dashboard, self._report, self._orders, self._receipt):
            self._stack.addWidget(view)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (head, kinds, self._coverage):
            whole.addWidget(part)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        model = self._model
        self._back.clicked.connect(model.go_back)
        self._print.clicked.connect(model.print_report)
        self._csv.clicked.connect(model.keep_csv)
        self._pdf.clicked.connect(model.keep_pdf)
        self._kinds.chosen.connect(self._choose)
        self._dashboard.wanted.connect(self._open)
        self._report.row_wanted.connect(self._look_behind)
        self._orders.order_wanted.connect(self._open_order)
        model.changed.connect(self._show)
        model.printed.connect(self._say_printed)
        model.kept.connect(self._say_kept)
        model.paint_wanted.connect(self._paint_pdf)
        model.refused.connect(self._refuse)

    @Slot()
    def _show(self) -> None:
        model = self._model
        self._kinds.show_rows(
            (ChipRow(TODAY, tr("Today")), *(ChipRow(kind.value, title_of(kind)) for kind in model.kinds))
        )
        self._kinds.select(TODAY if model.kind is None else model.kind.value)
        view: DashboardView | ReportView | OrdersView | ReceiptView
        if model.receipt is not None:
            view = self._receipt
        elif model.behind is not None:
            view = self._orders
        else:
            view = self._dashboard if model.kind is None else self._report
        view.refresh()
        self._stack.setCurrentWidget(view)
        self._title.setText(self._words())
        self._back.setVisible(not self._is_at_home)
        on_report = view is self._report and model.report is not None
        self._print.setVisible(on_report)
        for button in (self._csv, self._pdf):
            button.setVisible(on_report and model.may_export)
        self._say_coverage()

    def _words(self) -> str:
        model = self._model
        if model.receipt is not None:
            return tr("Order {number}").format(number=model.receipt.number)
        if model.behind is not None:
            return tr("Orders behind it")
        if model.kind is not None:
            return title_of(model.kind)
        today = model.today
        return "" if today is None else tr("Today, {day} {date}").format(
            day=weekday(today.isoweekday()), date=date_text(today)
        )  # fmt: skip

    def _say_coverage(self) -> None:
        model = self._model
        if model.kind is None:
            coverage = None if model.dashboard is None else model.dashboard.hours.coverage
        else:
            coverage = None if model.report is None else model.report.coverage
        self._coverage.say("" if coverage is None else coverage_words(coverage, model), "triangle-alert", Tone.WARN)

    @Slot(str)
    def _choose(self, id_: str) -> None:
        if id_ == TODAY:
            while not self._is_at_home:
                self._model.go_back()
        else:
            self._open(ReportKind(id_))

    @Slot(object)
    def _open(self, kind: ReportKind) -> None:
        self._model.open_report(kind)

    @Slot(object)
    def _look_behind(self, row: ReportRow) -> None:
        self._model.look_behind(row)

    @Slot(str)
    def _open_order(self, order_id: str) -> None:
        self._model.open_order(OrderId(order_id))

    @Slot(object)
    def _paint_pdf(self, report: Report) -> None:
        headings, figures, rows = table_of(report, self._model, self._money)
        lines = [days_words(report.period)]
        if report.compared is not None:
            lines.append(tr("Before: {days}").format(days=days_words(report.compared)))
        missing = coverage_words(report.coverage, self._model)
        lines += [missing] if missing else []
        self._model.keep_painted(report, pdf_of(Page(title_of(report.kind), tuple(lines), headings, figures, rows)))

    @Slot()
    def _say_printed(self) -> None:
        self.said.emit(tr("It comes out at the receipt printer."))

    @Slot(str)
    def _say_kept(self, path: str) -> None:
        self.said.emit(tr("Kept as {path}").format(path=path))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
