"""The room of the cash drawers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def cash_room(parts: RoomParts) -> Room:
    """For whoever works with a drawer."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.cash.page import CashPage
        from aura_terminal.view_models.cash import CashModel

        model = CashModel(parts.runner, parts.session, parts.changes, parts.owner)
        return CashPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Cash drawer")
    return Room("cash", title, "vault", frozenset({Permission.USE_DRAWER}), made)
