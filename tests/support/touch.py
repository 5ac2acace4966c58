"""A finger on a touch screen, and an eye on what is inside a widget and what it paints, for tests."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QPaintEvent, QPointingDevice, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)
MILLISECONDS_BETWEEN_REPORTS = 8  # 120 a second; moves of one and the same millisecond would have no speed


def part_of(parent: QWidget, kind: type[W]) -> W:
    """The first part of that kind directly or deeper inside a widget; there must be one."""
    found = parent.findChild(kind)
    assert found is not None
    return found


@dataclass
class Finger:
    """Taps and drags on a widget as a touch screen reports them."""

    device: QPointingDevice

    def tap(self, target: QWidget, at: QPoint) -> None:
        """Down and up at one place, at once."""
        self.drag(target, at)

    def drag(self, target: QWidget, start: QPoint, *through: QPoint) -> None:
        """Down, along the points, up."""
        QTest.touchEvent(target, self.device).press(1, start, target).commit()
        for at in through:
            QTest.qWait(MILLISECONDS_BETWEEN_REPORTS)
            QTest.touchEvent(target, self.device).move(1, at, target).commit()
        QTest.touchEvent(target, self.device).release(1, (start, *through)[-1], target).commit()


class Paints(QObject):
    """The regions a widget was asked to paint since `forget`; install it as an event filter."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.regions: list[QRegion] = []
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(QRegion(event.region()))
        return False

    def forget(self) -> None:
        """Begins to count anew."""
        self.regions.clear()

    def rectangles(self) -> list[QRect]:
        """Every rectangle of every region."""
        return [QRect(rect) for region in self.regions for rect in cast("Iterable[QRect]", region)]
