"""The room of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def reports_room(parts: RoomParts) -> Room:
    """For whoever may see what was sold, by whom, and what was taken back."""

    def made() -> RoomPage:
        from aura_terminal.app.exports import files_of
        from aura_terminal.ui.screens.reports.page import ReportsPage
        from aura_terminal.view_models.reports import ReportsModel

        model = ReportsModel(parts.runner, parts.session, parts.changes, files_of(parts.folder, parts.now), parts.owner)
        return ReportsPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Reports")
    return Room("reports", title, "chart-column", frozenset({Permission.SEE_REPORTS}), made)
