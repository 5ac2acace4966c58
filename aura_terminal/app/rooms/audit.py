"""The room in which what people did is looked up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def audit_room(parts: RoomParts) -> Room:
    """For whoever may read the journal."""

    def made() -> RoomPage:
        from aura_terminal.app.proving import FolderProver
        from aura_terminal.app.volumes import removable_places
        from aura_terminal.ui.screens.audit.page import AuditPage
        from aura_terminal.view_models.audit import AuditModel

        prover = FolderProver(parts.folder, parts.now, lambda: [Path(row.id) for row in removable_places()])
        model = AuditModel(prover, parts.runner, parts.session, parts.now, parts.owner)
        return AuditPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Audit")
    return Room("audit", title, "history", frozenset({Permission.AUDIT}), made)
