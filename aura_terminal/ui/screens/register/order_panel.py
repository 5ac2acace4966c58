"""The order side of the register: headline, lines, undo, totals, keypad, Send and Pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.ids import FireId, LineId, OrderId
from aura_terminal.ui.discount_rows import DISCOUNT, saved_words
from aura_terminal.ui.screens.register.delivery_words import fire_words, presence_words
from aura_terminal.ui.screens.register.warned_rows import warned_rows
from aura_terminal.ui.screens.register.words import (
    DOT,
    NO_LEDGER,
    detail_words,
    entry_words,
    panel_rows,
    removed_words,
    title_words,
)
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.keypad import FunctionKey, Keypad
from aura_terminal.ui.widgets.labels import Edge, Ground, OneLine, Panel, Voice, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.entry import Use
from aura_terminal.view_models.next_row import NextRow
from aura_terminal.view_models.screen_choices import Hand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.ui.widgets import order_rows
    from aura_terminal.view_models.deliveries import DeliveriesModel, FireDelivery
    from aura_terminal.view_models.presences import PresencesModel
    from aura_terminal.view_models.register import RegisterModel
    from aura_terminal.view_models.rows import LineRow, OrderSheet

Grouping: TypeAlias = (
    "Callable[[OrderSheet, LineId | None, Mapping[FireId, FireDelivery], str], list[order_rows.OrderRow]]"
)
"""Makes the rows of an order: which line is selected, how far its fires are, which discount is selected."""

WIDTH, KEYPAD_HEIGHT, LEAST_TITLE = 412, 210, 150
UNDO_MILLISECONDS = 8000
CLEAR, ERASE = "C", "erase"
ORDER = "order/"


class OrderPanel(Panel):
    """Shows the order on the counter. `note_tapped`, `choices_tapped`, `price_tapped`, `move_tapped` and `void_tapped`
    carry a line's id, `discount_removed` that of a discount's row. `guest` says what matters of whom it is for."""

    options_tapped = Signal()
    pay_tapped = Signal()
    note_tapped = Signal(str)
    choices_tapped = Signal(str)
    void_tapped = Signal(str)
    move_tapped = Signal(str)
    price_tapped = Signal(str)
    undone = Signal(str)
    discount_removed = Signal(str)

    def __init__(
        self, register: RegisterModel, theme: Theme, money: MoneyText, undo_milliseconds: int, parent: QWidget
    ) -> None:
        super().__init__(theme, Ground.PANEL, Edge.START, parent)
        self._register, self._theme, self._money = register, theme, money
        self._marked = ""
        self._discount = ""
        self._order_id: OrderId | None = None
        self._grouping: Grouping | None = None
        self._warned: Mapping[str, str] = {}
        self._deliveries: DeliveriesModel | None = None
        self._presences: PresencesModel | None = None
        self._title = OneLine(theme, Voice.TITLE, LEAST_TITLE)
        self._detail = OneLine(theme, Voice.SMALL)
        self._number = Words(theme, "", Voice.SMALL)
        self._options = Button(theme, icon="sliders-horizontal", say=self.tr("Order options"), inset=2)
        self._others = Strip(theme)
        self.guest = Strip(theme)
        self._lines = OrderList(theme, self.tr("Order"))
        self._undo = UndoBar(theme, undo_milliseconds)
        self._above = Words(theme, "", Voice.SMALL)
        self._paid = Words(theme, "", Voice.SAVING)
        self._tax = Words(theme, "", Voice.CAPTION)
        self._total = Words(theme, "", Voice.TOTAL)
        self._keypad = Keypad(theme, self.tr("Number keys"), self._functions(), CLEAR, self.tr("Clear"))
        self._send = Button(theme, self.tr("Send"), kind=Kind.PRIMARY, icon="send")
        self._pay = Button(theme, self.tr("Pay"), kind=Kind.PAY)
        self._arrange()
        self._connect()
        self._show()
        self._show_entry()

    def lean(self, hand: Hand) -> None:
        """Draw the hairline on the side where the rest of the screen is."""
        self.draw_edge(Edge.START if hand is Hand.RIGHT else Edge.END)

    @property
    def keypad(self) -> Keypad:
        """The number keys."""
        return self._keypad

    def put_above_lines(self, bar: QWidget) -> None:
        """A bar between the headline and the lines, which shows and hides itself."""
        self._column.insertWidget(self._column.indexOf(self._lines), bar)

    def warn(self, words: Mapping[str, str]) -> None:
        """Mark these lines with what they go against from now on."""
        if words != self._warned:
            self._warned = words
            self._show()

    def group_by(self, grouping: Grouping | None) -> None:
        """Put the lines together in another way from now on; None as they were sent."""
        self._grouping = grouping
        self._show()

    def join(self, deliveries: DeliveriesModel, presences: PresencesModel) -> None:
        """Say how far the kitchen is, and who else is at the order, from now on."""
        self._deliveries, self._presences = deliveries, presences
        deliveries.changed.connect(self._show)
        presences.changed.connect(self._show_others)
        self._show()

    def _functions(self) -> tuple[FunctionKey, ...]:
        return (
            FunctionKey(Use.QUANTITY, self.tr("Qty"), say=self.tr("Quantity")),
            FunctionKey(Use.COURSE, self.tr("Course")),
            FunctionKey(Use.SEAT, self.tr("Seat")),
            FunctionKey(ERASE, icon="delete", say=self.tr("Erase")),
        )

    def _arrange(self) -> None:
        self.setFixedWidth(WIDTH)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(6, 3, 6, 12)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.guest)
        column.addWidget(self._others)
        column.addSpacing(2)
        column.addWidget(self._lines, 1)
        column.addWidget(self._undo)
        column.addSpacing(6)
        rule = Panel(self._theme, Ground.PANEL, Edge.TOP)
        rule.setFixedHeight(6)
        column.addWidget(rule)
        column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 2)
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._detail)
        head.addStretch(1)
        head.addWidget(self._number)
        self._options.keep_at_least(48, 48)
        head.addWidget(self._options)
        return head

    def _foot(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(0)
        above = QHBoxLayout()
        above.addWidget(self._above)
        above.addStretch(1)
        above.addWidget(self._paid)
        total = QHBoxLayout()
        total.setSpacing(12)
        total.addWidget(Words(self._theme, self.tr("Total"), Voice.HEADING))
        total.addWidget(self._tax)
        total.addStretch(1)
        total.addWidget(self._total)
        self._keypad.setFixedHeight(KEYPAD_HEIGHT)
        self._send.keep_at_least(146, 64)
        self._pay.keep_at_least(230, 64)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        ends.addWidget(self._send, 146)
        ends.addWidget(self._pay, 230)
        for part in (above, total):
            column.addLayout(part)
        column.addSpacing(6)
        column.addWidget(self._keypad)
        column.addSpacing(10)
        column.addLayout(ends)
        return column

    def _connect(self) -> None:
        register = self._register
        register.changed.connect(self._show)
        register.entry.changed.connect(self._show_entry)
        register.removed.connect(self._offer_undo)
        self._undo.undone.connect(self._restore)
        self._options.clicked.connect(self.options_tapped)
        self._pay.clicked.connect(self.pay_tapped)
        self._send.clicked.connect(self._send_or_fire)
        self._lines.course_tapped.connect(self._fold)
        self._lines.line_tapped.connect(self._select)
        self._lines.step_tapped.connect(self._step)
        self._lines.action_tapped.connect(self._act)
        self._keypad.digit_tapped.connect(self._press)
        self._keypad.function_tapped.connect(self._use)

    @Slot()
    def _show(self) -> None:
        order, counter = self._register.order, self._register.counter
        order_id = None if order is None else order.order_id
        if order_id != self._order_id:
            self._order_id = order_id
            self._undo.withdraw()  # it spoke of the order before
        self._title.setText(title_words(order, counter.new))
        self._detail.setText(detail_words(order, counter.new))
        self._number.setText("" if order is None else f"#{order.number}")
        selected = self._register.selected
        if selected is not None:
            self._discount = ""
        ledger = NO_LEDGER if self._deliveries is None else self._deliveries.fires
        chosen = None if selected is None else selected.line_id
        if order is None:
            self._lines.show_rows([])
        elif self._grouping is not None:
            rows = self._grouping(order, chosen, ledger, self._discount)
            self._lines.show_rows(warned_rows(rows, self._warned))
        else:
            unfolded = self._register.unfolded
            rows = panel_rows(order, chosen, unfolded, counter.local, self._money, ledger, self._discount)
            self._lines.show_rows(warned_rows(rows, self._warned))
        self._show_others()
        self._show_figures(order)
        self._show_entry()

    @Slot()
    def _show_others(self) -> None:
        order = self._register.order
        others = () if self._presences is None or order is None else self._presences.at(order.order_id)
        self._others.say(*presence_words(others))

    def _show_figures(self, order: OrderSheet | None) -> None:
        unsent = 0 if order is None else order.unsent
        next_course = self._next_course()
        words, whole = (self.tr("Send {items}").format(items=unsent), "") if unsent else fire_words(next_course)
        self._send.show_words(words, say=whole)
        self._send.show_icon("send" if unsent or next_course is None else "flame")
        self._send.setEnabled(unsent > 0 or next_course is not None)
        has_lines = order is not None and any(line.quantity > line.voided for line in order.lines)
        self._pay.setEnabled(has_lines)
        self._total.setText("" if order is None else self._money.total(order.total))
        self._pay.show_words(self.tr("Pay"), detail="" if order is None else self._money.total(order.due))
        self._tax.setText("" if order is None or not has_lines else self._tax_words(order))
        paid = order.paid if order is not None else None
        self._paid.setText(self.tr("Paid {amount}").format(amount=self._money.amount(paid)) if paid else "")

    def _next_course(self) -> int | None:
        return None if self._deliveries is None else self._deliveries.next_course

    @Slot()
    def _send_or_fire(self) -> None:
        """What is not sent goes first; then the course that waits is fired."""
        order = self._register.order
        if order is not None and not order.unsent and self._next_course() is not None:
            self._register.fire_course()
        else:
            self._register.send()

    def _tax_words(self, order: OrderSheet) -> str:
        words = self.tr("incl. tax {tax}") if order.prices_include_tax else self.tr("with tax {tax}")
        return words.format(tax=self._money.amount(order.tax))

    @Slot()
    def _show_entry(self) -> None:
        entry = self._register.entry
        words = entry_words(entry.digits, NextRow() if entry.next == entry.standing else entry.next)
        marked = Use.QUANTITY if entry.digits else ""
        if marked != self._marked:
            self._marked = marked
            self._keypad.mark_function(marked)
        self._above.speak(Voice.WARNING if words else Voice.SMALL)
        order = self._register.order
        self._above.setText(words or self._subtotal(order))

    def _subtotal(self, order: OrderSheet | None) -> str:
        if order is None:
            return ""
        subtotal = self.tr("Subtotal {amount}").format(amount=self._money.amount(order.subtotal))
        charges = (f"{one.name} {self._money.amount(one.amount)}" for one in order.charges if one.amount)
        return DOT.join(filter(None, (subtotal, saved_words(order, self._money), *charges)))

    @Slot(object)
    def _offer_undo(self, line: LineRow) -> None:
        self._undo.offer(line.line_id, removed_words(line), self.tr("Undo"))
        QTimer.singleShot(0, self, self._keep_selected_in_sight)  # once the bar has taken its place below the list

    @Slot()
    def _keep_selected_in_sight(self) -> None:
        selected = self._register.selected
        ids = [row.id for row in self._lines.rows()]
        if selected is not None and selected.line_id in ids:
            self._lines.scrollTo(self._lines.model().index(ids.index(selected.line_id), 0))

    def offer_undo(self, id: str, words: str) -> None:
        """Something was done to the whole order; `undone(id)` follows when it is taken back."""
        self._undo.offer(f"{ORDER}{id}", words, self.tr("Undo"))

    @Slot(str)
    def _restore(self, id: str) -> None:
        if id.startswith(ORDER):
            self.undone.emit(id.removeprefix(ORDER))
        else:
            self._register.restore(LineId(id))

    @Slot(str)
    def _fold(self, fire_id: str) -> None:
        self._register.fold(FireId(fire_id))

    @Slot(str)
    def _select(self, line_id: str) -> None:
        if not line_id.startswith(DISCOUNT):
            self._register.select(LineId(line_id))
            return
        self._discount = "" if line_id == self._discount else line_id
        selected = self._register.selected
        if selected is not None:
            self._register.select(selected.line_id)  # of all rows one is selected
        else:
            self._show()

    @Slot(str, int)
    def _step(self, line_id: str, by: int) -> None:
        self._register.step(LineId(line_id), by)

    @Slot(str, str)
    def _act(self, line_id: str, action: str) -> None:
        match action:
            case "remove" if line_id.startswith(DISCOUNT):
                self.discount_removed.emit(line_id)
            case "note":
                self.note_tapped.emit(line_id)
            case "choices":
                self.choices_tapped.emit(line_id)
            case "remove":
                self._register.remove(LineId(line_id))
            case "void":
                self.void_tapped.emit(line_id)
            case "price":
                self.price_tapped.emit(line_id)
            case "move":
                self.move_tapped.emit(line_id)

    @Slot(str)
    def _press(self, words: str) -> None:
        if words == CLEAR:
            self._register.entry.clear()
        else:
            self._register.entry.press(words)

    @Slot(str)
    def _use(self, function: str) -> None:
        if function == ERASE:
            self._register.entry.erase()
        else:
            self._register.use_entry(Use(function))
