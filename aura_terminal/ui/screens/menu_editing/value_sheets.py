"""What a field holds, typed or chosen: amounts and numbers on a pad, one or many of a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.menu_editing.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.sheet import Sheet

MOST_DIGITS = 9
TWO_DECIMALS = "EUR"
"""A currency that is written with two; its sign is never shown here."""
TALL = 56
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FigureSheet(Sheet):
    """An amount or a number, digit by digit from the right; `typed(id, minor)` follows Done.

    `minor` counts minor units for an amount. Where less than nothing makes sense, a key turns the sign.
    """

    typed = Signal(str, int)

    def __init__(self, theme: Theme, host: QWidget, money: MoneyText) -> None:
        super().__init__(theme, host, "", tr("Close"), 460, 640)
        self._money = money
        self._id, self._digits, self._currency, self._is_less = "", "", "", False
        self._figure = Words(theme, "", Voice.TOTAL)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pad = PaymentPad(theme, tr("Figure"), tr("Erase"))
        self._sign = Button(theme, tr("More or less"), icon="plus")
        self._sign.keep_at_least(120, TALL)
        self._done = Button(theme, tr("Done"), kind=Kind.PRIMARY)
        self._done.keep_at_least(200, TALL)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._figure)
        column.addWidget(self._pad, 1)
        self.set_content(content)
        self.set_actions(self._sign, self._done)
        self._pad.digit_tapped.connect(self._press)
        self._pad.erase_tapped.connect(self._erase)
        self._sign.clicked.connect(self._turn)
        self._done.clicked.connect(self._finish)

    def ask_amount(self, id: str, title: str, amount: Money, *, signed: bool = False) -> None:
        """Open for an amount."""
        self._currency, self._is_less = amount.currency, amount.minor < 0
        self._ask(id, title, abs(amount.minor))
        self._sign.setVisible(signed)

    def ask_hundredths(self, id: str, title: str) -> None:
        """Open for a figure with two decimals, more or less than nothing."""
        self.ask_amount(id, title, Money(0, TWO_DECIMALS), signed=True)

    def ask_number(self, id: str, title: str, number: int) -> None:
        """Open for a whole number."""
        self._currency, self._is_less = "", False
        self._ask(id, title, number)
        self._sign.setVisible(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTERING:
            self._finish()
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif not self._pad.press(event.text()):
            super().keyPressEvent(event)

    def _ask(self, id: str, title: str, number: int) -> None:
        self._id, self._digits, self._is_fresh = id, str(number), True
        self.set_title(title)
        self._show()
        self.open()

    @property
    def _minor(self) -> int:
        figure = int(self._digits or "0")
        return -figure if self._is_less else figure

    def _show(self) -> None:
        self._figure.setText(self._money.amount(Money(self._minor, self._currency)) if self._currency else self._digits)
        self._sign.show_icon("minus" if self._is_less else "plus")

    @Slot(str)
    def _press(self, digits: str) -> None:
        before = "" if self._is_fresh else self._digits
        self._is_fresh = False
        if len(before) + len(digits) <= MOST_DIGITS:
            self._digits = str(int(f"{before}{digits}"))
        self._show()

    @Slot()
    def _erase(self) -> None:
        self._is_fresh = False
        self._digits = self._digits[:-1] or "0"
        self._show()

    @Slot()
    def _turn(self) -> None:
        self._is_less = not self._is_less
        self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.typed.emit(self._id, self._minor)


class OneSheet(Sheet):
    """One of a list; `picked(id, choice)` follows the tap."""

    picked = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 760, 600)
        self._id = ""
        self._list = ChoiceList(theme, tr("Choices"), Picking.ONE)
        self._list.setMinimumHeight(200)
        self.set_content(self._list)
        self._list.tapped.connect(self._finish)

    def ask(self, id: str, title: str, rows: Sequence[ChoiceRow]) -> None:
        """Open with the choices there are; the one in force is ticked."""
        self._id = id
        self.set_title(title)
        self._list.setAccessibleName(title)
        self._list.show_rows(rows)
        self.open()

    @Slot(str)
    def _finish(self, choice: str) -> None:
        self.close_sheet()
        self.picked.emit(self._id, choice)


class ManySheet(Sheet):
    """Any of a list, in the order they were ticked; `chosen(id, ids)` follows Done."""

    chosen = Signal(str, object)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 820, 620)
        self._id = ""
        self._rows: tuple[ChoiceRow, ...] = ()
        self._ticked: list[str] = []
        self._list = ChoiceList(theme, tr("Choices"), Picking.MANY)
        self._list.setMinimumHeight(240)
        self._order = Words(theme, "", Voice.MUTED)
        self._order.setWordWrap(True)
        content = QWidget()
        column = QHBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._list, 1)
        self.set_content(content)
        self._done = Button(theme, tr("Done"), kind=Kind.PRIMARY)
        self._done.keep_at_least(200, TALL)
        self.set_actions(self._done)
        self._list.tapped.connect(self._tick)
        self._done.clicked.connect(self._finish)

    def ask(self, id: str, title: str, rows: Sequence[ChoiceRow], ticked: Sequence[str]) -> None:
        """Open with the choices there are; some are ticked already."""
        self._id, self._rows, self._ticked = id, tuple(rows), [str(one) for one in ticked]
        self.set_title(title)
        self._list.setAccessibleName(title)
        self._show()
        self.open()

    def _show(self) -> None:
        self._list.show_rows([
            ChoiceRow(row.id, row.words, self._place(row.id) or row.detail, int(row.id in self._ticked))
            for row in self._rows
        ])  # fmt: skip

    def _place(self, id: str) -> str:
        return str(self._ticked.index(id) + 1) if id in self._ticked and len(self._ticked) > 1 else ""

    @Slot(str)
    def _tick(self, id: str) -> None:
        if id in self._ticked:
            self._ticked.remove(id)
        else:
            self._ticked.append(id)
        self._show()

    @Slot()
    def _finish(self) -> None:
        self.close_sheet()
        self.chosen.emit(self._id, tuple(self._ticked))
