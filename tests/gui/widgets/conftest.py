"""What the tests of the widgets share: a way to show one, and a touch screen."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.touch import Finger

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a widget at a size and hands it back; it is closed after the test."""

    def shown(widget: QWidget, width: int, height: int) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return shown


@pytest.fixture(scope="session")
def touch_screen() -> QPointingDevice:
    """A touch device known to Qt for the whole run."""
    return QTest.createTouchDevice()


@pytest.fixture
def finger(touch_screen: QPointingDevice) -> Finger:
    """One finger on the touch screen."""
    return Finger(touch_screen)
