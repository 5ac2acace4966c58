"""What every page of the first run has: a place for its parts, what it asks, and whether one can go on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words

WIDEST, GAP, TALL = 1080, 12, 64


class FirstPage(Panel):
    """`title` and `explained` stand above it; `next_words` name the button that goes on, "" for a page without one.

    `said` is for the window's line of trouble; `ready_changed` follows when `is_ready` may have changed.
    """

    said = Signal(str)
    ready_changed = Signal()
    title = ""
    explained = ""
    next_words = ""
    leads_on = False
    """Nothing is left to fill in: the focus goes to the button that goes on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, Ground.PANEL)
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def is_ready(self) -> bool:
        """Whether what is asked was answered."""
        return True

    def enter(self) -> None:
        """The page is shown: say what is known and put the focus where the first answer goes."""

    def go_on(self) -> None:
        """The button that goes on was pressed."""

    def back(self) -> bool:
        """Whether the page itself had something to go back from."""
        return False

    def big_button(self, words: str, icon: str = "", kind: Kind = Kind.PLAIN, say: str = "") -> Button:
        """A button of this page, as tall as a thumb wants it."""
        button = Button(self._theme, words, icon=icon, kind=kind, say=say)
        button.keep_at_least(180, TALL)
        return button

    def words(self, words: str = "", voice: Voice = Voice.BODY) -> Words:
        """A sentence that wraps."""
        label = Words(self._theme, words, voice)
        label.setWordWrap(True)
        return label


class Scroll(QScrollArea):
    """One widget that may be taller than its place; flicked, not dragged."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._drag = Drag(self)


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("FirstRun", words)
