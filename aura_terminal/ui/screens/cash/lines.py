"""A table of lines that is flicked: words with a remark below, and an amount at the end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from aura_terminal.ui.screens.cash.words import Line
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Voice, Words

AMOUNT_WIDTH, GAP = 96, 3
END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class Lines(QScrollArea):
    """Shows Lines; the same ones again change nothing."""

    def __init__(self, theme: Theme, say: str) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[Line, ...] | None = None
        self.setAccessibleName(say)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._drag = Drag(self)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines or ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Replaces the table."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        at = self.verticalScrollBar().value()
        table = self._table()
        self.setWidget(table)
        table.setAutoFillBackground(False)  # which setting it has turned on
        self.verticalScrollBar().setValue(at)

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(18, 10, 18, 18)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(1, AMOUNT_WIDTH)
        for place, line in enumerate(self.lines):
            words = self._wrapped(line.words, _voice(line))
            words.setContentsMargins(0, 12 if line.is_heading else 6, 0, 0)
            grid.addWidget(words, 2 * place, 0, 1, 1 if line.amount else 2)
            if line.amount:
                amount = Words(self._theme, line.amount, self._amount_voice(line))
                amount.setContentsMargins(0, 6, 0, 0)
                amount.setAlignment(END)
                grid.addWidget(amount, 2 * place, 1)
            if line.remark:
                grid.addWidget(self._wrapped(line.remark, Voice.SMALL), 2 * place + 1, 0, 1, 2)
        grid.setRowStretch(2 * len(self.lines), 1)
        return table

    def _wrapped(self, words: str, voice: Voice) -> Words:
        line = Words(self._theme, words, voice)
        line.setWordWrap(True)
        return line

    def _amount_voice(self, line: Line) -> Voice:
        return Voice.WARNING if line.is_warning else Voice.AMOUNT if line.is_sum else Voice.BODY


def _voice(line: Line) -> Voice:
    if line.is_warning:
        return Voice.WARNING
    return Voice.HEADING if line.is_heading or line.is_sum else Voice.BODY
