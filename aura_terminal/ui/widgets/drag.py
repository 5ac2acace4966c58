"""Flicks over an area that is full of widgets, wherever on it the finger goes down: on a button as well."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QScroller, QWidget

from aura_terminal.ui.widgets.flick import MOVING, PRESSES, scroller_of


class Drag(QObject):
    """Scrolls an area under a finger. A button that the finger went down on is let go of and not clicked.

    It follows every widget that comes into the area. A finger that stops what is still rolling clicks nothing either.
    """

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self._area = area
        self._scroller = scroller_of(area)
        self._is_down = self._has_moved = False
        self._heard: tuple[int, QEvent.Type, QPointF] | None = None
        self._follow(area.viewport())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QChildEvent):
            if event.type() is QEvent.Type.ChildPolished:
                self._follow(event.child())
            return False
        if not isinstance(event, QMouseEvent):
            return False
        heard = (event.timestamp(), event.type(), event.globalPosition())
        if heard == self._heard:
            return False  # what a label does not take comes to its parents as well
        self._heard = heard
        at = QPointF(self._area.viewport().mapFromGlobal(event.globalPosition()))
        match event.type():
            case kind if kind in PRESSES and event.button() is Qt.MouseButton.LeftButton:
                return self._press(at, event.timestamp())
            case QEvent.Type.MouseMove if self._is_down and event.buttons() & Qt.MouseButton.LeftButton:
                return self._move(watched, at, event.timestamp())
            case QEvent.Type.MouseButtonRelease if self._is_down:
                return self._release(at, event.timestamp())
        return False

    def _press(self, at: QPointF, milliseconds: int) -> bool:
        if self._is_down:
            self._scroller.stop()  # nobody heard the finger before come up: what it was on went away, or scrolls itself
        self._is_down, self._has_moved = True, self._scroller.state() in MOVING
        self._scroller.handleInput(QScroller.Input.InputPress, at, milliseconds)
        return self._has_moved

    def _move(self, watched: QObject, at: QPointF, milliseconds: int) -> bool:
        self._scroller.handleInput(QScroller.Input.InputMove, at, milliseconds)
        if not self._has_moved and self._scroller.state() is QScroller.State.Dragging:
            self._has_moved = True
            if isinstance(watched, QAbstractButton):
                watched.setDown(False)
        return self._has_moved

    def _release(self, at: QPointF, milliseconds: int) -> bool:
        self._is_down = False
        self._scroller.handleInput(QScroller.Input.InputRelease, at, milliseconds)
        return self._has_moved

    def _follow(self, widget: QObject) -> None:
        if isinstance(widget, QWidget):
            for each in (widget, *widget.findChildren(QWidget)):
                each.installEventFilter(self)
