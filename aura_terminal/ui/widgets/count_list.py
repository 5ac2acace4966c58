"""Quantities beside names: how many of each dish are wanted now, all day."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.rows import ROW, RowModel
from aura_terminal.ui.widgets.tile_grid import lay_out_for_taps

PITCH, BOX_WIDTH, BOX_HEIGHT, WORDS_X = 64, 52, 52, 66


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many of what; `muted` for a row that sums up others."""

    id: str
    count: str
    words: str
    muted: bool = False

    @property
    def spoken(self) -> str:
        """The visible words."""
        return f"{self.count} {self.words}"


class CountList(QListView):
    """Shows `CountRow`s on a panel; `tapped(id)` follows a tap (to find the tickets that hold the dish)."""

    tapped = Signal(str)

    def __init__(self, theme: Theme, say: str, scale: float = 1.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[CountRow] = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(CountDelegate(theme, scale, self))
        self.setAccessibleName(say)
        lay_out_for_taps(self)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        Flick(self).tapped.connect(self._tap)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[CountRow]) -> None:
        """Replaces the rows."""
        self._rows.show(rows)

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if index.isValid() and index == self.indexAt(up):
            self.tapped.emit(self._rows.row_at(index).id)


class CountDelegate(QStyledItemDelegate):
    """Paints counts; part of `CountList`."""

    def __init__(self, theme: Theme, scale: float, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scale = scale

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(10, max(self._theme.metrics.least_pixels, round(PITCH * self._scale)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: CountRow = index.data(ROW)
        look, scale = self._theme.look, self._scale
        fonts = look.fonts_at(scale)
        body = QRectF(option.rect)
        painter.save()
        canvas = Canvas(painter, look, body, option.direction)
        box = QRectF(body.left(), body.top(), BOX_WIDTH * scale, BOX_HEIGHT * scale)
        canvas.box(box, look.radii.key, fill=look.color.key)
        ink = look.color.muted if row.muted else look.color.text
        canvas.text(box, row.count, fonts.ticket_count, ink, Side.MIDDLE)
        words = QRectF(body.left() + WORDS_X * scale, box.top(), body.width() - WORDS_X * scale, box.height())
        canvas.text(words, row.words, fonts.ticket_modifier, ink)
        painter.restore()
