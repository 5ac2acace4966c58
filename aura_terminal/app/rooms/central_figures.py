"""The room of what back offices report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def central_figures_room(parts: RoomParts) -> Room:
    """For whoever may see what was sold."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.central_figures.page import CentralFiguresPage
        from aura_terminal.view_models.central_figures import CentralFiguresModel

        model = CentralFiguresModel(parts.runner, parts.session, parts.changes, parts.owner)
        return CentralFiguresPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Back offices")
    return Room("central-figures", title, "cloud", frozenset({Permission.SEE_REPORTS}), made)
