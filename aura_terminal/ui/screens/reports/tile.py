"""A figure of the dashboard: what it is, how much, and how it compares; a tap leads into its report."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.fitting import width_of

TALL, WIDE, PADDING = 112, 130, 14


class FigureTile(QPushButton):
    """Listen to `clicked`. Takes no focus by a tap; Tab does."""

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._title = theme, title
        self._figure, self._beside, self._short = "", "", ""
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_figure(self, figure: str, beside: str, short: str = "") -> None:
        """The figure, and what it stands beside; `short` says it where there is too little room."""
        self._figure, self._beside, self._short = figure, beside, short or beside
        self.setAccessibleName(", ".join(filter(None, (self._title, figure, beside))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, TALL)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        painter = QPainter(self)
        body = QRectF(self.rect())
        canvas = Canvas(painter, look, body, self.layoutDirection())
        face = look.pressed(look.color.surface1) if self.isDown() else look.color.surface1
        canvas.box(body, look.radii.tile, fill=face, line=look.color.outline)
        inner = body.adjusted(PADDING, 10, -PADDING, -10)
        canvas.text(QRectF(inner.left(), inner.top(), inner.width(), 22), self._title, look.font.body, look.color.muted)
        figure = QRectF(inner.left(), inner.top() + 24, inner.width(), 40)
        canvas.text(figure, self._figure, look.font.amount, look.color.text)
        beside = QRectF(inner.left(), inner.bottom() - 24, inner.width(), 22)
        told = self._beside if width_of(self._beside, look.font.body) <= beside.width() else self._short
        canvas.text(beside, told, look.font.body, look.color.muted)
        if self.hasFocus():
            canvas.ring(body, look.radii.tile)
        painter.end()
