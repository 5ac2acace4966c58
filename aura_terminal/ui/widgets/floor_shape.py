"""Where the pieces of a plan stand on the screen: as large as they fit, never smaller than a finger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF

from aura_terminal.ui.widgets.floor_rows import Fixture, FloorTile

AROUND = 24.0  # units that chairs and a ring need beside a table
LARGEST, MARGIN = 1.15, 10.0


@dataclass(frozen=True, slots=True)
class FloorScale:
    """From units of the plan to pixels: `at(x, y)` is a point on the screen."""

    scale: float
    left: float
    top: float

    def at(self, x: float, y: float) -> QPointF:
        """A point of the plan on the screen."""
        return QPointF(self.left + x * self.scale, self.top + y * self.scale)

    def middle(self, piece: FloorTile | Fixture) -> QPointF:
        """The middle of a piece on the screen; it turns around that."""
        return self.at(piece.x + piece.w / 2, piece.y + piece.h / 2)

    def box(self, piece: FloorTile | Fixture, around: float = 0.0) -> QRectF:
        """The upright box around a piece as it stands turned, with so many units more on every side."""
        wide, high = turned_size(piece)
        wide, high = (wide + 2 * around) * self.scale, (high + 2 * around) * self.scale
        middle = self.middle(piece)
        return QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)

    def target(self, tile: FloorTile, least: float) -> QRectF:
        """Where a finger meets a table."""
        box = self.box(tile)
        wide, high = max(0.0, least - box.width()) / 2, max(0.0, least - box.height()) / 2
        return box.adjusted(-wide, -high, wide, high)


def turned_size(piece: FloorTile | Fixture) -> tuple[float, float]:
    """How wide and high a piece is as it stands turned."""
    turn = radians(piece.rotation)
    across, down = abs(cos(turn)), abs(sin(turn))
    return piece.w * across + piece.h * down, piece.w * down + piece.h * across


def fitted(tiles: Sequence[FloorTile], fixtures: Iterable[Fixture], wide: float, high: float) -> FloorScale:
    """The largest scale at which all of a room is in sight, in the middle of so many pixels."""
    plain = FloorScale(1.0, 0.0, 0.0)
    boxes = [plain.box(tile, AROUND) for tile in tiles] + [plain.box(fixture) for fixture in fixtures]
    around = QRectF()
    for box in boxes:
        around = around.united(box)
    if around.isEmpty():
        return plain
    room = max(1.0, wide - 2 * MARGIN), max(1.0, high - 2 * MARGIN)
    scale = min(LARGEST, room[0] / around.width(), room[1] / around.height())
    left = (wide - around.width() * scale) / 2 - around.left() * scale
    return FloorScale(scale, left, (high - around.height() * scale) / 2 - around.top() * scale)
