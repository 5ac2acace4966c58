"""A terminal that cannot open says why to whoever started it from a desktop."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.app import unread
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ui.shell.cannot_open import CannotOpen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Words


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> CannotOpen:
    made = CannotOpen(Unavailable("Store", "the disk is full. Make room, then try again."), theme)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_says_what_is_wrong_and_what_to_do(window: CannotOpen) -> None:
    said = [label.text() for label in window.findChildren(Words)]
    assert "Store: the disk is full. Make room, then try again." in said


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_tries_again(window: CannotOpen, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(window.again):
        QTest.keyClick(window, key)
    assert not window.isVisible()


def test_a_tap_on_close_and_escape_end_it(window: CannotOpen, qtbot: QtBot) -> None:
    tried: list[bool] = []
    window.again.connect(lambda: tried.append(True))
    close = next(one for one in window.findChildren(Button) if one.words == "Close")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    window.show()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert (window.isVisible(), tried) == (False, [])


ASK = "from aura_terminal.app.unread import is_unread; open({0!r}, 'w').write(str(is_unread()))"


@pytest.mark.parametrize(("platform", "goes_to", "is_unread"), [
    ("minimal", "null", True), ("minimal", "file", True), ("minimal", "pipe", False), ("offscreen", "null", False),
])  # fmt: skip
def test_a_window_comes_only_where_nobody_reads_the_command_line(
    platform: str, goes_to: str, is_unread: bool, tmp_path: Path
) -> None:
    answer = tmp_path / "answer"
    with (tmp_path / "log").open("w") as log:
        places: dict[str, IO[str] | int] = {"null": subprocess.DEVNULL, "file": log, "pipe": subprocess.PIPE}
        environment = os.environ | {"QT_QPA_PLATFORM": platform}
        subprocess.run(
            (sys.executable, "-c", ASK.format(str(answer))), env=environment, stderr=places[goes_to], check=True
        )
    assert answer.read_text() == str(is_unread)


def test_a_person_at_a_command_line_reads_it_there(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = os.openpty()
    with os.fdopen(one, "rb"), os.fdopen(other, "w") as terminal:
        monkeypatch.setenv("QT_QPA_PLATFORM", "minimal")
        monkeypatch.setattr(sys, "stderr", terminal)
        assert not unread.is_unread()
