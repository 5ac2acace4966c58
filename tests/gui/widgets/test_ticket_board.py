"""The kitchen board: what a touch means, and how little a second costs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.ticket_board import TicketBoard
from aura_terminal.ui.widgets.ticket_rows import TicketRow
from tests.gui.widgets.conftest import Show
from tests.support.gallery_kitchen import DINE_IN, NOW, WORDS, dish, ticket, tickets
from tests.support.touch import Finger, Paints

LEFT = Qt.MouseButton.LeftButton


class Clock:
    """A monotonic clock that a test moves by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def board(theme: Theme, show: Show, clock: Clock) -> TicketBoard:
    board = TicketBoard(theme, "Tickets", WORDS, NOW, monotonic=clock)
    board.show_rows(tickets(), NOW)
    show(board, 1620, 1008)
    return board


@pytest.fixture
def headers(board: TicketBoard) -> list[str]:
    told: list[str] = []
    board.header_tapped.connect(told.append)
    return told


def click(board: TicketBoard, at: QPoint) -> None:
    QTest.mouseClick(board.viewport(), LEFT, pos=at)


def place_of(board: TicketBoard, spoken: str) -> QRect:
    model = board.model()
    for row in range(model.rowCount()):
        if str(model.index(row, 0).data()).startswith(spoken):
            return board.visualRect(model.index(row, 0))
    raise AssertionError(f"nothing on the board is called {spoken}")


def test_a_touch_on_the_header_names_the_ticket(board: TicketBoard, headers: list[str], finger: Finger) -> None:
    finger.tap(board.viewport(), place_of(board, "T 12").center())
    assert headers == ["1042"]


def test_a_touch_on_a_dish_names_ticket_and_line(board: TicketBoard, headers: list[str], finger: Finger) -> None:
    lines: list[tuple[str, str]] = []
    board.line_tapped.connect(lambda *each: lines.append(each))
    finger.tap(board.viewport(), place_of(board, "2 Capricciosa").center())
    assert lines == [("1041", "Capricciosa")]
    assert headers == []


def test_a_bouncing_finger_bumps_one_ticket_only(
    board: TicketBoard, headers: list[str], clock: Clock, finger: Finger
) -> None:
    at = place_of(board, "T 12").center()
    finger.tap(board.viewport(), at)
    clock.seconds += 0.29
    finger.tap(board.viewport(), at)
    assert headers == ["1042"]
    clock.seconds += 0.02
    finger.tap(board.viewport(), at)
    assert headers == ["1042", "1042"]


def test_two_headers_may_be_touched_at_once(board: TicketBoard, headers: list[str]) -> None:
    click(board, place_of(board, "T 12").center())
    click(board, place_of(board, "T 15").center())
    assert headers == ["1042", "1044"]


def test_number_keys_tap_the_header_at_that_place(board: TicketBoard, headers: list[str]) -> None:
    for key in ("3", "1"):
        QTest.keyClicks(board, key)
    assert headers == ["1040", "1038"]


def test_arrows_walk_headers_and_dishes_and_enter_taps(board: TicketBoard, headers: list[str]) -> None:
    lines: list[tuple[str, str]] = []
    board.line_tapped.connect(lambda *each: lines.append(each))
    board.setCurrentIndex(board.model().index(0, 0))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(board, key)
    assert lines == [("1038", "Diavola")]
    assert headers == ["1039"]


def test_a_second_repaints_only_timers_and_bars(board: TicketBoard) -> None:
    QApplication.processEvents()
    paints = Paints(board.viewport())
    board.tick(NOW + timedelta(seconds=1))
    QApplication.processEvents()
    rectangles = paints.rectangles()
    heads = [place_of(board, row.spoken) for row in tickets()]
    assert rectangles
    assert all(any(head.contains(rect) for head in heads) for rect in rectangles)
    painted = sum(rect.width() * rect.height() for rect in rectangles)
    assert painted < 0.12 * board.viewport().width() * board.viewport().height()
    assert len(paints.regions) == 1


def test_what_ticks_leave_on_the_screen_equals_a_board_painted_afresh(
    board: TicketBoard, theme: Theme, show: Show, clock: Clock
) -> None:
    QApplication.processEvents()
    for second in range(1, 8):
        board.tick(NOW + timedelta(seconds=second))
        QApplication.processEvents()
    board.clearFocus()
    QApplication.processEvents()
    ticked = board.screen().grabWindow(board.winId()).toImage()
    fresh = TicketBoard(theme, "Tickets", WORDS, NOW, monotonic=clock)
    fresh.show_rows(tickets(), NOW + timedelta(seconds=7))
    show(fresh, 1620, 1008)
    fresh.clearFocus()
    QApplication.processEvents()
    painted = fresh.screen().grabWindow(fresh.winId()).toImage()
    assert painted.pixelColor(place_of(fresh, "T 4").topLeft() + QPoint(200, 6)) == theme.look.color.late
    assert ticked == painted


