"""A list view whose rows stand where the widget says; Qt keeps the rows, the focus and what assistive tools hear."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView

from aura_terminal.ui.widgets.rows import Index

Cursor = QAbstractItemView.CursorAction


class PlacedList(QListView):
    """Lays nothing out and paints nothing by itself when rows come, leave or change: the widget asks for that paint.

    The widget gives `visualRect`, `indexAt`, `scrollTo`, `moveCursor` and `paintEvent`, and has its places ready before
    its model announces rows.
    """

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, last, roles)

    def rowsInserted(self, parent: Index, first: int, last: int) -> None:
        QAbstractItemView.rowsInserted(self, parent, first, last)

    def rowsAboutToBeRemoved(self, parent: Index, first: int, last: int) -> None:
        QAbstractItemView.rowsAboutToBeRemoved(self, parent, first, last)

    def doItemsLayout(self) -> None:
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(-dx if self.isRightToLeft() else dx, dy)  # a list view would count by its own layout

    def verticalScrollbarValueChanged(self, value: int) -> None:
        return  # Qt would paint the row that came to lie under a pointer at rest

    def horizontalScrollbarValueChanged(self, value: int) -> None:
        return

    def horizontalOffset(self) -> int:
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        return

    def visualRegionForSelection(self, selection: object) -> QRegion:
        return QRegion()
