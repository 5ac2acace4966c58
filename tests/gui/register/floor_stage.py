"""The plan alone over a store in memory, with Marta at it: what tests of the floor tap and type."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import OrderId, StaffId, TableId
from aura_terminal.ports.floor import PartyRow
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.tables.screen import TablesScreen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.floor_rows import FloorTile
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.status import StatusModel
from aura_terminal.view_models.table_desk import TableDesk
from aura_terminal.view_models.table_verbs import TableVerbs
from aura_terminal.view_models.tables import TablesModel
from aura_terminal.view_models.waiting import WaitingModel
from tests.gui.register.hands import press
from tests.support.memory_shop import InlineStoreThread, MemoryStore, demo_store, signed_in
from tests.support.till import MARTA, Till, pin_of, till_over

LEFT = Qt.MouseButton.LeftButton


def id_of(number: str) -> TableId:
    """A table of the demo shop."""
    return TableId(f"table-{number.lower()}")


@dataclass(frozen=True)
class FloorStage:
    """The screen with what it says; `opened` are the orders it wanted to show at the register."""

    qtbot: QtBot
    store: MemoryStore
    till: Till
    status: StatusModel
    desk: TableDesk
    screen: TablesScreen
    opened: list[str]
    said: list[str]

    @property
    def shop(self) -> Shop:
        """The shop behind it."""
        return self.store.shop

    def settle(self) -> None:
        """Wait for every answer."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.till.runner.is_idle)
            self.qtbot.wait(1)

    def others_did(self) -> None:
        """Another terminal kept something."""
        self.till.changes.changed.emit(EVERY_FACT)
        self.settle()

    def sign_in(self, who: StaffId) -> None:
        """Somebody else works here."""
        self.till.session.sign_in(who, pin_of(who))
        self.settle()

    def tile(self, number: str) -> FloorTile:
        """A table as it is painted."""
        return next(each for each in self.screen.board.rows() if each.number == number)

    def bright(self) -> list[str]:
        """The tables that stand out."""
        return [each.number for each in self.screen.board.rows() if not each.is_dimmed]

    def tap(self, number: str) -> None:
        """A finger on a table, where it stands."""
        board = self.screen.board
        place = [each.number for each in board.rows()].index(number)
        QTest.mouseClick(board.viewport(), LEFT, pos=board.visualRect(board.model().index(place, 0)).center())
        self.settle()

    def press(self, name: str) -> None:
        """Click a button."""
        press(self.screen, name)
        self.settle()

    def key(self, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        QTest.keyClick(self.screen, which, modifier)
        self.settle()

    def type(self, letters: str) -> None:
        """Type on a keyboard."""
        QTest.keyClicks(self.screen, letters)
        self.settle()

    def swipe(self) -> None:
        """Draw a finger from right to left, between the tables."""
        view = self.screen.board.viewport()
        QTest.mousePress(view, LEFT, pos=QPoint(400, 4))
        QTest.mouseMove(view, QPoint(150, 6))
        QTest.mouseRelease(view, LEFT, pos=QPoint(120, 6))
        self.settle()

    def party(self, number: str) -> PartyRow:
        """Who sits at a table, as it is kept."""
        return next(row for row in self.shop.reads.floor.parties() if row.table_id == id_of(number))

    def seat(self, number: str, guests: int = 2, by: str = "marta-rossi") -> OrderId:
        """Somebody sits down, at another terminal."""
        order_id = self.shop.tables.seat(signed_in(self.shop, by), id_of(number), guests).order_id
        self.others_did()
        return order_id


def open_floor(qtbot: QtBot, theme: Theme) -> FloorStage:
    """The plan of the demo shop."""
    store = demo_store()
    till = till_over(store, InlineStoreThread(store.shop))
    now, owner = store.clock.now, till.counter
    status = StatusModel(till.runner, till.changes, till.session, now, owner, read_after_milliseconds=0)
    model = TablesModel(till.runner, till.session, till.changes, status, now, owner)
    verbs = TableVerbs(till.runner, till.session, till.changes, owner)
    waiting = WaitingModel(till.runner, till.session, till.changes, now, owner)
    desk = TableDesk(model, verbs, waiting, owner)
    screen = TablesScreen(desk, till.session, theme, MoneyText())
    qtbot.addWidget(screen)
    stage = FloorStage(qtbot, store, till, status, desk, screen, [], [])
    verbs.opened.connect(stage.opened.append)
    screen.said.connect(stage.said.append)
    till.session.refresh()
    till.session.sign_in(MARTA, pin_of(MARTA))
    screen.resize(1366, 712)
    screen.show()
    stage.settle()
    return stage
