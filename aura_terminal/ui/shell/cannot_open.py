"""The window that says why this terminal cannot open, to whoever started it from a desktop and sees no command line."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ui.language.heard import heard, heard_of
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words

LEAST_WIDTH, LEAST_HEIGHT = 1024, 700
WIDEST, SIDE, GAP, TALL = 760, 36, 24, 64


class CannotOpen(QMainWindow):
    """One sentence, what to do about it, and the two ways on; Enter tries again, Escape closes."""

    again = Signal()

    def __init__(self, said: str | Unavailable, theme: Theme) -> None:
        super().__init__()
        self.setWindowTitle("Aura Terminal")
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        body = Panel(theme, Ground.PANEL)
        self.setCentralWidget(body)
        words = heard(said) if isinstance(said, str) else heard_of(said)
        sentence = Words(theme, words, Voice.BODY)
        sentence.setWordWrap(True)
        sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close, again = Button(theme, tr("Close")), Button(theme, tr("Try again"), kind=Kind.PRIMARY)
        close.keep_at_least(180, TALL)
        again.keep_at_least(260, TALL)
        close.clicked.connect(self.close)
        again.clicked.connect(self._try_again)
        foot = QHBoxLayout()
        foot.addWidget(close)
        foot.addStretch(1)
        foot.addWidget(again)
        middle = Panel(theme, Ground.PANEL)
        middle.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(middle)
        inside.setSpacing(GAP)
        inside.addStretch(1)
        inside.addWidget(Words(theme, tr("This terminal cannot open"), Voice.TITLE))
        inside.addWidget(sentence)
        inside.addSpacing(GAP)
        inside.addLayout(foot)
        inside.addStretch(2)
        whole = QHBoxLayout(body)
        whole.setContentsMargins(SIDE, GAP, SIDE, GAP)
        whole.addStretch(1)
        whole.addWidget(middle, 100)
        whole.addStretch(1)
        again.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            focused.click() if isinstance(focused, Button) else self._try_again()
        else:
            super().keyPressEvent(event)

    def _try_again(self) -> None:
        self.again.emit()
        self.close()


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("CannotOpen", words)
