"""What can be decided about the whole order, and which order is on the counter."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.phrases import order_type_words
from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.screens.register.words import guests_words
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.view_models.order_options import OrderOptionsModel

translate = QCoreApplication.translate


class OptionsSheet(Sheet):
    """Kind, guests, and the ways on: each button closes it and says what is wanted. Splitting and merging are offered
    once `offer_moves` was called, discounts and known guests once `offer_service` was."""

    table_wanted = Signal()
    name_wanted = Signal()
    open_orders_wanted = Signal()
    cancel_wanted = Signal()
    split_wanted = Signal()
    merge_wanted = Signal()
    discount_wanted = Signal()
    guest_wanted = Signal()

    def __init__(self, options: OrderOptionsModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), 640, 640)
        self._options, self._theme = options, theme
        self._kinds = Chips(theme, self.tr("Kind of order"))
        self._fewer = Button(theme, icon="minus", say=self.tr("One guest fewer"))
        self._guests = Words(theme, "", Voice.STRONG)
        self._guests.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._more = Button(theme, icon="plus", say=self.tr("One guest more"))
        self._table = self._button(self.tr("Table"), "armchair")
        self._name = self._button(self.tr("Guest name"), "user")
        self._split = self._button(self.tr("Split off"), "split")
        self._merge = self._button(self.tr("Merge"), "merge")
        self._discount = self._button(self.tr("Discount"), "percent")
        self._guest = self._button(self.tr("Known guest"), "id-card")
        self._new = self._button(self.tr("New order"), "plus")
        self._orders = self._button(self.tr("Open orders"), "layers")
        self._reprint = self._button(self.tr("Last receipt again"), "printer")
        self._cancel = self._button(self.tr("Cancel order"), "trash-2", Kind.GRAVE)
        self._moves = (self._split, self._merge)
        self._buttons = (
            self._table, self._name, self._guest, self._discount, *self._moves, self._new, self._orders, self._reprint,
            self._cancel,
        )  # fmt: skip
        for button in (*self._moves, self._discount, self._guest):
            button.hide()
        self._quiet = Quiet(host)
        self._arrange()
        self._kinds.chosen.connect(self._choose_kind)
        self._fewer.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)
        for button, then in (
            (self._table, self.table_wanted),
            (self._name, self.name_wanted),
            (self._orders, self.open_orders_wanted),
            (self._cancel, self.cancel_wanted),
            (self._split, self.split_wanted),
            (self._merge, self.merge_wanted),
            (self._discount, self.discount_wanted),
            (self._guest, self.guest_wanted),
        ):
            button.clicked.connect(self._leave)
            button.clicked.connect(then)
        for button, verb in ((self._new, options.new_order), (self._reprint, options.reprint_last)):
            button.clicked.connect(self._leave)
            button.clicked.connect(verb)
        options.counter.changed.connect(self._show)

    def offer_moves(self) -> None:
        """Lines can be split off, and orders merged."""
        for button in self._moves:
            button.show()

    def offer_service(self) -> None:
        """The order can be made cheaper, and somebody's whom the house knows."""
        self._discount.show()
        self._guest.show()

    def ask(self) -> None:
        """Open for the order on the counter."""
        self._show()
        self.open()

    def _button(self, words: str, icon: str, kind: Kind = Kind.PLAIN) -> Button:
        button = Button(self._theme, words, kind=kind, icon=icon)
        button.keep_at_least(200, 60)
        return button

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        rows = [ChipRow(kind, order_type_words(kind)) for kind in OrderType]
        self._kinds.show_rows(rows)
        column.addWidget(self._kinds)
        guests = QHBoxLayout()
        for part in (self._fewer, self._guests, self._more):
            guests.addWidget(part, 1)
        column.addLayout(guests)
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, button in enumerate(self._buttons):
            grid.addWidget(button, place // 2, place % 2)
        column.addLayout(grid)
        column.addStretch(1)
        self.set_content(content)

    @Slot()
    def _leave(self) -> None:
        self._quiet.cover(next(each for each in self._buttons if each is self.sender()))
        self.close_sheet()

    @Slot()
    def _show(self) -> None:
        counter = self._options.counter
        shown = counter.new if counter.order is None else counter.order
        words = translate("RegisterScreen", "New order")
        if counter.order is not None:
            words = translate("RegisterScreen", "Order {number}").format(number=counter.order.number)
        self.set_title(words)
        self._kinds.select(shown.order_type)
        self._guests.setText(guests_words(shown.guests))
        self._fewer.setEnabled(shown.guests > 0)
        self._cancel.setEnabled(counter.order is not None)
        self._new.setEnabled(counter.order is not None)
        has_lines = counter.order is not None and any(line.quantity > line.voided for line in counter.order.lines)
        for button in (*self._moves, self._discount):
            button.setEnabled(has_lines)

    @Slot(str)
    def _choose_kind(self, kind: str) -> None:
        self._options.change_type(OrderType(kind))

    @Slot()
    def _one_fewer(self) -> None:
        self._options.step_guests(-1)

    @Slot()
    def _one_more(self) -> None:
        self._options.step_guests(1)
