"""Where paper shall come out instead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.devices.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.sheet import Sheet


class PickSheet(Sheet):
    """Asks for a printer; `picked(id, printer)` follows the tap."""

    picked = Signal(str, str)

    def __init__(self, theme: Theme, host: QWidget) -> None:
        super().__init__(theme, host, "", tr("Close"), 620, 420)
        self._id = ""
        self._printers = ChoiceList(theme, tr("Printers"), Picking.ONE)
        self._printers.setMinimumHeight(160)
        self.set_content(self._printers)
        self._printers.tapped.connect(self._finish)

    def ask(self, id: str, title: str, printers: Sequence[str]) -> None:
        """Open for one piece of paper or one device."""
        self._id = id
        self.set_title(title)
        self._printers.show_rows([ChoiceRow(name, name) for name in printers])
        self.open()

    @Slot(str)
    def _finish(self, printer: str) -> None:
        self.close_sheet()
        self.picked.emit(self._id, printer)
