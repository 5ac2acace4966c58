"""Where a dish goes, or all of its guest's: a tap on another order moves it there at once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.ids import LineId, OrderId
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.order_handing import OrderHandingModel
from aura_terminal.view_models.rows import OrderRow

translate = QCoreApplication.translate
DISH, SEAT = "dish", "seat"


class MoveSheet(Sheet):
    """Over an OrderHandingModel; tables come first."""

    def __init__(self, model: OrderHandingModel, theme: Theme, money: MoneyText, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 900, 620)
        self._model, self._money = model, money
        self._line_id, self._what = "", DISH
        self._whole = Chips(theme, self.tr("What is moved?"))
        self._orders = ChoiceList(theme, self.tr("Open orders"), Picking.COUNTED)
        self._orders.setMinimumHeight(240)
        self._none = Words(
            theme, self.tr("No other order is open. Seat a party at the other table first."), Voice.MUTED
        )
        self._none.setWordWrap(True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._whole, self._none, self._orders):
            column.addWidget(part)
        self.set_content(content)
        self._whole.chosen.connect(self._choose)
        self._orders.tapped.connect(self._move)
        model.changed.connect(self._show)

    @Slot(str)
    def ask(self, line_id: str) -> None:
        """Open for a line of the order on the counter."""
        self._line_id, self._what = line_id, DISH
        order = self._model.counter.order
        line = next((one for one in (order.lines if order else ()) if one.line_id == line_id), None)
        if line is None:
            return
        self.set_title(self.tr("Move {name} to which order?").format(name=line.name))
        seat = self.tr("Everything of seat {seat}").format(seat=line.seat)
        self._whole.show_rows([ChipRow(DISH, line.name), *([ChipRow(SEAT, seat)] if line.seat else [])])
        self._whole.select(DISH)
        self._model.refresh()
        self._show()
        self.open()

    @Slot()
    def _show(self) -> None:
        rows = sorted(self._model.others, key=lambda row: (not row.table_name, row.table_name, row.number))
        self._orders.show_rows([self._row(row) for row in rows])
        self._none.setVisible(not rows)

    def _row(self, order: OrderRow) -> ChoiceRow:
        name = order.guest_name or order_type_words(order.order_type)
        if order.table_name:
            name = translate("RegisterScreen", "Table {table}").format(table=order.table_name)
        return ChoiceRow(order.order_id, f"{name}  #{order.number}", self._money.amount(order.due))

    @Slot(str)
    def _choose(self, what: str) -> None:
        self._what = what

    @Slot(str)
    def _move(self, order_id: str) -> None:
        order = self._model.counter.order
        if order is None:
            return
        seat = next((line.seat for line in order.lines if line.line_id == self._line_id), 0)
        whole = [line.line_id for line in order.lines if line.seat == seat and line.quantity > line.voided]
        moved = whole if self._what == SEAT else [LineId(self._line_id)]
        self.close_sheet()
        self._model.move(tuple(moved), OrderId(order_id))
