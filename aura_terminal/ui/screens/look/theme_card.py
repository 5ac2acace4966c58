"""A theme to choose, painted as it is: its ground, a tile, its words and the button it leads with."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import Tokens
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.canvas import Canvas, Side

WIDE, TALL, INSET, MARK = 200, 150, 14, 26


class ThemeCard(Button):
    """Wears its own theme whatever the screen wears; the one in force has a tick as well as a frame."""

    def __init__(self, theme: Theme, tokens: Tokens, words: str, use: str) -> None:
        super().__init__(theme, words, say=f"{words}. {use}".strip(". "))
        self._own, self._use = Look(tokens), use
        self.setObjectName(tokens.name)
        self.setCheckable(True)
        self.keep_at_least(WIDE, TALL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(WIDE, TALL)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._own, QRectF(self.rect())
        color, radius = look.color, look.radii.tile
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        face = look.pressed(color.surface1) if self.isDown() else color.surface1
        canvas.box(body, radius, fill=face, line=color.outline_strong)
        inner = body.adjusted(INSET, INSET, -INSET, -INSET)
        name = QRectF(inner.left(), inner.top(), inner.width() - MARK, 26)
        canvas.text(name, self.words, look.font.heading, color.text)
        canvas.text(QRectF(inner.left(), inner.top() + 28, inner.width(), 20), self._use, look.font.small, color.muted)
        tile = QRectF(inner.left(), inner.bottom() - 48, inner.width() * 0.46, 48)
        canvas.box(tile, look.radii.key, fill=color.surface2, line=color.outline)
        canvas.text(tile, "9.50", look.font.line, color.text, Side.MIDDLE)
        pay = QRectF(inner.right() - inner.width() * 0.46, tile.top(), inner.width() * 0.46, 48)
        canvas.box(pay, look.radii.key, fill=color.pay)
        canvas.icon(pay.adjusted(0, 12, 0, -12), "check", color.on_pay)
        if self.isChecked():
            canvas.box(body, radius, line=color.primary_text, width=3.0)
            canvas.icon(QRectF(inner.right() - MARK, inner.top(), MARK, MARK), "circle-check", color.primary_text)
        if self.hasFocus():
            canvas.box(body.adjusted(4, 4, -4, -4), radius - 4, line=color.primary_text, width=2.0)
        canvas.painter.end()
