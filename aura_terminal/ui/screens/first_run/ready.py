"""The last page: the store is there, and what to do next."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.ui.screens.first_run.page import GAP, FirstPage, Scroll, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice
from aura_terminal.view_models.first_run import FirstRunModel

ROOM = 20


class ReadyPage(FirstPage):
    """A short list, and the register one tap away."""

    def __init__(self, run: FirstRunModel, theme: Theme) -> None:
        super().__init__(theme)
        self._run = run
        self.title = tr("Ready to sell")
        self.explained = tr("Sign in with your name and PIN, tap a dish, tap Pay. The rest can wait:")
        self.next_words = tr("Open the register")
        inside = Panel(theme, Ground.PANEL)
        column = QVBoxLayout(inside)
        column.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        column.setSpacing(GAP)
        for words in (
            tr("Menu and prices: page Manager (F9), room Menu."),
            tr("Tables: page Manager, room Floor plan."),
            tr("The address and tax number on receipts: page Manager, room Store."),
            tr("More printers, card readers, scales: the status beside the clock, then Devices and paper."),
            tr("A second terminal: tap the status beside the clock, then Terminals and outages."),
            tr("Practise: the order's options, then Training; there the page Manager has outage drills."),
            tr("A copy of the store on a stick: page Manager, room Backup."),
        ):
            column.addWidget(self.words(words, Voice.BODY))
        column.addStretch(1)
        self.column.addWidget(Scroll(inside), 1)

    def go_on(self) -> None:
        self._run.finish()
