"""Hands for a window of another process: what they look for is found in a shadow of it, which shows the same.

The shadow is this program from source, offscreen, in the same size, over a shop of the same files. A tap goes to the
shadow and to the same place of the real window, so both are always at the same step.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessibleInterface
from PySide6.QtWidgets import QWidget

from aura_terminal.app.robot import Robot
from tests.support.x_display import XDisplay

X_NAMES = {Qt.Key.Key_Return: "Return", Qt.Key.Key_Delete: "Delete"}


class ShadowedRobot(Robot):
    """Works the shadow, and the display the real window is on."""

    def __init__(self, shadow: QWidget, display: XDisplay) -> None:
        super().__init__(shadow)
        self._shadow = shadow
        self._display = display

    def type(self, text: str) -> None:
        """As a robot does, at both."""
        self._display.type(text)
        super().type(text)

    def press(self, key: Qt.Key) -> None:
        """As a robot does, at both."""
        self._display.press(X_NAMES[key])
        super().press(key)

    def _target(self, node: QAccessibleInterface) -> tuple[QWidget, QPoint]:
        widget, place = super()._target(node)
        there = widget.mapTo(self._shadow, place)
        self._display.tap(there.x(), there.y())
        return widget, place
