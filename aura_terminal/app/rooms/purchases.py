"""The room of purchase orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def purchases_room(parts: RoomParts) -> Room:
    """For whoever looks after supplies, or allows what is bought."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.purchases.page import PurchasesPage
        from aura_terminal.view_models.purchases import PurchasesModel

        model = PurchasesModel(parts.runner, parts.session, parts.changes, parts.owner)
        return PurchasesPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Purchasing")
    rights = frozenset({Permission.MANAGE_SUPPLIES, Permission.APPROVE_PURCHASES})
    return Room("purchases", title, "truck", rights, made)
