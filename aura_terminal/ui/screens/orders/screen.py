"""The orders screen: a list on one side, the lines of the one that is looked at on the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.payments import CARD
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.orders.words import facts_of, line_rows, list_rows, open_rows, title_of
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.view_models.held_orders import HeldOrdersModel
from aura_terminal.view_models.orders_list import OrdersListModel

MINE, OPEN, ENDED = "mine", "open", "ended"
WIDTH = 412
AGES_MILLISECONDS = 15_000
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OrdersScreen(Panel):
    """`order_chosen(order_id)` follows a tap on an open order, which belongs to the register; one that ended shows its
    lines here and can have its receipt printed again. One that was ordered online stands on top, shows its lines here
    too, and goes to the kitchen from here. `said(sentence)` is for the window's notice.

    Ctrl+Enter sends the order that is shown to the kitchen. `refund_wanted(order_id, number)` follows the wish to give
    money of an ended order back to its card, `take_back_wanted(order_id)` the wish to take goods of one back.
    """

    order_chosen = Signal(str)
    said = Signal(str)
    reservations_wanted = Signal()
    errands_wanted = Signal()
    refund_wanted = Signal(str, str)
    take_back_wanted = Signal(str)

    def __init__(
        self, orders: OrdersListModel, held: HeldOrdersModel, theme: Theme, money: MoneyText | None = None
    ) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._orders, self._held, self._theme, self._money = orders, held, theme, money or MoneyText()
        self._chips = Chips(theme, self.tr("Which orders"))
        self._reservations = Button(theme, self.tr("Reservations"), kind=Kind.QUIET, icon="calendar-clock")
        self._errands = Button(theme, self.tr("Takeout"), kind=Kind.QUIET, icon="shopping-bag")
        self._list = OrderList(theme, self.tr("Orders"), ground=Ground.CANVAS)
        self._title = Words(theme, "", Voice.TITLE)
        self._facts = Words(theme, "", Voice.SMALL)
        self._facts.setWordWrap(True)
        self._lines = OrderList(theme, self.tr("Lines of the order"))
        self._lines.only_say()
        self._total = Words(theme, "", Voice.TOTAL)
        self._reprint = Button(theme, self.tr("Print receipt again"), icon="printer")
        self._refund = Button(theme, self.tr("Money back to a card"), icon="credit-card")
        self._take_back = Button(theme, self.tr("Take goods back"), icon="undo-2")
        self._takes_back = False
        self._to_register = Button(theme, self.tr("Open at the register"), icon="receipt-euro")
        self._oldest = Button(theme, icon="send")
        self._release = Button(theme, self.tr("Send to kitchen"), kind=Kind.PRIMARY, icon="send")
        self._ages = QTimer(self)
        self._ages.setInterval(AGES_MILLISECONDS)
        self._ages.timeout.connect(self._show)
        self._chips.show_rows([ChipRow(OPEN, self.tr("Open")), ChipRow(ENDED, self.tr("Ended"))])
        self._chips.select(OPEN)
        self.setAccessibleName(self.tr("Orders"))
        self._arrange()
        self._chips.chosen.connect(self._show)
        self._list.line_tapped.connect(self._tap)
        self._reservations.hide()
        self._reservations.clicked.connect(self.reservations_wanted)
        self._errands.hide()
        self._errands.clicked.connect(self.errands_wanted)
        self._reprint.clicked.connect(self._print_again)
        self._refund.clicked.connect(self._ask_refund)
        self._take_back.clicked.connect(self._ask_take_back)
        self._to_register.clicked.connect(self._take_to_register)
        self._release.clicked.connect(self._send)
        self._oldest.clicked.connect(held.release_oldest)
        held.released_all.connect(self._say_released_all)
        orders.changed.connect(self._show)
        orders.refused.connect(self._refuse)
        orders.reprinted.connect(self._say_reprinted)
        held.changed.connect(self._show)
        held.refused.connect(self._refuse)
        held.released.connect(self._say_released)
        self._show()

    def offer_reservations(self) -> None:
        """There is a page of reservations to go to: `reservations_wanted` follows a tap."""
        self._reservations.show()

    def offer_returns(self) -> None:
        """Goods of paid orders can be taken back: `take_back_wanted` follows a tap."""
        self._takes_back = True
        self._show()

    def offer_errands(self) -> None:
        """There is a board of what leaves the house: `errands_wanted` follows a tap."""
        self._errands.show()

    def show_order(self, order_id: str) -> None:
        """Show what stands on an order, open or ended."""
        self._orders.show_order(OrderId(order_id))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._orders.watch.wake()
        self._show()
        self._ages.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._orders.watch.rest()
        self._ages.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_sending = event.modifiers() & Qt.KeyboardModifier.ControlModifier and Qt.Key(event.key()) in ENTERING
        if is_sending and self._release.isVisible() and not event.isAutoRepeat():
            self._release.click()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(14, 10, 14, 10)
        left.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self._chips, 1)
        head.addWidget(self._errands)
        head.addWidget(self._reservations)
        left.addLayout(head)
        left.addWidget(self._list, 1)
        self._oldest.keep_at_least(300, 56)
        left.addWidget(self._oldest)
        panel = Panel(self._theme, Ground.PANEL, Edge.START)
        panel.setFixedWidth(WIDTH)
        right = QVBoxLayout(panel)
        right.setContentsMargins(14, 14, 14, 14)
        right.setSpacing(10)
        for part in (self._title, self._facts):
            right.addWidget(part)
        right.addWidget(self._lines, 1)
        right.addWidget(self._total)
        for button in (self._reprint, self._take_back, self._refund, self._to_register, self._release):
            button.keep_at_least(300, 60)
            right.addWidget(button)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(panel)

    @Slot()
    def _show(self) -> None:
        model = self._orders
        lists = {MINE: model.mine, OPEN: model.open_orders, ENDED: model.recent}
        words = {MINE: self.tr("My orders"), OPEN: self.tr("Open"), ENDED: self.tr("Ended")}
        self._chips.show_rows([ChipRow(each, words[each], str(len(lists[each]))) for each in lists])
        is_open = self._chips.selected() != ENDED
        shown = model.shown
        rows = lists[self._chips.selected() or OPEN]
        at = None if shown is None else shown.order_id
        if is_open:
            self._list.show_rows(open_rows(rows, at, model.local, self._held.minutes, self._money))
        else:
            self._list.show_rows(list_rows(rows, at, model.local, self._money))
        self._offer_oldest(is_open)
        self._title.setText("" if shown is None else title_of(shown))
        hint = self.tr("Tap an order.") if rows else self.tr("There is none.")
        self._facts.setText(hint if shown is None else facts_of(shown, model.local))
        self._lines.show_rows([] if shown is None else line_rows(shown, self._money))
        self._total.setText("" if shown is None else self._money.total(shown.total))
        self._reprint.setVisible(shown is not None and shown.status is OrderStatus.CLOSED)
        cards = () if shown is None else [one for one in shown.payments if one.tender == CARD]
        self._refund.setVisible(bool(cards) and shown is not None and shown.status is OrderStatus.CLOSED)
        self._take_back.setVisible(self._takes_back and shown is not None and shown.status is OrderStatus.CLOSED)
        self._to_register.setVisible(shown is not None and shown.status is OrderStatus.OPEN)
        self._release.setVisible(shown is not None and shown.status is OrderStatus.OPEN and shown.is_held)
        self._release.setEnabled(shown is not None and not self._held.is_on_its_way(shown.order_id))

    def _offer_oldest(self, is_open: bool) -> None:
        """After an outage several wait: so many go to the kitchen with each tap."""
        rows, waiting = self._held.next_ones, len(self._held.waiting)
        words = self.tr("Send the oldest {count} of {waiting} to the kitchen")
        self._oldest.show_words(words.format(count=len(rows), waiting=waiting))
        self._oldest.setVisible(is_open and waiting > 1)
        self._oldest.setEnabled(bool(rows))

    @Slot(int)
    def _say_released_all(self, count: int) -> None:
        self.said.emit(self.tr("{count} orders are with the kitchen.").format(count=count))

    @Slot(str)
    def _tap(self, order_id: str) -> None:
        row = next((row for row in self._orders.open_orders if row.order_id == order_id), None)
        if row is not None and not row.is_held:
            self.order_chosen.emit(order_id)
        else:
            self._orders.show_order(OrderId(order_id))

    @Slot()
    def _take_to_register(self) -> None:
        shown = self._orders.shown
        if shown is not None:
            self.order_chosen.emit(shown.order_id)

    @Slot()
    def _ask_refund(self) -> None:
        shown = self._orders.shown
        if shown is not None:
            self.refund_wanted.emit(shown.order_id, shown.number)

    @Slot()
    def _ask_take_back(self) -> None:
        shown = self._orders.shown
        if shown is not None:
            self.take_back_wanted.emit(shown.order_id)

    @Slot()
    def _send(self) -> None:
        shown = self._orders.shown
        if shown is not None:
            self._held.release(shown.order_id)

    @Slot(str)
    def _say_released(self, number: str) -> None:
        self.said.emit(self.tr("Order {number} is with the kitchen.").format(number=number))

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
