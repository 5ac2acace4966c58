"""A pad for PINs: 1-2-3 on top, dots instead of digits, and nothing an onlooker could read from it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.labels import Voice, Words

GAP, DOT, DOT_PITCH = 8, 14, 26
MOST_DIGITS = 8
DIGITS = "1234567890"
ENTERING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class PinWords:
    """The words of a pad: its name, and what its eraser and its confirming key are called."""

    say: str
    erase: str
    enter: str


class PinPad(QWidget):
    """Digits by touch or keyboard; `entered(pin)` on the confirming key or Enter, once `least` digits are there.

    The typed digits are forgotten as soon as they are told. Keys show no pressed face and the number of digits is not
    spoken. `show_message` puts a line under the dots; `hold`/`release` refuse and accept input again (the growing wait
    after wrong PINs).
    """

    entered = Signal(str)

    def __init__(self, theme: Theme, words: PinWords, least: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._typed = ""
        self.setAccessibleName(words.say)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dots = Dots(theme, self)
        self._message = Words(theme, "", Voice.REFUSAL)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._keys = QWidget()
        grid = QGridLayout(self._keys)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for place, digit in enumerate("123456789"):
            grid.addWidget(self._digit(theme, digit), place // 3, place % 3)
        grid.addWidget(self._key(theme, "", "delete", words.erase, self._erase), 3, 0)
        grid.addWidget(self._digit(theme, "0"), 3, 1)
        grid.addWidget(self._key(theme, "", "check", words.enter, self._enter), 3, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for part in (self._dots, self._message, self._keys):
            column.addWidget(part)
        self._keys.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # 1 2 3 everywhere

    def type_digit(self, digit: str) -> None:
        """As if that key had been tapped."""
        self._add(digit)

    def clear(self) -> None:
        """Forgets what was typed."""
        self._type("")

    def show_message(self, words: str) -> None:
        """A line under the dots, such as why a PIN was refused; "" takes it away."""
        self._message.setText(words)

    def hold(self) -> None:
        """Takes no input until `release`."""
        self.clear()
        self._keys.setEnabled(False)

    def release(self) -> None:
        """Takes input again."""
        self._keys.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.isEnabled():
            return
        if event.text() and event.text() in DIGITS:
            self._add(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif event.key() in ENTERING:
            self._enter()
        else:
            super().keyPressEvent(event)

    def _digit(self, theme: Theme, digit: str) -> Button:
        key = self._key(theme, digit, "", digit, self._add_sender)
        key.setProperty("digit", digit)
        return key

    def _key(self, theme: Theme, words: str, icon: str, say: str, then: Callable[[], None]) -> Button:
        key = PlainKey(theme, words, kind=Kind.KEY, icon=icon, say=say)
        key.keep_at_least(theme.metrics.target(20), theme.metrics.target(14))
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        key.clicked.connect(then)
        return key

    def _add_sender(self) -> None:
        self._add(str(self.sender().property("digit")))

    def _add(self, digit: str) -> None:
        if len(self._typed) < MOST_DIGITS:
            self._message.setText("")
            self._type(self._typed + digit)

    def _erase(self) -> None:
        self._type(self._typed[:-1])

    def _enter(self) -> None:
        pin = self._typed
        if len(pin) >= self._least:
            self.clear()
            self.entered.emit(pin)

    def _type(self, digits: str) -> None:
        self._typed = digits
        self._dots.show_count(len(digits))


class PlainKey(Button):
    """A key that looks the same while it is held down."""

    def setDown(self, down: bool) -> None:
        super().setDown(False)

    def isDown(self) -> bool:
        return False


class Dots(QWidget):
    """One dot for each digit; part of `PinPad`."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_count(self, count: int) -> None:
        """Paints that many dots."""
        self._count = count
        self.update()

    def count(self) -> int:
        """How many dots are painted."""
        return self._count

    def sizeHint(self) -> QSize:
        return QSize(MOST_DIGITS * DOT_PITCH, 2 * DOT_PITCH)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), Qt.LayoutDirection.LeftToRight)
        left = (self.width() - self._count * DOT_PITCH) / 2
        for place in range(self._count):
            dot = QRectF(left + place * DOT_PITCH + (DOT_PITCH - DOT) / 2, (self.height() - DOT) / 2, DOT, DOT)
            canvas.pill(dot, look.color.text)
        if self._count == 0:
            line = QRectF(self.width() / 2 - 60, self.height() / 2 + DOT, 120, 2)
            canvas.fill(line, look.color.outline_strong)
        canvas.painter.end()
