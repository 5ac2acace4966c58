"""The room of copies of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def safekeeping_room(parts: RoomParts) -> Room:
    """For whoever may copy the store or go back to a copy."""

    def made() -> RoomPage:
        from aura_terminal.app.safekeeping import Safekeeper
        from aura_terminal.app.volumes import removable_places
        from aura_terminal.ui.screens.safekeeping.page import SafekeepingPage
        from aura_terminal.view_models.safekeeping import SafekeepingModel

        keeper = Safekeeper(parts.folder, parts.now, removable_places)
        model = SafekeepingModel(keeper, parts.runner, parts.session, parts.owner)
        model.restart_wanted.connect(QCoreApplication.quit)
        return SafekeepingPage(model, parts.session, parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Backup")
    return Room("safekeeping", title, "hard-drive", frozenset({Permission.BACK_UP, Permission.RESTORE}), made)
