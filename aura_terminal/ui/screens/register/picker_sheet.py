"""Tables and open orders to choose from."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.ui.language.formats import clock_text
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.order_options import OrderOptionsModel
from aura_terminal.view_models.rows import OrderRow, TableRow

translate = QCoreApplication.translate
NO_TABLE = "none"
WIDEST, TALLEST, LIST_HEIGHT = 900, 600, 400


class TableSheet(Sheet):
    """The tables, area by area. A table of another order brings that order when nothing is on the counter yet."""

    def __init__(self, options: OrderOptionsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        title = translate("RegisterScreen", "Which table?")
        super().__init__(theme, host, title, translate("RegisterScreen", "Close"), WIDEST, TALLEST)
        self._options, self._money = options, money
        self._areas = Chips(theme, self.tr("Areas"))
        self._tables = ChoiceList(theme, self.tr("Tables"), Picking.ONE)
        self._tables.setMinimumHeight(LIST_HEIGHT)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._areas)
        column.addWidget(self._tables, 1)
        self.set_content(content)
        self._areas.chosen.connect(self._show)
        self._tables.tapped.connect(self._choose)
        options.changed.connect(self._show)

    def ask(self) -> None:
        """Open with the tables as they are now."""
        self._options.refresh()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        areas = dict.fromkeys(table.area_name for table in self._options.tables)
        self._areas.show_rows([ChipRow(area, area) for area in areas])
        if not self._areas.selected() and areas:
            self._areas.select(next(iter(areas)))
        order = self._options.counter.order
        rows = [self._row(table) for table in self._options.tables if table.area_name == self._areas.selected()]
        if order is not None and order.table_id is not None:
            rows.append(ChoiceRow(NO_TABLE, translate("RegisterScreen", "No table")))
        self._tables.show_rows(rows)

    def _row(self, table: TableRow) -> ChoiceRow:
        order = self._options.counter.order
        is_ours = order is not None and order.table_id == table.id
        words = translate("RegisterScreen", "Table {table}").format(table=table.number)
        detail = translate("RegisterScreen", "{seats} seats").format(seats=table.seats)
        if table.order_id is not None and table.due is not None:
            detail = f"#{table.order_number}  {self._money.amount(table.due)}"
        soon = self._options.promised(table.id)
        if soon is not None:
            promised = translate("RegisterScreen", "reserved {time}, {minutes} min")
            detail = f"{detail}  ·  {promised.format(time=clock_text(soon.at), minutes=soon.minutes)}"
        return ChoiceRow(table.id, words, detail, int(is_ours))

    @Slot(str)
    def _choose(self, id: str) -> None:
        self.close_sheet()
        table = next((table for table in self._options.tables if table.id == id), None)
        counter = self._options.counter
        shown = counter.new if counter.order is None else counter.order
        if table is not None and table.order_id is not None and counter.order is None:
            self._options.open_order(table.order_id)
        else:
            self._options.choose_table(None if table is None else TableId(table.id), shown.guests)


class OpenOrdersSheet(Sheet):
    """The open orders of the whole store; the chosen one comes to the counter, the one there stays open."""

    def __init__(self, options: OrderOptionsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        title = translate("RegisterScreen", "Open orders")
        super().__init__(theme, host, title, translate("RegisterScreen", "Close"), WIDEST, TALLEST)
        self._options, self._money = options, money
        self._orders = ChoiceList(theme, self.tr("Open orders"), Picking.ONE)
        self._orders.setMinimumHeight(LIST_HEIGHT)
        self.set_content(self._orders)
        self._orders.tapped.connect(self._choose)
        options.changed.connect(self._show)

    def ask(self) -> None:
        """Open with the orders as they are now."""
        self._options.refresh()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        self._orders.show_rows([self._row(order) for order in self._options.open_orders])

    def _row(self, order: OrderRow) -> ChoiceRow:
        place = order.guest_name or order_type_words(order.order_type)
        if order.table_name:
            place = translate("RegisterScreen", "Table {table}").format(table=order.table_name)
        ours = self._options.counter.order
        is_ours = ours is not None and ours.order_id == order.order_id
        return ChoiceRow(order.order_id, f"{place}  #{order.number}", self._money.amount(order.due), int(is_ours))

    @Slot(str)
    def _choose(self, order_id: str) -> None:
        self.close_sheet()
        self._options.open_order(OrderId(order_id))
