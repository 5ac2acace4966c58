"""A finger is felt when it goes down."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aura_terminal.ui.shell.fingers import NOT_AGAIN_WITHIN, Fingers


class Clock:
    """Seconds as the test says."""

    seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


def test_a_press_and_a_key_are_felt_and_a_release_is_not(qtbot: QtBot) -> None:
    clock, felt, window = Clock(), list[float](), QWindow()
    fingers = Fingers(clock.monotonic)
    fingers.felt.connect(lambda: felt.append(clock.seconds))
    fingers.watch(window)
    window.show()
    QTest.mousePress(window, Qt.MouseButton.LeftButton)
    clock.seconds += 1
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton)
    QTest.keyPress(window, Qt.Key.Key_A)
    window.close()
    assert felt == [100.0, 101.0]


def test_many_keys_at_once_are_felt_as_one(qtbot: QtBot) -> None:
    clock, felt, window = Clock(), list[float](), QWindow()
    fingers = Fingers(clock.monotonic)
    fingers.felt.connect(lambda: felt.append(clock.seconds))
    fingers.watch(window)
    window.show()
    for _ in range(13):
        QTest.keyPress(window, Qt.Key.Key_4)
        clock.seconds += NOT_AGAIN_WITHIN / 20
    window.close()
    assert felt == [100.0]
