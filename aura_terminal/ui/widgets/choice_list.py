"""Large cards to choose from: modifiers with price and quantity, reasons, tables, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import FACES, Kind, State, paint_face, paint_label
from aura_terminal.ui.widgets.canvas import Canvas, Side, mirrored
from aura_terminal.ui.widgets.fitting import one_line, some_lines, width_of
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.rows import ROW, Index, RowModel
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP, lay_out_as_grid

GAP, CARD_HEIGHT, CARD_WIDTH = 8, 60, 260
SCROLL_BAR = 10
STEP, COUNT = 48, 34
STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}


class Picking(Enum):
    """One of many (a round mark), any of many (a square mark), or any number of each (a stepper)."""

    ONE = auto()
    MANY = auto()
    COUNTED = auto()


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One card. `quantity` is how many are chosen, 0 for none; `detail` a price or a remark; `refused` says why not."""

    id: str
    words: str
    detail: str = ""
    quantity: int = 0
    refused: str = ""
    say: str = ""

    @property
    def spoken(self) -> str:
        """`say`, or the visible words with the quantity."""
        count = str(self.quantity) if self.quantity else ""
        return self.say or ", ".join(filter(None, (self.words, self.detail, count, self.refused)))


class ChoiceModel(RowModel[ChoiceRow]):
    """Rows that also tell assistive tools whether they are ticked."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid():
            chosen = self.row_at(index).quantity > 0
            return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked
        return super().data(index, role)


class ChoiceList(QListView):
    """Cards in as many columns as fit. A tap is an intent: `tapped(id)`, and with `Picking.COUNTED` also
    `step_tapped(id, by)` from a chosen card's stepper. What is chosen changes only by `show_rows`.

    Keys once focused by Tab: arrows move, Enter and Space tap, + and - step. A refused card tells nothing.
    """

    tapped = Signal(str)
    step_tapped = Signal(str, int)

    def __init__(self, theme: Theme, say: str, picking: Picking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picking = picking
        self._rows = ChoiceModel(self)
        self._delegate = ChoiceDelegate(theme, picking, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(say)
        lay_out_as_grid(self)
        self.viewport().setAutoFillBackground(False)
        flick = Flick(self)
        flick.pressed.connect(self._press)
        flick.let_go.connect(self._let_go)
        flick.tapped.connect(self._tap)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[ChoiceRow]) -> None:
        """Replaces the cards."""
        self._rows.show(rows)
        self.updateGeometry()

    def rows(self) -> tuple[ChoiceRow, ...]:
        """What is shown."""
        return self._rows.rows

    def sizeHint(self) -> QSize:
        columns = max(1, (max(self.width(), 2 * CARD_WIDTH) - SCROLL_BAR) // CARD_WIDTH)
        return QSize(2 * CARD_WIDTH, -(-max(1, len(self._rows.rows)) // columns) * (CARD_HEIGHT + GAP) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(CARD_WIDTH, CARD_HEIGHT + GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row = self._rows.row_at(index) if index.isValid() else None
        key = Qt.Key(event.key())
        if row is not None and not row.refused and key in KEYS_THAT_TAP:
            self.tapped.emit(row.id)
        elif row is not None and not row.refused and self._picking is Picking.COUNTED and key in STEPS:
            self.step_tapped.emit(row.id, STEPS[key])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - SCROLL_BAR - 1  # Qt breaks a row that fills the last pixel
        cell = QSize(max(1, room // max(1, room // CARD_WIDTH)), CARD_HEIGHT + GAP)
        self._delegate.cell = cell
        self.setGridSize(cell)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._move_ring()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0))
        self._move_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._move_ring()

    def _move_ring(self) -> None:
        self._delegate.ringed_row = self.currentIndex().row() if self.hasFocus() else -1
        self.viewport().update()

    def _press(self, at: QPoint) -> None:
        self._delegate.pressed_row = self.indexAt(at).row()
        self.viewport().repaint(self.visualRect(self.indexAt(at)))

    def _let_go(self) -> None:
        self._delegate.pressed_row = -1
        self.viewport().update()

    def _tap(self, down: QPoint, up: QPoint) -> None:
        index = self.indexAt(down)
        if not index.isValid() or index != self.indexAt(up) or self._rows.row_at(index).refused:
            return
        row = self._rows.row_at(index)
        step = self._step_at(index, row, down) if self._picking is Picking.COUNTED else 0
        if step:
            self.step_tapped.emit(row.id, step)
        else:
            self.tapped.emit(row.id)

    def _step_at(self, index: QModelIndex, row: ChoiceRow, at: QPoint) -> int:
        if not row.quantity:
            return 0
        cell = self.visualRect(index)
        for box, step in stepper(cell):
            if mirrored(box, cell, self.layoutDirection()).contains(at):
                return step
        return 0


def stepper(cell: QRect) -> tuple[tuple[QRect, int], tuple[QRect, int]]:
    """Where minus and plus lie at the end of a card, left to right."""
    top = cell.top() + (cell.height() - STEP) // 2
    plus = QRect(cell.right() - GAP // 2 - 8 - STEP, top, STEP, STEP)
    minus = plus.translated(-STEP - COUNT, 0)
    return (minus, -1), (plus, 1)


class ChoiceDelegate(QStyledItemDelegate):
    """Paints cards; part of `ChoiceList`."""

    def __init__(self, theme: Theme, picking: Picking, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picking = picking
        self.cell = QSize(CARD_WIDTH, CARD_HEIGHT + GAP)
        self.pressed_row = -1
        self.ringed_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ChoiceRow = index.data(ROW)
        look = self._theme.look
        painter.save()
        canvas = Canvas(painter, look, QRectF(option.rect), option.direction)
        body = QRectF(option.rect).adjusted(GAP / 2, GAP / 2, -GAP / 2, -GAP / 2)
        chosen = row.quantity > 0
        fill = look.shade.selected_key if chosen else look.color.key
        line, width = (look.color.primary_text, 2.0) if chosen else (look.color.outline, 1.0)
        if index.row() == self.pressed_row:
            fill = look.pressed(fill)
        if row.refused:
            canvas.box(body, look.radii.key, fill=look.color.surface1, line=look.color.outline)
            canvas.hatch(body, look.radii.key, look.shade.hatch)
        else:
            canvas.box(body, look.radii.key, fill=fill, line=line, width=width)
        self._paint_words(canvas, body, row)
        if index.row() == self.ringed_row:
            canvas.ring(body.adjusted(-3, -3, 3, 3), look.radii.key + 3)
        painter.restore()

    def _paint_words(self, canvas: Canvas, body: QRectF, row: ChoiceRow) -> None:
        look = canvas.look
        ink = look.color.muted if row.refused else look.color.text
        left = body.left() + 14
        if self._picking is not Picking.COUNTED:
            _paint_mark(canvas, QRectF(left, body.center().y() - 12, 24, 24), self._picking, row)
            left += 24 + 10
        right = body.right() - 14
        if self._picking is Picking.COUNTED and row.quantity:
            right = _paint_stepper(canvas, body, row) - 8
        detail = row.refused or row.detail
        wide = width_of(detail, look.font.body) + 1 if detail else 0
        is_below = _must_stand_below(row.words, wide, right - left, look)
        if is_below:
            under = QRectF(left, body.center().y(), right - left, 20)
            canvas.text(under, one_line(detail, look.font.body, int(right - left)), look.font.body, look.color.muted)
        else:
            end = QRectF(right - wide, body.top(), wide, body.height())
            canvas.text(end, detail, look.font.body, look.color.muted, Side.END)
        room = int(right - left) if is_below else int(right - wide - left - (8 if wide else 0))
        lines = some_lines(row.words, look.font.strong, room, 1 if is_below else 2)
        top = body.center().y() - (20 if is_below else 10 * len(lines))
        for place, words in enumerate(lines):
            canvas.text(QRectF(left, top + 20 * place, room, 20), words, look.font.strong, ink)


def _must_stand_below(words: str, wide: float, room: float, look: Look) -> bool:
    """Whether a detail takes more than half of a card and leaves too little for the words beside it."""
    return wide > room / 2 and width_of(words, look.font.strong) + 8 > room - wide


def _paint_mark(canvas: Canvas, box: QRectF, picking: Picking, row: ChoiceRow) -> None:
    color = canvas.look.color
    radius = 12 if picking is Picking.ONE else canvas.look.radii.tag
    if row.quantity:
        canvas.box(box, radius, fill=color.primary)
        canvas.icon(box.adjusted(3, 3, -3, -3), "check", color.on_primary)
    else:
        canvas.box(box, radius, line=color.outline if row.refused else color.outline_strong, width=2.0)


def _paint_stepper(canvas: Canvas, body: QRectF, row: ChoiceRow) -> float:
    look = canvas.look
    cell = body.adjusted(-GAP / 2, -GAP / 2, GAP / 2, GAP / 2).toRect()
    (minus, _), (plus, _) = stepper(cell)
    face = FACES[Kind.RAISED]
    for box, icon in ((minus, "minus"), (plus, "plus")):
        paint_face(canvas, QRectF(box), face, look.radii.key, State.IDLE)
        paint_label(canvas, QRectF(box), icon, "", face.font(look), face.ink(look))
    count = QRectF(minus.right() + 1, minus.top(), COUNT, STEP)
    canvas.text(count, str(row.quantity), look.font.line, look.color.text, Side.MIDDLE)
    return float(minus.left())
