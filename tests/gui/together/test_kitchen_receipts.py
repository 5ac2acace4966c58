"""What a kitchen screen says of tickets: received when they came onto its board, seen when they stood in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.ids import StationId
from aura_terminal.domain.kitchen import TicketReceived, TicketSeen
from aura_terminal.domain.shop import Delivery, Station
from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.ticket_board import TicketBoard
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING


def send(desk: Desk, *items: str) -> None:
    """These items go to the kitchen."""
    for item in items:
        desk.till.register.tap_tile(desk.till.tile(item))
    desk.till.register.send()
    desk.settle()


def said(desk: Desk, kind: type[TicketReceived] | type[TicketSeen]) -> list[str]:
    """The tickets that were said to be so, by the journal."""
    return [entry.fact.ticket_id for entry in desk.store.journal.entries if isinstance(entry.fact, kind)]


def board(desk: Desk) -> TicketBoard:
    """The board of the kitchen."""
    return desk.terminal.kitchen.findChildren(TicketBoard)[0]


def cook(desk: Desk) -> KitchenScreen:
    """The kitchen screen comes to the front."""
    desk.terminal.window.go(View.KITCHEN)
    desk.settle()
    return desk.terminal.kitchen


def test_a_hidden_kitchen_receives_nothing(desk: Desk) -> None:
    send(desk, "diavola")
    assert said(desk, TicketReceived) == []


def test_what_came_onto_the_board_together_is_received_in_one_commit(desk: Desk) -> None:
    send(desk, "diavola", "birra-moretti-0-33-l")
    commits = len(desk.store.journal.commits)
    cook(desk)
    assert len(said(desk, TicketReceived)) == 2
    assert len(desk.store.journal.commits) == commits + 1


def test_a_ticket_is_received_once(desk: Desk) -> None:
    send(desk, "diavola")
    cook(desk)
    desk.others_did()
    desk.terminal.window.go(View.REGISTER)
    cook(desk)
    assert len(said(desk, TicketReceived)) == 1


def test_a_ticket_is_seen_when_a_second_turns_while_it_stands_in_sight(desk: Desk) -> None:
    send(desk, "diavola")
    cook(desk)
    assert said(desk, TicketSeen) == []
    desk.terminal.kitchen_model.tick()
    desk.settle()
    assert said(desk, TicketSeen) == said(desk, TicketReceived)
    desk.terminal.kitchen_model.tick()
    desk.settle()
    assert len(said(desk, TicketSeen)) == 1


def test_behind_the_lock_nothing_is_seen(desk: Desk) -> None:
    send(desk, "diavola")
    cook(desk)
    desk.press("Lock")
    desk.terminal.kitchen_model.tick()
    desk.settle()
    assert said(desk, TicketSeen) == []


def test_under_a_question_nothing_is_seen_and_r_recalls_nothing(desk: Desk) -> None:
    send(desk, "diavola")
    kitchen = cook(desk)
    ticket = desk.terminal.kitchen_model.cards[0].ticket_id
    desk.terminal.kitchen_model.bump(ticket)
    desk.settle()
    desk.press("Recall")
    QTest.keyClick(kitchen.window().windowHandle(), Qt.Key.Key_R)
    desk.settle()
    assert desk.terminal.kitchen_model.cards == ()
    desk.terminal.kitchen_model.recall(ticket)
    desk.settle()
    desk.terminal.kitchen_model.tick()
    desk.settle()
    assert said(desk, TicketSeen) == []
    desk.press("Close")
    desk.terminal.kitchen_model.tick()
    desk.settle()
    assert len(said(desk, TicketSeen)) == 1
    assert kitchen.isVisible()


def test_what_lies_beyond_the_edge_is_received_and_not_seen(desk: Desk) -> None:
    for _ in range(30):
        send(desk, "diavola", "margherita", "capricciosa", "napoli")
        desk.till.options.new_order()
        desk.settle()
    cook(desk)
    desk.terminal.kitchen_model.tick()
    desk.settle()
    seen, received = said(desk, TicketSeen), said(desk, TicketReceived)
    assert set(seen) == set(board(desk).in_sight())
    assert 0 < len(seen) < len(received) == 30


def test_a_ticket_that_was_printed_elsewhere_is_grey_and_says_when(desk: Desk) -> None:
    stations = {each.id: each for each in desk.store.shop.reads.kitchen.stations()}
    oven = stations[StationId("pizza")]
    put = Station(oven.id, oven.name, oven.icon, oven.printer, oven.target_minutes, delivery=Delivery.SCREEN)
    desk.store.shop.administration.put_documents(EVERYTHING, (put,))
    send(desk, "diavola")
    desk.store.shop.delivery.escalate_overdue()
    desk.store.clock.advance(seconds=20)
    desk.store.shop.delivery.escalate_overdue()
    cook(desk)
    row = board(desk).rows()[0]
    assert row.elsewhere == "already printed 19:30"
    assert row.finished_at is not None
    assert "already printed 19:30" in row.spoken
    assert desk.terminal.kitchen_model.all_day() == ()


def test_a_party_that_moved_stands_under_its_new_table(desk: Desk) -> None:
    tables = {row.number: row.id for row in desk.store.shop.reads.orders.tables()}
    desk.till.options.choose_table(tables["5"], 2)
    desk.settle()
    send(desk, "diavola")
    cook(desk)
    assert board(desk).rows()[0].title == "T 5"
    desk.till.options.choose_table(tables["7"], 2)
    desk.settle()
    assert board(desk).rows()[0].title == "T 7"
