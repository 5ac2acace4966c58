"""The plan of a room in service: tables to tap, as a list that stands where the plan says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.flick import Flick
from aura_terminal.ui.widgets.floor_painter import (
    Shapes,
    paint_fixture,
    paint_group,
    paint_group_name,
    paint_tile,
    reach_of,
)
from aura_terminal.ui.widgets.floor_rows import Fixture, FloorTile
from aura_terminal.ui.widgets.floor_shape import FloorScale, fitted
from aura_terminal.ui.widgets.placed_list import Cursor, PlacedList
from aura_terminal.ui.widgets.rows import Index, RowModel
from aura_terminal.ui.widgets.tile_grid import KEYS_THAT_TAP

SWIPE = 90
RADIUS, LEAST = 14, 48
FEW = 8
"""More tables than that are painted with all the rest: a clip of many rectangles costs more than what it spares."""
STEPS = {Cursor.MoveLeft: (-1, 0), Cursor.MoveRight: (1, 0), Cursor.MoveUp: (0, -1), Cursor.MoveDown: (0, 1)}


class FloorBoard(PlacedList):
    """Shows `FloorTile`s where they stand; paints them itself and lists them as accessible items.

    `tapped(id)` is an intent; `swiped(step)` follows a finger drawn across, +1 for the next room. After Tab, arrows go
    to the nearest table in their direction and Enter taps; every other key is left to the screen.
    """

    tapped = Signal(str)
    swiped = Signal(int)

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shapes = Shapes(theme.look)
        self._fixtures: tuple[Fixture, ...] = ()
        self._scale = FloorScale(1.0, 0.0, 0.0)
        self._tiles: RowModel[FloorTile] = RowModel(self)
        self.setModel(self._tiles)
        self.setAccessibleName(say)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        Flick(self).tapped.connect(self._tap)
        theme.changed.connect(self._restyle)

    def show_plan(self, tiles: Sequence[FloorTile], fixtures: Iterable[Fixture]) -> None:
        """Replaces what is shown; what stands where it stood and shows what it showed is not painted again."""
        before, walls = {tile.id: tile for tile in self._tiles.rows}, tuple(fixtures)
        moved = walls != self._fixtures or _places(self._tiles.rows) != _places(tiles)
        self._fixtures = walls
        if moved:
            self._scale = fitted(tiles, walls, self.viewport().width(), self.viewport().height())
        self._tiles.show(tiles)
        changed = [tile for tile in tiles if before.get(tile.id) != tile]
        if moved or len(changed) > FEW or _groups(before.values()) != _groups(tiles):
            self.viewport().update()
            return
        for tile in changed:
            self.viewport().update(reach_of(tile, self._scale).toAlignedRect())

    def rows(self) -> tuple[FloorTile, ...]:
        """What is shown."""
        return self._tiles.rows

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self._target(self._tiles.row_at(index)).toAlignedRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        at = point.toPointF()
        near = [
            (_distance(self._scale.middle(tile) - at), place)
            for place, tile in enumerate(self._tiles.rows)
            if self._target(tile).contains(at)
        ]
        return self._tiles.index(min(near)[1]) if near else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        return  # all of a room is in sight

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        rows, now = self._tiles.rows, self.currentIndex().row()
        if not rows:
            return QModelIndex()
        if action is Cursor.MoveHome or now < 0:
            return self._tiles.index(0)
        if action is Cursor.MoveEnd:
            return self._tiles.index(len(rows) - 1)
        if action in STEPS:
            return self._tiles.index(self._beside(now, *STEPS[action]))
        step = -1 if action in (Cursor.MovePrevious, Cursor.MovePageUp) else 1
        return self._tiles.index(max(0, min(len(rows) - 1, now + step)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scale = fitted(self._tiles.rows, self._fixtures, self.viewport().width(), self.viewport().height())
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._tiles.rows:
            self.setCurrentIndex(self._tiles.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() in KEYS_THAT_TAP and index.isValid():
            self.tapped.emit(self._tiles.row_at(index).id)
        elif event.text() or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, region = self._theme.look, event.region()
        painter = QPainter(self.viewport())
        whole = QRectF(self.viewport().rect())
        painter.fillRect(event.rect(), look.color.bg)
        canvas = Canvas(painter, look, whole, Qt.LayoutDirection.LeftToRight)
        painter.setPen(QPen(look.color.outline, 1.0))
        painter.setBrush(look.color.room)
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        for fixture in self._fixtures:
            if region.intersects(self._scale.box(fixture, 30).toAlignedRect()):
                paint_fixture(canvas, fixture, self._scale)
        groups = [group for group in _groups(self._tiles.rows).values() if len(group) > 1]
        for group in groups:
            paint_group(canvas, group, self._scale, self._shapes.paints[group[0].shade].line)
        for tile in self._tiles.rows:
            if region.intersects(reach_of(tile, self._scale).toAlignedRect()):
                paint_tile(canvas, tile, self._scale, self._shapes)
        for group in groups:
            paint_group_name(canvas, group, self._scale, self._shapes.paints[group[0].shade].line)
        if self.hasFocus() and self.currentIndex().isValid():
            ring = QRectF(self.visualRect(self.currentIndex())).adjusted(-8, -8, 8, 8)
            canvas.ring(ring, look.radii.ticket)
        painter.end()

    def _target(self, tile: FloorTile) -> QRectF:
        return self._scale.target(tile, max(LEAST, self._theme.metrics.target()))

    def _beside(self, now: int, across: int, down: int) -> int:
        """The nearest table in a direction; the same one where there is none."""
        rows = self._tiles.rows
        here = self._scale.middle(rows[now])
        found = []
        for place, tile in enumerate(rows):
            by = self._scale.middle(tile) - here
            along, aside = by.x() * across + by.y() * down, abs(by.x() * down) + abs(by.y() * across)
            if place != now and along > 1:
                found.append((along + 2 * aside, place))
        return min(found)[1] if found else now

    @Slot(QPoint, QPoint)
    def _tap(self, down: QPoint, up: QPoint) -> None:
        by = up - down
        if abs(by.x()) > SWIPE and abs(by.x()) > 2 * abs(by.y()):
            self.swiped.emit(1 if by.x() < 0 else -1)
            return
        index = self.indexAt(down)
        if index.isValid() and index == self.indexAt(up):
            self.tapped.emit(self._tiles.row_at(index).id)

    @Slot()
    def _restyle(self) -> None:
        self._shapes = Shapes(self._theme.look)
        self.viewport().update()


def _places(tiles: Iterable[FloorTile]) -> tuple[tuple[str, int, int, int, int, int], ...]:
    return tuple((tile.id, tile.x, tile.y, tile.w, tile.h, tile.rotation) for tile in tiles)


def _groups(tiles: Iterable[FloorTile]) -> dict[str, tuple[FloorTile, ...]]:
    found: dict[str, tuple[FloorTile, ...]] = {}
    for tile in tiles:
        if tile.group:
            found[tile.group] = (*found.get(tile.group, ()), tile)
    return found


def _distance(by: QPointF) -> float:
    return by.x() * by.x() + by.y() * by.y()
