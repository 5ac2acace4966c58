"""A calm sentence in the window: what was refused and why, gone by itself or by a tap."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.fitting import metrics_of, some_lines

INSET, PADDING, ICON, CROSS = 4, 14, 20, 48
MOST_LINES = 2


class NoticeBar(QAbstractButton):
    """Lies over a bar, never over what is tapped to sell or cook; up to two lines. The whole of it is its cross.

    `milliseconds` is how long a sentence stays; a newer one takes its place.
    """

    def __init__(self, theme: Theme, milliseconds: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self.hide)
        self.clicked.connect(self.hide)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()
        theme.changed.connect(self.update)

    def say(self, sentence: str) -> None:
        """Shows a sentence; "" takes it away."""
        self.setText(sentence.replace("&", "&&"))
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self.raise_()
        self.update()
        self._timer.start()

    @property
    def sentence(self) -> str:
        """What is said now, "" for nothing."""
        return "" if self.isHidden() else self.accessibleName()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        body = QRectF(self.rect()).adjusted(0, INSET, 0, -INSET)
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        fill = look.pressed(look.color.inverse) if self.isDown() else look.color.inverse
        canvas.box(body, look.radii.key, fill=fill)
        ink = look.color.on_inverse
        middle = body.center().y()
        canvas.icon(QRectF(PADDING, middle - ICON / 2, ICON, ICON), "info", ink)
        canvas.icon(QRectF(body.width() - CROSS + (CROSS - ICON) / 2, middle - ICON / 2, ICON, ICON), "x", ink)
        left = PADDING + ICON + PADDING
        room = int(body.width()) - left - CROSS
        font = look.font.strong
        lines = some_lines(self.accessibleName(), font, room, MOST_LINES)
        pitch = metrics_of(font).height()
        top = middle - pitch * len(lines) / 2
        for place, words in enumerate(lines):
            canvas.text(QRectF(left, top + pitch * place, room, pitch), words, font, ink)
        if self.hasFocus():
            canvas.box(body.adjusted(3, 3, -3, -3), look.radii.key - 3, line=ink, width=2.0)
        canvas.painter.end()
