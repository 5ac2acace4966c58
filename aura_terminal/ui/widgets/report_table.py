"""The table behind a chart: read by keys and by screen readers like any table, dragged and tapped by fingers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.rows import ROW
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP

ROW_HEIGHT, PADDING, WIDEST_WORDS, LEAST_WORDS, SCROLL_BAR = 48, 8, 300, 96, 12
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of words; `is_sum` stands out, `is_open` can be tapped. Columns with `figures` stand at the end."""

    cells: tuple[str, ...]
    is_sum: bool = False
    is_open: bool = False


class TableModel(QAbstractTableModel):
    """Rows of words under headings."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.headings: tuple[str, ...] = ()
        self.figures: tuple[bool, ...] = ()
        self.rows: tuple[TableRow, ...] = ()

    def show(self, headings: Sequence[str], figures: Sequence[bool], rows: Sequence[TableRow]) -> None:
        """Replaces everything."""
        self.beginResetModel()
        self.headings, self.figures, self.rows = tuple(headings), tuple(figures), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headings[index.column()]}: {row.cells[index.column()]}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.figures[section] else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag.AlignVCenter | side
        return None


class ReportTable(QTableView):
    """`opened(row)` follows a tap on a row that can be opened, or Enter on it."""

    opened = Signal(int)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = TableModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_CellDelegate(theme, self))
        self.setAccessibleName(say)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        Flick(self).tapped.connect(self._tap)
        theme.changed.connect(self.viewport().update)

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """What is shown."""
        return self._model.rows

    @property
    def headings(self) -> tuple[str, ...]:
        """Over what."""
        return self._model.headings

    def is_figure(self, column: int) -> bool:
        """Whether a column holds figures, which stand at its end."""
        return self._model.figures[column]

    def show_table(self, headings: Sequence[str], figures: Sequence[bool], rows: Sequence[TableRow]) -> None:
        """Replaces the table; the same one again keeps its place."""
        if (tuple(headings), tuple(rows)) == (self._model.headings, self._model.rows):
            return
        at = self.verticalScrollBar().value()
        self._model.show(headings, figures, rows)
        self._fit()
        self.verticalScrollBar().setValue(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in KEYS_THAT_TAP and index.isValid():
            self._open(index)
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Each column as wide as its words; what is left goes to the first one of words."""
        look = self._theme.look
        widths = []
        for column, heading in enumerate(self._model.headings):
            words = (row.cells[column] for row in self._model.rows[:200])
            widest = max((width_of(each, look.font.strong) for each in words), default=0)
            wide = round(max(widest, width_of(heading, look.font.body))) + 2 * PADDING + 8
            widths.append(wide if self._model.figures[column] else max(LEAST_WORDS, min(WIDEST_WORDS, wide)))
        spare = self.width() - SCROLL_BAR - sum(widths)
        place = next((column for column, figure in enumerate(self._model.figures) if not figure), None)
        if place is not None and spare > 0:
            widths[place] += spare
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if index.isValid() and index.row() == self.indexAt(up).row():
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if self._model.rows[index.row()].is_open:
            self.opened.emit(index.row())


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: ReportTable) -> None:
        super().__init__(parent)
        self._theme, self._table = theme, parent

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: TableRow = index.data(ROW)
        look = self._theme.look
        painter.save()
        body = QRectF(option.rect)
        canvas = Canvas(painter, look, body, option.direction)
        canvas.fill(body, look.color.surface2 if row.is_sum else look.color.surface1)
        canvas.fill(QRectF(body.left(), body.bottom() - 1, body.width(), 1), look.color.outline)
        font = look.font.strong if row.is_sum else look.font.body
        side = Side.END if self._table.is_figure(index.column()) else Side.START
        words = body.adjusted(PADDING, 0, -PADDING, 0)
        canvas.text(words, row.cells[index.column()], font, look.color.text, side)
        current = self._table.currentIndex()
        if self._table.hasFocus() and (current.row(), current.column()) == (index.row(), index.column()):
            canvas.ring(body.adjusted(1, 1, -1, -2), look.radii.tag)
        painter.restore()