def test_the_same_second_repaints_nothing(board: TicketBoard) -> None:
    QApplication.processEvents()
    paints = Paints(board.viewport())
    board.tick(NOW + timedelta(milliseconds=400))
    QApplication.processEvents()
    assert paints.rectangles() == []


def test_tickets_out_of_sight_cost_nothing(board: TicketBoard) -> None:
    many = tuple(ticket(f"T {place}", place, "Ana", DINE_IN, 60, dish(1, "Napoli")) for place in range(500))
    board.show_rows(many, NOW)
    QApplication.processEvents()
    paints = Paints(board.viewport())
    board.tick(NOW + timedelta(seconds=1))
    QApplication.processEvents()
    in_sight = sum(board.viewport().rect().intersects(place_of(board, row.spoken)) for row in many[:60])
    assert 0 < in_sight < 60
    assert len(paints.rectangles()) <= 4 * in_sight
    assert board.viewport().rect().contains(QRect(paints.regions[0].boundingRect()))


def test_a_hidden_board_stands_still_and_shows_the_right_time_afterwards(board: TicketBoard) -> None:
    board.hide()
    board.tick(NOW + timedelta(minutes=5))
    paints = Paints(board.viewport())
    board.show()
    QApplication.processEvents()
    assert paints.regions
    late = board.viewport().grab().toImage().pixelColor(place_of(board, "Delivery, 1041").topLeft() + QPoint(200, 6))
    assert late.red() > 200
    assert late.green() < 60


def test_a_ticket_that_becomes_due_is_repainted_whole(board: TicketBoard) -> None:
    QApplication.processEvents()
    paints = Paints(board.viewport())
    board.tick(NOW + timedelta(seconds=480 - 271))
    QApplication.processEvents()
    assert any(region.contains(place_of(board, "2 Margherita, NO basil on 1").center()) for region in paints.regions)


def test_the_header_takes_the_colour_of_its_age(board: TicketBoard, theme: Theme) -> None:
    image = board.viewport().grab().toImage()
    color = theme.look.color
    for spoken, expected in (("T 4", color.late), ("T 9", color.warn), ("T 15", color.fresh)):
        assert image.pixelColor(place_of(board, spoken).topLeft() + QPoint(200, 6)) == expected


def test_more_tickets_than_fit_stand_to_the_side_and_are_reached_by_a_flick(
    board: TicketBoard, headers: list[str], finger: Finger, qtbot: QtBot
) -> None:
    board.show_rows([ticket(f"T {place}", place, "Ana", DINE_IN, 60, dish(1, "Napoli")) for place in range(60)], NOW)
    bar = board.horizontalScrollBar()
    assert bar.maximum() > 0
    start = QPoint(700, 500)
    finger.drag(board.viewport(), start, *(start - QPoint(step, 0) for step in range(40, 600, 40)))
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert headers == []


def test_a_ticket_taller_than_the_board_goes_on_in_the_next_column(board: TicketBoard) -> None:
    lines: list[tuple[str, str]] = []
    board.line_tapped.connect(lambda *each: lines.append(each))
    dishes = tuple(dish(1, f"Dish {place}") for place in range(40))
    board.show_rows([ticket("T 1", 1, "Ana", DINE_IN, 60, *dishes)], NOW)
    first, last = place_of(board, "1 Dish 0"), place_of(board, "1 Dish 39")
    assert last.left() > first.left()
    click(board, last.center())
    assert lines == [("1", "Dish 39")]


def test_a_larger_scale_makes_larger_targets(board: TicketBoard) -> None:
    before = place_of(board, "T 4").height()
    board.show_scale(1.5)
    assert place_of(board, "T 4").height() == pytest.approx(1.5 * before, abs=2)


def test_headers_and_dishes_are_accessible_items(board: TicketBoard) -> None:
    whole = QAccessible.queryAccessibleInterface(board)
    assert whole.text(QAccessible.Text.Name) == "Tickets"
    names = [whole.child(place).text(QAccessible.Text.Name) for place in range(whole.childCount())]
    assert "T 4, 1038  ·  Luca, NUT ALLERGY seat 2" in names
    assert "2 Diavola, ADD Nduja, well done" in names
    header = whole.child(names.index("T 4, 1038  ·  Luca, NUT ALLERGY seat 2"))
    assert header.rect().height() >= 44


def test_columns_begin_on_the_right_where_people_read_right_to_left(board: TicketBoard) -> None:
    board.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert place_of(board, "T 4").center().x() > board.width() * 0.75


