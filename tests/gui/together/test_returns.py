"""Goods of a paid order taken back at the screen: for cash with a manager's PIN, and an order begun anew."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

from aura_terminal.domain.ids import ItemId, OrderId, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.gui.register.hands import press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING
from tests.support.till import pin_of

CARLA = StaffId("carla-lombardi")


def paid(desk: Desk) -> OrderId:
    """Three tiramisù, paid in cash, shown among the ended orders."""
    shop = desk.store.shop
    order = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"), quantity=3)).order_id
    shop.paying.take_cash(EVERYTHING, order, shop.reads.orders.sheet(order).due, shop.paying.new_attempt())
    desk.terminal.window.go(View.ORDERS)
    desk.others_did()
    desk.press("Ended")
    desk.terminal.orders.show_order(order)
    desk.settle()
    return order


def allow(desk: Desk) -> None:
    """Carla allows it, in the sheet that asks for somebody who may."""
    sheet = next(one for one in desk.terminal.window.findChildren(ApprovalSheet) if one.isVisible())
    tap(next(one for one in sheet.findChildren(ChoiceList) if one.isVisible()), "Carla")
    desk.settle()
    for digit in pin_of(CARLA):
        press(sheet, digit)
    desk.press("Allow")


def enabled(desk: Desk, words: str) -> bool:
    buttons = desk.terminal.window.findChildren(QAbstractButton)
    return any(one.isEnabled() for one in buttons if one.isVisible() and one.accessibleName().startswith(words))


def test_one_of_three_comes_back_for_cash_with_the_pin_of_somebody_who_may(desk: Desk) -> None:
    order = paid(desk)
    desk.press("Take goods back")
    assert "Choose why." in desk.words()
    desk.pick("3 × Tiramisù")
    assert not enabled(desk, "In cash")
    desk.press("Complaint")
    desk.press("In cash")
    allow(desk)
    sheet = desk.store.shop.reads.orders.sheet(order)
    assert (sheet.status, sheet.due.minor) == (OrderStatus.CLOSED, 0)
    assert desk.store.shop.returns.look(order).lines == ()
    assert desk.store.shop.closing.read().gross.minor == 0


def test_an_order_begun_anew_is_open_at_the_register_and_paid_for(desk: Desk) -> None:
    order = paid(desk)
    desk.press("Take goods back")
    desk.press("Wrong order")
    desk.press("Start over")
    allow(desk)
    assert desk.terminal.window.view is View.REGISTER
    anew = desk.till.counter.order
    assert anew is not None
    assert anew.order_id != order
    assert (anew.due.minor, anew.unsent, len(anew.lines)) == (0, 0, 1)


def test_an_order_that_is_paid_elsewhere_meanwhile_gets_nothing_of_what_would_come_back(desk: Desk) -> None:
    shop = desk.store.shop
    order = paid(desk)
    other = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    desk.till.counter.resume(other)
    desk.settle()
    desk.press("Take goods back")
    desk.pick("3 × Tiramisù")
    desk.press("Complaint")
    assert enabled(desk, "Towards order")
    shop.paying.take_cash(EVERYTHING, other, shop.reads.orders.sheet(other).due, shop.paying.new_attempt())
    desk.others_did()
    assert desk.till.counter.order is None
    desk.press("Towards order")
    assert shop.returns.look(order).lines[0].quantity == 3
    assert not any(name.startswith("Towards order") for name in desk.names())
    assert enabled(desk, "In cash")


def test_goods_that_come_back_pay_for_the_order_on_the_counter(desk: Desk) -> None:
    shop = desk.store.shop
    order = paid(desk)
    other = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
    desk.till.counter.resume(other)
    desk.settle()
    desk.press("Take goods back")
    desk.pick("3 × Tiramisù")
    desk.press("Complaint")
    desk.press("Towards order")
    allow(desk)
    assert shop.reads.orders.sheet(other).status is OrderStatus.CLOSED
    assert shop.returns.look(order).lines == ()
