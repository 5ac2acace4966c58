"""A few screens walked through with an eye and a finger, and faults that the walk has to find."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.labels import Panel
from tests.support.every_scene import Shown, every_scene, screen_of
from tests.support.look_walk import close, opened, screens_opened, screens_there_are, walked
from tests.support.walk import LEAST, LEAST_OF_HASTE, least_of

SHORT = (
    ("register.register", "night", (1024, 768)),
    ("kitchen.pizza", "day", (1080, 1920)),
    ("card.taking", "high_contrast", (1024, 768)),
    ("more.look", "day", (1920, 1080)),
)


@pytest.mark.parametrize(("scene", "look", "size"), SHORT)
def test_whatever_is_on_a_screen_can_be_read_touched_and_reached(
    theme: Theme, scene: str, look: str, size: tuple[int, int]
) -> None:
    theme.switch(built_in(look))
    theme.measure(screen_of(*size))
    shown = opened(theme, scene, *size)
    try:
        assert walked(theme, shown) == []
    finally:
        close(shown)


def test_every_screen_there_is_is_opened_by_a_scene() -> None:
    noted = screens_opened()
    assert sorted(set(screens_there_are()) - set(noted)) == [], "give it a scene, and walk: --note"
    assert set(noted.values()) <= set(every_scene())


class Faded(QPushButton):
    """Words that are nearly as dark as what they stand on, and no sign of a finger or of the focus."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Faded")
        self._theme = theme
        self.setMinimumSize(LEAST, LEAST)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        canvas.box(QRectF(self.rect()), 0, fill=look.color.surface2)
        canvas.text(QRectF(self.rect()), "Faded", look.font.body, look.color.outline)
        canvas.painter.end()


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme) -> Shown:
    panel = Panel(theme)
    QHBoxLayout(panel)
    panel.resize(400, 200)
    qtbot.addWidget(panel)
    panel.show()
    return Shown(panel, QApplication.processEvents, panel.hide, panel.show)


def put(bench: Shown, widget: QWidget) -> list[str]:
    """What the walk finds with one widget more."""
    theme: Theme = bench.window._theme  # type: ignore[attr-defined]  # the panel's own
    layout = bench.window.layout()
    assert layout is not None
    layout.addWidget(widget)
    bench.settle()
    return walked(theme, bench)


def test_a_button_as_it_should_be_is_not_found_fault_with(bench: Shown, theme: Theme) -> None:
    assert put(bench, Button(theme, "Send")) == []


def test_a_button_without_a_name_is_found(bench: Shown, theme: Theme) -> None:
    assert any(each.startswith("name: ") for each in put(bench, Button(theme, icon="x")))


def test_a_target_of_forty_pixels_is_found(bench: Shown, theme: Theme) -> None:
    small = Button(theme, "Small")
    small.setFixedHeight(40)
    assert any("x 40, not 48" in each for each in put(bench, small))


def test_what_no_key_reaches_is_found(bench: Shown, theme: Theme) -> None:
    lost = Button(theme, "Lost")
    lost.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert any(each.startswith("keys: ") for each in put(bench, lost))


def test_words_that_cannot_be_read_and_states_that_cannot_be_seen_are_found(bench: Shown, theme: Theme) -> None:
    found = put(bench, Faded(theme))
    assert any(each.startswith("contrast: 'Faded'") for each in found)
    assert any("looks the same while it is pressed" in each for each in found)


def test_what_lies_outside_the_window_is_found(bench: Shown, theme: Theme) -> None:
    outside = Button(theme, "Outside", parent=bench.window)
    outside.setGeometry(380, 10, 100, 60)
    outside.show()
    bench.settle()
    assert any(each.startswith("clipped: ") for each in walked(theme, bench))


def test_neighbours_without_room_for_both_are_found(bench: Shown, theme: Theme) -> None:
    low = QWidget()
    column = QVBoxLayout(low)
    for words in ("Above", "Below"):
        button = Button(theme, words)
        button.setMinimumHeight(90)
        column.addWidget(button)
    low.setFixedHeight(150)
    assert any(each.startswith("overlap: Button 'Above' lies") for each in put(bench, low))


def test_a_kitchen_needs_larger_targets(theme: Theme, qtbot: QtBot) -> None:
    kitchen = opened(theme, "kitchen.pizza", 1366, 768)
    try:
        screen = kitchen.window.findChildren(KitchenScreen)[0]
        assert least_of(screen.findChildren(Button)[0]) == LEAST_OF_HASTE
        assert least_of(kitchen.window) == LEAST
    finally:
        close(kitchen)
