"""What a room of the manager's screen is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.widgets.page import Page


class RoomPage(Page):
    """A page of the manager's screen. `said(sentence)` is for the window's notice.

    Its `sleeper`, where it has one, reads while the page is shown only.
    """

    said = Signal(str)


@dataclass(frozen=True, slots=True)
class Room:
    """A page with its place: who holds any of the rights in `needs` sees it; `make` builds it at the first visit."""

    id: str
    title: str
    icon: str
    needs: frozenset[Permission]
    make: Callable[[], RoomPage]
