"""The order list says which part of which line was touched."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.order_delegate import Part
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone
from tests.gui.widgets.conftest import Show
from tests.support.gallery_register import ACTIONS, order_rows

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def orders(theme: Theme, show: Show) -> OrderList:
    orders = OrderList(theme, "Order")
    orders.show_rows(order_rows())
    show(orders, 400, 300)
    return orders


@pytest.fixture
def told(orders: OrderList) -> list[tuple[object, ...]]:
    heard: list[tuple[object, ...]] = []
    orders.course_tapped.connect(lambda id: heard.append(("course", id)))
    orders.line_tapped.connect(lambda id: heard.append(("line", id)))
    orders.step_tapped.connect(lambda id, by: heard.append(("step", id, by)))
    orders.action_tapped.connect(lambda id, action: heard.append(("action", id, action)))
    return heard


def inside(orders: OrderList, place: int, x: int, y: int) -> QPoint:
    return orders.visualRect(orders.model().index(place, 0)).topLeft() + QPoint(x, y)


@pytest.mark.parametrize(
    ("place", "x", "y", "heard"),
    [
        (0, 200, 20, ("course", "starters")),
        (2, 200, 20, ("line", "margherita")),
        (3, 200, 20, ("line", "diavola")),
        (3, 38, 80, ("step", "diavola", -1)),
        (3, 154, 80, ("step", "diavola", 1)),
        (3, 230, 80, ("action", "diavola", "note")),
        (3, 340, 80, ("action", "diavola", "remove")),
        (3, 96, 80, ("line", "diavola")),
    ],
)
def test_each_part_has_its_own_signal(
    orders: OrderList, told: list[tuple[object, ...]], place: int, x: int, y: int, heard: tuple[object, ...]
) -> None:
    QTest.mouseClick(orders.viewport(), LEFT, pos=inside(orders, place, x, y))
    assert told == [heard]


def test_a_heading_is_no_target(orders: OrderList, told: list[tuple[object, ...]]) -> None:
    QTest.mouseClick(orders.viewport(), LEFT, pos=inside(orders, 1, 200, 10))
    assert told == []


def test_plus_tapped_three_times_fast_is_three_steps(orders: OrderList, told: list[tuple[object, ...]]) -> None:
    for tap in (QTest.mousePress, QTest.mouseDClick, QTest.mouseDClick):
        tap(orders.viewport(), LEFT, pos=inside(orders, 3, 154, 80))
        QTest.mouseRelease(orders.viewport(), LEFT, pos=inside(orders, 3, 154, 80))
    assert told == [("step", "diavola", 1)] * 3


def test_a_slide_from_note_to_remove_touches_neither(orders: OrderList, told: list[tuple[object, ...]]) -> None:
    QTest.mousePress(orders.viewport(), LEFT, pos=inside(orders, 3, 260, 80))
    QTest.mouseRelease(orders.viewport(), LEFT, pos=inside(orders, 3, 310, 80))
    assert told == []


def test_a_line_that_may_not_change_has_no_stepper(orders: OrderList) -> None:
    orders.show_rows([LineRow("sent", "1", "Diavola", "14.50", tone=LineTone.SENT, selected=True, steps=False)])
    found = orders.hit(inside(orders, 0, 38, 30))
    assert found is not None
    assert found.part is Part.ROW


def test_every_button_of_the_selected_line_is_large_enough(orders: OrderList) -> None:
    parts: dict[object, list[QPoint]] = {}
    area = orders.visualRect(orders.model().index(3, 0))
    for x in range(area.left(), area.right(), 2):
        for y in range(area.top(), area.bottom(), 2):
            hit = orders.hit(QPoint(x, y))
            if hit is not None and hit.part is not Part.ROW:
                parts.setdefault(hit, []).append(QPoint(x, y))
    assert len(parts) == 4
    for points in parts.values():
        assert max(at.x() for at in points) - min(at.x() for at in points) >= 42
        assert max(at.y() for at in points) - min(at.y() for at in points) >= 42


def test_keys_step_and_remove_the_current_line(orders: OrderList, told: list[tuple[object, ...]]) -> None:
    orders.setFocus(Qt.FocusReason.TabFocusReason)
    orders.setCurrentIndex(orders.model().index(3, 0))
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        QTest.keyClick(orders, key)
    assert told == [
        ("step", "diavola", 1),
        ("step", "diavola", -1),
        ("action", "diavola", "remove"),
        ("line", "diavola"),
    ]


def test_a_newly_selected_line_is_scrolled_into_sight(orders: OrderList) -> None:
    rows = [LineRow(f"l{place}", "1", f"Dish {place}", "9.00") for place in range(20)]
    orders.show_rows(rows)
    orders.show_rows([*rows[:-1], LineRow("l19", "1", "Dish 19", "9.00", selected=True, actions=ACTIONS)])
    assert orders.viewport().rect().contains(orders.visualRect(orders.model().index(19, 0)))


def test_long_notes_make_a_line_taller(orders: OrderList) -> None:
    short = orders.visualRect(orders.model().index(2, 0)).height()
    long = LineRow("margherita", "2", "Margherita", "19.00", tuple(f"remark number {each}" for each in range(6)))
    orders.show_rows([*order_rows()[:2], long, order_rows()[3]])
    assert orders.visualRect(orders.model().index(2, 0)).height() > short


def test_each_line_is_spoken_in_full(orders: OrderList) -> None:
    line = QAccessible.queryAccessibleInterface(orders).child(2)
    assert line.text(QAccessible.Text.Name) == "2 Margherita, 1 × no basil, 19.00"


def test_buttons_are_mirrored_where_people_read_right_to_left(
    orders: OrderList, told: list[tuple[object, ...]]
) -> None:
    orders.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QTest.mouseClick(orders.viewport(), LEFT, pos=inside(orders, 3, 400 - 38, 80))
    assert told == [("step", "diavola", -1)]
