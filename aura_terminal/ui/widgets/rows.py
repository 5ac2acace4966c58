"""A list model of frozen rows: what is shown is replaced as a whole, and only rows that differ are announced."""

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ROW = Qt.ItemDataRole.UserRole
DISPLAY = Qt.ItemDataRole.DisplayRole
SPOKEN = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
Index = QModelIndex | QPersistentModelIndex


class Row(Protocol):
    """What every row of a list has."""

    @property
    def id(self) -> str:
        """Tells rows apart; stays the same while the row changes."""

    @property
    def spoken(self) -> str:
        """The row in words, for those who do not see it."""


R = TypeVar("R", bound=Row)


class RowModel(QAbstractListModel, Generic[R]):
    """Rows behind a view; `UserRole` gives the row itself, `DisplayRole` its spoken words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[R, ...] = ()

    @property
    def rows(self) -> tuple[R, ...]:
        """What is shown."""
        return self._rows

    def row_at(self, index: Index) -> R:
        """The row of a valid index."""
        return self._rows[index.row()]

    def place_of(self, id: str) -> int | None:
        """Where the row of that id stands, if it is shown."""
        return next((place for place, row in enumerate(self._rows) if row.id == id), None)

    def show(self, rows: Sequence[R]) -> None:
        """Replaces the rows and announces no more than differs: a run of rows that came or left, and changed ones.

        Where some came and others left, everything is announced anew.
        """
        before, fresh = self._rows, tuple(rows)
        head, tail = shared_ends(before, fresh)
        left, came = len(before) - head - tail, len(fresh) - head - tail
        if left and came:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        if came:
            self.beginInsertRows(QModelIndex(), head, head + came - 1)
            self._rows = (*before[:head], *fresh[head : head + came], *before[head:])
            self.endInsertRows()
        elif left:
            self.beginRemoveRows(QModelIndex(), head, head + left - 1)
            self._rows = (*before[:head], *before[head + left :])
            self.endRemoveRows()
        self._tell_changes(fresh)

    def _tell_changes(self, fresh: tuple[R, ...]) -> None:
        before, self._rows = self._rows, fresh
        for place, (old, new) in enumerate(zip(before, fresh, strict=True)):
            if old is not new and old != new:
                self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == ROW:
            return self._rows[index.row()]
        return self._rows[index.row()].spoken if role in SPOKEN else None


def shared_ends(before: Sequence[Row], after: Sequence[Row]) -> tuple[int, int]:
    """How many rows at the start and how many of the rest at the end are the same ones, changed or not."""
    most = min(len(before), len(after))
    head = 0
    while head < most and before[head].id == after[head].id:
        head += 1
    tail = 0
    while tail < most - head and before[-1 - tail].id == after[-1 - tail].id:
        tail += 1
    return head, tail
