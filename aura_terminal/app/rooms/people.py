"""The room of people and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def people_room(parts: RoomParts) -> Room:
    """For whoever looks after staff."""

    def made() -> RoomPage:
        from aura_terminal.app.menu_files import FoundMenuFiles
        from aura_terminal.ui.screens.people.page import PeoplePage
        from aura_terminal.view_models.people import PeopleModel

        files = FoundMenuFiles(parts.folder, parts.now, name="staff")
        model = PeopleModel(files, parts.runner, parts.session, parts.changes, parts.owner)
        return PeoplePage(model, parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Staff")
    return Room("people", title, "users", frozenset({Permission.MANAGE_STAFF}), made)
