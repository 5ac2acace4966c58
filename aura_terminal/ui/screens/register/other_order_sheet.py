"""Another open order, to merge with or to move lines to: chosen first, done by the button that says what."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.order_options import OrderOptionsModel
from aura_terminal.view_models.rows import OrderRow

translate = QCoreApplication.translate


class OtherOrderSheet(Sheet):
    """`chosen(order_id)` follows the button."""

    chosen = Signal(str)

    def __init__(self, options: OrderOptionsModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 900, 620)
        self._options, self._money = options, money
        self._order_id = self._verb = ""
        self._orders = ChoiceList(theme, self.tr("Open orders"), Picking.ONE)
        self._orders.setMinimumHeight(240)
        self._do = Button(theme, "", kind=Kind.PRIMARY)
        self._do.keep_at_least(200, 64)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._orders)
        self.set_content(content)
        self.set_actions(self._do)
        self._orders.tapped.connect(self._choose)
        self._do.clicked.connect(self._finish)
        options.changed.connect(self._show)

    def ask(self, title: str, verb: str) -> None:
        """Open with the orders as they are now; `verb` is what the button says, with {order} in it."""
        self._order_id, self._verb = "", verb
        self.set_title(title)
        self._options.refresh()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        ours = self._options.counter.order
        others = [row for row in self._options.open_orders if ours is None or row.order_id != ours.order_id]
        self._orders.show_rows([self._row(row) for row in others])
        chosen = next((row for row in others if row.order_id == self._order_id), None)
        name = "…" if chosen is None else self._name(chosen)
        self._do.show_words(self._verb.format(order=name))
        self._do.setEnabled(chosen is not None)

    def _row(self, order: OrderRow) -> ChoiceRow:
        words = f"{self._name(order)}  #{order.number}"
        return ChoiceRow(order.order_id, words, self._money.amount(order.due), int(order.order_id == self._order_id))

    def _name(self, order: OrderRow) -> str:
        if order.table_name:
            return translate("RegisterScreen", "Table {table}").format(table=order.table_name)
        return order.guest_name or f"{order_type_words(order.order_type)} {order.number}"

    @Slot(str)
    def _choose(self, order_id: str) -> None:
        self._order_id = order_id
        self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.chosen.emit(self._order_id)
