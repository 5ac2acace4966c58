"""What leaves the house: the board by promised time, and what can be done about the order that is looked at."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from aura_terminal.domain.errands import Progress
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.guests_to_come import ERRANDS, GuestsPage, show_texts
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.errands.words import (
    DOT,
    STATES,
    board_rows,
    called,
    due_words,
    paid_words,
    reach_words,
    tr,
)
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.errands import ErrandRow, ErrandsModel

LATER = timedelta(minutes=10)


class ErrandsScreen(GuestsPage):
    """Enter hands over the order that is looked at, D sends it out, plus and minus promise another time."""

    def __init__(self, model: ErrandsModel, theme: Theme, money: MoneyText) -> None:
        super().__init__(model, theme, ERRANDS, tr("Takeout and delivery"))
        self._model, self._money = model, money
        self._shown: OrderId | None = None
        self._undo = UndoBar(theme)
        self._title = Words(theme, "", Voice.TITLE)
        self._late = Words(theme, "", Voice.WARNING)
        self._state = Words(theme, "", Voice.BODY)
        self._reach = Words(theme, "", Voice.BODY)
        self._driver_words = Words(theme, "", Voice.SMALL)
        self._earlier = Button(theme, tr("10 min earlier"), icon="minus")
        self._later = Button(theme, tr("10 min later"), icon="plus")
        self._driver = Button(theme, tr("Driver"), icon="user")
        self._order = Button(theme, tr("Open at the register"), icon="receipt-euro")
        self._out = Button(theme, tr("Out for delivery"), icon="truck")
        self._hand = Button(theme, tr("Handed over"), kind=Kind.PRIMARY, icon="check")
        self._text: TextSheet | None = None
        self._arrange()
        self._connect()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons = {
            Qt.Key.Key_Return: self._hand, Qt.Key.Key_Enter: self._hand, Qt.Key.Key_D: self._out,
            Qt.Key.Key_Plus: self._later, Qt.Key.Key_Minus: self._earlier,
        }  # fmt: skip
        button = buttons.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif button is not None and button.isVisible() and not event.isAutoRepeat():
            button.click()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        words = (self._title, self._late, self._state, self._reach, self._driver_words)
        side = self._stand(*words, below=self._undo)
        times = QHBoxLayout()
        for button in (self._earlier, self._later):
            button.keep_at_least(140, 60)
            times.addWidget(button)
        side.column.addLayout(times)
        side.offer(300, 60, self._driver, self._order, self._out, self._hand)

    def _connect(self) -> None:
        model = self._model
        self._list.line_tapped.connect(self._look_at)
        self._earlier.clicked.connect(self._promise_earlier)
        self._later.clicked.connect(self._promise_later)
        self._driver.clicked.connect(self._ask_driver)
        self._order.clicked.connect(self._open_order)
        self._out.clicked.connect(self._send_out)
        self._hand.clicked.connect(self._hand_over)
        self._undo.undone.connect(self._take_back)
        model.changed.connect(self._show)
        model.handed.connect(self._offer_undo)
        model.refused.connect(self._refuse)

    @property
    def _row(self) -> ErrandRow | None:
        return None if self._shown is None else self._model.row(self._shown)

    @Slot()
    def _tick(self) -> None:
        self._model.refresh()

    @Slot()
    def _show(self) -> None:
        model, row = self._model, self._row
        self._places.show_count(str(len(model.rows)) if model.rows else "")
        self._list.show_rows(board_rows(model, self._shown, self._money))
        hint = tr("Tap an order.") if model.rows else tr("Nothing is to be handed over.")
        texts = [(self._title, ""), (self._late, ""), (self._state, hint), (self._reach, ""), (self._driver_words, "")]
        if row is not None:
            late = model.minutes_late(row)
            told = tr("Promised {time}").format(time=due_words(row, model)) if row.sheet.due_at else ""
            texts = [
                (self._title, called(row)),
                (self._late, tr("{minutes} min late").format(minutes=late) if late else ""),
                (self._state, DOT.join(filter(None, (told, tr(STATES[row.progress]), paid_words(row, self._money))))),
                (self._reach, reach_words(row)),
                (self._driver_words, row.sheet.driver),
            ]
        show_texts(texts)
        is_delivery = row is not None and row.order_type is OrderType.DELIVERY
        is_here = row is not None and row.progress is not Progress.OUT
        self._driver.setVisible(is_delivery)
        self._out.setVisible(is_delivery and is_here)
        for button in (self._earlier, self._later, self._order, self._hand):
            button.setVisible(row is not None)
        self._order.setEnabled(row is not None and bool(row.due))

    @Slot(str)
    def _look_at(self, order_id: str) -> None:
        self._shown = OrderId(order_id)
        self._show()

    @Slot()
    def _promise_earlier(self) -> None:
        self._promise(-LATER)

    @Slot()
    def _promise_later(self) -> None:
        self._promise(LATER)

    def _promise(self, more: timedelta) -> None:
        if self._shown is not None:
            self._model.promise_again(self._shown, more)

    @Slot()
    def _ask_driver(self) -> None:
        row = self._row
        if row is None:
            return
        if self._text is None:
            self._text = TextSheet(self._theme, self)
            self._text.written.connect(self._name_driver)
        self._text.ask(row.order_id, tr("Who brings it?"), row.sheet.driver)

    @Slot(str, str)
    def _name_driver(self, order_id: str, driver: str) -> None:
        self._model.name_driver(OrderId(order_id), driver)

    @Slot()
    def _open_order(self) -> None:
        if self._shown is not None:
            self.order_chosen.emit(self._shown)

    @Slot()
    def _send_out(self) -> None:
        if self._shown is not None:
            self._model.send_out(self._shown)

    @Slot()
    def _hand_over(self) -> None:
        if self._shown is not None:
            self._model.hand_over(self._shown)

    @Slot(str, str)
    def _offer_undo(self, order_id: str, number: str) -> None:
        if self.isVisible():
            self._undo.offer(order_id, tr("Order {number} is with its guest").format(number=number), tr("Undo"))

    @Slot(str)
    def _take_back(self, order_id: str) -> None:
        self._model.take_back(OrderId(order_id))
