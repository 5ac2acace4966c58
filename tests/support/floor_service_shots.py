"""Pictures of the floor in service: `python -m tests.support.floor_service_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from aura_terminal.domain.ids import StaffId, TableId
from aura_terminal.ui.screens.tables.screen import TablesScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from tests.support.floor_evening import full_evening
from tests.support.shots import Stage, take

MARTA, ANA, LUCA, CARLA = (StaffId(name) for name in ("marta-rossi", "ana-kovac", "luca-bianchi", "carla-lombardi"))


class FloorStage(Stage):
    """The window with the plan in front."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(full_evening().store, theme)
        self._who = CARLA if name == "sections" else MARTA

    @property
    def screen(self) -> TablesScreen:
        """The plan's screen."""
        screen = self.window.findChild(TablesScreen)
        assert isinstance(screen, TablesScreen)
        return screen

    def tap(self, number: str) -> None:
        """A finger on a table."""
        self.screen.board.tapped.emit(f"t{number}")
        self.settle()

    def enter_plan(self) -> None:
        """Somebody signs in and goes to the plan."""
        self.sign_in(self._who)
        self.window.go(View.TABLES)
        self.settle()


def _party(stage: FloorStage) -> None:
    stage.enter_plan()
    stage.tap("12")


def _room(stage: FloorStage) -> None:
    shop = stage.store.shop
    from tests.support.memory_shop import EVERYTHING

    shop.sections.give(EVERYTHING, [TableId(f"t{n}") for n in (1, 2, 3, 4, 5)], MARTA)
    shop.sections.give(EVERYTHING, [TableId(f"t{n}") for n in (9, 10, 11, 12)], ANA)
    stage.enter_plan()


def _free(stage: FloorStage) -> None:
    stage.enter_plan()
    stage.tap("7")


def _late(stage: FloorStage) -> None:
    stage.store.clock.advance(minutes=17)
    stage.enter_plan()
    stage.tap("4")


def _link(stage: FloorStage) -> None:
    stage.enter_plan()
    stage.tap("7")
    stage.press("Link")
    stage.tap("8")


def _linked(stage: FloorStage) -> None:
    stage.enter_plan()
    from aura_terminal.use_cases.asking import NewOrder
    from tests.support.memory_shop import EVERYTHING

    seven = TableId("t7")
    stage.store.shop.linking.link_tables(EVERYTHING, NewOrder(table_id=TableId("t6"), guests=7), (TableId("t3"), seven))
    stage.screen._desk.model.refresh()
    stage.tap("7")


def _sections(stage: FloorStage) -> None:
    _room(stage)
    stage.press("Sections")
    stage.screen._desk.take_server(ANA)
    stage.settle()


def _search(stage: FloorStage) -> None:
    stage.enter_plan()
    stage.screen._desk.type("1")


def _moved(stage: FloorStage) -> None:
    stage.enter_plan()
    stage.tap("9")
    stage.press("Move")
    stage.tap("7")


SCENES: Mapping[str, Callable[[FloorStage], None]] = {
    "floor": _party,
    "room": _room,
    "free": _free,
    "late": _late,
    "link": _link,
    "linked": _linked,
    "sections": _sections,
    "search": _search,
    "moved": _moved,
}


def main(folder: Path, *wanted: str) -> None:
    """Take the pictures that are named, all of them where none is."""
    for file in take(folder, FloorStage, SCENES, wanted):
        print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
