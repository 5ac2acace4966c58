"""A full house for an evening: three registers and a kitchen of one store, each with its file and window, in a mesh.

Hands are those of people: everything is a tap on what can be seen. Taps are counted.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import AreaId, TableId
from aura_terminal.domain.shop import Area, Station, Table
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.ticket_board import TicketBoard
from aura_terminal.view_models.changes import EVERY_FACT
from tests.support.fingers import Finger
from tests.support.memory_shop import InlineStoreThread, MemoryStore, demo_files
from tests.support.mesh_cable import Room, seated
from tests.support.store_shop import StoredShop, founded, pin_facts
from tests.support.terminal_window import TerminalWindow, terminal_over

LABELS = ("R1", "R2", "R3", "K1")
"""Three registers, and the kitchen's screen."""

SIZE = (1366, 768)
ROOMS = (
    (AreaId("main-room"), "Main room", 24), (AreaId("terrace"), "Terrace", 20), (AreaId("upstairs"), "Upstairs", 16),
)  # fmt: skip


def sixty_tables() -> tuple[list[Area], list[Table]]:
    """Three rooms with sixty tables, numbered through."""
    areas, tables, number = [], [], 0
    for place, (area_id, name, count) in enumerate(ROOMS):
        areas.append(Area(area_id, name, place))
        for spot in range(count):
            number += 1
            column, row = spot % 6, spot // 6
            shape, seats = (("square", 4), ("round", 2), ("square", 6))[(spot + row) % 3]
            x, y = 40 + 160 * column, 40 + 140 * row
            tables.append(Table(TableId(f"f{number}"), str(number), area_id, seats, shape, x, y, 100, 90))
    return areas, tables


def documents() -> list[Document]:
    """The demo shop in a larger house, whose kitchen holds courses."""
    areas, tables = sixty_tables()
    kept: list[Document] = []
    for one in demo_files().documents:
        if isinstance(one, Station):
            kept.append(replace(one, holds_courses=True))
        elif not isinstance(one, Area | Table):
            kept.append(one)
    return [*kept, *areas, *tables]


class Hands(Finger):
    """A person at one terminal of the house."""

    def __init__(self, house: House, label: str, terminal: TerminalWindow) -> None:
        super().__init__(terminal)
        self.house, self.label = house, label

    def settle(self) -> None:
        """Let what follows from a tap be done, here and at the other terminals."""
        self.house.settle()

    def table(self, number: str) -> None:
        """Tap a table on the plan, in whatever room it stands."""
        for _, name, _ in ROOMS:
            if name != self.room_shown:
                self.press(name)
                self.room_shown = name
            with suppress(AssertionError):
                super().table(number)
                return
        raise AssertionError(f"table {number} is on no plan")

    def bump_what_stood(self, seconds: int) -> int:
        """Tap the heads of tickets that have been made for so long, the oldest first; how many there were."""
        board = next(one for one in self.window.findChildren(TicketBoard) if one.isVisible())
        kitchen, bumped = self.house.shop(self.label).shop.reads.kitchen, 0
        while rows := board.rows():
            ticket = next(one for one in kitchen.live(None) if one.ticket_id == rows[0].id)
            if ticket.starts_at is None or (self.house.now() - ticket.starts_at).total_seconds() < seconds:
                break
            self.house.pass_milliseconds(500)  # a hand is not faster, and the board takes no second touch before
            self.tap_at(board, board.visualRect(board.model().index(0, 0)).center())
            bumped += 1
        return bumped

    def picture(self, name: str) -> None:
        """Keep what is in sight."""
        self.house.picture(self.terminal, name)


class House:
    """Terminals with their windows over store files of their own; what one does the others hear at once, unless cut."""

    def __init__(self, folder: Path, theme: Theme, pictures: Path | None = None) -> None:
        self._pictures = pictures
        self.shops = [founded(folder / "R1", documents=documents(), seed=1)]
        pin_facts(self.shops[0])
        store_id = self.shops[0].store.identity.store_id
        for place, label in enumerate(LABELS[1:], 2):
            self.shops.append(founded(folder / label, label=label, store_id=store_id, seed=place, documents=()))
        self.room: Room = seated(*self.shops)
        self.room.join_all()
        self.room.settle()
        self._seen: list[int] = []
        self.hands: dict[str, Hands] = {}
        for label, shop in zip(LABELS, self.shops, strict=True):
            terminal = terminal_over(cast(MemoryStore, shop), InlineStoreThread(shop.shop), theme, folder / label)
            terminal.window.resize(*SIZE)
            terminal.window.show()
            self.hands[label] = Hands(self, label, terminal)
        self.settle()

    def settle(self) -> None:
        """Let every window answer, and every register hear what the others did."""
        for _ in range(3):
            QApplication.processEvents()
            self._share()
        QApplication.processEvents()

    def _share(self) -> None:
        """What was committed at one register reaches the others; windows whose file changed look again."""
        before = self._known()
        if before == self._seen:
            return
        for label in LABELS:
            self.room.committed(label)
        self.room.settle()
        after = self._known()
        for place, label in enumerate(LABELS):
            if label in self.hands and after[place] != before[place]:
                self.hands[label].terminal.till.changes.changed.emit(EVERY_FACT)
        self._seen = after

    def _known(self) -> list[int]:
        return [sum(seq for _, seq in shop.store.known()) for shop in self.shops]

    def cut(self, label: str) -> None:
        """Nobody hears this register any more."""
        for cable in [one for one in self.room.cables if label in one.ends]:
            self.room.cut(cable)

    def mend(self) -> None:
        """Every register hears every other again."""
        for one, other in combinations(LABELS, 2):
            if self.room.between(one, other) is None:
                self.room.join(one, other)
        self._seen = []
        self.settle()

    def pass_time(self, **passed: int) -> None:
        """The clock on every wall goes on."""
        for shop in self.shops:
            shop.clock.advance(**passed)
        for hands in self.hands.values():
            hands.terminal.till.changes.changed.emit(EVERY_FACT)
        self.settle()

    def shop(self, label: str) -> StoredShop:
        """The store of a terminal."""
        return self.shops[LABELS.index(label)]

    def now(self) -> datetime:
        """What the clocks on the walls show."""
        return self.shops[0].clock.now()

    def pass_milliseconds(self, milliseconds: int) -> None:
        """A moment passes; nobody looks at the clock."""
        for shop in self.shops:
            shop.clock.advance(milliseconds=milliseconds)

    def picture(self, terminal: TerminalWindow, name: str) -> None:
        """Keep what a window shows as a file, where pictures are wanted."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            terminal.window.grab_to(self._pictures / f"{name}.png")

    def close(self) -> None:
        """End every window and every store."""
        for hands in self.hands.values():
            hands.terminal.close()
        for shop in self.shops:
            shop.store.close()
