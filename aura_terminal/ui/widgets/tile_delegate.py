"""One menu tile, painted once into a pixmap and then only copied until it looks different."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import some_lines, width_of
from aura_terminal.ui.widgets.rows import ROW
from aura_terminal.ui.widgets.tile_rows import Left, TileRow

KEPT_PIXMAPS = 200
GAP = 10
BAR_X, BAR_WIDTH, BAR_INSET = 10, 4, 14
WORDS_X, NAME_Y, NAME_PITCH, EDGE = 24, 12, 20, 10
BADGE = 28
PILL_HEIGHT, PILL_PADDING = 26, 9
FOOT = 23
ICON = 19


@dataclass(frozen=True, slots=True)
class Shot:
    """What a painted tile depends on, besides the theme."""

    row: TileRow
    width: int
    height: int
    ratio: float
    pressed: bool
    direction: Qt.LayoutDirection


class TileDelegate(QStyledItemDelegate):
    """Paints tiles; the cell's margin of half a gap holds the focus ring."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept: dict[str, tuple[Shot, QPixmap]] = {}
        self.cell = QSize(164, 128)
        self.pressed_row = -1
        self.ringed_row = -1

    def forget(self) -> None:
        """Drops all pixmaps, after a switch of theme."""
        self._kept.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self.cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell = option.rect
        tile = cell.adjusted(GAP // 2, GAP // 2, -GAP // 2, -GAP // 2)
        ratio = painter.device().devicePixelRatio()
        shot = Shot(
            row=index.data(ROW),
            width=tile.width(),
            height=tile.height(),
            ratio=ratio,
            pressed=index.row() == self.pressed_row,
            direction=option.direction,
        )
        if shot.pressed:  # for a moment only: not worth keeping
            _paint_at(painter, self._theme.look, tile.topLeft(), shot)
        else:
            painter.drawPixmap(tile.topLeft(), self._pixmap(shot))
        if index.row() == self.ringed_row:
            canvas = Canvas(painter, self._theme.look, QRectF(cell), Qt.LayoutDirection.LeftToRight)
            canvas.ring(QRectF(tile).adjusted(-4, -4, 4, 4), self._theme.look.radii.tile + 4)

    def _pixmap(self, shot: Shot) -> QPixmap:
        """The picture of a tile; one for each item, and those not seen for longest are dropped."""
        found = self._kept.pop(shot.row.id, None)
        if found is None and len(self._kept) >= KEPT_PIXMAPS:
            del self._kept[next(iter(self._kept))]
        if found is None or found[0] != shot:
            found = (shot, self._take(shot))
        self._kept[shot.row.id] = found
        return found[1]

    def _take(self, shot: Shot) -> QPixmap:
        pixmap = QPixmap(round(shot.width * shot.ratio), round(shot.height * shot.ratio))
        pixmap.setDevicePixelRatio(shot.ratio)
        pixmap.fill(self._theme.look.color.bg)
        painter = QPainter(pixmap)
        _paint_at(painter, self._theme.look, QPoint(), shot)
        painter.end()
        return pixmap


def _paint_at(painter: QPainter, look: Look, corner: QPoint, shot: Shot) -> None:
    painter.save()
    painter.translate(corner)
    body = QRectF(0, 0, shot.width, shot.height)
    paint_tile(Canvas(painter, look, body, shot.direction), body, shot)
    painter.restore()


def paint_tile(canvas: Canvas, body: QRectF, shot: Shot) -> None:
    """A whole tile in the rectangle."""
    look, row = canvas.look, shot.row
    color = look.color
    if row.sold_out:
        canvas.box(body, look.radii.tile, fill=color.surface1)
        canvas.hatch(body, look.radii.tile, look.shade.hatch)
        canvas.box(body, look.radii.tile, line=color.outline)
    else:
        face = look.pressed(color.surface2) if shot.pressed else color.surface2
        line, width = (color.primary_text, 2.0) if row.count else (color.outline, 1.0)
        canvas.box(body, look.radii.tile, fill=face, line=line, width=width)
    bar = QRectF(BAR_X, BAR_INSET, BAR_WIDTH, body.height() - 2 * BAR_INSET)
    canvas.pill(bar, color.disabled if row.sold_out else look.of_category(row.category))
    _paint_name(canvas, body, row)
    _paint_foot(canvas, body, row)


def _paint_name(canvas: Canvas, body: QRectF, row: TileRow) -> None:
    look = canvas.look
    font = look.font.item
    room = int(body.width()) - WORDS_X - EDGE
    first = room - BADGE - 4 if row.count else room
    ink = look.color.muted if row.sold_out else look.color.text
    lines = some_lines(row.name, font, room, 2, first)
    if row.count and width_of(row.name.split(" ")[0], font) > first:  # its first word goes below the badge, uncut
        lines = ("", *some_lines(row.name, font, room, 1))
    for place, line in enumerate(lines):
        canvas.text(QRectF(WORDS_X, NAME_Y + place * NAME_PITCH, room, NAME_PITCH), line, font, ink)
    if row.count:
        badge = QRectF(body.width() - EDGE - BADGE, EDGE, BADGE, BADGE)
        wide = max(BADGE, width_of(row.count, look.font.badge) + 14)
        badge.setLeft(badge.right() - wide)
        canvas.pill(badge, look.color.primary)
        canvas.text(badge, row.count, look.font.badge, look.color.on_primary, Side.MIDDLE)


def _paint_foot(canvas: Canvas, body: QRectF, row: TileRow) -> None:
    look = canvas.look
    middle = body.height() - FOOT
    if row.sold_out:
        _pill(canvas, WORDS_X, middle, row.sold_out, Left.ENOUGH)
        return
    room = body.width() - WORDS_X - EDGE
    canvas.text(QRectF(WORDS_X, middle - 12, room, 24), row.price, look.font.body, look.color.muted)
    end = body.width() - 14
    for icon, ink in (("chevron-right" if row.opens else "", look.color.muted), (row.mark, look.color.saving)):
        if icon:
            covers = end - ICON < WORDS_X + width_of(row.price, look.font.body)
            top = middle - ICON / 2 - (PILL_HEIGHT + 2 if covers else 0)  # above a price that needs the room
            canvas.icon(QRectF(end - ICON, top, ICON, ICON), icon, ink)
            end -= ICON + 4
    if row.low:
        wide = width_of(row.low, look.font.label) + 2 * PILL_PADDING
        if end - 2 - wide < WORDS_X + width_of(row.price, look.font.body) + PILL_PADDING:
            middle, end = middle - PILL_HEIGHT - 2, body.width() - EDGE  # above a price that needs the room
        _pill(canvas, end - 2 - wide, middle, row.low, row.left)


def _pill(canvas: Canvas, left: float, middle: float, words: str, tone: Left) -> None:
    look = canvas.look
    fill, ink = {
        Left.ENOUGH: (look.color.surface3, look.color.text),
        Left.FEW: (look.color.warn, look.color.on_warn),
        Left.NONE: (look.color.late, look.color.on_late),
    }[tone]
    wide = width_of(words, look.font.label) + 2 * PILL_PADDING
    box = QRectF(left, middle - PILL_HEIGHT / 2, wide, PILL_HEIGHT)
    canvas.pill(box, fill)
    canvas.text(box, words, look.font.label, ink, Side.MIDDLE)
