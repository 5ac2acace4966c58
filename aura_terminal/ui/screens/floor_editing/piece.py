"""One table, wall or other thing on the plan, as it is painted and as it is spoken."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from aura_terminal.domain.floor_plan import Piece, bounds, seats_of
from aura_terminal.domain.shop import DecorKind, Table
from aura_terminal.ui.screens.floor_editing.words import spoken
from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import SINGLE
from aura_terminal.ui.widgets.fitting import one_line

CHAIR_LONG, CHAIR_DEEP, ROOM = 30, 10, 26  # units; ROOM is what chairs and the ring of a choice need around a table
RING, LINE = 3.0, 2.0


class PlanPiece(QAbstractButton):
    """Stands in its place on the sheet. The hand is the sheet's: this takes the focus by Tab and is read aloud."""

    def __init__(self, theme: Theme, sheet: QWidget, piece: Piece) -> None:
        super().__init__(sheet)
        self._theme, self._piece = theme, piece
        self._scale = 1.0
        self._is_chosen = self._is_taken = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(True)
        theme.changed.connect(self.update)

    @property
    def piece(self) -> Piece:
        """What is painted."""
        return self._piece

    def show_piece(self, piece: Piece, *, chosen: bool, order: str) -> None:
        """Another state of the same piece; `order` is the number of the order that is open there."""
        self._piece, self._is_chosen, self._is_taken = piece, chosen, bool(order)
        self.setChecked(chosen)
        self.setAccessibleName(spoken(piece, order))
        self.update()

    def stand(self, origin: QPointF, scale: float, by: QPointF) -> None:
        """Take the place that follows from the sheet's; `by` is how far a hand has it in units now."""
        self._scale = scale
        left, top, right, bottom = bounds(self._piece)
        box = QRectF(left - ROOM, top - ROOM, right - left + 2 * ROOM, bottom - top + 2 * ROOM).translated(by)
        placed = QRectF(origin + box.topLeft() * scale, box.size() * scale)
        self.setGeometry(placed.toAlignedRect())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, piece = self._theme.look, self._piece
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QRectF(self.rect()).center())
        painter.save()
        painter.rotate(piece.rotation)
        painter.scale(self._scale, self._scale)
        body = QRectF(-piece.w / 2, -piece.h / 2, piece.w, piece.h)
        if isinstance(piece, Table):
            self._paint_chairs(painter, look, piece)
            self._paint_table(painter, look, piece, body)
        else:
            self._paint_decor(painter, look, body)
        if self._is_chosen or self.hasFocus():
            self._paint_ring(painter, look, body)
        painter.restore()
        self._paint_words(painter, look)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # a button would press itself by Space, and hand the focus on by arrows

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.raise_()

    def _paint_chairs(self, painter: QPainter, look: Look, table: Table) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color.seated if self._is_taken else look.color.surface3)
        for x, y, angle in seats_of(table):
            painter.save()
            painter.translate(x, y)
            painter.rotate(angle)
            painter.drawRoundedRect(QRectF(-CHAIR_LONG / 2, -CHAIR_DEEP / 2, CHAIR_LONG, CHAIR_DEEP), 5, 5)
            painter.restore()

    def _paint_table(self, painter: QPainter, look: Look, table: Table, body: QRectF) -> None:
        color = look.color
        line = QPen(color.seated_line if self._is_taken else color.outline_strong, LINE / self._scale)
        if not self._is_taken:
            line.setDashPattern([4, 3])
        painter.setPen(line)
        painter.setBrush(color.seated if self._is_taken else color.surface1)
        if table.shape == "round":
            painter.drawEllipse(body)
        else:
            radius = min(body.width(), body.height()) / 2 if table.shape == "bar" else 18
            painter.drawRoundedRect(body, radius, radius)

    def _paint_decor(self, painter: QPainter, look: Look, body: QRectF) -> None:
        color, piece = look.color, self._piece
        assert not isinstance(piece, Table)
        painter.setPen(Qt.PenStyle.NoPen)
        if piece.kind is DecorKind.WALL:
            painter.setBrush(color.outline_strong)
            painter.drawRoundedRect(body, 2, 2)
        elif piece.kind is DecorKind.PLANT:
            painter.setBrush(color.ordered)
            painter.drawEllipse(body)
        elif piece.kind is DecorKind.COUNTER:
            painter.setPen(QPen(color.outline, LINE / self._scale))
            painter.setBrush(color.surface2)
            painter.drawRoundedRect(body, 14, 14)

    def _paint_ring(self, painter: QPainter, look: Look, body: QRectF) -> None:
        ring = look.color.text if self._is_chosen else look.color.primary_text
        painter.setPen(QPen(ring, RING / self._scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        around = body.adjusted(-7, -7, 7, 7)
        if isinstance(self._piece, Table) and self._piece.shape == "round":
            painter.drawEllipse(around)
        else:
            painter.drawRoundedRect(around, 20, 20)

    def _paint_words(self, painter: QPainter, look: Look) -> None:
        """Upright whatever the piece is turned by."""
        piece = self._piece
        wide = min(piece.w, piece.h) if piece.rotation % 180 else piece.w
        if isinstance(piece, Table):
            ink = look.color.text
            small = piece.h * self._scale < 52
            _line(painter, piece.number, look, ink, wide * self._scale, 0 if small else -9, large=not small)
            if not small:
                _line(painter, str(piece.seats), look, look.color.muted, wide * self._scale, 14, large=False)
        elif piece.words:
            _line(painter, piece.words, look, look.color.muted, max(wide, 60) * self._scale, 0, large=False)


def _line(painter: QPainter, words: str, look: Look, ink: QColor, wide: float, y: int, *, large: bool) -> None:
    font = look.font.title if large else look.font.small
    painter.setFont(font)
    painter.setPen(ink)
    flags = SINGLE | Qt.AlignmentFlag.AlignHCenter.value
    box = QRectF(-wide / 2, y - 16, wide, 32)
    painter.drawText(box, flags, one_line(words, font, max(12, int(wide) - 4)))
