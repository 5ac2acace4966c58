"""The room of printers and routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts


def printers_room(parts: RoomParts) -> Room:
    """Which printer prints what, for whoever may set devices up."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.printer_routes.page import PrinterRoutesPage
        from aura_terminal.view_models.devices import DevicesModel
        from aura_terminal.view_models.printer_routes import PrinterRoutesModel

        session = parts.session
        devices = parts.devices or DevicesModel(parts.runner, parts.changes, session.must_actor, parts.owner)
        model = PrinterRoutesModel(devices, parts.runner, parts.changes, parts.owner)
        return PrinterRoutesPage(model, session, parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Printers")
    return Room("printers", title, "printer", frozenset({Permission.EDIT_DEVICES}), made)
