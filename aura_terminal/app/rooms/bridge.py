"""The room of codes on papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def bridge_room(parts: RoomParts) -> Room:
    """When papers bear the code that another terminal goes on from, for whoever may change settings."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.bridge_rules.page import BridgeRulesPage
        from aura_terminal.view_models.bridge_rules import BridgeRulesModel

        return BridgeRulesPage(BridgeRulesModel(parts.runner, parts.session, parts.changes, parts.owner), parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Codes")
    return Room("bridge", title, "qr-code", frozenset({Permission.EDIT_SETTINGS}), made)
