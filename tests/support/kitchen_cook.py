"""A kitchen screen over the demo shop on a Friday evening, and a cook's hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ports.reads import TicketRow
from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.count_list import CountList
from aura_terminal.ui.widgets.ticket_board import TicketBoard
from aura_terminal.ui.widgets.ticket_rows import TicketRow as BoardRow
from aura_terminal.ui.widgets.undo_bar import UndoBar
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.kitchen_beside import Beside, beside_kitchen
from aura_terminal.view_models.kitchen_cues import Cue
from aura_terminal.view_models.runner import Runner, StoreThread
from tests.support.kitchen_evening import OVEN, OpenShop

W = TypeVar("W", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


@dataclass(frozen=True)
class Cook:
    """The screen, its model, and what a cook does and sees."""

    store: OpenShop
    qtbot: QtBot
    runner: Runner
    changes: Changes
    model: KitchenModel
    screen: KitchenScreen
    beside: Beside
    heard: list[Cue]

    def part(self, kind: type[W]) -> W:
        """The one widget of that kind on the screen."""
        found = self.screen.findChild(kind)
        assert isinstance(found, kind)
        return found

    @property
    def board(self) -> TicketBoard:
        """The tickets."""
        return self.part(TicketBoard)

    @property
    def undo(self) -> UndoBar:
        """The bar that takes a bump back."""
        return self.part(UndoBar)

    def titles(self) -> list[str]:
        """The tickets on the board, in order."""
        return [row.title for row in self.board.rows()]

    def all_day(self) -> dict[str, int]:
        """The rail."""
        model = self.part(CountList).model()
        said = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        return {name: int(count) for count, name in (each.split(" ", 1) for each in said)}

    def ticket(self, title: str) -> TicketRow:
        """The live ticket behind a title."""
        row = next(row for row in self.board.rows() if row.title == title)
        return next(each for each in self.store.shop.reads.kitchen.live(None) if each.ticket_id == row.id)

    def header_at(self, title: str) -> QPoint:
        """Where a ticket's header is."""
        return self._at(self.titles().index(title), 0)

    def tap_header(self, title: str) -> None:
        """Bump, half a second after whatever was before."""
        self.store.clock.advance(milliseconds=500)
        self.tap(self.header_at(title))

    def tap_line(self, title: str, place: int) -> None:
        """Mark one more of a dish."""
        self.tap(self._at(self.titles().index(title), 1 + place))

    def tap(self, at: QPoint) -> None:
        """A touch on the board."""
        QTest.mouseClick(self.board.viewport(), LEFT, pos=at)

    def row(self, title: str) -> BoardRow:
        """What the board shows under a title."""
        return next(row for row in self.board.rows() if row.title == title)

    def choices(self) -> ChoiceList:
        """The list of the question that stands over the board."""
        return next(each for each in self.screen.findChildren(ChoiceList) if each.isVisible())

    def choose(self, words: str) -> None:
        """A touch on the card that begins so."""
        choices = self.choices()
        place = next(at for at, row in enumerate(choices.rows()) if row.words.startswith(words))
        index = choices.model().index(place, 0)
        choices.scrollTo(index)
        QTest.mouseClick(choices.viewport(), LEFT, pos=choices.visualRect(index).center())
        self.settle()

    def press(self, name: str) -> None:
        """A touch on the button of that name."""
        named = [each for each in self.screen.findChildren(QPushButton) if each.accessibleName() == name]
        button = next(each for each in named if each.isVisible())
        QTest.mouseClick(button, LEFT)

    def key(self, key: Qt.Key) -> None:
        """A key, wherever the focus is."""
        focused = QApplication.focusWidget()
        QTest.keyClick(self.screen if focused is None else focused, key)

    def settle(self) -> None:
        """Wait until every call has come back and what followed from it as well."""
        for _ in range(4):
            self.qtbot.waitUntil(lambda: self.runner.is_idle)
            QTest.qWait(0)

    def _at(self, ticket: int, entry: int) -> QPoint:
        place = sum(1 + len(row.lines) for row in self.board.rows()[:ticket]) + entry
        index: QModelIndex = self.board.model().index(place, 0)
        self.board.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return self.board.visualRect(index).center()


def cook_over(store: OpenShop, thread: StoreThread, theme: Theme, qtbot: QtBot, station: str = OVEN) -> Cook:
    """Open a kitchen screen over a store."""
    runner = Runner(thread)
    changes = Changes(runner)
    model = KitchenModel(runner, changes, None, store.clock.now, screen_actor("K1"), station_id=station)
    beside = beside_kitchen(runner, model, store.clock.now, monotonic=store.clock.monotonic)
    heard: list[Cue] = []
    beside.cues.due.connect(heard.append)
    screen = KitchenScreen(theme, model, beside, monotonic=store.clock.monotonic)
    qtbot.addWidget(screen)
    screen.resize(1920, 1080)
    screen.show()
    screen.setFocus()
    cook = Cook(store, qtbot, runner, changes, model, screen, beside, heard)
    cook.settle()
    return cook
