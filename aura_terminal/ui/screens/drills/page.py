"""The drills there are, each with what it pulls and a button to begin it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.ui.drill_panel import DRILLS, tr
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.drills import Drill, DrillModel

ROOM, GAP, TALL = 20, 12, 64


class DrillsPage(RoomPage):
    """What is explained of a drill that runs stands beside every screen; here they are begun."""

    def __init__(self, model: DrillModel, theme: Theme) -> None:
        super().__init__(theme, Ground.CANVAS)
        self._model = model
        self.setAccessibleName(tr("Outage drills"))
        column = QVBoxLayout(self)
        column.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        column.setSpacing(GAP)
        column.addWidget(Words(theme, tr("Outage drills"), Voice.TITLE))
        why = tr("Each of them really pulls something of this training store, and mends it again by itself.")
        explained = Words(theme, why, Voice.MUTED)
        explained.setWordWrap(True)
        column.addWidget(explained)
        self._buttons = {drill: self._card(drill, column) for drill in Drill}
        column.addStretch(1)
        model.changed.connect(self._show)
        self._show()

    def _card(self, drill: Drill, column: QVBoxLayout) -> Button:
        told = DRILLS[drill]
        card = Panel(self._theme, Ground.PANEL, Edge.BOTTOM)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(ROOM, GAP, ROOM, GAP)
        words = Words(self._theme, tr(told.pulled).format(printer=self._model.printer), Voice.MUTED)
        words.setWordWrap(True)
        button = Button(self._theme, tr(told.title), kind=Kind.PRIMARY, icon="unplug")
        button.setAccessibleName(tr("Begin the drill: {what}").format(what=tr(told.title)))
        button.keep_at_least(240, TALL)
        button.clicked.connect(partial(self._model.begin, drill))
        inside.addWidget(words)
        inside.addWidget(button)
        column.addWidget(card)
        return button

    @Slot()
    def _show(self) -> None:
        for button in self._buttons.values():
            button.setEnabled(not self._model.is_running)
