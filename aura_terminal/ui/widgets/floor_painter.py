"""Paints the tables of a plan and what stands beside them, by the theme in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPainterPathStroker, QPen, QPixmap

from aura_terminal.ui.theme.look import Look, blend
from aura_terminal.ui.widgets.canvas import HATCH_STEP, HATCH_WIDTH, Canvas, Side
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.floor_rows import Fixture, FixtureKind, FloorTile, Shade
from aura_terminal.ui.widgets.floor_shape import FloorScale

LINE, RING, ALERT = 2.0, 3.0, 3.0
CHAIR_LONG, CHAIR_DEEP = 32.0, 11.0  # units
CORNER, RING_AWAY = 20.0, 18.0  # units
SMALL = 58.0  # pixels: below that a table shows its number only
NUMBER, TEXT, PILL = 30.0, 19.0, 22.0
LESS_NUMBER, LESS_TEXT = 25.0, 16.5
ICON, BADGE, MARK, BAND = 18.0, 24.0, 26.0, 30.0
DASH = [5.0, 3.5]
DIMMED = 0.35
MOST_KEPT = 300


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of one shade: face, line, words, the line below them, chairs."""

    face: QColor | None
    line: QColor
    ink: QColor
    soft: QColor
    chair: QColor
    dashed: bool = False
    hatched: bool = False


def paints_of(look: Look) -> dict[Shade, Paint]:
    """Every shade in one theme, made once."""
    color = look.color

    def full(face: QColor, line: QColor) -> Paint:
        return Paint(face, line, color.text, blend(line, color.text, 0.35), blend(line, color.room, 0.42))

    return {
        Shade.FREE: Paint(None, color.outline_strong, color.muted, color.muted, color.surface3, dashed=True),
        Shade.RESERVED: Paint(
            None, color.info, color.text, color.info, blend(color.info, color.room, 0.45), dashed=True
        ),
        Shade.SEATED: full(color.seated, color.seated_line),
        Shade.ORDERED: full(color.ordered, color.ordered_line),
        Shade.BILLED: full(color.billed, color.billed_line),
        Shade.LATE: Paint(color.warn, color.warn, color.on_warn, color.on_warn, blend(color.warn, color.room, 0.45)),
        Shade.CLEARING: Paint(
            color.surface1, color.outline_strong, color.text, color.text, color.surface3, hatched=True
        ),
        Shade.BLOCKED: Paint(
            color.surface1, color.outline, color.disabled, color.disabled, color.surface1, hatched=True
        ),
    }


def paint_fixture(canvas: Canvas, fixture: Fixture, scale: FloorScale) -> None:
    """A wall, a counter, a plant or words; words stand upright."""
    painter, look = canvas.painter, canvas.look
    body = QRectF(-fixture.w / 2, -fixture.h / 2, fixture.w, fixture.h)
    painter.save()
    painter.translate(scale.middle(fixture))
    painter.rotate(fixture.rotation)
    painter.scale(scale.scale, scale.scale)
    painter.setPen(Qt.PenStyle.NoPen)
    if fixture.kind is FixtureKind.WALL:
        painter.setBrush(look.color.outline)
        painter.drawRoundedRect(body, 2, 2)
    elif fixture.kind is FixtureKind.PLANT:
        painter.setBrush(look.color.ordered)
        painter.drawEllipse(body)
    elif fixture.kind is FixtureKind.COUNTER:
        painter.setPen(QPen(look.color.outline, 1 / scale.scale))
        painter.setBrush(look.color.surface1)
        painter.drawRoundedRect(body, 14, 14)
    painter.restore()
    if fixture.words:
        box = scale.box(fixture)
        wide = max(box.width(), width_of(fixture.words, look.font.firm) + 4)
        middle = QRectF(box.center().x() - wide / 2, box.center().y() - TEXT, wide, 2 * TEXT)
        canvas.text(middle, fixture.words, look.font.firm, look.color.muted, Side.MIDDLE)


def paint_group(canvas: Canvas, tiles: Sequence[FloorTile], scale: FloorScale, line: QColor) -> None:
    """One outline around tables that are one party's, below them."""
    around, band = QPainterPath(), QPainterPath()
    for place, tile in enumerate(tiles):
        box = scale.box(tile, CHAIR_DEEP * 2)
        each = QPainterPath()
        each.addRoundedRect(box, CORNER, CORNER)
        around = around.united(each)
        if place:
            band.moveTo(scale.middle(tiles[place - 1]))
            band.lineTo(scale.middle(tile))
    stroker = QPainterPathStroker()
    stroker.setWidth(BAND)
    around = around.united(stroker.createStroke(band)).simplified()
    painter = canvas.painter
    painter.setPen(QPen(line, LINE))
    painter.setBrush(blend(line, canvas.look.color.room, 0.14))
    painter.drawPath(around)


