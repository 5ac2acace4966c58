"""Orders given to another server, put aside and gone on with, and dishes moved in two taps, as a person does it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.register.hands import act, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.till import NINA, pin_of


def at_table(desk: Desk, table: str, *dishes: str) -> OrderId:
    shop, by = desk.store.shop, signed_in(desk.store.shop)
    order_id = shop.ordering.open_order(by, NewOrder(table_id=TableId(table), guests=2)).order_id
    for dish in dishes:
        shop.ordering.add_item(by, order_id, Asked(desk.till.tile(dish).item_id, seat=1))
    desk.till.options.open_order(order_id)
    desk.settle()
    return order_id


def panel(desk: Desk) -> OrderList:
    return next(each for each in desk.terminal.register.findChildren(OrderList) if each.isVisible())


def names(desk: Desk, order_id: OrderId) -> list[str]:
    return [line.name for line in desk.store.shop.reads.orders.sheet(order_id).lines]


def test_a_dish_is_moved_by_two_taps_and_comes_back_and_a_seat_by_three(desk: Desk) -> None:
    other = at_table(desk, "table-8", "diavola")
    order_id = at_table(desk, "table-7", "margherita", "tiramisu")
    tap(panel(desk), "1 Tiramisù")
    act(panel(desk), "1 Tiramisù", "move")
    desk.settle()
    desk.pick("Table 8")
    assert (names(desk, order_id), sorted(names(desk, other))) == (["Margherita"], ["Diavola", "Tiramisù"])
    desk.press("Undo")
    assert sorted(names(desk, order_id)) == ["Margherita", "Tiramisù"]
    tap(panel(desk), "1 Tiramisù")
    act(panel(desk), "1 Tiramisù", "move")
    desk.settle()
    desk.press("Everything of seat 1")
    desk.pick("Table 8")
    assert (names(desk, order_id), len(names(desk, other))) == ([], 3)


def test_an_order_that_is_put_aside_is_seen_with_its_label_and_gone_on_with(desk: Desk) -> None:
    order_id = at_table(desk, "table-7", "margherita")
    desk.press("Order options")
    desk.press("Put aside")
    field = next(each for each in desk.terminal.register.findChildren(QLineEdit) if each.isVisible())
    field.setText("Red jacket")
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.till.counter.order is None
    desk.terminal.window.go(View.ORDERS)
    desk.settle()
    shown = next(each for each in desk.terminal.orders.findChildren(OrderList) if each.isVisible())
    assert any("Red jacket" in str(row.notes) for row in shown.rows() if hasattr(row, "notes"))
    desk.till.options.open_order(order_id)
    desk.settle()
    assert desk.store.shop.reads.orders.open_orders()[0].parked_as == ""


def test_ones_own_orders_are_given_away_and_those_of_others_with_a_managers_pin(desk: Desk) -> None:
    at_table(desk, "table-8", "tiramisu")
    at_table(desk, "table-7", "margherita")
    desk.press("Order options")
    desk.press("Another server")
    desk.pick("Sofia Conti")
    desk.press("Give all 2 of mine")
    assert {row.server_name for row in desk.store.shop.reads.orders.open_orders()} == {"Sofia Conti"}
    shop = desk.store.shop
    done = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(desk.till.tile("diavola").item_id))
    desk.till.options.open_order(done.order_id)
    desk.settle()
    desk.press("Order options")
    desk.press("Another server")
    desk.pick("Sofia Conti")
    desk.press("Give this order")
    desk.pick("Nina Vogel")
    desk.type_pin(pin_of(NINA))
    (handed,) = desk.store.journal.order(done.order_id).party.handed
    assert handed.to_name == "Sofia Conti"
    assert handed.approval is not None
    assert handed.approval.by == NINA
