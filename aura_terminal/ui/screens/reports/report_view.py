"""One report: its days, what they stand beside, a chart and the table behind it."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.reports import Cell, Column
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.reports.days_sheet import DaysSheet, spans
from aura_terminal.ui.screens.reports.words import (
    UPRIGHT,
    bars_of,
    cell_words,
    days_words,
    heading_of,
    name_of,
    tr,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.charts import BarChart, RankChart
from aura_terminal.ui.widgets.chips import ChipRow, Chips, ChipSize
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.report_table import ReportTable, TableRow
from aura_terminal.view_models.reports import Comparison, Report, ReportsModel

CHART_HEIGHT, TOP, TALL, ROOM_FOR_SPANS = 226, 4, 48, 1040
WORDS = (Column.NAME, Column.PART, Column.WHO, Column.WHY, Column.BEGUN)


class ReportView(QWidget):
    """`row_wanted(ReportRow)` follows a tap on a bar or a row."""

    row_wanted = Signal(object)

    def __init__(self, model: ReportsModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._model, self._money, self._theme = model, money, theme
        self._earlier = Button(theme, kind=Kind.FUNCTION, icon="chevron-left", say=tr("The days before"))
        self._days = Button(theme, "", kind=Kind.FUNCTION, icon="calendar-days", say=tr("Choose the days"))
        self._later = Button(theme, kind=Kind.FUNCTION, icon="chevron-right", say=tr("The days after"))
        self._spans = Chips(theme, tr("Days"), ChipSize.ROOM)
        self._beside = Chips(theme, tr("Compare with"), ChipSize.ROOM)
        self._upright = BarChart(theme, tr("Chart"))
        self._lying = RankChart(theme, tr("Chart"))
        self._nothing = Words(theme, tr("Nothing on these days."), Voice.MUTED)
        self._table = ReportTable(theme, tr("Table"))
        self._sheet: DaysSheet | None = None
        self._shown: Report | None = None
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        days = QHBoxLayout()
        days.setSpacing(8)
        self._days.keep_at_least(248, TALL)
        for arrow in (self._earlier, self._later):
            arrow.keep_at_least(TALL, TALL)
        for part in (self._earlier, self._days, self._later):
            days.addWidget(part)
        days.addWidget(self._spans, 1)
        days.addStretch(0)
        self._beside.setFixedWidth(300)
        days.addWidget(self._beside)
        self._spans.show_rows(spans())
        self._beside.show_rows((
            ChipRow(Comparison.NONE.value, tr("Alone")), ChipRow(Comparison.WEEK.value, tr("Weeks ago")),
            ChipRow(Comparison.YEAR.value, tr("Last year")),
        ))  # fmt: skip
        chart = Panel(self._theme, Ground.PANEL)
        chart.setFixedHeight(CHART_HEIGHT)
        inside = QVBoxLayout(chart)
        inside.setContentsMargins(12, 6, 12, 4)
        for shown in (self._upright, self._lying, self._nothing):
            inside.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 8, 14, 10)
        whole.setSpacing(8)
        whole.addLayout(days)
        whole.addWidget(chart)
        whole.addWidget(self._table, 1)

    def _connect(self) -> None:
        self._earlier.clicked.connect(lambda: self._model.step(-1))
        self._later.clicked.connect(lambda: self._model.step(1))
        self._days.clicked.connect(self._ask_days)
        self._spans.chosen.connect(self._choose_span)
        self._beside.chosen.connect(lambda id_: self._model.compare(Comparison(id_)))
        for chart in (self._upright, self._lying):
            chart.tapped.connect(self._tap_bar)
        self._table.opened.connect(self._open_row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spans.setVisible(self.width() >= ROOM_FOR_SPANS)

    def refresh(self) -> None:
        """Show what the model has read."""
        model, report = self._model, self._model.report
        period = model.period
        if period is not None:
            self._days.show_words(days_words(period), say=tr("{days}, choose others").format(days=days_words(period)))
            self._later.setEnabled(model.today is not None and period.last < model.today)
            self._spans.select_none()
            if period.last == model.today:
                self._spans.select(str(period.days))
        self._beside.select(model.comparison.value)
        if report is None or report.kind is not model.kind:
            return
        self._beside.setVisible(report.compared is not None or model.comparison is Comparison.NONE)
        self._shown = report
        bars = bars_of(report, self._money, None if report.kind in UPRIGHT else TOP)
        self._upright.setVisible(bool(bars) and report.kind in UPRIGHT)
        self._lying.setVisible(bool(bars) and report.kind not in UPRIGHT)
        self._nothing.setVisible(not bars)
        (self._upright if report.kind in UPRIGHT else self._lying).show_rows(bars)
        headings, figures, rows = table_of(report, model, self._money)
        self._table.show_table(headings, figures, rows)

    @Slot(str)
    def _choose_span(self, id_: str) -> None:
        today = self._model.today
        if today is not None:
            self._model.show_days(today - timedelta(days=int(id_) - 1), today)

    @Slot()
    def _ask_days(self) -> None:
        period = self._model.period
        if period is None:
            return
        if self._sheet is None:
            self._sheet = DaysSheet(self._theme, self)
            self._sheet.chosen.connect(self._choose_days)
        self._sheet.ask(period.first, period.last, self._model.today or period.last)

    @Slot(object, object)
    def _choose_days(self, first: date, last: date) -> None:
        self._model.show_days(first, last)

    @Slot(str)
    def _tap_bar(self, id_: str) -> None:
        if self._shown is not None and id_.isdigit() and int(id_) < len(self._shown.rows):
            self.row_wanted.emit(self._shown.rows[int(id_)])

    @Slot(int)
    def _open_row(self, row: int) -> None:
        if self._shown is not None and 1 <= row <= len(self._shown.rows):
            self.row_wanted.emit(self._shown.rows[row - 1])


def table_of(report: Report, model: ReportsModel, money: MoneyText) -> tuple[list[str], list[bool], list[TableRow]]:
    """Headings, which columns hold figures, and rows: the sums first, as a long table hides its end."""
    headings = [heading_of(column, report.kind) for column in report.columns]
    figures = [column not in WORDS for column in report.columns]

    def words(cells: tuple[Cell, ...], name: str) -> tuple[str, ...]:
        told = zip(cells, report.columns, strict=True)
        return tuple(name if column is Column.NAME else cell_words(cell, column, model, money) for cell, column in told)

    sums = TableRow(words(report.total, tr("All, {currency}").format(currency=report.currency)), is_sum=True)
    rows = [
        TableRow(words(row.cells, name_of(report.kind, row)), is_open=report.drill(row) is not None)
        for row in report.rows
    ]
    return headings, figures, [sums, *rows]
