"""A table of figures that scrolls: words, a count, an amount."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from aura_terminal.ui.screens.day.words import FigureLine
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Voice, Words

COUNT_WIDTH, AMOUNT_WIDTH, GAP = 72, 132, 7
END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Figures(QScrollArea):
    """Shows FigureLines; the same ones again change nothing."""

    def __init__(self, theme: Theme, say: str) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[FigureLine, ...] = ()
        self.setAccessibleName(say)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._drag = Drag(self)

    @property
    def lines(self) -> tuple[FigureLine, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[FigureLine]) -> None:
        """Replaces the table."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        at = self.verticalScrollBar().value()
        table = self._table()
        self.setWidget(table)
        table.setAutoFillBackground(False)  # a scroll area fills what it is given
        self.verticalScrollBar().setValue(at)

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(20, 10, 20, 20)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, COUNT_WIDTH)
        grid.setColumnMinimumWidth(2, AMOUNT_WIDTH)
        for row, line in enumerate(self._lines):
            is_heading = not (line.count or line.amount)
            voice = Voice.HEADING if is_heading or line.is_sum else Voice.BODY
            words = Words(self._theme, line.words, voice)
            words.setWordWrap(True)
            words.setContentsMargins(0 if is_heading or line.is_sum else 16, 10 if is_heading else 0, 0, 0)
            grid.addWidget(words, row, 0)
            grid.addWidget(_at_the_end(Words(self._theme, line.count, Voice.MUTED)), row, 1)
            amount = Voice.AMOUNT if line.is_sum else Voice.BODY
            grid.addWidget(_at_the_end(Words(self._theme, line.amount, amount)), row, 2)
        grid.setRowStretch(len(self._lines), 1)
        return table


def _at_the_end(words: Words) -> Words:
    words.setAlignment(END)
    return words
