"""The room where outages are drilled; there is none outside training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def drills_rooms(parts: RoomParts) -> tuple[Room, ...]:
    """For whoever may look after the store's settings."""
    model = parts.drills
    if model is None:
        return ()

    def made() -> RoomPage:
        from aura_terminal.ui.screens.drills.page import DrillsPage

        return DrillsPage(model, parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Outage drills")
    return (Room("drills", title, "unplug", frozenset({Permission.EDIT_SETTINGS}), made),)
