"""Today beside the same weekday a week earlier, before any question is asked."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.reports import change
from aura_terminal.ui.language.formats import day_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.reports.tile import FigureTile
from aura_terminal.ui.screens.reports.words import UNKNOWN, bars_of, change_words, share_words, title_of, tr, weekday
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.charts import BarChart, RankChart
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.view_models.reports import ReportKind, ReportsModel

TOP_ITEMS = 7


class DashboardView(QWidget):
    """`wanted(kind)` follows a tap on a figure, a bar or an item."""

    wanted = Signal(object)

    def __init__(self, model: ReportsModel, theme: Theme, money: MoneyText) -> None:
        super().__init__()
        self._model, self._money = model, money
        named = (
            ("sales", tr("Sales so far"), ReportKind.DAYS),
            ("guests", tr("Guests"), ReportKind.SERVERS),
            ("average", tr("Average check"), ReportKind.ORDER_TYPES),
            ("open", tr("Open checks"), None),
            ("labor", tr("Labour"), ReportKind.LABOR),
        )
        self._tiles = {id_: FigureTile(theme, title) for id_, title, _ in named}
        for id_, _, kind in named:
            if kind is not None:
                self._tiles[id_].clicked.connect(lambda _checked=False, kind=kind: self.wanted.emit(kind))
        self._hours_title = Words(theme, "", Voice.HEADING)
        self._hours = BarChart(theme, tr("Sales by hour"))
        self._items_title = Words(theme, tr("Top items"), Voice.HEADING)
        self._items = RankChart(theme, tr("Top items"))
        self._hours.tapped.connect(self._want_hours)
        self._items.tapped.connect(self._want_items)
        self._arrange(theme)

    def _arrange(self, theme: Theme) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        for tile in self._tiles.values():
            row.addWidget(tile, 1)
        charts = QGridLayout()
        charts.setSpacing(10)
        for column, (title, chart, stretch) in enumerate(
            ((self._hours_title, self._hours, 3), (self._items_title, self._items, 2))
        ):
            panel = Panel(theme, Ground.PANEL)
            inside = QVBoxLayout(panel)
            inside.setContentsMargins(14, 10, 14, 8)
            inside.addWidget(title)
            inside.addWidget(chart, 1)
            charts.addWidget(panel, 0, column)
            charts.setColumnStretch(column, stretch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 10, 14, 12)
        whole.setSpacing(10)
        whole.addLayout(row)
        whole.addLayout(charts, 1)

    def refresh(self) -> None:
        """Show what the model has read."""
        found, money = self._model.dashboard, self._money
        if found is None:
            for tile in self._tiles.values():
                tile.show_figure("", "")
            for chart in (self._hours, self._items):
                chart.show_rows(())
            return
        today, then = found.today, found.before_by_now
        day = weekday(found.before_day.isoweekday())
        self._compare("sales", money.total(today.gross), today.gross.minor, then.gross.minor, money.amount(then.gross))
        self._compare("guests", str(today.guests), today.guests, then.guests, str(then.guests))
        now, before = today.average, then.average
        self._compare("average", money.total(now), now.minor, before.minor, money.amount(before))
        self._tiles["open"].show_figure(str(found.open_orders), money.total(found.open_amount))
        labor, share = found.labor, found.labor_permille
        self._tiles["labor"].setVisible(labor is not None)
        if labor is not None:
            figure = UNKNOWN if share is None else share_words(Decimal(share) / 10, money)
            self._tiles["labor"].show_figure(figure, money.total(labor))
        self._hours_title.setText(
            tr("{report}: today filled, {day} {date} striped").format(
                report=title_of(ReportKind.HOURS), day=day, date=day_text(found.before_day)
            )
        )
        self._hours.show_rows(bars_of(found.hours, money))
        self._items.show_rows(bars_of(found.items, money, TOP_ITEMS))

    def _compare(self, tile: str, figure: str, now: int, before: int, words: str) -> None:
        grown = change(now, before)
        if grown is None:
            self._tiles[tile].show_figure(figure, tr("last week {figure}").format(figure=words), words)
        else:
            short = change_words(grown, self._money)
            self._tiles[tile].show_figure(figure, f"{short}  ({words})", short)

    @Slot()
    def _want_hours(self) -> None:
        self.wanted.emit(ReportKind.HOURS)

    @Slot()
    def _want_items(self) -> None:
        self.wanted.emit(ReportKind.ITEMS)
