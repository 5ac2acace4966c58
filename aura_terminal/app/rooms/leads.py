"""The room of inquiries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def leads_room(parts: RoomParts) -> Room:
    """For whoever looks after guests."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.leads.page import LeadsPage
        from aura_terminal.view_models.leads import LeadsModel

        return LeadsPage(LeadsModel(parts.runner, parts.session, parts.changes, parts.owner), parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Inquiries")
    return Room("leads", title, "phone", frozenset({Permission.MANAGE_GUESTS}), made)
