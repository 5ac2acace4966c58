"""A manager draws the floor plan with a mouse, a finger and the keys, and the register knows the tables."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.ids import ItemId, StaffId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.shop import Table
from aura_terminal.ui.screens.floor_editing.page import FloorEditingPage
from aura_terminal.ui.screens.floor_editing.piece import PlanPiece
from aura_terminal.ui.screens.floor_editing.sheet_of_plan import PlanSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.use_cases.asking import Asked, NewOrder
from tests.gui.register.hands import press
from tests.gui.together.conftest import Desk
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.till import pin_of

OWNER = StaffId("davide-greco")
CARLA, MARGHERITA = StaffId("carla-lombardi"), ItemId("margherita")
LEFT, CTRL, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(desk: Desk) -> FloorEditingPage:
    desk.till.session.sign_in(CARLA, pin_of(CARLA))
    desk.settle()
    desk.terminal.window.go(View.MANAGER)
    press(desk.terminal.rooms, "Floor plan")
    desk.settle()
    page = desk.terminal.rooms.page
    assert isinstance(page, FloorEditingPage)
    return page


def sheet(page: QWidget) -> PlanSheet:
    return page.findChildren(PlanSheet)[0]


def piece(page: QWidget, number: str) -> PlanPiece:
    return next(
        each for each in page.findChildren(PlanPiece)
        if each.isVisible() and isinstance(each.piece, Table) and each.piece.number == number
    )  # fmt: skip


def table(desk: Desk, number: str) -> Table:
    tables = desk.store.shop.floor_editing.plan().drawing.tables
    return next(each for each in tables if each.number == number)


def at(page: QWidget, number: str) -> QPoint:
    return piece(page, number).geometry().center()


def click(page: QWidget, number: str, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(sheet(page), LEFT, keys, at(page, number))


def drag(page: QWidget, begin: QPoint, by: QPoint) -> None:
    QTest.mousePress(sheet(page), LEFT, NONE, begin)
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(sheet(page), (QPointF(begin) + QPointF(by) * part).toPoint())
    QTest.mouseRelease(sheet(page), LEFT, NONE, begin + by)


def test_a_table_is_dragged_pulled_to_a_line_and_is_there_for_good_once_it_is_kept(
    desk: Desk, page: FloorEditingPage
) -> None:
    before = table(desk, "1")
    drag(page, at(page, "1"), QPoint(57, 31))
    moved = piece(page, "1").piece
    assert (moved.x - before.x > 30, moved.y - before.y > 20) == (True, True)
    assert table(desk, "1") == before
    press(page, "Keep the plan")
    desk.settle()
    assert table(desk, "1") == moved
    press(page, "Put the former plan back")
    desk.settle()
    assert table(desk, "1") == before


def test_several_are_chosen_lined_up_spread_and_numbered_and_every_step_is_taken_back(
    desk: Desk, page: FloorEditingPage
) -> None:
    click(page, "1")
    click(page, "2", CTRL)
    press(page, "Choose several")
    click(page, "3")
    press(page, "Top")
    press(page, "Number on from …")
    desk.write("50")
    tops = {piece(page, number).piece.y for number in ("50", "51", "52")}
    assert len(tops) == 1
    QTest.keyClick(sheet(page), Qt.Key.Key_Z, CTRL)
    assert piece(page, "1").piece.x == table(desk, "1").x
    QTest.keyClick(sheet(page), Qt.Key.Key_Y, CTRL)
    assert piece(page, "50").isVisible()
    press(page, "Undo")
    press(page, "Keep the plan")
    desk.settle()
    assert {table(desk, number).y for number in ("1", "2", "3")} == tops


def test_a_new_table_is_put_down_turned_seated_copied_and_sold_at(desk: Desk, page: FloorEditingPage) -> None:
    press(page, "Round table")
    desk.settle()
    press(page, "Seats more")
    press(page, "Turn more")
    press(page, "Duplicate")
    desk.settle()
    press(page, "Keep the plan")
    desk.settle()
    new = table(desk, "18")
    assert (new.shape, new.seats, new.rotation) == ("round", 5, 15)
    assert table(desk, "19").seats == 5
    desk.store.shop.ordering.add_item(
        signed_in(desk.store.shop), NewOrder(OrderType.DINE_IN, new.id), Asked(MARGHERITA)
    )
    assert [row.table_name for row in desk.store.shop.reads.orders.open_orders()] == ["18"]


def test_keys_alone_move_a_table_and_take_it_away(desk: Desk, page: FloorEditingPage) -> None:
    before = table(desk, "2")
    one = piece(page, "2")
    one.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(one, Qt.Key.Key_Space)
    QTest.keyClick(one, Qt.Key.Key_Right)
    QTest.keyClick(one, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert (one.piece.x, one.piece.y) == (before.x + 10, before.y + 1)
    QTest.keyClick(one, Qt.Key.Key_Delete)
    press(page, "Keep the plan")
    desk.settle()
    assert "2" not in {each.number for each in desk.store.shop.floor_editing.plan().drawing.tables}


def test_a_table_with_an_open_order_is_not_taken_away_and_that_is_said(desk: Desk, page: FloorEditingPage) -> None:
    shop = desk.store.shop
    shop.ordering.add_item(EVERYTHING, NewOrder(OrderType.DINE_IN, TableId("table-3")), Asked(MARGHERITA))
    desk.others_did()
    page.hide()
    page.show()
    desk.settle()
    assert piece(page, "3").accessibleName().endswith("order R1-001 is open")
    click(page, "3")
    with desk.qtbot.waitSignal(page.said) as said:
        press(page, "Take away")
    assert said.args == ["Table 3 has order R1-001 open. Move or pay that order first."]
    assert piece(page, "3").isVisible()


def test_a_band_drawn_on_nothing_chooses_what_is_inside_and_a_wall_is_put_into_a_new_area(
    desk: Desk, page: FloorEditingPage
) -> None:
    corner = piece(page, "1").geometry().topLeft() - QPoint(2, 2)
    far = piece(page, "2").geometry().bottomRight() + QPoint(2, 2)
    drag(page, corner, far - corner)
    assert "2 chosen" in desk.words(page)
    QTest.mouseClick(sheet(page), LEFT, NONE, QPoint(20, sheet(page).height() // 2))
    press(page, "New area")
    desk.write("Garden")
    press(page, "Wall")
    desk.settle()
    press(page, "Keep the plan")
    desk.settle()
    garden = desk.store.shop.floor_editing.plan().drawing.areas[-1]
    assert (garden.name, len(garden.decor)) == ("Garden", 1)


def test_a_drawing_waits_behind_the_lock_for_its_author_and_for_nobody_else(desk: Desk, page: FloorEditingPage) -> None:
    drag(page, at(page, "1"), QPoint(57, 31))
    moved = piece(page, "1").piece
    for person, expected in ((CARLA, moved), (OWNER, table(desk, "1"))):
        desk.till.session.lock()
        desk.settle()
        desk.till.session.sign_in(person, pin_of(person))
        desk.settle()
        desk.terminal.window.go(View.MANAGER)
        press(desk.terminal.rooms, "Floor plan")
        desk.settle()
        assert piece(page, "1").piece == expected


def test_a_finger_moves_a_table(desk: Desk, page: FloorEditingPage) -> None:
    finger = QTest.createTouchDevice()
    before, begin = table(desk, "2"), at(page, "2")
    QTest.touchEvent(sheet(page), finger).press(1, begin, sheet(page))
    for step in (20, 45, 70):
        QTest.touchEvent(sheet(page), finger).move(1, begin + QPoint(step, 0), sheet(page))
    QTest.touchEvent(sheet(page), finger).release(1, begin + QPoint(70, 0), sheet(page))
    assert piece(page, "2").piece.x > before.x + 50
