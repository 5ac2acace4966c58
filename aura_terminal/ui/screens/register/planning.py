"""Opens the sheet of takeout and delivery over the register, made when it is first wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.screens.register.plan_sheet import PlanSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.errands import PlanningModel


class Planning(QObject):
    """One sheet for one register."""

    def __init__(self, model: PlanningModel, theme: Theme, host: QWidget) -> None:
        super().__init__(host)
        self._model, self._theme, self._host = model, theme, host
        self._sheet: PlanSheet | None = None

    @Slot()
    def ask(self) -> None:
        """Plan the order on the counter."""
        if self._sheet is None:
            self._sheet = PlanSheet(self._model, self._theme, self._host)
        self._sheet.ask()
