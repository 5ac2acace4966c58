"""Renders prices at the register into PNGs: `python -m tests.support.price_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from decimal import Decimal
from pathlib import Path

from PySide6.QtTest import QTest

from aura_terminal.domain.ids import CategoryId, ItemId, PriceLevelId, PromotionId, StaffId
from aura_terminal.domain.menu import Category
from aura_terminal.domain.price_levels import Application, LevelPrice, PriceLevel
from aura_terminal.domain.promotions import Promotion, PromotionKind, Weekday
from aura_terminal.domain.sale_rules import SaleRules
from aura_terminal.ui.theme.theme import Theme
from tests.gui.register.hands import act
from tests.support.memory_shop import EVERYTHING, demo_store
from tests.support.shots import Stage, take

CARLA = StaffId("carla-lombardi")
DRINKS = CategoryId("drinks")
WATER = ItemId("sparkling-water-0-25-l")
LEVELS = (
    PriceLevel(
        PriceLevelId(""), "Happy hour", percent=Decimal(-30), step=10, categories=(DRINKS,), from_time=time(17),
        until_time=time(20), days=(Weekday.FRIDAY, Weekday.SATURDAY),
    ),
    PriceLevel(PriceLevelId(""), "Staff", application=Application.BY_HAND, percent=Decimal(-50)),
)  # fmt: skip


def opened(theme: Theme, scene: str) -> Stage:
    """A Friday evening on which drinks cost less, and are for guests of eighteen in one scene."""
    store = demo_store()
    shop = store.shop
    for level in LEVELS:
        shop.price_levels.put(EVERYTHING, level)
    water = shop.reads.menu.sheet(WATER).item
    written = replace(LEVELS[0], id=PriceLevelId("glass"), name="Glass", prices=(LevelPrice(water.price, water.id),))
    shop.price_levels.put(EVERYTHING, replace(written, active=False))
    if scene.startswith("age"):
        found = next(one for one in shop.reads.catalogue.documents.all(Category) if one.id == DRINKS)
        shop.administration.put_documents(EVERYTHING, [replace(found, age=18)])
    if scene == "register":
        evening = Promotion(PromotionId("evening"), "Evening", PromotionKind.PERCENTAGE, Decimal(10))
        shop.administration.put_documents(EVERYTHING, [evening])
    for item, left in (("cola-0-33-l", 9), ("apple-spritzer", 3), ("iced-tea-peach", 0)):
        shop.stock.set_count(EVERYTHING, ItemId(item), left)
    shop.house_of_sale.put_rules(EVERYTHING, SaleRules(reasons_comp=("Birthday", "Not as it should be", "Regular")))
    return Stage(store, theme)


def at_drinks(stage: Stage, *items: str) -> None:
    """Carla at the register, drinks before her, things on the order."""
    stage.sign_in(CARLA)
    till = stage.terminal.till
    till.board.choose_category(DRINKS)
    for item in items:
        till.register.tap_tile(till.tile(item))
    stage.settle()


def register(stage: Stage) -> None:
    """Tiles at the prices in force, the level's name, counts, a promotion by itself."""
    at_drinks(stage, "margherita", "sparkling-water-0-25-l", "cola-0-33-l")


def levels(stage: Stage) -> None:
    """Another level is chosen."""
    at_drinks(stage)
    stage.press("Prices: Happy hour")


def open_item(stage: Stage) -> None:
    """Something that is not on the menu."""
    at_drinks(stage)
    QTest.keyClicks(stage.terminal.register, "1250")
    stage.press("Open item")


def age(stage: Stage) -> None:
    """An age is asked for."""
    at_drinks(stage, "sparkling-water-0-25-l")
    for digit in ("1", "6", "0", "5"):
        stage.press(digit)


def line(stage: Stage) -> None:
    """One line is lowered."""
    from aura_terminal.ui.widgets.order_list import OrderList

    at_drinks(stage, "margherita", "sparkling-water-0-25-l")
    act(stage.terminal.register.findChildren(OrderList)[0], "1 Sparkling", "price")
    stage.settle()


def comp(stage: Stage) -> None:
    """The whole order is given away."""
    at_drinks(stage, "margherita", "sparkling-water-0-25-l")
    stage.press("Order options")
    stage.press("Comp order")


def written(stage: Stage) -> None:
    """The levels as a manager sees them."""
    room(stage)


def writing(stage: Stage) -> None:
    """One of them."""
    room(stage)
    stage.press("Happy hour")


def house(stage: Stage) -> None:
    """The house's rules of selling."""
    room(stage)
    stage.press("Reasons and counts")


def room(stage: Stage) -> None:
    """Davide, the owner, in the room of the menu."""
    from aura_terminal.ui.screens.menu_editing.page import MenuPage

    stage.sign_in(StaffId("davide-greco"))
    stage.enter("menu")
    stage.terminal.rooms.findChildren(MenuPage)[0].turn_to("levels")
    stage.settle()


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene for scene in (register, levels, open_item, age, line, comp, written, writing, house)
}

if __name__ == "__main__":
    take(Path(sys.argv[1]), opened, SCENES, sys.argv[2:])
