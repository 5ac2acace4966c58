"""The board for guests: what they see, and that it clears itself without touching anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.ui.screens.board.screen import ReadyBoardScreen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.waitlist import Arrival
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.ready_board import ReadyBoardModel
from aura_terminal.view_models.runner import Runner
from tests.support.kitchen_busy import play_busy
from tests.support.kitchen_evening import COOK, Dish, fire, takeaway
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, MemoryStore, demo_store


@dataclass
class Guests:
    """The board over a store."""

    store: MemoryStore
    qtbot: QtBot
    runner: Runner
    changes: Changes
    board: ReadyBoardScreen

    def settle(self) -> None:
        """Wait until every call has come back and what followed from it as well."""
        for _ in range(3):
            self.qtbot.waitUntil(lambda: self.runner.is_idle)
            QTest.qWait(0)

    def refresh(self) -> None:
        """The board looks again, as it does every fifteen seconds."""
        self.board._model.refresh()
        self.settle()

    def bump(self, name: str) -> None:
        """Every station, and then the pass, is done with an order."""
        shop = self.store.shop
        rows = [row for row in shop.reads.kitchen.live(None) if row.guest_name == name]
        for row in sorted(rows, key=lambda each: each.station_id == "pass"):
            self.changes.announce(shop.kitchen.bump(COOK, row.ticket_id))
        self.settle()


@pytest.fixture
def guests(qtbot: QtBot, theme: Theme) -> Iterator[Guests]:
    store = demo_store()
    play_busy(store)
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    board = ReadyBoardScreen(theme, ReadyBoardModel(runner, changes, store.clock.now))
    qtbot.addWidget(board)
    board.resize(1280, 720)
    board.show()
    guests = Guests(store, qtbot, runner, changes, board)
    guests.settle()
    yield guests
    changes.stop()
    board.hide()


def test_orders_to_fetch_are_called_by_name_and_number_and_tables_are_not(guests: Guests) -> None:
    assert guests.board.shown() == (("Weber  002", "Keller  004", "Lena  008", "Yilmaz  011"), ())


def test_an_order_is_ready_when_the_pass_is_done_with_it_and_not_before(guests: Guests) -> None:
    rows = [row for row in guests.store.shop.reads.kitchen.live(None) if row.guest_name == "Lena"]
    oven = next(row for row in rows if row.station_id == "pizza")
    guests.changes.announce(guests.store.shop.kitchen.bump(COOK, oven.ticket_id))
    guests.settle()
    assert guests.board.shown()[1] == ()
    guests.bump("Lena")
    assert guests.board.shown()[1] == ("Lena  008",)
    assert "Lena  008" not in guests.board.shown()[0]


def test_the_newest_stands_first_and_leaves_by_itself_after_ten_minutes_without_a_fact(guests: Guests) -> None:
    guests.bump("Lena")
    guests.store.clock.advance(minutes=6)
    guests.bump("Weber")
    assert guests.board.shown()[1] == ("Weber  002", "Lena  008")
    before = len(guests.store.journal.entries)
    guests.store.clock.advance(minutes=5)
    guests.refresh()
    assert guests.board.shown()[1] == ("Weber  002",)
    assert len(guests.store.journal.entries) == before


def test_an_order_that_comes_back_is_being_made_again(guests: Guests) -> None:
    guests.bump("Lena")
    (last,) = guests.store.shop.reads.kitchen.bumped(None, 1)
    guests.changes.announce(guests.store.shop.kitchen.recall(COOK, last.ticket_id))
    guests.settle()
    assert guests.board.shown()[1] == ()
    assert "Lena  008" in guests.board.shown()[0]


def test_the_board_says_what_it_shows_and_closes_with_escape(guests: Guests) -> None:
    guests.bump("Lena")
    assert guests.board.accessibleName().startswith("Ready: Lena  008. Being made: Weber  002")
    QTest.keyClick(guests.board, Qt.Key.Key_Escape)
    assert not guests.board.isVisible()


def test_a_guest_without_a_name_is_called_by_number(guests: Guests) -> None:
    fire(guests.store, takeaway(""), Dish("napoli"))
    guests.refresh()
    assert guests.board.shown()[0][-1] == "014"


def test_a_party_whose_table_is_ready_is_called_by_its_name_until_it_sits(guests: Guests) -> None:
    shop = guests.store.shop
    klein = shop.waitlist.join(EVERYTHING, Arrival(2, "Klein"))
    nameless = shop.waitlist.join(EVERYTHING, Arrival(4))
    for party in (klein, nameless):
        guests.changes.announce(shop.waitlist.call(EVERYTHING, party.party_id))
    guests.settle()
    assert guests.board.shown()[1] == ("Klein: your table",)
    guests.changes.announce(*shop.waitlist.seat(EVERYTHING, klein.party_id, ()).facts)
    guests.settle()
    assert guests.board.shown()[1] == ()
