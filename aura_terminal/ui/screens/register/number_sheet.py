"""A question that is answered with number keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.register.quiet import Quiet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.keypad import PaymentPad
from aura_terminal.ui.widgets.sheet import Sheet

translate = QCoreApplication.translate
MOST_DIGITS = 7
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NumberSheet(Sheet):
    """Digits, Backspace and Enter work from real keys as from its pad; an Enter that is held down counts once.

    `_number` is what was typed from the right. A sheet says what follows: `_show` after every key, `_finish` after
    Enter; `_takes` bounds the number, `_has_pad` is False while something else is typed. What keeps its digits
    elsewhere has `_press` and `_erase` of its own.
    """

    def __init__(
        self, theme: Theme, host: QWidget, title: str, widest: int, tallest: int, say_pad: str = ""
    ) -> None:  # fmt: skip
        super().__init__(theme, host, title, translate("RegisterScreen", "Close"), widest, tallest)
        self._number = 0
        say_erase = translate("RegisterScreen", "Erase")
        self._pad = PaymentPad(theme, say_pad or translate("RegisterScreen", "Number keys"), say_erase)
        self._pad.digit_tapped.connect(self._press)
        self._pad.erase_tapped.connect(self._erase)
        self._quiet = Quiet(host)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if self._has_pad and len(text) == 1 and text.isdecimal() and text.isascii():
            self._press(text)
        elif self._has_pad and event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif event.key() in ENTERING and not event.isAutoRepeat():
            self._finish()
        elif event.key() not in ENTERING:
            super().keyPressEvent(event)

    @property
    def _has_pad(self) -> bool:
        """Whether a number is typed now."""
        return True

    def _takes(self, number: int) -> bool:
        """Whether so much may be typed."""
        return len(str(number)) <= MOST_DIGITS

    @Slot(str)
    def _press(self, digits: str) -> None:
        number = int(f"{self._number}{digits}")
        if self._takes(number):
            self._number = number
            self._show()

    @Slot()
    def _erase(self) -> None:
        self._number //= 10
        self._show()

    @Slot()
    def _show(self) -> None:
        """Show what is typed now."""

    @Slot()
    def _finish(self) -> None:
        """What was typed is meant."""

    def _close_over(self, button: QWidget) -> None:
        """Close, and let the second tap of a nervous finger meet nothing where this button was."""
        self._quiet.cover(button)
        self.close_sheet()
