"""The room in which the floor plan is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def floor_room(parts: RoomParts) -> Room:
    """For whoever may draw tables."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.floor_editing.page import FloorEditingPage
        from aura_terminal.view_models.floor_editing import FloorEditingModel

        model = FloorEditingModel(parts.runner, parts.session, parts.changes, parts.owner)
        return FloorEditingPage(model, parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Floor plan")
    return Room("floor", title, "layout-grid", frozenset({Permission.EDIT_FLOOR}), made)
