"""The rail beside the board: what is still to be made all day, and the way back from the last bump."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.kitchen.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.count_list import PITCH, CountList, CountRow
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.kitchen_board import AllDayRow

WIDE, NARROW = 300, 240
UNDO_MILLISECONDS = 8000


class AllDayRail(Panel):
    """As many names as fit; the rest is summed up in the last row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Ground.PANEL, Edge.START, parent)
        self._rows: tuple[AllDayRow, ...] = ()
        self._counts = CountList(theme, tr("All day"))
        self._sum = Words(theme, "", Voice.FIGURE_NAME)
        self.undo = UndoBar(theme, UNDO_MILLISECONDS)
        head = QHBoxLayout()
        head.addWidget(Words(theme, tr("All day"), Voice.TITLE))
        head.addStretch(1)
        head.addWidget(self._sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._counts, 1)
        column.addWidget(self.undo)
        self.setFixedWidth(WIDE)

    def widen(self) -> None:
        """Take the room of a large screen."""
        self.setFixedWidth(WIDE)

    def narrow(self) -> None:
        """Take less room on a small screen."""
        self.setFixedWidth(NARROW)

    def show_rows(self, rows: Sequence[AllDayRow]) -> None:
        """What is still to be made."""
        self._rows = tuple(rows)
        self._sum.setText(tr("{n} to make").format(n=sum(row.quantity for row in rows)))
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        room = max(2, self._counts.viewport().height() // PITCH)
        kept = self._rows if len(self._rows) <= room else self._rows[: room - 1]
        shown = [CountRow(row.name, str(row.quantity), row.name) for row in kept]
        if rest := sum(row.quantity for row in self._rows[len(kept) :]):
            shown.append(CountRow("", str(rest), tr("others"), muted=True))
        self._counts.show_rows(shown)
