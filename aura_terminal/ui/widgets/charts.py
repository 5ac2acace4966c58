"""Charts that are lists: each bar is a row, read and reached like one, and painted with what it is compared with.

What is now is a filled bar, what was before an outlined one with diagonal lines, so that no colour alone tells them
apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.rows import ROW, Index, RowModel
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP, lay_out_for_taps

HEAD, FOOT, LEAST_WIDTH, WIDEST = 26, 30, 18, 148
RANK_HEIGHT, RANK_BAR, AMOUNT_ROOM = 52, 10, 128
RADIUS = 3.0


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar: its words, how much it is and was (`before` None for nothing to compare with), both in words as well."""

    id: str
    words: str
    value: int
    shown: str
    before: int | None = None
    before_shown: str = ""
    say: str = ""

    @property
    def spoken(self) -> str:
        """The bar in words."""
        return self.say or ", ".join(filter(None, (self.words, self.shown, self.before_shown)))


class _Bars(QListView):
    """What both charts share. `tapped(id)` follows a tap, or Enter on the bar that has the focus."""

    tapped = Signal(str)

    def __init__(self, theme: Theme, say: str, delegate: _Delegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model: RowModel[BarRow] = RowModel(self)
        self._say = say
        self.setModel(self._model)
        self.setItemDelegate(delegate)
        delegate.setParent(self)
        lay_out_for_taps(self)
        self.setAccessibleName(say)
        self.setUniformItemSizes(True)
        self.viewport().setAutoFillBackground(False)
        Flick(self).tapped.connect(self._tap)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[BarRow]) -> None:
        """Replaces the bars."""
        self._model.show(rows)
        self.viewport().update()

    @property
    def rows(self) -> tuple[BarRow, ...]:
        """What is shown."""
        return self._model.rows

    @property
    def scale(self) -> tuple[int, int]:
        """The least and the greatest value there is, nothing included."""
        values = [value for row in self._model.rows for value in (row.value, row.before or 0)]
        return min(0, *values, 0), max(0, *values, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in KEYS_THAT_TAP and index.isValid():
            self.tapped.emit(self._model.row_at(index).id)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rows:
            self.setCurrentIndex(self._model.index(0))
        self.viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def is_current(self, index: Index) -> bool:
        """Whether a bar has the ring."""
        return self.hasFocus() and index.row() == self.currentIndex().row()

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if index.isValid() and index == self.indexAt(up):
            self.tapped.emit(self._model.row_at(index).id)


class BarChart(_Bars):
    """Upright bars side by side, in a fixed order: hours, days, weekdays. More than fit are dragged sideways."""

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, say, _UprightDelegate(theme), parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def show_rows(self, rows: Sequence[BarRow]) -> None:
        """Replaces the bars."""
        super().show_rows(rows)
        self.scheduleDelayedItemsLayout()

    @property
    def pitch(self) -> int:
        """How wide a bar's place is."""
        count = max(1, len(self._model.rows))
        return max(LEAST_WIDTH, min(WIDEST, self.viewport().width() // count))

    @property
    def every(self) -> int:
        """Which bars have room for their words: each so many-th one."""
        widest = max((width_of(row.words, self._theme.look.font.small) for row in self._model.rows), default=0)
        return max(1, -(-round(widest + 8) // self.pitch))


class RankChart(_Bars):
    """Lying bars below each other with words above them, the longest first as they are given."""

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, say, _LyingDelegate(theme), parent)


class _Delegate(QStyledItemDelegate):
    """Paints bars."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def _canvas(self, painter: QPainter, option: QStyleOptionViewItem) -> Canvas:
        return Canvas(painter, self._theme.look, QRectF(option.rect), option.direction)


class _UprightDelegate(_Delegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        chart = self.parent()
        assert isinstance(chart, BarChart)
        return QSize(chart.pitch, chart.viewport().height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        chart, row, look = self.parent(), index.data(ROW), self._theme.look
        assert isinstance(chart, BarChart)
        painter.save()
        canvas = self._canvas(painter, option)
        body = QRectF(option.rect)
        plot = QRectF(body.left(), body.top() + HEAD, body.width(), body.height() - HEAD - FOOT)
        least, most = chart.scale
        span = max(1, most - least)
        ground = plot.bottom() - plot.height() * -least / span
        canvas.fill(QRectF(body.left(), ground, body.width(), 1), look.color.outline_strong)
        gap = max(2.0, body.width() * 0.12)
        room = body.width() - 2 * gap
        now_width = room if row.before is None else room * 0.58
        highest = ground
        if row.before:
            was = _upright(plot, ground, row.before / span, body.left() + gap + now_width + 1, room - now_width - 1)
            canvas.box(was, RADIUS, line=look.color.muted)
            canvas.hatch(was, RADIUS, look.color.muted)
            highest = was.top()
        bar = _upright(plot, ground, row.value / span, body.left() + gap, now_width)
        canvas.box(bar, RADIUS, fill=look.color.primary_text)
        if index.row() % chart.every == 0:
            _overhanging(canvas, body, row.words, FOOT, body.bottom() - FOOT, chart.every)
        if chart.is_current(index) or width_of(row.shown, look.font.small) <= body.width() - 4:
            top = max(body.top(), min(bar.top(), highest) - HEAD)
            canvas.text(QRectF(body.left(), top, body.width(), HEAD), row.shown if row.value else "", look.font.small,
                        look.color.text, Side.MIDDLE)  # fmt: skip
        if chart.is_current(index):
            canvas.ring(body.adjusted(1, 1, -1, -1), look.radii.tag)
        painter.restore()


def _overhanging(canvas: Canvas, body: QRectF, words: str, height: float, top: float, places: int) -> None:
    """Words below a bar, reaching over the places whose own words are left out."""
    wide = QRectF(body.left(), top, body.width() * places, height)
    side = Side.MIDDLE if places == 1 else Side.START
    canvas.painter.setClipping(False)
    canvas.text(wide, words, canvas.look.font.small, canvas.look.color.muted, side)


def _upright(plot: QRectF, ground: float, share: float, left: float, width: float) -> QRectF:
    height = plot.height() * share
    return QRectF(left, ground - height, width, height) if height >= 0 else QRectF(left, ground, width, -height)


class _LyingDelegate(_Delegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, RANK_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        chart, row, look = self.parent(), index.data(ROW), self._theme.look
        assert isinstance(chart, RankChart)
        painter.save()
        canvas = self._canvas(painter, option)
        body = QRectF(option.rect).adjusted(8, 2, -8, -2)
        least, most = chart.scale
        longest = max(1, most, -least)
        words = QRectF(body.left(), body.top(), body.width() - AMOUNT_ROOM, 26)
        canvas.text(words, row.words, look.font.strong, look.color.text)
        amount = QRectF(body.right() - AMOUNT_ROOM, body.top(), AMOUNT_ROOM, 26)
        canvas.text(amount, row.shown, look.font.strong, look.color.text, Side.END)
        top = body.top() + 28
        if row.before:
            was = QRectF(body.left(), top, body.width() * abs(row.before) / longest, RANK_BAR + 6)
            canvas.box(was, RADIUS, line=look.color.muted)
            canvas.hatch(was, RADIUS, look.color.muted)
        bar = QRectF(body.left(), top + 3, body.width() * abs(row.value) / longest, RANK_BAR)
        canvas.box(bar, RADIUS, fill=look.color.primary_text)
        if chart.is_current(index):
            canvas.ring(QRectF(option.rect).adjusted(1, 1, -1, -1), look.radii.tag)
        painter.restore()
