"""One terminal of the store as a card."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from aura_terminal.ui.screens.terminals.words import TerminalRow, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.cards import Card
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.tag import Tag

LABEL_WIDTH, LEAST_HEIGHT = 92, 84


class TerminalLine(Card):
    """Its label, how long ago it was heard, what it lacks; `remove_tapped(terminal_id)` from its button."""

    remove_tapped = Signal(str)

    def __init__(self, theme: Theme, row: TerminalRow) -> None:
        super().__init__(theme, row.spoken)
        self._id = row.id
        self.setMinimumHeight(LEAST_HEIGHT)
        label = Words(theme, row.label, Voice.TITLE)
        label.setFixedWidth(LABEL_WIDTH)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addStretch(1)
        words.addWidget(Tag(theme, row.pill), 0, Qt.AlignmentFlag.AlignLeft)
        for text, voice in ((row.facts, Voice.SMALL), (row.trouble, Voice.WARNING)):
            if text:
                line = Words(theme, text, voice)
                line.setWordWrap(True)
                words.addWidget(line)
        words.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(18, 10, 12, 10)
        whole.addWidget(label)
        whole.addLayout(words, 1)
        if row.remove:
            remove = Button(theme, tr("Remove"), kind=Kind.GRAVE, icon="trash-2", say=row.remove)
            remove.keep_at_least(128, 52)
            remove.clicked.connect(self._tell)
            whole.addWidget(remove)

    def _tell(self) -> None:
        self.remove_tapped.emit(self._id)
