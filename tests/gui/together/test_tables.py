"""The floor in the whole window: from a tap on a free table to the register and back to the plan."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.domain.documents import DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.floor_rules import AfterSending, FloorRules, OthersTables
from aura_terminal.domain.ids import StaffId, TableId
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Actor
from aura_terminal.ui.screens.tables.screen import TablesScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.counter import Desk as CounterDesk
from aura_terminal.view_models.counter import Facts
from tests.contract.store_bench import WATER
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING, InlineStoreThread, demo_store, signed_in
from tests.support.terminal_window import TerminalWindow, terminal_over


def tap(desk: Desk, number: str) -> None:
    """A finger on a table, where it stands."""
    board = desk.terminal.window.findChildren(TablesScreen)[0].board
    place = [each.number for each in board.rows()].index(number)
    at = board.visualRect(board.model().index(place, 0)).center()
    QTest.mouseClick(board.viewport(), Qt.MouseButton.LeftButton, pos=at)
    desk.settle()


def view_of(terminal: TerminalWindow) -> View | None:
    return terminal.window.view


def in_front(desk: Desk) -> View | None:
    return view_of(desk.terminal)


def with_water(counter: CounterDesk, by: Actor, shop: Shop) -> Facts:
    return counter.take(shop.ordering.add_item(by, counter.target, WATER))


def test_two_taps_seat_a_party_at_the_register_and_send_leads_back_to_the_plan(desk: Desk) -> None:
    desk.till.shop.sections.put_rules(EVERYTHING, FloorRules(after_sending=AfterSending.PLAN))
    desk.press("Tables")
    desk.others_did()
    tap(desk, "5")
    desk.press("4 guests")
    order = desk.till.order
    assert in_front(desk) is View.REGISTER
    assert (order.table_name, order.guests, order.server_name) == ("5", 4, "Marta Rossi")
    desk.till.counter.do(with_water)
    desk.settle()
    desk.press("Send")
    assert in_front(desk) is View.TABLES
    tap(desk, "7")
    tap(desk, "5")
    tap(desk, "5")
    assert in_front(desk) is View.REGISTER
    assert desk.till.order.order_id == order.order_id
    desk.till.shop.sections.give(EVERYTHING, (TableId("table-8"),), StaffId("ana-kovac"))
    desk.till.options.new_order()
    desk.till.options.choose_table(TableId("table-8"), 2)
    desk.settle()
    assert (desk.till.order.table_name, desk.till.order.server_name) == ("8", "Ana Kovač")


def test_a_house_without_tables_has_no_plan_until_the_first_is_drawn(qtbot: QtBot, theme: Theme) -> None:
    store = demo_store()
    with store.begin(EVERYTHING.id) as work:
        first = work.documents.all(Table)[0]
        work.keep(*(DocumentWithdrawn(DocumentKind.TABLE, table.id) for table in work.documents.all(Table)))
    terminal = terminal_over(store, InlineStoreThread(store.shop), theme)
    terminal.window.go(View.TABLES)
    assert view_of(terminal) is not View.TABLES
    with store.begin(EVERYTHING.id) as work:
        work.keep(put(first))
    terminal.till.changes.changed.emit(EVERY_FACT)
    qtbot.waitUntil(lambda: terminal.till.runner.is_idle)
    terminal.window.go(View.TABLES)
    assert view_of(terminal) is View.TABLES
    terminal.close()


def test_somebody_elses_order_among_the_orders_is_opened_as_the_house_says(desk: Desk) -> None:
    shop = desk.till.shop
    shop.sections.put_rules(EVERYTHING, FloorRules(others_tables=OthersTables.WARNED))
    mine = shop.tables.seat(signed_in(shop), TableId("table-5"), 2).order_id
    theirs = shop.tables.seat(signed_in(shop, "luca-bianchi"), TableId("table-7"), 2).order_id
    desk.others_did()
    desk.press("Orders")
    desk.press("My orders 1")
    orders = desk.terminal.orders
    assert [row.id for row in orders.findChildren(OrderList)[0].rows()] == [mine]
    orders.order_chosen.emit(theirs)
    desk.settle()
    assert in_front(desk) is View.REGISTER
    assert desk.till.order.order_id == theirs
    assert desk.terminal.window.sentence == "That is Luca Bianchi's table."
