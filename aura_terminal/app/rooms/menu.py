"""The room where the menu, its prices and the taxes are written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from aura_terminal.app.rooms.parts import RoomParts
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.room import Room, RoomPage
from aura_terminal.ui.widgets.labels import Ground

NEEDS = frozenset({Permission.EDIT_MENU, Permission.EDIT_PRICES, Permission.EDIT_TAXES})


def menu_room(parts: RoomParts) -> Room:
    """The menu, for who may write any of it."""

    def make() -> RoomPage:
        from aura_terminal.app.menu_files import FoundMenuFiles
        from aura_terminal.ui.screens.menu_editing.page import MenuPage
        from aura_terminal.view_models.line_prices import HouseOfSaleModel
        from aura_terminal.view_models.menu_editing import MenuEditingModel
        from aura_terminal.view_models.menu_editing_files import MenuFilesModel
        from aura_terminal.view_models.menu_editing_levels import LevelsModel
        from aura_terminal.view_models.menu_editing_prices import PricesModel

        model = MenuEditingModel(parts.runner, parts.session, parts.changes, parts.owner)
        prices = PricesModel(parts.runner, parts.session, parts.changes, parts.owner)
        levels = LevelsModel(parts.runner, parts.session, parts.changes, parts.owner)
        house = HouseOfSaleModel(parts.runner, parts.session, parts.changes, parts.owner)
        kept = FoundMenuFiles(parts.folder, parts.now)
        files = MenuFilesModel(parts.runner, parts.session, parts.changes, kept, parts.owner)
        page = MenuPage(model, prices, files, levels, house, parts.theme, parts.money)
        whole = RoomPage(parts.theme, Ground.PANEL)
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(page)
        page.said.connect(whole.said)
        whole.setAccessibleName(page.accessibleName())
        return whole

    return Room("menu", QCoreApplication.translate("RoomsScreen", "Menu"), "utensils", NEEDS, make)
