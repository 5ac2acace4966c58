"""Lines that say what stands against something, each with what to do; they scroll where there are many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from aura_terminal.ui.screens.day.checks import CheckWords, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Voice, Words

GAP, BETWEEN = 2, 12


class CheckList(QScrollArea):
    """Shows a sentence about the whole and CheckWords below it; what refuses comes first and says so."""

    def __init__(self, theme: Theme, say: str) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[str, tuple[CheckWords, ...]] = ("", ())
        self.setAccessibleName(say)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._drag = Drag(self)

    def show_checks(self, about: str, checks: Sequence[CheckWords]) -> None:
        """Replaces the list; the same again changes nothing."""
        shown = (about, tuple(sorted(checks, key=lambda check: not check.refuses)))
        if shown == self._shown and self.widget() is not None:
            return
        self._shown = shown
        at = self.verticalScrollBar().value()
        lines = self._lines()
        self.setWidget(lines)
        lines.setAutoFillBackground(False)  # a scroll area fills what it is given
        self.verticalScrollBar().setValue(at)

    def _lines(self) -> QWidget:
        about, checks = self._shown
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(GAP)
        if about:
            self._add(column, about, Voice.STRONG)
        for place, check in enumerate(checks):
            if place or about:
                column.addSpacing(BETWEEN)
            if check.refuses:
                self._add(column, tr("First, before the day can be closed:"), Voice.REFUSAL)
            self._add(column, check.what, Voice.STRONG if check.refuses else Voice.WARNING)
            self._add(column, check.do, Voice.MUTED)
        column.addStretch(1)
        return inside

    def _add(self, column: QVBoxLayout, words: str, voice: Voice) -> None:
        line = Words(self._theme, words, voice)
        line.setWordWrap(True)
        column.addWidget(line)
