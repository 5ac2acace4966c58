"""One conflict as a card: what happened, and the ways out side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from aura_terminal.ui.screens.conflicts.words import InboxRow
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.cards import Card
from aura_terminal.ui.widgets.labels import Voice, Words

BUTTON_HEIGHT = 60


class ConflictLine(Card):
    """`chosen(conflict_id, choice)` follows a tap on a way out."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, row: InboxRow) -> None:
        super().__init__(theme, row.spoken)
        self._id = row.id
        self._buttons: list[tuple[Button, str]] = []
        head = QHBoxLayout()
        title = Words(theme, row.title, Voice.HEADING)
        title.setWordWrap(True)
        head.addWidget(title, 1)
        head.addWidget(Words(theme, row.amount, Voice.AMOUNT), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(6)
        column.addLayout(head)
        for told in row.story:
            line = Words(theme, told, Voice.MUTED)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for place, choice in enumerate(row.choices):
            button = Button(theme, choice.words, say=f"{choice.words}. {choice.effect}")
            button.keep_at_least(120, BUTTON_HEIGHT)
            button.clicked.connect(self._tell)
            self._buttons.append((button, choice.code.value))
            effect = Words(theme, choice.effect, Voice.SMALL)
            effect.setWordWrap(True)
            grid.addWidget(button, 0, place)
            grid.addWidget(effect, 1, place, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)

    def _tell(self) -> None:
        sender = self.sender()
        self.chosen.emit(self._id, next(code for button, code in self._buttons if button is sender))
