"""The room where tips are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def tips_room(parts: RoomParts) -> Room:
    """For whoever decides how tips are shared."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.tips.page import TipsPage
        from aura_terminal.view_models.tips import TipsModel

        model = TipsModel(parts.runner, parts.session, parts.changes, parts.now, parts.owner)
        return TipsPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Tips")
    return Room("tips", title, "hand-coins", frozenset({Permission.SHARE_TIPS}), made)
