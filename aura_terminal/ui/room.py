"""What a room of the manager's screen is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.widgets.page import Page


class RoomPage(Page):
    """A page of the manager's screen. `said(sentence)` is for the window's notice.

    Its `sleeper`, where it has one, reads while the page is shown only.
    """

    said = Signal(str)

    @Slot(str)
    def say_heard(self, words: str) -> None:
        """Say what was told below the screens."""
        self.said.emit(heard(words))


@dataclass(frozen=True, slots=True)
class Room:
    """A page with its place: who holds any of the rights in `needs` sees it; `make` builds it at the first visit."""

    id: str
    title: str
    icon: str
    needs: frozenset[Permission]
    make: Callable[[], RoomPage]
