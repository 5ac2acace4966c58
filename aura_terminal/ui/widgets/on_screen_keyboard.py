"""Letters to tap, for notes and searches on a screen without a keyboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind

GAP, LEAST_GAP = 6, 0
LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SIGNS = ("1234567890", "-/:;()&@%+", ".,?!'\"#*")


@dataclass(frozen=True, slots=True)
class KeyboardWords:
    """The words on its wide keys, and the spoken names of those with an icon."""

    space: str
    done: str
    shift: str
    erase: str
    signs: str = "123"
    letters: str = "ABC"


class Page(Enum):
    """Which keys are shown."""

    SMALL = auto()
    CAPITAL = auto()
    SIGNS = auto()


class OnScreenKeyboard(QWidget):
    """Emits what a person taps: `typed(text)`, `erased()`, `finished()`; connect the first two to `insert` and
    `backspace` of a line edit. It never takes the focus from the field. `letters` are the rows of the people's own
    layout. After one capital it falls back to small letters; the first letter of a text is a capital when `begin` was
    called.
    """

    typed = Signal(str)
    erased = Signal()
    finished = Signal()

    def __init__(
        self, theme: Theme, words: KeyboardWords, letters: Sequence[str] = LETTERS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._letters = tuple(letters)
        self._page = Page.SMALL
        self._keys: list[list[Button]] = []
        self._shift = self._button("", "chevron-up", words.shift, self._turn_case)
        self._switch = self._button(words.signs, "", words.signs, self._turn_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._widest = max(len(row) for row in (*self._letters, *SIGNS))
        self._lines = [self._line(place, self._widest) for place in range(len(self._letters))]
        for line in self._lines:
            column.addLayout(line)
        column.addLayout(self._foot())
        self._show()

    def begin(self) -> None:
        """Starts a new text: small letters after one capital."""
        self._page = Page.CAPITAL
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        spare = self.width() - self._widest * self._theme.metrics.target()
        for line in self._lines:  # where it is narrow the gaps give way, not the keys
            line.setSpacing(max(LEAST_GAP, min(GAP, spare // max(1, self._widest - 1))))

    def _line(self, place: int, widest: int) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        last = place == len(self._letters) - 1
        if last:
            line.addWidget(self._shift, 3)
        most = widest if not last else max(len(self._letters[place]), len(SIGNS[min(place, len(SIGNS) - 1)]))
        keys = []
        for _ in range(most):
            key = self._button("", "", "", self._tell)
            line.addWidget(key, 2)
            keys.append(key)
        self._keys.append(keys)
        if last:
            line.addWidget(self._button("", "delete", self._words.erase, self._erase), 3)
        return line

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._switch, 3)
        line.addWidget(self._button(self._words.space, "", self._words.space, self._space), 10)
        done = self._button(self._words.done, "", self._words.done, self._finish)
        done.show_kind(Kind.PRIMARY)
        line.addWidget(done, 4)
        return line

    def _button(self, words: str, icon: str, say: str, then: Callable[[], None]) -> Button:
        key = Button(self._theme, words, kind=Kind.KEY if not say else Kind.PLAIN, icon=icon, say=say)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        key.keep_at_least(44, self._theme.metrics.target(12))
        key.clicked.connect(then)
        return key

    def _show(self) -> None:
        for place, keys in enumerate(self._keys):
            row = SIGNS[min(place, len(SIGNS) - 1)] if self._page is Page.SIGNS else self._letters[place]
            row = row.upper() if self._page is Page.CAPITAL else row
            for key, words in zip(keys, row.ljust(len(keys)), strict=False):
                key.show_words(words.strip(), say=words.strip())
                key.setVisible(words != " ")
        if self._page is Page.CAPITAL:
            self._shift.mark()
        else:
            self._shift.unmark()
        self._shift.setEnabled(self._page is not Page.SIGNS)
        self._switch.show_words(self._words.letters if self._page is Page.SIGNS else self._words.signs)

    def _tell(self) -> None:
        sender = self.sender()
        text = next(key.words for keys in self._keys for key in keys if key is sender)
        self.typed.emit(text)
        if self._page is Page.CAPITAL:
            self._turn_case()

    def _turn_case(self) -> None:
        self._page = Page.SMALL if self._page is Page.CAPITAL else Page.CAPITAL
        self._show()

    def _turn_page(self) -> None:
        self._page = Page.SMALL if self._page is Page.SIGNS else Page.SIGNS
        self._show()

    def _space(self) -> None:
        self.typed.emit(" ")

    def _erase(self) -> None:
        self.erased.emit()

    def _finish(self) -> None:
        self.finished.emit()
