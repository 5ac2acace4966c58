"""A painter that thinks in reading order: rectangles are given left to right, mirrored where people read otherwise."""

from enum import Enum

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from aura_terminal.ui.theme.icons import draw_icon
from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.widgets.fitting import one_line

RIGHT_TO_LEFT = Qt.LayoutDirection.RightToLeft
BY_WORDS = Qt.LayoutDirection.LayoutDirectionAuto  # a dish may be Italian on an Arabic screen
SINGLE = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextSingleLine.value | Qt.TextFlag.TextDontClip.value
WHERE_SAID = Qt.AlignmentFlag.AlignAbsolute.value  # or the painter would mirror once more what is mirrored here
POINTING = {
    "arrow-left": "arrow-right", "arrow-right": "arrow-left", "chevron-left": "chevron-right",
    "chevron-right": "chevron-left",
}  # fmt: skip
HATCH_STEP = 10
HATCH_WIDTH = 2.0
RING_WIDTH = 2.0


class Side(Enum):
    """Where words stand in their rectangle, in reading order."""

    START = Qt.AlignmentFlag.AlignLeft
    MIDDLE = Qt.AlignmentFlag.AlignHCenter
    END = Qt.AlignmentFlag.AlignRight


FLAGS = {side: SINGLE | WHERE_SAID | side.value.value for side in Side}
MIRRORED = {Side.START: FLAGS[Side.END], Side.MIDDLE: FLAGS[Side.MIDDLE], Side.END: FLAGS[Side.START]}


class Canvas:
    """Paints a look inside `bounds`; the only place that knows about mirroring."""

    def __init__(self, painter: QPainter, look: Look, bounds: QRectF, direction: Qt.LayoutDirection) -> None:
        self.painter = painter
        self.look = look
        self._bounds = bounds
        self._mirrored = direction is RIGHT_TO_LEFT
        self._flags = MIRRORED if self._mirrored else FLAGS
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(BY_WORDS)

    def place(self, rect: QRectF) -> QRectF:
        """Where a rectangle given in left-to-right order is painted."""
        if not self._mirrored:
            return rect
        return QRectF(self._bounds.left() + self._bounds.right() - rect.right(), rect.y(), rect.width(), rect.height())

    def fill(self, rect: QRectF, color: QColor) -> None:
        """A plain rectangle."""
        self.painter.fillRect(self.place(rect), color)

    def box(
        self, rect: QRectF, radius: float, *, fill: QColor | None = None, line: QColor | None = None, width: float = 1.0
    ) -> None:
        """A rounded box; its line lies inside the rectangle."""
        painter = self.painter
        placed = self.place(rect)
        if line is not None:
            painter.setPen(QPen(line, width))
            placed = placed.adjusted(width / 2, width / 2, -width / 2, -width / 2)
            radius = max(0.0, radius - width / 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(placed, radius, radius)

    def pill(self, rect: QRectF, fill: QColor) -> None:
        """A box as round as it can be."""
        self.box(rect, min(rect.width(), rect.height()) / 2, fill=fill)

    def text(self, rect: QRectF, words: str, font: QFont, color: QColor, side: Side = Side.START) -> None:
        """One line of words, in the vertical middle, shortened where the rectangle is too narrow."""
        painter = self.painter
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(self.place(rect), self._flags[side], one_line(words, font, int(rect.width()) + 1))

    def icon(self, rect: QRectF, name: str, color: QColor) -> None:
        """An icon as large as the rectangle's shorter side; one that points back or on follows the reading."""
        shown = POINTING.get(name, name) if self._mirrored else name
        draw_icon(self.painter, self.place(rect), shown, color)

    def hatch(self, rect: QRectF, radius: float, color: QColor) -> None:
        """Diagonal lines inside a rounded box: the second code of what cannot be had."""
        placed = self.place(rect)
        path = QPainterPath()
        path.addRoundedRect(placed, radius, radius)
        painter = self.painter
        painter.save()
        painter.setClipPath(path)
        painter.setPen(QPen(color, HATCH_WIDTH))
        height = placed.height()
        for start in range(int(placed.left() - height), int(placed.right()), HATCH_STEP):
            painter.drawLine(start, int(placed.bottom()) + 1, int(start + height) + 1, int(placed.top()))
        painter.restore()

    def ring(self, rect: QRectF, radius: float) -> None:
        """The focus ring: 2 px in the colour of links, along the inside of the rectangle."""
        self.box(rect, radius, line=self.look.color.primary_text, width=RING_WIDTH)


def mirrored(rect: QRect, bounds: QRect, direction: Qt.LayoutDirection) -> QRect:
    """The same mirroring for hit tests, in whole pixels."""
    if direction is Qt.LayoutDirection.LeftToRight:
        return QRect(rect)
    from PySide6.QtWidgets import QStyle  # its enums cost the start 6 ms

    return QStyle.visualRect(direction, bounds, rect)
