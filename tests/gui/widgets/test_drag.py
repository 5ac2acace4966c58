"""An area full of widgets under a finger: what scrolls it, what is clicked, and what is left as it was."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QScroller, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.chips import Chip, ChipRow, Chips
from aura_terminal.ui.widgets.drag import Drag
from tests.gui.widgets.conftest import Show
from tests.support.touch import Finger

LEFT = Qt.MouseButton.LeftButton
WIDE, TALL, BUTTON = 400, 300, 60


@dataclass
class Room:
    """An area with more buttons than fit, and what was clicked."""

    theme: Theme
    area: QScrollArea
    column: QVBoxLayout
    clicked: list[str]

    def add_button(self, words: str, place: int = -1) -> Button:
        """One more, with a size from the start."""
        button = Button(self.theme, words)
        button.setFixedHeight(BUTTON)
        button.ensurePolished()
        button.clicked.connect(lambda: self.clicked.append(words))
        self.column.insertWidget(place, button)
        return button

    @property
    def scrolled(self) -> int:
        """How far down it is."""
        return self.area.verticalScrollBar().value()


@pytest.fixture
def room(theme: Theme, show: Show) -> Room:
    """Twenty buttons."""
    inside, area = QWidget(), QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    Drag(area)
    made = Room(theme, area, QVBoxLayout(inside), [])
    for place in range(20):
        made.add_button(f"B{place}")
    show(area, WIDE, TALL)
    return made


def button_of(room: Room, place: int) -> Button:
    """The button at a place."""
    item = room.column.itemAt(place)
    assert item is not None
    button = item.widget()
    assert isinstance(button, Button)
    return button


def upwards(by: int, start: QPoint) -> list[QPoint]:
    """A finger's way up."""
    return [start - QPoint(0, step) for step in range(10, by, 10)]


def test_a_finger_that_drags_and_comes_up_outside_clicks_nothing_and_the_next_tap_does(
    room: Room, finger: Finger
) -> None:
    button = button_of(room, 2)
    finger.drag(button, QPoint(50, 20), *upwards(400, QPoint(50, 20)))
    assert room.scrolled > 0
    assert (room.clicked, button.isDown()) == ([], False)
    QScroller.scroller(room.area.viewport()).stop()
    room.area.verticalScrollBar().setValue(0)
    finger.tap(button_of(room, 1), QPoint(50, 20))
    assert room.clicked == ["B1"]


def test_a_button_that_comes_later_is_followed_as_well(room: Room, finger: Finger) -> None:
    added = room.add_button("late", 0)
    QApplication.processEvents()
    finger.drag(added, QPoint(50, 20), *upwards(150, QPoint(50, 20)))
    assert room.scrolled > 0
    assert room.clicked == []


def test_text_in_a_field_is_chosen_along_its_line_and_the_area_scrolls_across_it(room: Room, finger: Finger) -> None:
    field = QLineEdit("Margherita with more of it")
    room.column.insertWidget(0, field)
    QApplication.processEvents()
    at = QPoint(20, field.height() // 2)
    finger.drag(field, at, *(at + QPoint(step, 0) for step in range(10, 200, 10)))
    assert field.selectedText()
    assert room.scrolled == 0
    finger.drag(field, at, *upwards(100, at))
    assert room.scrolled > 0


def test_a_row_that_is_dragged_itself_leaves_the_area_around_it_still(room: Room, finger: Finger) -> None:
    chips = Chips(room.theme, "Kinds")
    chips.show_rows([ChipRow(str(place), f"Filter number {place}") for place in range(12)])
    room.column.insertWidget(0, chips)
    QApplication.processEvents()
    chip = chips.findChildren(Chip)[1]
    finger.drag(chip, QPoint(60, 20), *(QPoint(60 - step, 20) for step in range(10, 150, 10)))
    assert chips.horizontalScrollBar().value() > 0
    button = button_of(room, 3)
    finger.drag(button, QPoint(50, 20), QPoint(50, 21))
    assert (room.scrolled, room.clicked) == (0, ["B2"])


def test_what_goes_away_under_a_finger_leaves_nothing_that_moves_with_the_pointer(room: Room, finger: Finger) -> None:
    gone, viewport = button_of(room, 1), room.area.viewport()
    tell(QEvent.Type.MouseButtonPress, gone, QPoint(50, 20), LEFT)
    gone.hide()  # whoever lets go now is not heard any more
    QApplication.processEvents()
    viewport.setMouseTracking(True)  # as fields have it
    for place, height in enumerate(range(280, 0, -20)):
        tell(QEvent.Type.MouseMove, viewport, QPoint(200, height), Qt.MouseButton.NoButton, 1000 + 8 * place)
    assert QScroller.scroller(viewport).state() is not QScroller.State.Dragging
    finger.drag(button_of(room, 4), QPoint(50, 20), QPoint(50, 21))
    assert (room.scrolled, room.clicked) == (0, ["B4"])


def test_a_second_press_right_after_a_first_drags_too(room: Room, qtbot: QtBot) -> None:
    button, at = button_of(room, 3), QPoint(50, 20)
    tell(QEvent.Type.MouseButtonDblClick, button, at, LEFT)
    for place, point in enumerate(upwards(150, at)):
        tell(QEvent.Type.MouseMove, button, point, LEFT, 1000 + 8 * place)
    qtbot.waitUntil(lambda: room.scrolled > 0)
    tell(QEvent.Type.MouseButtonRelease, button, at, LEFT, 1200)
    assert (room.clicked, button.isDown()) == ([], False)


def tell(kind: QEvent.Type, widget: QWidget, at: QPoint, button: Qt.MouseButton, milliseconds: int = 1000) -> None:
    """A mouse at a widget, with a button held or none."""
    mouse = QMouseEvent(
        kind, QPointF(at), QPointF(widget.mapToGlobal(at)), button, button, Qt.KeyboardModifier.NoModifier
    )
    mouse.setTimestamp(milliseconds)
    QApplication.sendEvent(widget, mouse)


def test_a_tap_right_before_a_flick_keeps_it_no_tap(room: Room, finger: Finger) -> None:
    button, at = button_of(room, 2), QPoint(50, 20)
    finger.tap(button, at)
    finger.drag(button, at, *upwards(150, at))
    assert room.scrolled > 0
    assert (room.clicked, button.isDown()) == (["B2"], False)


def test_keys_click_as_ever(room: Room) -> None:
    button = button_of(room, 2)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert room.clicked == ["B2"]
