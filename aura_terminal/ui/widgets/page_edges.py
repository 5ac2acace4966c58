"""What stands around a page: a bar on top, one that turns days, one at the foot, and a panel at the side."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Edge, Panel, Voice, Words

NARROW = 1000
"""Pages narrower than this have narrow sides."""


LEAST_HEAD = 60
"""Pixels: as tall with words alone as with a button, so that titles stand in one place."""


class Head(Panel):
    """The bar on top of a page with parts in a row; further ones go into its `bar`."""

    def __init__(self, theme: Theme, *parts: QWidget) -> None:
        super().__init__(theme, edge=Edge.BOTTOM)
        self.bar = QHBoxLayout(self)
        self.bar.setContentsMargins(14, 6, 14, 6)
        self.bar.setSpacing(8)
        self.setMinimumHeight(LEAST_HEAD)
        for part in parts:
            self.bar.addWidget(part)


class TurningHead(Head):
    """A title between two arrows, behind what leads out of the page; `turned(days)` follows an arrow.

    The parts that are given stand before the first arrow; what goes into `bar` stands at its end.
    """

    turned = Signal(int)

    def __init__(self, theme: Theme, say_earlier: str, say_later: str, *parts: QWidget) -> None:
        super().__init__(theme, *parts)
        self.earlier = Button(theme, icon="chevron-left", say=say_earlier)
        self._title = Words(theme, "", Voice.TITLE)
        self.later = Button(theme, icon="chevron-right", say=say_later)
        for part in (self.earlier, self._title, self.later):
            self.bar.addWidget(part)
        self.bar.addStretch(1)
        self.earlier.clicked.connect(self._go_back)
        self.later.clicked.connect(self._go_on)

    def show_title(self, words: str) -> None:
        """What the page shows now."""
        self._title.setText(words)

    @Slot()
    def _go_back(self) -> None:
        self.turned.emit(-1)

    @Slot()
    def _go_on(self) -> None:
        self.turned.emit(1)


class Foot(Panel):
    """The bar at the foot: how far it is, and the buttons that end it."""

    def __init__(self, theme: Theme, state: Words, *buttons: Button) -> None:
        super().__init__(theme, edge=Edge.TOP)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 14, 8)
        line.setSpacing(10)
        line.addWidget(state, 1)
        for button in buttons:
            button.keep_at_least(120, 56)
            line.addWidget(button)


class Side(Panel):
    """The panel at the side: notices that wrap and big buttons, one below the other in its `column`."""

    def __init__(self, theme: Theme, width: int, narrow: int) -> None:
        super().__init__(theme, edge=Edge.START)
        self._width, self._narrow = width, narrow
        self.setFixedWidth(width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 14, 14, 14)
        self.column.setSpacing(10)

    def say(self, *notices: Words) -> None:
        """Notices, below what is there."""
        for words in notices:
            words.setWordWrap(True)
            self.column.addWidget(words)

    def offer(self, width: int, height: int, *buttons: Button) -> None:
        """Buttons of at least that size, below what is there."""
        for button in buttons:
            button.keep_at_least(width, height)
            self.column.addWidget(button)

    def fit(self, page_width: int) -> None:
        """Be narrow beside a narrow page."""
        self.setFixedWidth(self._narrow if page_width < NARROW else self._width)


def stand_beside(page: QWidget, left: QWidget | QVBoxLayout, side: QWidget) -> None:
    """Fill a page: `left` takes what the side leaves."""
    whole = QHBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    if isinstance(left, QWidget):
        whole.addWidget(left, 1)
    else:
        whole.addLayout(left, 1)
    whole.addWidget(side)
