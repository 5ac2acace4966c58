"""The rail beside the board: what is still to be made, what the next tap does, and the way back from the last one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.screens.kitchen.gestures import Armed
from aura_terminal.ui.screens.kitchen.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.count_list import PITCH, CountList, CountRow
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.kitchen_board import AllDayRow

WIDE, NARROW = 300, 240
UNDO_MILLISECONDS = 8000
TARGET = 64


class AllDayRail(Panel):
    """As many names as fit; the rest is summed up in the last row.

    `counts_asked()` wants the other counts (dishes, or what is made beforehand), `armed(Armed)` follows Rush and Hold.
    """

    counts_asked = Signal()
    armed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, Ground.PANEL, Edge.START, parent)
        self._rows: tuple[AllDayRow, ...] = ()
        self._counts = CountList(theme, tr("All day"))
        self._sum = Words(theme, "", Voice.FIGURE_NAME)
        self._promise = Words(theme, "", Voice.FIGURE_NAME)
        self._hint = Words(theme, "", Voice.WARNING)
        self._hint.setWordWrap(True)
        self.undo = UndoBar(theme, UNDO_MILLISECONDS)
        self.title = Button(theme, tr("All day"), kind=Kind.STATION, icon="arrow-right-left")
        self.title.keep_at_least(TARGET, TARGET)
        self.title.clicked.connect(self._ask_counts)
        self.rush = self._tool(theme, tr("Rush"), "zap")
        self.rush.clicked.connect(self._arm_rush)
        self.hold = self._tool(theme, tr("Hold"), "pause")
        self.hold.clicked.connect(self._arm_hold)
        self._arrange()
        self.setFixedWidth(WIDE)
        self.show_promise(0)
        self.show_armed(Armed.NOTHING)

    def widen(self) -> None:
        """Take the room of a large screen."""
        self.setFixedWidth(WIDE)

    def narrow(self) -> None:
        """Take less room on a small screen."""
        self.setFixedWidth(NARROW)

    def show_rows(self, title: str, rows: Sequence[AllDayRow]) -> None:
        """What is still to be made."""
        self._rows = tuple(rows)
        self.title.show_words(title, say=tr("{title}: show the other counts").format(title=title))
        self._sum.setText(tr("{n} to make").format(n=sum(row.quantity for row in rows)))
        self._fold()

    def show_promise(self, minutes: int) -> None:
        """When something ordered now would be ready; nothing is said where nobody knows."""
        self._promise.setText(tr("New: about {n} min").format(n=minutes) if minutes else "")
        self._promise.setVisible(minutes > 0)

    def show_armed(self, armed: Armed) -> None:
        """What the next tap on a ticket does."""
        self.rush.show_kind(Kind.PRIMARY if armed is Armed.RUSH else Kind.STATION)
        self.hold.show_kind(Kind.PRIMARY if armed is Armed.HOLD else Kind.STATION)
        hints = {Armed.RUSH: tr("Tap the ticket that comes first"), Armed.HOLD: tr("Tap the ticket that waits")}
        self._hint.setText(hints.get(armed, ""))
        self._hint.setVisible(armed in hints)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _tool(self, theme: Theme, words: str, icon: str) -> Button:
        tool = Button(theme, words, kind=Kind.STATION, icon=icon)
        tool.keep_at_least(TARGET, TARGET)
        return tool

    def _arrange(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self.rush, 1)
        tools.addWidget(self.hold, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self._sum)
        column.addWidget(self._counts, 1)
        column.addWidget(self._promise)
        column.addWidget(self._hint)
        column.addWidget(self.undo)
        column.addLayout(tools)

    def _fold(self) -> None:
        room = max(2, self._counts.viewport().height() // PITCH)
        kept = self._rows if len(self._rows) <= room else self._rows[: room - 1]
        shown = [CountRow(row.name, str(row.quantity), row.name) for row in kept]
        if rest := sum(row.quantity for row in self._rows[len(kept) :]):
            shown.append(CountRow("", str(rest), tr("others"), muted=True))
        self._counts.show_rows(shown)

    def _ask_counts(self) -> None:
        self.counts_asked.emit()

    def _arm_rush(self) -> None:
        self.armed.emit(Armed.RUSH)

    def _arm_hold(self) -> None:
        self.armed.emit(Armed.HOLD)
