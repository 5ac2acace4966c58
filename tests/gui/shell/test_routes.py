"""From tile to change and back, from list to register: the whole window, by its real screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable
from aura_terminal.domain.ids import CategoryId
from aura_terminal.domain.staff import Permission, Role
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.pin_pad import PinPad
from aura_terminal.ui.widgets.search_field import SearchField
from aura_terminal.ui.widgets.ticket_board import TicketBoard
from aura_terminal.ui.widgets.tile_grid import TileGrid
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, demo_files, demo_store
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import MARTA, pin_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def terminal(qtbot: QtBot, theme: Theme) -> Iterator[TerminalWindow]:
    """A whole terminal at the start of the day."""
    store = demo_store()
    terminal = terminal_over(store, InlineStoreThread(store.shop), theme)
    qtbot.addWidget(terminal.window)
    terminal.window.resize(1366, 768)
    terminal.window.show()
    terminal.window.activateWindow()
    qtbot.waitActive(terminal.window)
    settle(qtbot, terminal)
    yield terminal
    terminal.close()


def settle(qtbot: QtBot, terminal: TerminalWindow) -> None:
    """Wait until every call has come back and what followed from it as well."""
    for _ in range(6):
        qtbot.waitUntil(lambda: terminal.till.runner.is_idle)
        QTest.qWait(0)


def press(window: QWidget, name: str) -> None:
    """A tap on the visible button whose spoken name begins so."""
    buttons = window.findChildren(QAbstractButton)
    button = next(each for each in buttons if each.isVisible() and each.accessibleName().startswith(name))
    QTest.mouseClick(button, LEFT)


def tap_tile(terminal: TerminalWindow, name: str) -> None:
    """A tap on a tile."""
    grid = terminal.register.findChild(TileGrid)
    assert grid is not None
    place = [row.name for row in grid.rows()].index(name)
    QTest.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(grid.model().index(place, 0)).center())


def sign_in(qtbot: QtBot, terminal: TerminalWindow) -> None:
    """Marta taps her name and types her PIN on the keyboard."""
    press(terminal.sign_in, "Marta Rossi")
    pad = terminal.sign_in.findChild(PinPad)
    assert pad is not None
    QTest.keyClicks(pad, pin_of(MARTA))
    QTest.keyClick(pad, Qt.Key.Key_Return)
    settle(qtbot, terminal)


def withhold_from_servers(terminal: TerminalWindow, permission: Permission) -> None:
    """A shop that does not grant its servers this right; it counts from the next sign-in on."""
    role = next(each for each in demo_files().documents if isinstance(each, Role) and each.id == "server")
    assert permission in role.permissions
    left = tuple(each for each in role.permissions if each is not permission)
    terminal.till.shop.administration.put_documents(EVERYTHING, [replace(role, permissions=left)])


def take_pizza(qtbot: QtBot, terminal: TerminalWindow) -> None:
    """A Margherita on a new order."""
    terminal.till.board.choose_category(CategoryId("pizza"))
    settle(qtbot, terminal)
    tap_tile(terminal, "Margherita")
    settle(qtbot, terminal)


def test_a_person_signs_in_sells_is_paid_and_is_back_at_an_empty_register(
    qtbot: QtBot, terminal: TerminalWindow
) -> None:
    sign_in(qtbot, terminal)
    assert not terminal.window.is_locked
    take_pizza(qtbot, terminal)
    press(terminal.register, "Pay")
    settle(qtbot, terminal)
    assert terminal.payment.isVisible()
    QTest.keyClick(terminal.payment, Qt.Key.Key_Return)
    settle(qtbot, terminal)
    assert terminal.till.payment.is_settled
    qtbot.waitUntil(lambda: any(each.text() == "New order" for each in terminal.payment.findChildren(QAbstractButton)))
    press(terminal.payment, "New order")
    settle(qtbot, terminal)
    assert terminal.register.isVisible()
    assert terminal.till.counter.order is None


def test_the_way_back_from_payment_leads_to_the_same_order(qtbot: QtBot, terminal: TerminalWindow) -> None:
    sign_in(qtbot, terminal)
    take_pizza(qtbot, terminal)
    before = terminal.till.order.order_id
    press(terminal.register, "Pay")
    settle(qtbot, terminal)
    QTest.keyClick(terminal.payment, Qt.Key.Key_Escape)
    settle(qtbot, terminal)
    assert terminal.register.isVisible()
    assert terminal.till.order.order_id == before


def test_an_order_chosen_in_the_list_is_on_the_counter(qtbot: QtBot, terminal: TerminalWindow) -> None:
    sign_in(qtbot, terminal)
    take_pizza(qtbot, terminal)
    first = terminal.till.order.order_id
    terminal.till.options.new_order()
    settle(qtbot, terminal)
    terminal.window.go(View.ORDERS)
    settle(qtbot, terminal)
    orders = terminal.orders.findChildren(OrderList)[0]
    QTest.mouseClick(orders.viewport(), LEFT, pos=QPoint(60, 30))
    settle(qtbot, terminal)
    assert terminal.register.isVisible()
    assert terminal.till.order.order_id == first


def test_what_was_sent_from_the_register_is_on_the_kitchen_screen(qtbot: QtBot, terminal: TerminalWindow) -> None:
    sign_in(qtbot, terminal)
    take_pizza(qtbot, terminal)
    press(terminal.register, "Send")
    settle(qtbot, terminal)
    press(terminal.window, "Kitchen")
    settle(qtbot, terminal)
    board = terminal.kitchen.findChild(TicketBoard)
    assert board is not None
    assert [line.name for row in board.rows() for line in row.lines] == ["Margherita"]


def test_a_server_who_may_not_bump_is_told_so_by_the_window(qtbot: QtBot, terminal: TerminalWindow) -> None:
    withhold_from_servers(terminal, Permission.BUMP)
    sign_in(qtbot, terminal)
    take_pizza(qtbot, terminal)
    press(terminal.register, "Send")
    settle(qtbot, terminal)
    terminal.window.go(View.KITCHEN)
    settle(qtbot, terminal)
    QTest.keyClick(terminal.kitchen, Qt.Key.Key_1)
    settle(qtbot, terminal)
    assert "Marta Rossi" in terminal.window.sentence
    board = terminal.kitchen.findChild(TicketBoard)
    assert board is not None
    assert len(board.rows()) == 1


def test_letters_typed_at_the_register_go_to_the_search_in_the_bar(qtbot: QtBot, terminal: TerminalWindow) -> None:
    sign_in(qtbot, terminal)
    QTest.keyClicks(terminal.register, "dia")
    settle(qtbot, terminal)
    search = terminal.window.findChild(SearchField)
    assert search is not None
    assert search.text().startswith("d")


def test_a_refusal_nobody_asked_for_and_a_store_in_trouble_are_said(qtbot: QtBot, terminal: TerminalWindow) -> None:
    sign_in(qtbot, terminal)
    terminal.till.runner.rule_broken.emit(RuleBroken(Rule.NOTHING_TO_SEND))
    assert terminal.window.sentence == "The kitchen has everything already."
    terminal.till.runner.unavailable.emit(Unavailable("The store", "The disk is full: free some space."))
    assert terminal.window.sentence == "The store: The disk is full: free some space."


def test_keys_typed_while_locked_reach_no_screen(qtbot: QtBot, terminal: TerminalWindow) -> None:
    sign_in(qtbot, terminal)
    terminal.window.lock()
    settle(qtbot, terminal)
    QTest.keyClick(terminal.window.windowHandle(), Qt.Key.Key_7)
    settle(qtbot, terminal)
    assert terminal.till.register.entry.digits == ""
