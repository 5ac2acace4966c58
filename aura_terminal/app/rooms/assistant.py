"""The room of a back office's assistant; a shop that has none does not see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.app.central_settings import office_for
from aura_terminal.domain.capabilities import Capability
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def assistant_rooms(parts: RoomParts) -> tuple[Room, ...]:
    """For whoever sees reports, where a back office is used as an assistant and a node speaks with it."""
    live, office = parts.live, office_for(parts.settings.centrals, Capability.ASSISTANT)
    if live is None or not office:
        return ()

    def made() -> RoomPage:
        from aura_terminal.ui.screens.assistant.page import AssistantPage
        from aura_terminal.view_models.assistant import AssistantModel

        return AssistantPage(AssistantModel(live, office, parts.session, parts.owner), parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Assistant")
    return (Room("assistant", title, "message-square", frozenset({Permission.SEE_REPORTS}), made),)
