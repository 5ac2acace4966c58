"""One refusal, and one back office, as cards."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from aura_terminal.ui.screens.back_office.words import OfficeRow, RefusedRow
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.cards import Card
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.ui.widgets.tag import Tag

BUTTON_HEIGHT = 60
WAYS_ACROSS = 2
"""More beside each other have no room in a language with long words."""


class RefusedLine(Card):
    """`chosen(card_id, way)` follows a tap on a way out."""

    chosen = Signal(str, str)

    def __init__(self, theme: Theme, row: RefusedRow) -> None:
        super().__init__(theme, row.spoken)
        self._id = row.id
        self._buttons: list[tuple[Button, str]] = []
        head = QHBoxLayout()
        title = Words(theme, row.title, Voice.HEADING)
        title.setWordWrap(True)
        head.addWidget(title, 1)
        head.addWidget(Words(theme, row.time, Voice.MUTED), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(6)
        column.addLayout(head)
        for told in row.story:
            line = Words(theme, told, Voice.MUTED)
            line.setWordWrap(True)
            column.addWidget(line)
        column.addSpacing(8)
        column.addLayout(self._ways(theme, row))

    def _ways(self, theme: Theme, row: RefusedRow) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        for place, way in enumerate(row.ways):
            button = Button(theme, way.words, say=f"{way.words}. {way.effect}")
            button.keep_at_least(120, BUTTON_HEIGHT)
            button.clicked.connect(self._tell)
            self._buttons.append((button, way.way.value))
            effect = Words(theme, way.effect, Voice.SMALL)
            effect.setWordWrap(True)
            line, column = divmod(place, WAYS_ACROSS)
            grid.addWidget(button, 2 * line, column)
            grid.addWidget(effect, 2 * line + 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        return grid

    def _tell(self) -> None:
        sender = self.sender()
        self.chosen.emit(self._id, next(way for button, way in self._buttons if button is sender))


class OfficeLine(Card):
    """A back office with its figures; nothing on it is a target."""

    def __init__(self, theme: Theme, row: OfficeRow) -> None:
        super().__init__(theme, row.spoken)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 16)
        column.setSpacing(8)
        title = Words(theme, row.name, Voice.HEADING)
        title.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(Tag(theme, row.pill), 0, Qt.AlignmentFlag.AlignLeft)
        if row.trouble:
            trouble = Words(theme, row.trouble, Voice.WARNING)
            trouble.setWordWrap(True)
            column.addWidget(trouble)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setColumnStretch(0, 1)
        for place, (name, value) in enumerate(row.figures):
            grid.addWidget(Words(theme, name, Voice.MUTED), place, 0)
            grid.addWidget(Words(theme, value, Voice.STRONG), place, 1, Qt.AlignmentFlag.AlignRight)
        column.addLayout(grid)