def many(count: int) -> list[TicketRow]:
    """So many tickets of different heights, more than fit from 40 on."""
    names = ("Napoli", "Diavola", "Capricciosa")
    return [
        ticket(f"T {place}", place, "Ana", DINE_IN, 60, *(dish(1, name) for name in names[: 1 + place % 3]))
        for place in range(count)
    ]


def shown(board: TicketBoard, rows: Sequence[TicketRow]) -> Paints:
    """An eye on a board that shows these tickets and has painted them."""
    board.show_rows(rows, NOW)
    board.clearFocus()
    for _ in range(3):
        QApplication.processEvents()
    return Paints(board.viewport())


def painted(paints: Paints) -> QRegion:
    QApplication.processEvents()
    whole = QRegion()
    for region in paints.regions:
        whole |= region
    return whole


def seen(board: TicketBoard) -> QImage:
    QApplication.processEvents()
    return board.screen().grabWindow(board.winId()).toImage()


def test_a_ticket_that_comes_out_of_sight_paints_nothing(board: TicketBoard) -> None:
    paints = shown(board, many(60))
    board.show_rows(many(61), NOW)
    assert painted(paints).isEmpty()
    assert board.rows()[60].title == "T 60"


def test_a_ticket_that_leaves_out_of_sight_paints_nothing(board: TicketBoard) -> None:
    rows = many(60)
    paints = shown(board, rows)
    board.show_rows([*rows[:50], *rows[51:]], NOW)
    assert painted(paints).isEmpty()


def test_a_ticket_that_leaves_paints_nothing_before_it(board: TicketBoard) -> None:
    rows = many(60)
    paints = shown(board, rows)
    gone = place_of(board, "T 6,").top()
    column = place_of(board, "T 6,").left()
    board.show_rows([*rows[:6], *rows[7:]], NOW)
    region = painted(paints)
    assert not region.isEmpty()
    assert not region.intersects(QRect(0, 0, column, board.viewport().height()))
    assert not region.intersects(QRect(column, 0, 380, gone))


def test_a_dish_that_is_made_paints_its_ticket_only(board: TicketBoard) -> None:
    rows = many(60)
    paints = shown(board, rows)
    made = replace(rows[4], lines=(replace(rows[4].lines[0], made=1), *rows[4].lines[1:]))
    board.show_rows([*rows[:4], made, *rows[5:]], NOW)
    region = painted(paints)
    header = place_of(board, "T 4,")
    assert region.contains(header.center())
    assert region.boundingRect().width() == header.width()
    assert not region.intersects(place_of(board, "T 3,"))
    assert not region.intersects(place_of(board, "T 5,"))


def test_what_comes_and_goes_leaves_the_same_picture_as_a_board_painted_afresh(
    board: TicketBoard, theme: Theme, show: Show, clock: Clock
) -> None:
    rows = many(60)
    made = replace(rows[4], lines=(replace(rows[4].lines[0], made=1), *rows[4].lines[1:]))
    tall = ticket("T 99", 99, "Ana", DINE_IN, 60, *(dish(1, f"Dish {place}") for place in range(40)))
    histories: tuple[tuple[list[TicketRow], int], ...] = (
        (rows[:3], 0),
        (rows, 0),
        ([*rows[:4], made, *rows[5:]], 0),
        ([*rows[1:4], made, *rows[5:]], 0),
        ([*rows[1:4], tall, *rows[5:]], 300),
        ([*rows[1:4], tall, *rows[6:]], 300),
        (rows[1:5], 0),
        ([], 0),
        (rows[20:30], 0),
    )
    for second, (history, offset) in enumerate(histories):
        now = NOW + timedelta(seconds=45 * second)
        board.show_rows(history, now)
        board.horizontalScrollBar().setValue(offset)
        board.clearFocus()
        stepwise = seen(board)
        fresh = TicketBoard(theme, "Tickets", WORDS, NOW, monotonic=clock)
        show(fresh, 1620, 1008)
        fresh.show_rows(history, now)
        fresh.horizontalScrollBar().setValue(offset)
        fresh.clearFocus()
        assert seen(fresh) == stepwise
        fresh.hide()


def test_the_keys_stay_on_their_dish_when_a_ticket_before_it_leaves(board: TicketBoard) -> None:
    rows = many(9)
    board.show_rows(rows, NOW)
    lines: list[tuple[str, str]] = []
    board.line_tapped.connect(lambda *each: lines.append(each))
    board.setCurrentIndex(board.model().index(6, 0))
    before = board.currentIndex().data()
    board.show_rows(rows[1:], NOW)
    assert board.currentIndex().data() == before
    QTest.keyClick(board, Qt.Key.Key_Return)
    assert lines == [("2", "Napoli")]
