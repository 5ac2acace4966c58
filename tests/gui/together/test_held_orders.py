"""Orders taken online: announced, counted, looked at and let go to the kitchen by a person, once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.order_facts import LinesFired, OrderReleased
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import OrderRow
from tests.gui.register.hands import button, press, tap
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import signed_in
from tests.support.online_arrivals import arrive


def online(desk: Desk, number: str = "ORD-1001", *, minutes: int = 0) -> OrderId:
    """An order comes in online, kept by the process that talks to the central."""
    order_id = arrive(desk.store, number, minutes=minutes)
    desk.others_did()
    return order_id


def rows(desk: Desk) -> tuple[OrderRow, ...]:
    """The list of orders."""
    return desk.terminal.orders.findChildren(OrderList)[0].rows()


def kept(desk: Desk, kind: type[object]) -> int:
    """How many facts of a kind the journal has."""
    return sum(isinstance(entry.fact, kind) for entry in desk.store.journal.entries)


def look_at(desk: Desk, words: str) -> None:
    """Tap a row of the list of orders."""
    tap(desk.terminal.orders.findChildren(OrderList)[0], words)
    desk.settle()


def test_an_online_order_is_announced_and_counted_and_nothing_else_changes(desk: Desk) -> None:
    online(desk)
    assert "Orders, 1" in desk.names()
    assert (
        desk.terminal.window.sentence == "Ordered online: AuraConnect ORD-1001. It waits under Orders for the kitchen."
    )
    assert desk.terminal.window.view is View.REGISTER


def test_several_that_come_at_once_are_one_notice(desk: Desk) -> None:
    arrive(desk.store, "ORD-1001")
    arrive(desk.store, "ORD-1002")
    desk.others_did()
    said = "2 orders came in online. They wait under Orders for the kitchen."
    assert desk.terminal.window.sentence == said


def test_what_waited_before_is_not_announced_again(desk: Desk) -> None:
    online(desk)
    desk.terminal.window.say("")
    desk.others_did()
    assert desk.terminal.window.sentence == ""


def test_it_stands_on_top_with_where_it_was_ordered_its_number_there_and_its_age(desk: Desk) -> None:
    desk.till.register.tap_tile(desk.till.tile("tiramisu"))
    online(desk, minutes=12)
    desk.press("Orders, 1")
    assert [row.spoken for row in rows(desk)] == [
        "Ordered online, 1 waits for you",
        " AuraConnect ORD-1001, Takeout Ida Wolf, 12 min ago, 3 items, #R1-901, 23.20",
        "All other open orders",
        rows(desk)[-1].spoken,
    ]


def test_its_lines_are_looked_at_before_it_goes_to_the_kitchen(desk: Desk) -> None:
    online(desk)
    desk.press("Orders, 1")
    look_at(desk, " AuraConnect")
    lines = desk.terminal.orders.findChildren(OrderList)[1].rows()
    assert [row.spoken.split(",")[0] for row in lines] == ["2 Margherita", "1 Birra Moretti 0.33 l"]
    assert "AuraConnect ORD-1001" in desk.words()


def test_send_to_kitchen_releases_and_fires_it_once_however_often_it_is_tapped(desk: Desk) -> None:
    order_id = online(desk)
    desk.press("Orders, 1")
    look_at(desk, " AuraConnect")
    sending = button(desk.terminal.orders, "Send to kitchen")
    for _ in range(3):
        QTest.mouseClick(sending, Qt.MouseButton.LeftButton)
    desk.settle()
    assert (kept(desk, OrderReleased), kept(desk, LinesFired)) == (1, 1)
    assert desk.terminal.window.sentence == "Order R1-901 is with the kitchen."
    assert not sending.isVisible()
    assert desk.till.shop.reads.orders.sheet(order_id).unsent == 0


def test_a_released_order_looks_like_any_other(desk: Desk) -> None:
    online(desk)
    desk.press("Orders, 1")
    look_at(desk, " AuraConnect")
    desk.press("Send to kitchen")
    assert "Orders" in desk.names()
    (row,) = rows(desk)
    assert row.spoken.startswith(" Takeout Ida Wolf, #R1-901, 19:30")
    with desk.qtbot.waitSignal(desk.terminal.orders.order_chosen):
        tap(desk.terminal.orders.findChildren(OrderList)[0], " Takeout")
    desk.settle()
    assert desk.terminal.window.view is View.REGISTER
    assert desk.till.order.source_number == "ORD-1001"


def test_one_that_another_terminal_released_first_is_refused_in_words(desk: Desk) -> None:
    order_id = online(desk)
    desk.press("Orders, 1")
    look_at(desk, " AuraConnect")
    desk.store.shop.held_orders.release(signed_in(desk.store.shop, "nina-vogel"), order_id)
    desk.press("Send to kitchen")
    assert desk.terminal.window.sentence == "Order R1-901 is released already."
    desk.others_did()
    assert "Orders" in desk.names()
    assert kept(desk, LinesFired) == 1


def test_ctrl_enter_sends_the_order_that_is_shown(desk: Desk) -> None:
    online(desk)
    QTest.keyClick(desk.terminal.window, Qt.Key.Key_F2)
    desk.settle()
    look_at(desk, " AuraConnect")
    QTest.keyClick(desk.terminal.orders, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert kept(desk, OrderReleased) == 1


def test_it_can_be_opened_at_the_register_without_being_released(desk: Desk) -> None:
    order_id = online(desk)
    desk.press("Orders, 1")
    look_at(desk, " AuraConnect")
    press(desk.terminal.orders, "Open at the register")
    desk.settle()
    assert desk.till.order.order_id == order_id
    desk.press("Send 3")
    assert desk.terminal.window.sentence.startswith("Order R1-901 waits to be released to the kitchen.")
    assert kept(desk, OrderReleased) == 0


def test_a_backlog_goes_to_the_kitchen_five_at_a_time_oldest_first(desk: Desk) -> None:
    made = [online(desk, f"ORD-{1000 + number}", minutes=60 - number) for number in range(7)]
    desk.press("Orders, 7")
    desk.press("Send the oldest 5 of 7 to the kitchen")
    released = [entry.fact.order_id for entry in desk.store.journal.entries if isinstance(entry.fact, OrderReleased)]
    assert released == made[:5]
    desk.press("Send the oldest 2 of 2 to the kitchen")
    released = [entry.fact.order_id for entry in desk.store.journal.entries if isinstance(entry.fact, OrderReleased)]
    assert released == made
    assert not any(name.startswith("Send the oldest") for name in desk.names())
    assert desk.terminal.window.sentence == "2 orders are with the kitchen."
