"""The orders screen: a list on one side, the lines of the one that is looked at on the other."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.orders.words import facts_of, line_rows, list_rows, title_of
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.view_models.orders_list import OrdersListModel

OPEN, ENDED = "open", "ended"
WIDTH = 412


class OrdersScreen(Panel):
    """`order_chosen(order_id)` follows a tap on an open order, which belongs to the register; one that ended shows its
    lines here and can have its receipt printed again. `said(sentence)` is for the window's notice."""

    order_chosen = Signal(str)
    said = Signal(str)

    def __init__(self, orders: OrdersListModel, theme: Theme, money: MoneyText | None = None) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._orders, self._theme, self._money = orders, theme, money or MoneyText()
        self._chips = Chips(theme, self.tr("Which orders"))
        self._list = OrderList(theme, self.tr("Orders"), ground=Ground.CANVAS)
        self._title = Words(theme, "", Voice.TITLE)
        self._facts = Words(theme, "", Voice.SMALL)
        self._facts.setWordWrap(True)
        self._lines = OrderList(theme, self.tr("Lines of the order"))
        self._total = Words(theme, "", Voice.TOTAL)
        self._reprint = Button(theme, self.tr("Print receipt again"), icon="printer")
        self._chips.show_rows([ChipRow(OPEN, self.tr("Open")), ChipRow(ENDED, self.tr("Ended"))])
        self._chips.select(OPEN)
        self.setAccessibleName(self.tr("Orders"))
        self._arrange()
        self._chips.chosen.connect(self._show)
        self._list.line_tapped.connect(self._tap)
        self._reprint.clicked.connect(self._print_again)
        orders.changed.connect(self._show)
        orders.refused.connect(self._refuse)
        orders.reprinted.connect(self._say_reprinted)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._orders.watch.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._orders.watch.rest()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(14, 10, 14, 10)
        left.setSpacing(10)
        left.addWidget(self._chips)
        left.addWidget(self._list, 1)
        panel = Panel(self._theme, Ground.PANEL, Edge.START)
        panel.setFixedWidth(WIDTH)
        right = QVBoxLayout(panel)
        right.setContentsMargins(14, 14, 14, 14)
        right.setSpacing(10)
        for part in (self._title, self._facts):
            right.addWidget(part)
        right.addWidget(self._lines, 1)
        right.addWidget(self._total)
        self._reprint.keep_at_least(300, 60)
        right.addWidget(self._reprint)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(panel)

    @Slot()
    def _show(self) -> None:
        model = self._orders
        counts = {OPEN: len(model.open_orders), ENDED: len(model.recent)}
        words = {OPEN: self.tr("Open"), ENDED: self.tr("Ended")}
        self._chips.show_rows([ChipRow(each, words[each], str(counts[each])) for each in (OPEN, ENDED)])
        is_open = self._chips.selected() == OPEN
        shown = model.shown
        rows = model.open_orders if is_open else model.recent
        self._list.show_rows(list_rows(rows, None if shown is None else shown.order_id, model.local, self._money))
        self._title.setText("" if shown is None else title_of(shown))
        hint = self.tr("Tap an order.") if rows else self.tr("There is none.")
        self._facts.setText(hint if shown is None else facts_of(shown, model.local))
        self._lines.show_rows([] if shown is None else line_rows(shown, self._money))
        self._total.setText("" if shown is None else self._money.total(shown.total))
        self._reprint.setVisible(shown is not None and shown.status is OrderStatus.CLOSED)

    @Slot(str)
    def _tap(self, order_id: str) -> None:
        if any(row.order_id == order_id for row in self._orders.open_orders):
            self.order_chosen.emit(order_id)
        else:
            self._orders.show_order(OrderId(order_id))

    @Slot()
    def _print_again(self) -> None:
        shown = self._orders.shown
        if shown is not None:
            self._orders.reprint(shown.order_id)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(str)
    def _say_reprinted(self, number: str) -> None:
        self.said.emit(self.tr("The receipt of order {number} is on its way once more.").format(number=number))
