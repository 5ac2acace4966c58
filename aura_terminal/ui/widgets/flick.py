"""Taps and flicks on a scrolling view: no fast tap is lost, a flick scrolls and is no tap."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScroller, QScrollerProperties

PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
HELD_MILLISECONDS = 700
MOVING = (QScroller.State.Dragging, QScroller.State.Scrolling)
OFF = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
METRIC = QScrollerProperties.ScrollMetric


class Flick(QObject):
    """Takes every mouse event of an area's viewport (touch arrives as mouse) and says what was meant.

    A double click is two presses here, because "beer, beer, beer" are three taps. Positions are the viewport's.
    `tapped` carries where the finger went down and where it came up; the view compares what lies under both. After
    `notice_held` a finger that stays in its place says `held` instead.
    """

    pressed = Signal(QPoint)
    let_go = Signal()
    tapped = Signal(QPoint, QPoint)
    held = Signal(QPoint)

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        self._down: QPoint | None = None
        self._still: QTimer | None = None
        self._scroller = scroller_of(area)
        area.viewport().installEventFilter(self)

    def notice_held(self, milliseconds: int = HELD_MILLISECONDS) -> None:
        """A finger that stays so long means something else than a tap from now on."""
        self._still = QTimer(self, singleShot=True, interval=milliseconds)
        self._still.timeout.connect(self._hold)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in PRESSES and isinstance(event, QMouseEvent):
            self._press(event)
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._move(event)
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self._release(event)
        else:
            return False
        return True

    def _press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        was_scrolling = self._scroller.state() in MOVING
        self._scroller.handleInput(QScroller.Input.InputPress, event.position(), event.timestamp())
        if not was_scrolling:
            self._down = event.position().toPoint()
            self.pressed.emit(self._down)
            if self._still is not None:
                self._still.start()

    def _move(self, event: QMouseEvent) -> None:
        if not event.buttons() & Qt.MouseButton.LeftButton:
            return
        self._scroller.handleInput(QScroller.Input.InputMove, event.position(), event.timestamp())
        if self._down is not None and self._scroller.state() == QScroller.State.Dragging:
            self._give_up()

    def _release(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._scroller.handleInput(QScroller.Input.InputRelease, event.position(), event.timestamp())
        down = self._give_up()
        if down is not None:
            self.tapped.emit(down, event.position().toPoint())

    @Slot()
    def _hold(self) -> None:
        down = self._give_up()
        if down is not None:
            self.held.emit(down)

    def _give_up(self) -> QPoint | None:
        """The press is over, one way or another."""
        down, self._down = self._down, None
        if self._still is not None:
            self._still.stop()
        if down is not None:
            self.let_go.emit()
        return down


def scroller_of(area: QAbstractScrollArea) -> QScroller:
    """What scrolls it under a finger, and lets it roll on; it stops at its ends."""
    scroller = QScroller.scroller(area.viewport())
    properties = scroller.scrollerProperties()
    for metric in (METRIC.HorizontalOvershootPolicy, METRIC.VerticalOvershootPolicy):
        properties.setScrollMetric(metric, OFF)
    scroller.setScrollerProperties(properties)
    return scroller
