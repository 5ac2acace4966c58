"""Buttons that wrap: every word is seen whole in any language, and what is read from the right begins there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.wrapping import Wrapping

GAP = 6


def wrapped(theme: Theme, qtbot: QtBot, width: int, *words: str) -> list[Button]:
    host = QWidget()
    qtbot.addWidget(host)
    rows = Wrapping(3, GAP)
    host.setLayout(rows)
    buttons = [Button(theme, each) for each in words]
    for button in buttons:
        rows.addWidget(button)
    host.setFixedWidth(width)
    host.setFixedHeight(rows.heightForWidth(width))
    host.show()
    return buttons


def columns(buttons: list[Button]) -> int:
    return len({button.x() for button in buttons})


def test_as_many_stand_side_by_side_as_their_words_leave_room_for(theme: Theme, qtbot: QtBot) -> None:
    assert columns(wrapped(theme, qtbot, 900, "Square", "Round", "Bar seat", "Long")) == 3
    narrow = wrapped(theme, qtbot, 240, "Square", "Round", "Bar seat")
    assert columns(narrow) == 2
    assert columns(wrapped(theme, qtbot, 240, "Abgerundete Ecken", "Rund")) == 1
    for button in narrow:
        assert button.width() >= button.minimumSizeHint().width()
        assert 0 <= button.x() <= button.x() + button.width() <= 240


def test_longer_words_of_another_language_make_another_row(theme: Theme, qtbot: QtBot) -> None:
    buttons = wrapped(theme, qtbot, 240, "Left", "Right")
    assert columns(buttons) == 2
    buttons[0].setText("Linksbündig ausgerichtet")
    qtbot.waitUntil(lambda: columns(buttons) == 1)


@pytest.mark.parametrize("reading", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_first_one_stands_where_reading_begins(theme: Theme, qtbot: QtBot, reading: Qt.LayoutDirection) -> None:
    first, second = wrapped(theme, qtbot, 400, "One", "Two")
    host = first.parentWidget()
    assert host is not None
    host.setLayoutDirection(reading)
    is_left = reading is Qt.LayoutDirection.LeftToRight
    qtbot.waitUntil(lambda: (first.x() < second.x()) is is_left)
