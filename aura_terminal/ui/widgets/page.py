"""A panel that has what stands behind it read only while it is in sight."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.labels import Ground, Panel


class Sleeper(Protocol):
    """What reads while it is awake only."""

    def wake(self) -> object:
        """Somebody looks."""

    def rest(self) -> object:
        """Nobody looks."""


class Page(Panel):
    """`sleeper` wakes whenever the page is shown and rests when it is hidden."""

    def __init__(
        self, theme: Theme, ground: Ground = Ground.PANEL, sleeper: Sleeper | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, ground, parent=parent)
        self._sleeper = sleeper

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._sleeper is not None:
            self._sleeper.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._sleeper is not None:
            self._sleeper.rest()
