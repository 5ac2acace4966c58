"""What can be decided about the whole order, and which order is on the counter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.order_act import Group, OrderAct
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

CANCEL = "cancel"


COLUMNS = 4
WIDTH, HEIGHT = 976, 720
LOWEST, MOST_ROWS = 48, 7
COMMON = ("courses", "repeat", "hold", "fire", "split", "check", "discount", "table", "guest", "name", "new", "orders")
"""What is tapped most, the commonest first."""
KEYS = "1234567890QWERTYUIOPASDFGHJKLZXCVBNM"
"""The key of each button, in reading order."""


class OptionsSheet(Sheet):
    """Kind, guests, and the ways on: each button closes it and says what is wanted. Splitting and merging are offered
    once `offer_moves` was called, discounts and known guests once `offer_service` was, other acts by `offer`.

    Buttons stand in groups under captions, the commonest first, and answer a key each: the digits, then the letters.
    """

    table_wanted = Signal()
    name_wanted = Signal()
    open_orders_wanted = Signal()
    cancel_wanted = Signal()
    split_wanted = Signal()
    merge_wanted = Signal()
    discount_wanted = Signal()
    guest_wanted = Signal()

    def __init__(self, options: OrderOptionsModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", translate("RegisterScreen", "Close"), WIDTH, HEIGHT)
        self._options, self._theme = options, theme
        self._kinds = Chips(theme, self.tr("Kind of order"))
        self._fewer = Button(theme, icon="minus", say=self.tr("One guest fewer"))
        self._guests = Words(theme, "", Voice.STRONG)
        self._guests.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._more = Button(theme, icon="plus", say=self.tr("One guest more"))
        self._grid = QGridLayout()
        self._captions = {group: Words(theme, words, Voice.CAPTION) for group, words in group_words().items()}
        self._acts: list[tuple[OrderAct, Button]] = []
        self._quiet = Quiet(host)
        self._arrange()
        self._kinds.chosen.connect(self._choose_kind)
        self._fewer.clicked.connect(self._one_fewer)
        self._more.clicked.connect(self._one_more)
        for act in self._own():
            self.offer(act)
        options.counter.changed.connect(self._show)

    def offer(self, act: OrderAct) -> None:
        """One more button, behind those of its group."""
        kind = Kind.GRAVE if act.id == CANCEL else Kind.PLAIN
        button = Button(self._theme, act.words, kind=kind, icon=act.icon)
        button.keep_at_least(160, LOWEST)
        button.clicked.connect(self._leave)
        self._acts.append((act, button))
        self._acts.sort(key=lambda each: _place_of(each[0]))
        self._place()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = KEYS.find(event.text().upper()) if event.text() else -1
        if 0 <= place < len(self._acts) and not event.isAutoRepeat():
            self._acts[place][1].click()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        """Captions and buttons, group after group; more than fill the sheet get a column more."""
        groups = {group: [each for each in self._acts if each[0].group is group] for group in self._captions}
        columns = COLUMNS if _rows_in(groups.values(), COLUMNS) <= MOST_ROWS else COLUMNS + 1
        row = 0
        for group, acts in groups.items():
            if not acts:
                self._captions[group].hide()
                continue
            self._grid.addWidget(self._captions[group], row, 0, 1, columns)
            self._captions[group].show()
            for place, (_, button) in enumerate(acts):
                self._grid.addWidget(button, row + 1 + place // columns, place % columns)
            row += 1 + -(-len(acts) // columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def offer_moves(self) -> None:
        """Lines can be split off, and orders merged."""
        self.offer(OrderAct("split", self.tr("Split off"), "split", self.split_wanted.emit, Group.MONEY, True, True))
        self.offer(OrderAct("merge", self.tr("Merge"), "merge", self.merge_wanted.emit, Group.PARTY, True, True))

    def offer_service(self) -> None:
        """The order can be made cheaper, and somebody's whom the house knows."""
        lower = self.discount_wanted.emit
        self.offer(OrderAct("discount", self.tr("Discount"), "percent", lower, Group.MONEY, True, True))
        self.offer(OrderAct("guest", self.tr("Known guest"), "id-card", self.guest_wanted.emit, Group.PARTY, False))

    def ask(self) -> None:
        """Open for the order on the counter."""
        self._show()
        self.open()

    def _own(self) -> tuple[OrderAct, ...]:
        new, again = self._options.new_order, self._options.reprint_last
        return (
            OrderAct("table", self.tr("Table"), "armchair", self.table_wanted.emit, Group.PARTY, False),
            OrderAct("name", self.tr("Guest name"), "user", self.name_wanted.emit, Group.PARTY, False),
            OrderAct("new", self.tr("New order"), "plus", new),
            OrderAct("orders", self.tr("Open orders"), "layers", self.open_orders_wanted.emit, needs_order=False),
            OrderAct("reprint", self.tr("Last receipt again"), "printer", again, needs_order=False),
            OrderAct(CANCEL, self.tr("Cancel order"), "trash-2", self.cancel_wanted.emit),
        )

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        rows = [ChipRow(kind, order_type_words(kind)) for kind in OrderType]
        self._kinds.show_rows(rows)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._kinds, 3)
        for part in (self._fewer, self._guests, self._more):
            head.addWidget(part, 1)
        column.addLayout(head)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(4)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.set_content(content)

    @Slot()
    def _leave(self) -> None:
        act, button = next(each for each in self._acts if each[1] is self.sender())
        self._quiet.cover(button)
        self.close_sheet()
        act.ask()

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
        has_order = counter.order is not None
        has_lines = counter.order is not None and any(line.quantity > line.voided for line in counter.order.lines)
        for act, button in self._acts:
            button.setEnabled((has_order or not act.needs_order) and (has_lines or not act.needs_lines))

    @Slot(str)
    def _choose_kind(self, kind: str) -> None:
        self._options.change_type(OrderType(kind))

    @Slot()
    def _one_fewer(self) -> None:
        self._options.step_guests(-1)

    @Slot()
    def _one_more(self) -> None:
        self._options.step_guests(1)


def group_words() -> dict[Group, str]:
    """What the groups are called, in the order of how often they are asked for."""
    return {
        Group.DISHES: translate("RegisterScreen", "Dishes"),
        Group.MONEY: translate("RegisterScreen", "Money"),
        Group.PARTY: translate("RegisterScreen", "Guests and table"),
        Group.ORDER: translate("RegisterScreen", "Order"),
    }


def _place_of(act: OrderAct) -> tuple[int, int, bool]:
    """Group by group; within one what is tapped most comes first, and what takes the order back last."""
    common = COMMON.index(act.id) if act.id in COMMON else len(COMMON)
    return list(group_words()).index(act.group), common, act.id == CANCEL


def _rows_in(groups: Iterable[Sequence[object]], columns: int) -> int:
    return sum(-(-len(acts) // columns) for acts in groups)
