"""An amount to be read across a counter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import metrics_of, width_of

SHARES = (1.0, 0.8, 0.6, 0.45, 0.3)
PLAIN_SCALE, LARGE_SCALE, PADDING, TIGHT, CAPTION = 1.0, 3.0, 16, 8, 26
LEAST_HEIGHT = 74
"""What a figure beside keys may be pressed down to, so that the keys stay large enough for a finger."""


class Figure(QWidget):
    """Words above an amount in a box; `scale` enlarges the amount."""

    def __init__(self, theme: Theme, words: str, scale: float = PLAIN_SCALE) -> None:
        super().__init__()
        self._theme, self._words, self._scale = theme, words, scale
        self._amount = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(words)
        theme.changed.connect(self.update)

    @property
    def amount(self) -> str:
        """What is shown."""
        return self._amount

    def show_amount(self, amount: str, words: str = "") -> None:
        """Shows another amount, under other words where some are given."""
        self._amount, self._words = amount, words or self._words
        self.setAccessibleName(f"{self._words} {amount}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(52 * self._scale) + CAPTION + 2 * PADDING)

    def minimumSizeHint(self) -> QSize:
        height = self.sizeHint().height()
        return QSize(120, height if self._scale >= LARGE_SCALE else min(height, LEAST_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._theme.look, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        canvas.box(body, look.radii.tile, fill=look.color.bg, line=look.color.outline)
        edge = PADDING if self.height() >= self.sizeHint().height() else TIGHT
        inner = body.adjusted(PADDING, edge, -PADDING, -edge)
        side = Side.START if self._scale < LARGE_SCALE else Side.MIDDLE
        caption = QRectF(inner.left(), inner.top(), inner.width(), CAPTION)
        canvas.text(caption, self._words, look.font.body, look.color.muted, side)
        amount = inner.adjusted(0, CAPTION, 0, 0)
        canvas.text(amount, self._amount, self._font(amount), look.color.text, side)
        canvas.painter.end()

    def _font(self, room: QRectF) -> QFont:
        """The largest type that shows the whole amount: one cut short would be a wrong one."""
        fonts = [self._theme.look.fonts_at(self._scale * share).total for share in SHARES]
        return next((font for font in fonts if self._fits(font, room)), fonts[-1])

    def _fits(self, font: QFont, room: QRectF) -> bool:
        return width_of(self._amount, font) <= room.width() and metrics_of(font).height() <= room.height()
