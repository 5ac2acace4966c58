"""The room of working hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def hours_room(parts: RoomParts) -> Room:
    """For whoever may correct punches or see what work costs."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.hours.page import HoursPage
        from aura_terminal.view_models.hours import HoursModel

        model = HoursModel(parts.runner, parts.session, parts.changes, parts.now, parts.owner)
        return HoursPage(model, parts.theme, parts.money)

    needs = frozenset({Permission.EDIT_PUNCHES, Permission.SEE_LABOR_COST})
    return Room("hours", QCoreApplication.translate("RoomsScreen", "Hours"), "clock", needs, made)
