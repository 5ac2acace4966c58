"""What the looks of tables mean, in small at the top of the plan."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from aura_terminal.ui.screens.tables.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.floor_painter import paints_of
from aura_terminal.ui.widgets.floor_rows import Shade

SWATCH, GAP, APART = 16, 6, 14


class Legend(QWidget):
    """A swatch and a word for each look; what does not fit is left out from the end."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._entries = (
            (Shade.FREE, tr("Free")),
            (Shade.SEATED, tr("Seated")),
            (Shade.ORDERED, tr("Ordered")),
            (Shade.BILLED, tr("Bill")),
            (Shade.LATE, tr("Late")),
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("What the tables' looks mean"))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(int(sum(self._wide(words) + APART for _, words in self._entries)) - APART + 1, 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._theme.look, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        paints, left = paints_of(look), 0.0
        for shade, words in self._entries:
            wide = self._wide(words)
            if left + wide > body.width():
                break
            paint = paints[shade]
            pen = QPen(paint.line, 2.0)
            if paint.dashed:
                pen.setDashPattern([2.2, 1.8])
            canvas.painter.setPen(pen)
            canvas.painter.setBrush(paint.face if paint.face is not None else Qt.BrushStyle.NoBrush)
            swatch = canvas.place(QRectF(left + 1, body.center().y() - SWATCH / 2 + 1, SWATCH - 2, SWATCH - 2))
            canvas.painter.drawRoundedRect(swatch, 5, 5)
            text = QRectF(left + SWATCH + GAP, 0, wide, body.height())
            canvas.text(text, words, look.font.small, look.color.muted)
            left += wide + APART
        canvas.painter.end()

    def _wide(self, words: str) -> float:
        return SWATCH + GAP + width_of(words, self._theme.look.font.small) + 1
