"""Number keys of a till: 7-8-9 on top, with a column of functions, or large alone for counting money."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind

GAP = 6
TILL_ORDER = ("7", "8", "9", "4", "5", "6", "1", "2", "3")


@dataclass(frozen=True, slots=True)
class FunctionKey:
    """A key of the right column: words or an icon; `say` names a key that has only an icon."""

    id: str
    words: str = ""
    icon: str = ""
    say: str = ""


class Keypad(QWidget):
    """The register's keypad: nine digits, 00, 0 and a point, and up to four functions on the right.

    A till may put another key in the point's place; `say_point` names it where its words are too short to be spoken.

    `digit_tapped(text)` gives "0" to "9", "00" or the point exactly as it is shown; `function_tapped(id)` the rest. The
    keypad keeps no number: the view model does. Digits typed while it has the focus press the same keys.
    """

    digit_tapped = Signal(str)
    function_tapped = Signal(str)

    def __init__(
        self,
        theme: Theme,
        say: str,
        functions: Sequence[FunctionKey] = (),
        point: str = ".",
        say_point: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(say)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # 7 8 9 everywhere
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        least = (theme.metrics.target(16), theme.metrics.target(12))
        self._digits: dict[str, Button] = {}
        self._functions: dict[str, Button] = {}
        grid = _grid(self)
        for place, words in enumerate((*TILL_ORDER, "00", "0", point)):
            key = self._digits[words] = _key(theme, words, least, say_point if words == point else "")
            key.clicked.connect(self._tell_digit)
            grid.addWidget(key, place // 3, place % 3)
        for place, function in enumerate(functions):
            key = self._functions[function.id] = Button(
                theme, function.words, kind=Kind.FUNCTION, icon=function.icon, say=function.say
            )
            _size(key, least)
            key.clicked.connect(self._tell_function)
            grid.addWidget(key, place, 3)

    def mark_function(self, id: str) -> None:
        """Shows that function as the one digits are for; "" marks none."""
        for each, key in self._functions.items():
            if each == id:
                key.mark()
            else:
                key.unmark()

    def press(self, words: str) -> bool:
        """As if the key with these words had been tapped; False when there is no such key."""
        key = self._digits.get(words)
        if key is None:
            return False
        key.click()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.press(event.text()):
            super().keyPressEvent(event)

    def _tell_digit(self) -> None:
        sender = self.sender()
        self.digit_tapped.emit(next(words for words, key in self._digits.items() if key is sender))

    def _tell_function(self) -> None:
        sender = self.sender()
        self.function_tapped.emit(next(id for id, key in self._functions.items() if key is sender))


class PaymentPad(QWidget):
    """Large keys for amounts: 7-8-9 on top, 00, 0 and an eraser, each at least 20 mm square where there is room.

    `digit_tapped(text)` gives "0" to "9" or "00", `erase_tapped` the eraser. Amounts are typed as minor units from the
    right, so there is no point. Digits and Backspace typed while it has the focus press the same keys.
    """

    digit_tapped = Signal(str)
    erase_tapped = Signal()

    def __init__(self, theme: Theme, say: str, say_erase: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(say)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # 7 8 9 everywhere
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        least = (theme.metrics.target(20), theme.metrics.target(20))
        self._digits: dict[str, Button] = {}
        grid = _grid(self)
        for place, words in enumerate((*TILL_ORDER, "00", "0")):
            key = self._digits[words] = _key(theme, words, least)
            key.clicked.connect(self._tell_digit)
            grid.addWidget(key, place // 3, place % 3)
        self._erase = Button(theme, kind=Kind.FUNCTION, icon="delete", say=say_erase)
        _size(self._erase, least)
        self._erase.clicked.connect(self._tell_erase)
        grid.addWidget(self._erase, 3, 2)

    def press(self, words: str) -> bool:
        """As if the key with these words had been tapped; False when there is no such key."""
        key = self._digits.get(words)
        if key is None:
            return False
        key.click()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace:
            self._erase.click()
        elif not self.press(event.text()):
            super().keyPressEvent(event)

    def _tell_digit(self) -> None:
        sender = self.sender()
        self.digit_tapped.emit(next(words for words, key in self._digits.items() if key is sender))

    def _tell_erase(self) -> None:
        self.erase_tapped.emit()


def _grid(owner: QWidget) -> QGridLayout:
    grid = QGridLayout(owner)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GAP)
    return grid


def _key(theme: Theme, words: str, least: tuple[int, int], say: str = "") -> Button:
    key = Button(theme, words, kind=Kind.KEY, say=say)
    _size(key, least)
    return key


def _size(key: Button, least: tuple[int, int]) -> None:
    key.keep_at_least(*least)
    key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
