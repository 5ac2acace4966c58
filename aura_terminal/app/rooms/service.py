"""The room of the rules for service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def service_room(parts: RoomParts) -> Room:
    """Courses, charges, gratuity, tips, and what is asked before money is taken, for whoever may change settings."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.service_rules.page import ServiceRulesPage
        from aura_terminal.view_models.service_rules import ServiceRulesModel

        model = ServiceRulesModel(parts.runner, parts.session, parts.changes, parts.owner)
        return ServiceRulesPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Service")
    return Room("service", title, "utensils", frozenset({Permission.EDIT_SETTINGS}), made)
