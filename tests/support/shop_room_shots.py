"""Pictures of the rooms about the shop itself: `python -m tests.support.shop_room_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from aura_terminal.domain.floor_plan import Drawing
from aura_terminal.domain.ids import CategoryId, ItemId, StaffId, StationId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Category
from aura_terminal.domain.shop import Decor, DecorKind
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.device_cards import HealthKind, SetUp
from aura_terminal.view_models.safekeeping import CopyCard, Inspected, LastRestore, LossCard, PlaceRow
from tests.gui.register.hands import press
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.shots import Stage, take
from tests.support.staged_devices import FRONT
from tests.support.terminal_window import TerminalWindow

OWNER = StaffId("davide-greco")


def furnish(store: MemoryStore) -> None:
    """Walls, a counter and an order at a table."""
    base = store.shop.floor_editing.plan().drawing
    decor = (
        Decor("w1", DecorKind.WALL, 955, 20, 8, 240),
        Decor("c1", DecorKind.COUNTER, 700, 400, 60, 160, "Bar"),
        Decor("p1", DecorKind.PLANT, 940, 540, 40, 40),
        Decor("t1", DecorKind.WORDS, 420, 560, 180, 36, "Entrance"),
    )
    tables = tuple(replace(table, rotation=30) if table.number == "7" else table for table in base.tables)
    drawn = Drawing((replace(base.areas[0], decor=decor), *base.areas[1:]), tables)
    store.shop.floor_editing.keep(EVERYTHING, base, drawn)
    asked = NewOrder(OrderType.DINE_IN, TableId("table-3"))
    store.shop.ordering.add_item(EVERYTHING, asked, Asked(ItemId("margherita")))


def floor(page: RoomPage, terminal: TerminalWindow) -> None:
    """The plan with nothing chosen."""


def floor_table(page: RoomPage, terminal: TerminalWindow) -> None:
    """One table chosen."""
    page._model.select("table-5")  # type: ignore[attr-defined]  # the picture's own hand


def floor_many(page: RoomPage, terminal: TerminalWindow) -> None:
    """Three tables chosen and lined up."""
    page._model.select("table-1", "table-2", "table-7")  # type: ignore[attr-defined]  # the picture's own hand
    press(page, "Top")


def store(page: RoomPage, terminal: TerminalWindow) -> None:
    """The store's papers, something written and not kept."""
    page._model.write("receipt_header:0", "Since 1987")  # type: ignore[attr-defined]  # the picture's own hand


def stations(page: RoomPage, terminal: TerminalWindow) -> None:
    """A station."""


def routes(page: RoomPage, terminal: TerminalWindow) -> None:
    """What goes where, with something that goes nowhere."""
    lost = Category(CategoryId("sushi"), "Sushi", "fish", 0, StationId("gone"), 0, "food", 0)
    terminal.till.shop.administration.put_documents(EVERYTHING, [lost])
    press(page, "What goes where")


def printers(page: RoomPage, terminal: TerminalWindow) -> None:
    """Two printers and one for labels."""
    grill = replace(FRONT, name="bar", routes=("bar",), backups=("front",), address="tcp://10.0.0.6:9100")
    labels = SetUp("stickers", HealthKind.LABEL_PRINTER, "zpl", "tcp://10.0.0.9:9100", routes=("labels",))
    page._model.devices.set_up((FRONT, grill, labels))  # type: ignore[attr-defined]  # the picture's own hand


def copies(page: RoomPage, terminal: TerminalWindow) -> None:
    """Copies on this machine and on a stick, one of them faulty, and one being made."""
    model, now = page._model, terminal.till.store.clock.now()  # type: ignore[attr-defined]  # the picture's own hand
    held = CopyCard("a", now - timedelta(hours=2), 48_200_000, "", "R1", 33_201, 1_204, now - timedelta(hours=2))
    model._show(
        (
            (
                held,
                replace(held, id="b", made_at=now - timedelta(days=1), place="BLUE STICK", orders=1_120),
                replace(held, id="c", made_at=now - timedelta(days=2), orders=1_040, size=45_000_000),
            ),
            (PlaceRow("/media/stick", "BLUE STICK", 8_000_000_000),),
            LastRestore("store-20260513.sqlite", now - timedelta(days=2), "Davide Greco", "quarantine/20260513"),
        )
    )
    model._known = {("a", held.size): "", ("c", 45_000_000): "is damaged: SQLite's own check finds broken pages."}
    model.inspected = Inspected(33_201, ())
    model.changed.emit()


def going_back(page: RoomPage, terminal: TerminalWindow) -> None:
    """What going back would take."""
    copies(page, terminal)
    model = page._model  # type: ignore[attr-defined]  # the picture's own hand
    since = terminal.till.store.clock.now() - timedelta(hours=2)
    model.confirm_wanted.emit(LossCard(model.copies[0], 214, since, 12, 9, 0, 37, (("auraconnect", 9),)))


SHOTS: dict[str, tuple[str, Callable[[RoomPage, TerminalWindow], None]]] = {
    "floor": ("floor", floor),
    "floor_table": ("floor", floor_table),
    "floor_many": ("floor", floor_many),
    "store": ("shop", store),
    "stations": ("stations", stations),
    "routes": ("stations", routes),
    "printers": ("printers", printers),
    "copies": ("safekeeping", copies),
    "going_back": ("safekeeping", going_back),
}


class InRoom(Stage):
    """The owner's window over a furnished house, in the room that a scene is about."""

    def __init__(self, folder: Path, theme: Theme, scene: str) -> None:
        store = demo_store()
        furnish(store)
        super().__init__(store, theme, folder)
        self.sign_in(OWNER)
        self.window.show()
        self.settle()
        self.enter(SHOTS[scene][0])
        page = self.terminal.rooms.page
        assert page is not None
        self.page: RoomPage = page

    def play(self, scene: Callable[[RoomPage, TerminalWindow], None]) -> None:
        """Bring the room to what is to be seen."""
        scene(self.page, self.terminal)


def render(folder: Path, names: Sequence[str]) -> list[Path]:
    """The pictures of the scenes that are wanted; returns the files."""
    scenes = {name: partial(InRoom.play, scene=scene) for name, (_, scene) in SHOTS.items()}
    return take(folder, partial(InRoom, folder), scenes, names)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("say the folder for the pictures")
    for each in render(Path(sys.argv[1]), sys.argv[2:]):
        print(each)
