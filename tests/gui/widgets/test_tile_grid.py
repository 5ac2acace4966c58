"""The menu grid answers every tap."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.tile_grid import TileGrid
from aura_terminal.ui.widgets.tile_rows import TileRow
from tests.support.touch import Finger, Paints

LEFT = Qt.MouseButton.LeftButton
ROWS = tuple(TileRow(f"item{place}", f"Item {place}", "9.50") for place in range(60))


@pytest.fixture
def grid(theme: Theme, show: Callable[[QWidget, int, int], QWidget]) -> TileGrid:
    grid = TileGrid(theme, "Menu")
    grid.show_rows(ROWS)
    show(grid, 831, 644)
    return grid


@pytest.fixture
def taps(grid: TileGrid) -> list[str]:
    told: list[str] = []
    grid.tapped.connect(told.append)
    return told


def middle(grid: TileGrid, place: int) -> QPoint:
    return grid.visualRect(grid.model().index(place, 0)).center()


def test_tiles_stand_five_by_five_as_in_the_picture(grid: TileGrid) -> None:
    rects = [grid.visualRect(grid.model().index(place, 0)) for place in range(25)]
    assert len({rect.left() for rect in rects}) == 5
    assert len({rect.top() for rect in rects}) == 5
    assert grid.viewport().rect().contains(rects[24])
    assert rects[0].size().toTuple() == (164, 128)


def test_a_tap_tells_the_item_under_it(grid: TileGrid, taps: list[str]) -> None:
    QTest.mouseClick(grid.viewport(), LEFT, pos=middle(grid, 7))
    assert taps == ["item7"]


def test_a_double_click_is_two_taps(grid: TileGrid, taps: list[str]) -> None:
    at = middle(grid, 3)
    QTest.mouseClick(grid.viewport(), LEFT, pos=at)
    QTest.mouseDClick(grid.viewport(), LEFT, pos=at)  # the second press of a pair, as a window system reports it
    QTest.mouseRelease(grid.viewport(), LEFT, pos=at)
    assert taps == ["item3"] * 2


def test_three_fast_touches_are_three_taps(grid: TileGrid, taps: list[str], finger: Finger) -> None:
    for _ in range(3):
        finger.tap(grid.viewport(), middle(grid, 4))
    assert taps == ["item4"] * 3


def test_ten_taps_on_two_tiles_in_turn_are_ten_signals(grid: TileGrid, taps: list[str], finger: Finger) -> None:
    for place in (1, 2) * 5:
        finger.tap(grid.viewport(), middle(grid, place))
    assert taps == ["item1", "item2"] * 5


def test_a_drag_scrolls_and_taps_nothing(grid: TileGrid, taps: list[str], qtbot: QtBot, finger: Finger) -> None:
    start = middle(grid, 12)
    finger.drag(grid.viewport(), start, *(start - QPoint(0, step) for step in range(20, 220, 20)))
    qtbot.waitUntil(lambda: grid.verticalScrollBar().value() > 0)
    assert taps == []


def test_a_drag_that_ends_on_its_own_tile_is_still_no_tap(grid: TileGrid, taps: list[str], finger: Finger) -> None:
    start = middle(grid, 12) + QPoint(0, 45)
    finger.drag(grid.viewport(), start, *(start - QPoint(0, step) for step in range(15, 90, 15)))
    assert taps == []


def test_a_finger_that_slides_to_another_tile_taps_neither(grid: TileGrid, taps: list[str]) -> None:
    QTest.mousePress(grid.viewport(), LEFT, pos=middle(grid, 0))
    QTest.mouseRelease(grid.viewport(), LEFT, pos=middle(grid, 1))
    assert taps == []


def test_a_sold_out_tile_still_tells(grid: TileGrid, taps: list[str]) -> None:
    grid.show_rows([TileRow("burrata", "Burrata", "15.00", sold_out="Sold out")])
    QTest.mouseClick(grid.viewport(), LEFT, pos=middle(grid, 0))
    assert taps == ["burrata"]


def test_arrow_keys_move_the_ring_and_enter_taps(grid: TileGrid, taps: list[str]) -> None:
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(grid, key)
    assert taps == ["item6"]


def test_the_ring_is_painted_in_the_gap_around_the_focused_tile(grid: TileGrid, theme: Theme) -> None:
    ring = grid.visualRect(grid.model().index(0, 0)).topLeft() + QPoint(40, 1)
    grid.clearFocus()
    before = grid.grab().toImage().pixelColor(ring)
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    assert before == theme.look.color.bg
    assert grid.grab().toImage().pixelColor(ring) == theme.look.color.primary_text


def test_a_changed_count_keeps_the_scroll_position(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(200)
    grid.show_rows([TileRow(row.id, row.name, row.price, count="1") for row in ROWS])
    assert grid.verticalScrollBar().value() == 200


def test_a_switched_theme_repaints_the_live_tiles(grid: TileGrid, theme: Theme) -> None:
    inside = middle(grid, 0) + QPoint(20, 0)
    assert grid.grab().toImage().pixelColor(inside) == theme.look.color.surface2
    theme.switch(built_in("day"))
    assert theme.look.tokens.name == "day"
    assert grid.grab().toImage().pixelColor(inside) == theme.look.color.surface2
    assert theme.look.color.surface2.name() == "#ffffff"


def test_each_tile_has_an_accessible_name_and_a_touchable_size(grid: TileGrid) -> None:
    grid.show_rows([TileRow("diavola", "Diavola", "12.50", count="1", low="3 left")])
    whole = QAccessible.queryAccessibleInterface(grid)
    assert whole.text(QAccessible.Text.Name) == "Menu"
    tile = whole.child(0)
    assert tile.text(QAccessible.Text.Name) == "Diavola, 12.50, 1, 3 left"
    assert min(tile.rect().width(), tile.rect().height()) >= 44


def test_tiles_are_mirrored_where_people_read_right_to_left(grid: TileGrid, theme: Theme) -> None:
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    rect = grid.visualRect(grid.model().index(0, 0))
    assert rect.center().x() > grid.width() / 2
    bar = QPoint(rect.right() - 5 - 11, rect.center().y())
    assert grid.viewport().grab().toImage().pixelColor(bar) == theme.look.of_category(0)


def watched(grid: TileGrid) -> Paints:
    """An eye on a grid that has nothing left to paint."""
    QApplication.processEvents()
    return Paints(grid.viewport())


def test_a_changed_count_paints_its_tile_only(grid: TileGrid) -> None:
    paints = watched(grid)
    grid.show_rows([*ROWS[:7], replace(ROWS[7], count="1"), *ROWS[8:]])
    QApplication.processEvents()
    assert paints.rectangles() == [grid.visualRect(grid.model().index(7, 0))]


def test_a_tap_paints_its_tile_only(grid: TileGrid, taps: list[str]) -> None:
    paints = watched(grid)
    QTest.mouseClick(grid.viewport(), LEFT, pos=middle(grid, 7))
    QApplication.processEvents()
    assert taps == ["item7"]
    assert {rect.getRect() for rect in paints.rectangles()} == {grid.visualRect(grid.model().index(7, 0)).getRect()}


def test_the_ring_paints_the_tile_it_leaves_and_the_one_it_comes_to(grid: TileGrid) -> None:
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    paints = watched(grid)
    QTest.keyClick(grid, Qt.Key.Key_Down)
    QApplication.processEvents()
    left, reached = (QRegion(grid.visualRect(grid.model().index(place, 0))) for place in (0, 5))
    painted = QRegion()
    for region in paints.regions:
        painted |= region
    assert painted == left | reached


def test_other_tiles_start_at_the_top(grid: TileGrid) -> None:
    grid.verticalScrollBar().setValue(200)
    grid.show_rows(ROWS[3:])
    assert grid.verticalScrollBar().value() == 0
    assert grid.indexAt(middle(grid, 0)).data() == "Item 3, 9.50"


def test_a_finger_that_stays_is_held_and_no_tap(grid: TileGrid, taps: list[str], qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.held, timeout=3000) as held:
        QTest.mousePress(grid.viewport(), LEFT, pos=middle(grid, 7))
    QTest.mouseRelease(grid.viewport(), LEFT, pos=middle(grid, 7))
    assert (held.args, taps) == (["item7"], [])


def test_the_menu_key_holds_the_ringed_tile(grid: TileGrid, qtbot: QtBot) -> None:
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(grid.held) as held:
        QTest.keyClick(grid, Qt.Key.Key_Menu)
    assert held.args == ["item0"]
