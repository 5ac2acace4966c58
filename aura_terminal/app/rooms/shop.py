"""The rooms of the store itself: its papers, and its stations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.telling import told
from aura_terminal.ui.room import Room, RoomPage

if TYPE_CHECKING:
    from aura_terminal.app.rooms.parts import RoomParts
    from aura_terminal.domain.shop import Logo

LOGO_DOTS = 384
"""As wide as the narrowest paper."""


def shop_room(parts: RoomParts) -> Room:
    """The store's papers, money and day, for whoever may change settings."""

    def made() -> RoomPage:
        from aura_terminal.app.paper_wordings import wording_of
        from aura_terminal.ui.screens.store_editing.page import StoreEditingPage
        from aura_terminal.view_models.store_editing import StoreEditingModel

        model = StoreEditingModel(parts.runner, parts.session, parts.changes, read_picture, wording_of, parts.owner)
        return StoreEditingPage(model, parts.theme, parts.money)

    title = QCoreApplication.translate("RoomsScreen", "Store")
    return Room("shop", title, "store", frozenset({Permission.EDIT_SETTINGS}), made)


def stations_room(parts: RoomParts) -> Room:
    """Where things are cooked, for whoever may change settings."""

    def made() -> RoomPage:
        from aura_terminal.ui.screens.stations_editing.page import StationsEditingPage
        from aura_terminal.view_models.stations_editing import StationsEditingModel

        model = StationsEditingModel(parts.runner, parts.session, parts.changes, parts.owner)
        return StationsEditingPage(model, parts.theme)

    title = QCoreApplication.translate("RoomsScreen", "Stations")
    return Room("stations", title, "chef-hat", frozenset({Permission.EDIT_SETTINGS}), made)


def read_picture(file: str) -> Logo:
    """A picture file as receipts print it; Unavailable says why it cannot be used. Not for the screen's thread."""
    from aura_terminal.domain.shop import Logo
    from devices.printers.pictures import read_logo

    try:
        picture = read_logo(Path(file).read_bytes(), LOGO_DOTS)
    except (OSError, ValueError) as wrong:
        raise Unavailable(told("Picture"), told("That picture can not be used: {wrong}", wrong=wrong)) from wrong
    return Logo(picture.width, picture.height, picture.dots)
