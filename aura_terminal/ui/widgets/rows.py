"""A list model of frozen rows: what is shown is replaced as a whole, and only rows that differ are painted again."""

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
        """Replaces the rows; with the same ids in the same places only the changed ones are announced."""
        fresh = tuple(rows)
        if [row.id for row in fresh] != [row.id for row in self._rows]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        changed = [place for place, (old, new) in enumerate(zip(self._rows, fresh, strict=True)) if old != new]
        self._rows = fresh
        for place in changed:
            self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == ROW:
            return self._rows[index.row()]
        return self._rows[index.row()].spoken if role in SPOKEN else None
