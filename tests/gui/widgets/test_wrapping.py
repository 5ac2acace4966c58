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


class Host(QWidget):
    """A panel so many pixels wide, with these words on its buttons."""

    def __init__(self, theme: Theme, width: int, *words: str) -> None:
        super().__init__()
        rows = Wrapping(3, GAP)
        self.setLayout(rows)
        self.buttons = [Button(theme, each) for each in words]
        for button in self.buttons:
            rows.addWidget(button)
        self.setFixedSize(width, rows.heightForWidth(width))
        self.show()

    @property
    def columns(self) -> int:
        return len({button.x() for button in self.buttons})


def test_as_many_stand_side_by_side_as_their_words_leave_room_for(theme: Theme, qtbot: QtBot) -> None:
    wide = Host(theme, 900, "Square", "Round", "Bar seat", "Long")
    narrow = Host(theme, 240, "Square", "Round", "Bar seat")
    long = Host(theme, 240, "Abgerundete Ecken", "Rund")
    for host in (wide, narrow, long):
        qtbot.addWidget(host)
    assert (wide.columns, narrow.columns, long.columns) == (3, 2, 1)
    for button in narrow.buttons:
        assert button.width() >= button.minimumSizeHint().width()
        assert 0 <= button.x() <= button.x() + button.width() <= 240


def test_longer_words_of_another_language_make_another_row(theme: Theme, qtbot: QtBot) -> None:
    host = Host(theme, 240, "Left", "Right")
    qtbot.addWidget(host)
    assert host.columns == 2
    host.buttons[0].show_words("Linksbündig ausgerichtet")
    qtbot.waitUntil(lambda: host.columns == 1)


@pytest.mark.parametrize("reading", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_first_one_stands_where_reading_begins(theme: Theme, qtbot: QtBot, reading: Qt.LayoutDirection) -> None:
    host = Host(theme, 400, "One", "Two")
    qtbot.addWidget(host)
    host.setLayoutDirection(reading)
    first, second = host.buttons
    is_left = reading is Qt.LayoutDirection.LeftToRight
    qtbot.waitUntil(lambda: (first.x() < second.x()) is is_left)
