"""The sheet on which the floor plan is drawn: one hand, one finger or the keys move what is chosen."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, radians, sin

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aura_terminal.domain.floor_plan import GRID, HEIGHT, WIDTH, Piece, bounds, snapped
from aura_terminal.ui.screens.floor_editing.piece import PlanPiece
from aura_terminal.ui.screens.floor_editing.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.view_models.floor_editing import FloorEditingModel

MARGIN, DRAG_STARTS, GRIP = 12, 6, 22
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PlanSheet(QWidget):
    """Shows the area in front. A tap chooses, a drag moves with a pull to near lines, a drag on nothing chooses many.

    The corner of the one piece that is chosen makes it larger. Keys: arrows move (with Shift by one unit), Tab goes
    from piece to piece and Space chooses it, Del takes away, R turns, + and - seat, Ctrl+A, D, Z and Y as everywhere.
    """

    def __init__(self, model: FloorEditingModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self._pieces: dict[str, PlanPiece] = {}
        self._down: QPointF | None = None
        self._at: QPointF | None = None
        self._held = ""
        self._chooses_many = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Floor plan"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)
        model.changed.connect(self.show_plan)

    def choose_many(self, *, on: bool) -> None:
        """From now on a tap adds to what is chosen, as with Ctrl held."""
        self._chooses_many = on

    def sizeHint(self) -> QSize:
        return QSize(700, 420)

    @Slot()
    def show_plan(self) -> None:
        """Paint what is drawn now."""
        before, self._pieces = self._pieces, {}
        chosen = {piece.id for piece in self._model.selected}
        for piece in self._model.pieces:
            shown = before.pop(piece.id, None) or PlanPiece(self._theme, self, piece)
            shown.show_piece(piece, chosen=piece.id in chosen, order=self._model.order_at(piece.id))
            self._pieces[piece.id] = shown
        for gone in before.values():
            gone.hide()
            gone.deleteLater()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()  # or the window's own keys would take Ctrl+Z
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else GRID
        key = Qt.Key(event.key())
        if key in ARROWS:
            by_x, by_y = ARROWS[key]
            self._model.move(by_x * step, by_y * step)
        elif key == Qt.Key.Key_Escape and self._model.selected:
            self._model.select()
        elif not self._do(key, event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._down = self._at = event.position()
        self._held = "grip" if self._grip().contains(event.position()) else self._piece_at(event.position())
        adds = self._chooses_many or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._held and self._held != "grip":
            if adds:
                self._model.toggle(self._held)
            elif self._held not in {piece.id for piece in self._model.selected}:
                self._model.select(self._held)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._down is not None:
            self._at = event.position()
            self._place()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._down is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._at = event.position()
        by, held, band = self._by(), self._held, self._band()
        self._down, self._held = None, ""
        if held == "grip":
            self._stretch(by)
        elif held and by is not None:
            self._model.drop(round(by.x()), round(by.y()))
        elif not held and band is not None:
            inside = [piece.id for piece in self._model.pieces if band.contains(_middle(piece))]
            self._model.select(*inside)
        elif not held:
            self._model.select()
        self._place()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, room = self._theme.look, self._room()
        painter = QPainter(self)
        canvas = Canvas(painter, look, QRectF(self.rect()), Qt.LayoutDirection.LeftToRight)
        canvas.box(room, look.radii.ticket, fill=look.color.room, line=look.color.outline)
        painter.setPen(QPen(look.color.outline, 1))
        scale = self._scale()
        for x in range(50, WIDTH, 50):
            for y in range(50, HEIGHT, 50):
                painter.drawPoint(room.topLeft() + QPointF(x, y) * scale)
        self._paint_lines(painter)
        band = self._band()
        if band is not None and not self._held:
            painter.setPen(QPen(look.color.primary_text, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(room.topLeft() + band.topLeft() * scale, band.size() * scale))
        grip = self._grip()
        if not grip.isEmpty():
            canvas.box(grip.adjusted(14, 14, -14, -14), 4, fill=look.color.text)
        painter.end()

    def _do(self, key: Qt.Key, event: QKeyEvent) -> bool:
        focused = next((each for each in self._pieces.values() if each.hasFocus()), None)
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return) and focused is not None:
            self._model.toggle(focused.piece.id)
            return True
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        plain: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Delete: self._model.withdraw,
            Qt.Key.Key_Backspace: self._model.withdraw,
            Qt.Key.Key_R: lambda: self._model.turn(-15 if back else 15),
            Qt.Key.Key_Plus: lambda: self._model.seat(1),
            Qt.Key.Key_Minus: lambda: self._model.seat(-1),
        }
        standard: dict[QKeySequence.StandardKey, Callable[[], None]] = {
            QKeySequence.StandardKey.Undo: self._model.undo,
            QKeySequence.StandardKey.Redo: self._model.redo,
            QKeySequence.StandardKey.SelectAll: self._model.select_all,
            QKeySequence.StandardKey.Save: self._model.keep,
        }
        act = next((act for keys, act in standard.items() if event.matches(keys)), None)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            others = {Qt.Key.Key_D: self._model.duplicate, Qt.Key.Key_Y: self._model.redo}
            act = act or others.get(key)
        else:
            act = act or plain.get(key)
        if act is not None:
            act()
        return act is not None

    def _stretch(self, by: QPointF | None) -> None:
        chosen = self._model.selected
        if by is not None and len(chosen) == 1:
            across, down = round(by.x() / GRID) * GRID, round(by.y() / GRID) * GRID
            turned = chosen[0].rotation % 180 == 90
            self._model.resize(*((down, across) if turned else (across, down)))

    def _scale(self) -> float:
        return max(0.1, min((self.width() - 2 * MARGIN) / WIDTH, (self.height() - 2 * MARGIN) / HEIGHT))

    def _room(self) -> QRectF:
        scale = self._scale()
        wide, high = WIDTH * scale, HEIGHT * scale
        return QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)

    def _units(self, at: QPointF) -> QPointF:
        return (at - self._room().topLeft()) / self._scale()

    def _by(self) -> QPointF | None:
        """How far the hand has gone in units; None for a tap."""
        if self._down is None or self._at is None or (self._at - self._down).manhattanLength() < DRAG_STARTS:
            return None
        return (self._at - self._down) / self._scale()

    def _band(self) -> QRectF | None:
        if self._held or self._by() is None or self._down is None or self._at is None:
            return None
        return QRectF(self._units(self._down), self._units(self._at)).normalized()

    def _pulled(self) -> QPointF:
        """How far what is chosen is moved where it is let go now."""
        by = self._by()
        if by is None or not self._held or self._held == "grip" or self._model.owner:
            return QPointF(0, 0)
        chosen = self._model.selected
        ids = {piece.id for piece in chosen}
        others = [piece for piece in self._model.pieces if piece.id not in ids]
        return QPointF(*snapped(chosen, others, round(by.x()), round(by.y())))

    def _place(self) -> None:
        chosen, pulled = {piece.id for piece in self._model.selected}, self._pulled()
        origin, scale = self._room().topLeft(), self._scale()
        for id, shown in self._pieces.items():
            shown.stand(origin, scale, pulled if id in chosen else QPointF(0, 0))
            shown.show()
        self.update()

    def _piece_at(self, at: QPointF) -> str:
        """The uppermost piece under a finger; thin walls are as wide as a fingertip."""
        point, least = self._units(at), GRIP / self._scale() / 2
        for piece in reversed(self._model.pieces):
            turn, from_middle = radians(-piece.rotation), point - _middle(piece)
            x = from_middle.x() * cos(turn) - from_middle.y() * sin(turn)
            y = from_middle.x() * sin(turn) + from_middle.y() * cos(turn)
            if abs(x) <= max(piece.w / 2, least) and abs(y) <= max(piece.h / 2, least):
                return piece.id
        return ""

    def _grip(self) -> QRectF:
        """The corner by which the one piece that is chosen is made larger; empty where there is none."""
        chosen = self._model.selected
        if len(chosen) != 1 or chosen[0].rotation % 90 or self._model.owner or self._down is not None:
            return QRectF()
        _, _, right, bottom = bounds(chosen[0])
        corner = self._room().topLeft() + QPointF(right + 8, bottom + 8) * self._scale()
        return QRectF(corner - QPointF(GRIP, GRIP), corner + QPointF(GRIP, GRIP))

    def _paint_lines(self, painter: QPainter) -> None:
        """The lines of other pieces which what is held meets now."""
        pulled = self._pulled()
        if self._by() is None or not self._held:
            return
        chosen = self._model.selected
        ids = {piece.id for piece in chosen}
        boxes = [bounds(piece) for piece in chosen]
        if not boxes:
            return
        left, top = min(b[0] for b in boxes) + pulled.x(), min(b[1] for b in boxes) + pulled.y()
        right, bottom = max(b[2] for b in boxes) + pulled.x(), max(b[3] for b in boxes) + pulled.y()
        origin, scale = self._room().topLeft(), self._scale()
        painter.setPen(QPen(self._theme.look.color.primary_text, 1, Qt.PenStyle.DashLine))
        for box in (bounds(piece) for piece in self._model.pieces if piece.id not in ids):
            for x in {float(box[0]), float(box[2])} & {left, right}:
                painter.drawLine(origin + QPointF(x, 0) * scale, origin + QPointF(x, HEIGHT) * scale)
            for y in {float(box[1]), float(box[3])} & {top, bottom}:
                painter.drawLine(origin + QPointF(0, y) * scale, origin + QPointF(WIDTH, y) * scale)


def _middle(piece: Piece) -> QPointF:
    return QPointF(piece.x + piece.w / 2, piece.y + piece.h / 2)
