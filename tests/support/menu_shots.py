"""Pictures of the room of the menu: `python -m tests.support.menu_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QWidget

from aura_terminal.domain.central import CentralConfirmed, record_id
from aura_terminal.domain.ids import StaffId
from aura_terminal.ports.central import PULLED
from aura_terminal.ports.store import SYSTEM
from aura_terminal.ui.screens.menu_editing.page import MenuPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.menu_editing import MenuEditingModel
from aura_terminal.view_models.menu_editing_prices import PricesModel
from tests.gui.register.hands import press
from tests.support.kitchen_shots import settle
from tests.support.memory_shop import MemoryStore, demo_store
from tests.support.shots import Stage, take

OWNER = StaffId("davide-greco")
FILES = Path(mkdtemp())
Scene = Callable[[QWidget, MenuEditingModel, PricesModel], None]


def items(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """A shelf."""
    model.choose("pizza")


def item(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """An item open."""
    model.choose("pizza")
    settle()
    model.edit_item("margherita")


def wrong(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """A new item that cannot be kept."""
    model.choose("pizza")
    settle()
    model.new_item()
    model.form.put(("sku",), "P01")
    settle()
    model.form.keep()


def group(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """The choices of a group."""
    model.edit_group("pizza-extras")
    settle()
    model.form.enter(("modifiers",))


def modifier(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """One choice."""
    model.edit_group("pizza-extras")
    settle()
    model.form.enter(("modifiers", 1))


def groups(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """Every group."""
    press(root, "Choices")


def price_table(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """Prices before they are kept."""
    press(root, "Prices")
    prices.choose("pizza")
    settle()
    prices.change_by_percent(Decimal(5), 10)


def figure(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """A percentage being typed."""
    press(root, "Prices")
    press(root, "Change all by percent")


def taxes(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """Taxes in words."""
    press(root, "Taxes")


def tax_form(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """Taxes open."""
    model.edit_taxes()


def history(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """What an item was."""
    model.choose("pizza")
    settle()
    model.edit_item("margherita")
    model.form.put(("tag",), "House")
    settle()
    model.form.keep()
    settle()
    model.edit_item("margherita")
    settle()
    press(root, "History")


def files(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """A file that cannot be taken in."""
    press(root, "Files")
    page = root
    assert isinstance(page, MenuPage)
    text = "category;name;price;station\nPizza;New;9,50;\nPizza;Dear;nine;\nSoups;Lentil;4,00;moon\nPizza;Cut;1,00"
    (FILES / "menu.csv").write_text(text, "utf-8")
    page.files.begin(str(FILES / "menu.csv"))


def plan(root: QWidget, model: MenuEditingModel, prices: PricesModel) -> None:
    """What a file would do."""
    press(root, "Files")
    page = root
    assert isinstance(page, MenuPage)
    (FILES / "menu.csv").write_text("category;name;price\nPizza;New;9,50\nSoups;Lentil;4,00\n", "utf-8")
    page.files.begin(str(FILES / "menu.csv"))


SCENES: dict[str, Scene] = {
    "items": items,
    "item": item,
    "wrong": wrong,
    "group": group,
    "modifier": modifier,
    "groups": groups,
    "prices": price_table,
    "figure": figure,
    "taxes": taxes,
    "tax_form": tax_form,
    "history": history,
    "owned": item,
    "files": files,
    "plan": plan,
}


def own(store: MemoryStore) -> None:
    """A back office keeps the menu."""
    with store.begin(SYSTEM) as work:
        work.keep(CentralConfirmed(record_id("auraconnect", "item", "margherita"), PULLED, "d", "7", work.now))


class InMenu(Stage):
    """The owner's window in the room of the menu."""

    def __init__(self, folder: Path, theme: Theme, scene: str) -> None:
        store = demo_store()
        if scene == "owned":
            own(store)
        super().__init__(store, theme, folder)
        self.sign_in(OWNER)
        self.window.show()
        self.settle()
        self.enter("menu")
        self.page = self.terminal.rooms.findChildren(MenuPage)[0]

    def play(self, scene: Scene) -> None:
        """Bring the room to what is to be seen."""
        scene(self.page, self.page.model, self.page.prices)


def render(folder: Path, names: Sequence[str]) -> list[Path]:
    """The pictures of the scenes that are wanted; returns the files."""
    return take(
        folder, partial(InMenu, folder), {name: partial(InMenu.play, scene=SCENES[name]) for name in SCENES}, names
    )


if __name__ == "__main__":
    for file in render(Path(sys.argv[1]), sys.argv[2:]):
        print(file)