def paint_group_name(canvas: Canvas, tiles: Sequence[FloorTile], scale: FloorScale, line: QColor) -> None:
    """What they are called together, between the first two of them."""
    one, other = scale.middle(tiles[0]), scale.middle(tiles[1])
    middle = QPointF((one.x() + other.x()) / 2, (one.y() + other.y()) / 2)
    words = tiles[0].group
    wide = width_of(words, canvas.look.font.pill) + 20
    tag = QRectF(middle.x() - wide / 2, middle.y() - PILL / 2, wide, PILL)
    canvas.box(tag, PILL / 2, fill=canvas.look.color.surface3, line=line, width=1.0)
    canvas.text(tag, words, canvas.look.font.pill, canvas.look.color.text, Side.MIDDLE)


class Shapes:
    """Tables without their words, painted once for each kind, size, state and ring, and kept while the theme lasts."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.paints = paints_of(look)
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def of(self, tile: FloorTile, scale: float, ratio: float) -> QPixmap:
        """The table's picture, its middle in the middle."""
        alert = bool(tile.alert)
        key = (tile.shape, tile.w, tile.h, tile.rotation, tile.seats, tile.shade, tile.is_chosen, alert, scale, ratio)
        picture = self._kept.get(key)
        if picture is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            picture = self._kept[key] = self._painted(tile, scale, ratio)
        return picture

    def _painted(self, tile: FloorTile, scale: float, ratio: float) -> QPixmap:
        plain = FloorScale(scale, 0.0, 0.0)
        box = plain.box(tile, RING_AWAY + 6)
        size = QSizeF(box.width() * ratio, box.height() * ratio).toSize()
        picture = QPixmap(size)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter, paint = QPainter(picture), self.paints[tile.shade]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(size.width() / ratio / 2, size.height() / ratio / 2)
        painter.rotate(tile.rotation)
        painter.scale(scale, scale)
        body = QRectF(-tile.w / 2, -tile.h / 2, tile.w, tile.h)
        if tile.is_chosen:
            _ring(painter, tile, body, RING_AWAY, QPen(self._look.color.text, RING / scale), self._look)
        _chairs(painter, tile, paint)
        _face(painter, tile, body, paint, scale)
        if tile.alert:
            _ring(painter, tile, body, 5.0, QPen(_alert_color(self._look, tile), ALERT / scale), None)
        painter.end()
        return picture


def paint_tile(canvas: Canvas, tile: FloorTile, scale: FloorScale, shapes: Shapes) -> None:
    """A table with its chairs, its state, its words and its rings."""
    painter = canvas.painter
    if tile.is_dimmed:
        painter.setOpacity(DIMMED)
    picture = shapes.of(tile, scale.scale, painter.device().devicePixelRatio())
    middle, size = scale.middle(tile), picture.deviceIndependentSize()
    at = QPointF(round(middle.x() - size.width() / 2), round(middle.y() - size.height() / 2))
    painter.drawPixmap(at, picture)
    _words(canvas, tile, scale.box(tile), shapes.paints[tile.shade])
    if tile.is_dimmed:
        painter.setOpacity(1.0)


def reach_of(tile: FloorTile, scale: FloorScale) -> QRectF:
    """All that a table may paint on."""
    return scale.box(tile, RING_AWAY + 8).adjusted(-4, -14, 4, 14).united(_alert_box(tile, scale.box(tile), 150.0))


def _chairs(painter: QPainter, tile: FloorTile, paint: Paint) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(paint.chair)
    for x, y, angle in tile.seats:
        painter.save()
        painter.translate(x, y)
        painter.rotate(angle)
        painter.drawRoundedRect(QRectF(-CHAIR_LONG / 2, -CHAIR_DEEP / 2, CHAIR_LONG, CHAIR_DEEP), 5, 5)
        painter.restore()


def _outline(tile: FloorTile, body: QRectF, more: float = 0.0) -> QPainterPath:
    path, around = QPainterPath(), body.adjusted(-more, -more, more, more)
    if tile.shape == "round":
        path.addEllipse(around)
    else:
        radius = min(around.width(), around.height()) / 2 if tile.shape == "bar" else CORNER + more
        path.addRoundedRect(around, radius, radius)
    return path


def _ring(painter: QPainter, tile: FloorTile, body: QRectF, away: float, pen: QPen, look: Look | None) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if look is None else blend(look.color.text, look.color.room, 0.07))
    painter.drawPath(_outline(tile, body, away))


