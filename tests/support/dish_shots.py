"""Pictures of combos, halves and words before modifiers: `python -m tests.support.dish_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from pathlib import Path

from aura_terminal.domain.ids import CategoryId, ItemId, StaffId
from aura_terminal.ui.screens.menu_editing.page import MenuPage
from aura_terminal.ui.screens.register.choice_sheet import ChoiceSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from tests.gui.register.hands import press, tap
from tests.support.memory_shop import demo_store
from tests.support.shots import Stage, take
from tests.support.till import MARTA

OWNER = StaffId("davide-greco")


def open_stage(theme: Theme, scene: str) -> Stage:
    """A terminal Marta works at."""
    stage = Stage(demo_store(), theme)
    stage.sign_in(MARTA)
    return stage


def sheet(stage: Stage) -> ChoiceSheet:
    """The choice sheet that is open."""
    return next(each for each in stage.window.findChildren(ChoiceSheet) if each.isVisible())


def open_tile(stage: Stage, category: str, item: str) -> None:
    """Tap a tile whose choices are asked."""
    till = stage.terminal.till
    till.board.choose_category(CategoryId(category))
    stage.settle()
    till.register.tap_tile(next(tile for tile in till.board.shown if tile.item_id == ItemId(item)))
    stage.settle()


def combo(stage: Stage) -> None:
    """A combo as it opens."""
    open_tile(stage, "specials", "lunch-menu")


def combo_words(stage: Stage) -> None:
    """What a component of a combo asks, with a word held."""
    combo(stage)
    for words in ("› Dressing", "On the side"):
        press(sheet(stage), words)
        stage.settle()


def halves(stage: Stage) -> None:
    """A pizza divided in halves."""
    open_tile(stage, "family-pizza", "family-margherita")
    tap(shown(stage), "Family 50 cm")
    press(sheet(stage), "Halves")
    tap(shown(stage), "Maxi Funghi")


def toppings(stage: Stage) -> None:
    """Extra of something on one half."""
    halves(stage)
    for words in ("Toppings", "½ Maxi Funghi", "Extra"):
        press(sheet(stage), words)
        stage.settle()
    tap(shown(stage), "EXTRA Spicy salami")
    press(sheet(stage), "No")


def shown(stage: Stage) -> ChoiceList:
    """The list of the sheet that is shown."""
    return next(each for each in sheet(stage).findChildren(ChoiceList) if each.isVisible())


def order(stage: Stage) -> None:
    """A combo, a divided pizza and words on one order, before it is sent."""
    combo(stage)
    press(sheet(stage), "Add")
    stage.settle()
    toppings(stage)
    tap(shown(stage), "NO Olives")
    press(sheet(stage), "Add")
    stage.settle()


def kitchen(stage: Stage) -> None:
    """The same on the cook's screen."""
    order(stage)
    stage.press("Send")
    stage.window.go(View.KITCHEN)


def menu_room(stage: Stage) -> None:
    """What fills a slot, as it is written."""
    room(stage)
    model = stage.terminal.rooms.findChildren(MenuPage)[0].model
    model.choose("specials")
    stage.settle()
    model.edit_item("lunch-menu")
    stage.settle()
    model.form.enter(("combo", 2, "choices"))


def menu_words(stage: Stage) -> None:
    """The words before modifiers, below the groups."""
    room(stage)
    stage.press("Choices")


def room(stage: Stage) -> None:
    """The menu's room, for the owner."""
    stage.sign_in(OWNER)
    stage.enter("menu")


SCENES = {
    "order": order, "kitchen": kitchen, "menu_room": menu_room, "menu_words": menu_words,
    "combo": combo, "combo_words": combo_words, "halves": halves, "toppings": toppings,
}  # fmt: skip


if __name__ == "__main__":
    take(Path(sys.argv[1]), open_stage, SCENES, sys.argv[2:])
