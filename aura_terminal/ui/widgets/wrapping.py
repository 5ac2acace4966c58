"""Buttons side by side, in as many rows as their words need in the language in force."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle


class Wrapping(QLayout):
    """Equal columns, `most` of them or as many as the longest words leave room for; rows reach from edge to edge."""

    def __init__(self, most: int, gap: int) -> None:
        super().__init__()
        self._most, self._gap = most, gap
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self._items) // self._columns(width)) if self._items else 0
        return rows * (self._tallest() + self._gap) - self._gap if rows else 0

    def sizeHint(self) -> QSize:
        columns = min(self._most, len(self._items))
        width = columns * (self._widest() + self._gap) - self._gap if columns else 0
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        return QSize(self._widest(), self._tallest())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        parent = self.parentWidget()
        reading = Qt.LayoutDirection.LeftToRight if parent is None else parent.layoutDirection()
        columns, tall = self._columns(rect.width()), self._tallest()
        wide = (rect.width() - (columns - 1) * self._gap) // columns
        for place, item in enumerate(self._items):
            down, along = divmod(place, columns)
            corner = rect.topLeft() + QPoint(along * (wide + self._gap), down * (tall + self._gap))
            item.setGeometry(QStyle.visualRect(reading, rect, QRect(corner, QSize(wide, tall))))

    def _columns(self, width: int) -> int:
        room = (width + self._gap) // max(1, self._widest() + self._gap)
        return max(1, min(self._most, len(self._items), room))

    def _widest(self) -> int:
        return max((item.minimumSize().width() for item in self._items), default=0)

    def _tallest(self) -> int:
        return max((item.sizeHint().height() for item in self._items), default=0)