def _face(painter: QPainter, tile: FloorTile, body: QRectF, paint: Paint, scale: float) -> None:
    path = _outline(tile, body)
    pen = QPen(paint.line, LINE / scale)
    if paint.dashed:
        pen.setDashPattern(DASH)
    if paint.hatched:
        painter.save()
        painter.setClipPath(path)
        painter.fillPath(path, paint.face or paint.line)
        painter.setPen(QPen(paint.chair if tile.shade is Shade.CLEARING else paint.line, HATCH_WIDTH / scale))
        step = HATCH_STEP / scale
        start = body.left() - body.height()
        while start < body.right():
            painter.drawLine(QPointF(start, body.bottom()), QPointF(start + body.height(), body.top()))
            start += step
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(paint.face if paint.face is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawPath(path)


def _words(canvas: Canvas, tile: FloorTile, box: QRectF, paint: Paint) -> None:
    look = canvas.look
    if min(box.width(), box.height()) < SMALL:
        canvas.text(box, tile.number, look.font.label, paint.ink, Side.MIDDLE)
    else:
        _stack(canvas, tile, box, paint)
        _corners(canvas, tile, box, paint)
    if tile.mark:
        _disc(canvas, QPointF(box.left() + 6, box.top() + 6), MARK, tile.mark, look.of_category(tile.mark_color))
    if tile.badge:
        _disc(canvas, QPointF(box.right() - 4, box.top() + 4), BADGE, tile.badge, look.color.primary)
    if tile.alert:
        _alert(canvas, tile, box)


def _stack(canvas: Canvas, tile: FloorTile, box: QRectF, paint: Paint) -> None:
    """The number, the lines under it and a pill, in the middle of the table."""
    look = canvas.look
    pill = PILL + 2 if tile.pill else 0
    is_large = NUMBER + TEXT * len(tile.lines) + pill <= box.height() - 4
    number, text = (NUMBER, TEXT) if is_large else (LESS_NUMBER, LESS_TEXT)
    fonts = (look.font.amount, look.font.firm, look.font.small) if is_large else _smaller(look)
    lines = tile.lines if number + text * len(tile.lines) + pill <= box.height() else tile.lines[:1]
    top = box.center().y() - (number + text * len(lines) + pill) / 2
    canvas.text(QRectF(box.left(), top, box.width(), number), tile.number, fonts[0], paint.ink, Side.MIDDLE)
    top += number
    for place, line in enumerate(lines):
        ink = paint.soft if place or tile.shade in (Shade.FREE, Shade.RESERVED) else paint.ink
        font = fonts[1] if place == 0 else fonts[2]
        words = tile.short if place == 0 and tile.short and width_of(line, font) > box.width() - 6 else line
        canvas.text(QRectF(box.left() + 2, top, box.width() - 4, text), words, font, ink, Side.MIDDLE)
        top += text
    if tile.pill:
        wide = min(box.width() - 6, width_of(tile.pill, look.font.pill) + 28)
        face = QRectF(box.center().x() - wide / 2, top + 1, wide, PILL)
        canvas.pill(face, look.color.surface3)
        canvas.text(face, tile.pill, look.font.pill, look.color.text, Side.MIDDLE)


def _smaller(look: Look) -> tuple[QFont, QFont, QFont]:
    """The fonts of a number and the lines below it on a small table."""
    return look.font.title, look.font.pill, look.font.caption


def _corners(canvas: Canvas, tile: FloorTile, box: QRectF, paint: Paint) -> None:
    icon, words = tile.corner
    inner = box.adjusted(12, 10, -12, 0) if tile.shape != "round" else box.adjusted(2, 0, -2, 0)
    if icon and not tile.mark:
        canvas.icon(QRectF(inner.left(), inner.top(), ICON, ICON), icon, paint.ink if words else paint.line)
        if words:
            canvas.text(QRectF(inner.left() + ICON + 3, inner.top(), 30, ICON), words, canvas.look.font.firm, paint.ink)
    if tile.sign and tile.shape == "round":
        disc = QRectF(box.right() - BADGE + 6, box.top() - 5, BADGE, BADGE)
        canvas.box(disc, BADGE / 2, fill=paint.face or canvas.look.color.surface3, line=paint.ink, width=1.0)
        canvas.icon(disc.adjusted(5, 5, -5, -5), tile.sign, paint.ink)
    elif tile.sign and not tile.badge:
        canvas.icon(QRectF(inner.right() - ICON, inner.top(), ICON, ICON), tile.sign, paint.ink)


def _disc(canvas: Canvas, middle: QPointF, size: float, words: str, face: QColor) -> None:
    look = canvas.look
    disc = QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size)
    canvas.box(disc, size / 2, fill=face)
    ink = look.color.on_primary if face.lightness() < 140 else look.color.on_warn
    canvas.text(disc, words, look.font.label, ink, Side.MIDDLE)


def _alert_color(look: Look, tile: FloorTile) -> QColor:
    return look.color.late_text if tile.shade is Shade.LATE else look.color.warn


def _alert_box(tile: FloorTile, box: QRectF, wide: float) -> QRectF:
    return QRectF(box.center().x() - wide / 2, box.bottom() - PILL / 3, wide, PILL)


def _alert(canvas: Canvas, tile: FloorTile, box: QRectF) -> None:
    look = canvas.look
    words = tile.alert_short if box.width() < SMALL else tile.alert
    wide = width_of(words, look.font.pill) + 20
    pill = _alert_box(tile, box, wide)
    canvas.box(pill, PILL / 2, fill=look.color.warn, line=look.color.room, width=2.0)
    canvas.text(pill, words, look.font.pill, look.color.on_warn, Side.MIDDLE)
