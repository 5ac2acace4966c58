"""What people did, one line each: when and where at the start, the sentence, the amount at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import some_lines, width_of
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.rows import ROW, RowModel

TALL, GAP, WHEN = 64, 6, 96
TAPS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line, ready to be read."""

    id: str
    time: str
    place: str
    words: str
    amount: str = ""

    @property
    def spoken(self) -> str:
        """The line as it is read aloud."""
        return ", ".join(filter(None, (self.time, self.place, self.words, self.amount)))


class RecordList(QListView):
    """Shows rows; `tapped(id)` follows a tap or Enter, `end_reached` the last row coming into sight."""

    tapped = Signal(str)
    end_reached = Signal()

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: RowModel[RecordRow] = RowModel(self)
        self.setModel(self._rows)
        self._delegate = RecordDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(say)
        flick = Flick(self)
        flick.tapped.connect(self._tap)
        self.verticalScrollBar().valueChanged.connect(self._look_for_end)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[RecordRow]) -> None:
        """Replaces the rows."""
        self._rows.show(rows)

    def rows(self) -> tuple[RecordRow, ...]:
        """What is shown."""
        return self._rows.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in TAPS:
            self.tapped.emit(self._rows.row_at(index).id)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if index.isValid() and index == self.indexAt(up):
            self.tapped.emit(self._rows.row_at(index).id)

    def _look_for_end(self, value: int) -> None:
        if self._rows.rows and value >= self.verticalScrollBar().maximum() - TALL:
            self.end_reached.emit()


class RecordDelegate(QStyledItemDelegate):
    """Paints a row; part of `RecordList`."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, TALL + GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: RecordRow = index.data(ROW)
        look = self._theme.look
        painter.save()
        canvas = Canvas(painter, look, QRectF(option.rect), option.direction)
        body = QRectF(option.rect).adjusted(0, GAP / 2, -8, -GAP / 2)
        canvas.box(body, look.radii.key, fill=look.color.surface2, line=look.color.outline)
        left = body.left() + 14
        canvas.text(QRectF(left, body.top() + 9, WHEN, 22), row.time, look.font.strong, look.color.text)
        canvas.text(QRectF(left, body.top() + 33, WHEN, 20), row.place, look.font.body, look.color.muted)
        right = body.right() - 14
        wide = width_of(row.amount, look.font.strong) + 1 if row.amount else 0
        canvas.text(
            QRectF(right - wide, body.top(), wide, TALL), row.amount, look.font.strong, look.color.text, Side.END
        )
        start = left + WHEN + 10
        room = int(right - wide - start - 10)
        lines = some_lines(row.words, look.font.body, room, 2)
        top = body.center().y() - 11 * len(lines)
        for place, words in enumerate(lines):
            canvas.text(QRectF(start, top + 22 * place, room, 22), words, look.font.body, look.color.text)
        painter.restore()
