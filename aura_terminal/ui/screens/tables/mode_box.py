"""What taps on tables are for just now, and the way out of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.screens.tables.empty_box import SizeGrid
from aura_terminal.ui.screens.tables.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Voice, Words

TALL = 60


class ModeBox(QWidget):
    """A sentence, and buttons: `finished`, `cancelled`, `sized(guests)` where several free tables were picked."""

    finished = Signal()
    cancelled = Signal()
    sized = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words(theme, "", Voice.STATION)
        self._words = Words(theme, "", Voice.BODY)
        self._words.setWordWrap(True)
        self._sizes = SizeGrid(theme)
        self._done = Button(theme, tr("Done"), kind=Kind.PRIMARY, icon="check")
        self._cancel = Button(theme, tr("Cancel"), icon="x")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self._title, self._words, self._sizes, self._done, self._cancel):
            column.addWidget(part)
        for button in (self._done, self._cancel):
            button.keep_at_least(120, TALL)
        self._sizes.chosen.connect(self.sized)
        self._done.clicked.connect(self.finished)
        self._cancel.clicked.connect(self.cancelled)

    def show_mode(self, title: str, words: str, done: str = "", *, asks_size: bool = False) -> None:
        """What is going on; `done` are the words of the button that ends it well, "" for none."""
        self._title.setText(title)
        self._words.setText(words)
        self._sizes.setVisible(asks_size)
        self._done.setVisible(bool(done))
        self._done.show_words(done)
