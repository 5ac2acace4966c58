"""Rows with columns: who worked how long, what was punched, what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import one_line
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.rows import ROW, RowModel
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP, lay_out_for_taps

ROW_HEIGHT, TALL_ROW, GAP, PADDING = 56, 74, 4, 14


class Cell(Enum):
    """How a column is set."""

    WORDS = auto()
    FIGURE = auto()


class Mood(Enum):
    """Whether a row needs somebody; colour is never alone, its words say it too."""

    PLAIN = auto()
    WARNING = auto()
    GONE = auto()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: a text for each column, and a second line below them."""

    id: str
    cells: tuple[str, ...]
    below: str = ""
    mood: Mood = Mood.PLAIN

    @property
    def spoken(self) -> str:
        """The visible words."""
        return ", ".join(filter(None, (*self.cells, self.below)))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its share of the width, and how it is set."""

    head: str
    share: int
    cell: Cell = Cell.FIGURE


class Table(QListView):
    """Rows; `tapped(id)` follows a tap, or Enter and Space once focused by Tab."""

    tapped = Signal(str)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[TableRow] = RowModel(self)
        self._delegate = TableDelegate(theme, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say)
        lay_out_for_taps(self)
        self.viewport().setAutoFillBackground(False)
        Flick(self).tapped.connect(self._tap)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, columns: Sequence[Column], rows: Sequence[TableRow]) -> None:
        """Replaces columns and rows."""
        self._delegate.columns = tuple(columns)
        self._rows.show(rows)
        self.viewport().update()

    def rows(self) -> tuple[TableRow, ...]:
        """What is shown."""
        return self._rows.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and Qt.Key(event.key()) in KEYS_THAT_TAP:
            self.tapped.emit(self._rows.row_at(index).id)
        else:
            super().keyPressEvent(event)

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if index.isValid() and index == self.indexAt(up):
            self.tapped.emit(self._rows.row_at(index).id)


class TableDelegate(QStyledItemDelegate):
    """Paints rows; part of `Table`."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.columns: tuple[Column, ...] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: TableRow = index.data(ROW)
        return QSize(10, (TALL_ROW if row.below else ROW_HEIGHT) + GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: TableRow = index.data(ROW)
        look = self._theme.look
        body = QRectF(option.rect).adjusted(0, 0, 0, -GAP)
        painter.save()
        canvas = Canvas(painter, look, body, option.direction)
        canvas.fill(QRectF(body.left(), body.bottom(), body.width(), 1), look.color.outline)
        inside = body.adjusted(PADDING, 0, -PADDING, -20 if row.below else 0)
        for rect, cell, words in zip(places(self.columns, inside), self.columns, row.cells, strict=False):
            side = Side.START if cell.cell is Cell.WORDS else Side.END
            shown = one_line(words, look.font.body, int(rect.width()))
            canvas.text(rect, shown, look.font.body, ink_of(row.mood, look), side)
        if row.below:
            under = QRectF(inside.left(), body.bottom() - 30, inside.width(), 24)
            ink = look.color.warn_text if row.mood is Mood.WARNING else look.color.muted
            canvas.text(under, one_line(row.below, look.font.small, int(under.width())), look.font.small, ink)
        painter.restore()


def places(columns: Sequence[Column], body: QRectF) -> list[QRectF]:
    """Where each column stands, by its share of the width."""
    whole = sum(column.share for column in columns) or 1
    found, left = [], body.left()
    for column in columns:
        wide = body.width() * column.share / whole
        found.append(QRectF(left, body.top(), wide - 8, body.height()))
        left += wide
    return found


def ink_of(mood: Mood, look: Look) -> QColor:
    """The colour of a row's words."""
    return look.color.muted if mood is Mood.GONE else look.color.text


class Heads(QWidget):
    """The heads over a `Table`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self.setFixedHeight(30)
        theme.changed.connect(self.update)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Replaces them."""
        self._columns = tuple(columns)
        self.setVisible(any(column.head for column in columns))
        self.update()

    def paintEvent(self, event: object) -> None:
        look = self._theme.look
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        inside = QRectF(self.rect()).adjusted(PADDING, 0, -PADDING, 0)
        for rect, column in zip(places(self._columns, inside), self._columns, strict=True):
            side = Side.START if column.cell is Cell.WORDS else Side.END
            canvas.text(rect, column.head, look.font.small, look.color.muted, side)
        canvas.painter.end()
