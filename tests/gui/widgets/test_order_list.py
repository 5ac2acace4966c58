"""The order list says which part of which line was touched."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.order_delegate import Part
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import LineRow, LineTone
from tests.gui.widgets.conftest import Show
from tests.support.gallery_register import ACTIONS, order_rows
from tests.support.touch import Paints

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


def plain(count: int) -> list[LineRow]:
    """So many lines of equal height."""
    return [LineRow(f"l{place}", "1", f"Dish {place}", "9.00") for place in range(count)]


def shown(orders: OrderList, *rows: LineRow) -> Paints:
    """An eye on a list that shows these rows and has painted them."""
    orders.show_rows(rows)
    QApplication.processEvents()
    return Paints(orders.viewport())


def painted(paints: Paints) -> list[QRect]:
    """What was painted since the eye opened."""
    QApplication.processEvents()
    return paints.rectangles()


def row_rect(orders: OrderList, place: int) -> QRect:
    return orders.visualRect(orders.model().index(place, 0))


def on_screen(orders: OrderList) -> QImage:
    """The pixels a person sees, painted bit by bit as they are."""
    QApplication.processEvents()
    return orders.screen().grabWindow(orders.winId()).toImage()


def test_a_changed_amount_paints_its_row_only(orders: OrderList) -> None:
    rows = plain(6)
    paints = shown(orders, *rows)
    orders.show_rows([*rows[:2], replace(rows[2], quantity="2", amount="18.00"), *rows[3:]])
    assert painted(paints) == [row_rect(orders, 2)]


def test_the_same_rows_again_paint_nothing(orders: OrderList) -> None:
    paints = shown(orders, *plain(6))
    orders.show_rows(plain(6))
    assert painted(paints) == []


def test_a_new_line_at_the_end_paints_itself_only(orders: OrderList) -> None:
    paints = shown(orders, *plain(4))
    orders.show_rows(plain(5))
    assert painted(paints) == [row_rect(orders, 4)]


def test_a_line_that_leaves_paints_the_lines_below_it_only(orders: OrderList) -> None:
    rows = plain(5)
    paints = shown(orders, *rows)
    gone = row_rect(orders, 2)
    orders.show_rows([*rows[:2], *rows[3:]])
    region = painted(paints)
    assert min(rect.top() for rect in region) == gone.top()


def test_a_pressed_line_paints_itself_only(orders: OrderList) -> None:
    paints = shown(orders, *plain(5))
    QTest.mouseClick(orders.viewport(), LEFT, pos=row_rect(orders, 3).center())
    assert {rect.getRect() for rect in painted(paints)} == {row_rect(orders, 3).getRect()}


def test_a_full_list_that_moves_up_for_a_new_line_paints_its_foot_only(orders: OrderList) -> None:
    rows = plain(20)
    paints = shown(orders, *rows[:19], replace(rows[19], selected=True))
    paints.forget()
    fresh = LineRow("fresh", "1", "Espresso", "2.40", selected=True)
    orders.show_rows([*rows, fresh])
    assert row_rect(orders, 20).bottom() == orders.viewport().rect().bottom()
    assert min(rect.top() for rect in painted(paints)) >= row_rect(orders, 19).top()


def test_what_small_repaints_leave_on_the_screen_equals_a_list_painted_afresh(
    orders: OrderList, theme: Theme, show: Show
) -> None:
    rows = plain(12)
    chosen = replace(rows[9], selected=True, actions=ACTIONS)
    histories = (
        rows[:3],
        rows,
        [*rows[:9], chosen, *rows[10:]],
        [*rows[:2], replace(rows[2], notes=("no basil",)), *rows[3:9], chosen],
        [*rows[3:9], chosen, LineRow("late", "1", "Espresso", "2.40")],
        [*order_rows(), *rows[5:9], chosen],
        [replace(chosen, quantity="3"), *rows[10:]],
    )
    for history in histories:
        orders.show_rows(history)
        orders.clearFocus()
        stepwise = on_screen(orders)
        fresh = OrderList(theme, "Order")
        fresh.show_rows(history)
        show(fresh, 400, 300)
        fresh.verticalScrollBar().setValue(orders.verticalScrollBar().value())
        fresh.clearFocus()
        assert on_screen(fresh) == stepwise
        fresh.hide()


def test_the_ring_stays_with_its_line_when_one_comes_above_it(orders: OrderList) -> None:
    rows = plain(4)
    orders.show_rows(rows)
    orders.setFocus(Qt.FocusReason.TabFocusReason)
    orders.setCurrentIndex(orders.model().index(2, 0))
    orders.show_rows([LineRow("first", "1", "Water", "3.00"), *rows])
    assert orders.currentIndex().data() == "1 Dish 2, 9.00"
    told: list[str] = []
    orders.line_tapped.connect(told.append)
    QTest.keyClick(orders, Qt.Key.Key_Return)
    assert told == ["l2"]


def test_keys_walk_the_lines_and_keep_them_in_sight(orders: OrderList) -> None:
    orders.show_rows(plain(30))
    orders.setFocus(Qt.FocusReason.TabFocusReason)
    reached = []
    for key in ("End", "Up", "PageUp", "PageDown", "Home", "Down", "Right", "Left"):
        QTest.keyClick(orders, Qt.Key[f"Key_{key}"])
        reached.append(orders.currentIndex().row())
        assert orders.viewport().rect().contains(row_rect(orders, reached[-1]))
    assert reached[:2] == [29, 28]
    assert 20 < reached[2] < 24
    assert reached[3] in (28, 29)
    assert reached[4:] == [0, 1, 1, 1]
