"""The name of the station at the head of its screen; a tap chooses another."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from aura_terminal.ui.screens.kitchen.words import tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import without_mnemonic
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.fitting import width_of

HEIGHT, MARK, MARK_ICON, GAP, CHEVRON, PADDING = 64, 44, 26, 12, 22, 6


class StationButton(QPushButton):
    """The station's icon on its colour, its name, and a hint that there are others."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = self._icon = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_station(tr("All stations"), "chef-hat")
        theme.changed.connect(self.update)

    def show_station(self, words: str, icon: str) -> None:
        """Another station is chosen."""
        self._words, self._icon = words, icon
        self.setText(without_mnemonic(words))
        self.setAccessibleName(tr("Station: {name}. Choose another").format(name=words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = int(width_of(self._words, self._theme.look.font.ticket_title)) + 1
        return QSize(2 * PADDING + MARK + GAP + words + GAP + CHEVRON, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * PADDING + MARK + GAP + CHEVRON, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        body = QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        middle = body.center().y()
        if self.isDown():
            canvas.box(body.adjusted(0, 4, 0, -4), look.radii.key, fill=look.pressed(look.color.surface1))
        mark = QRectF(PADDING, middle - MARK / 2, MARK, MARK)
        canvas.box(mark, look.radii.key, fill=look.color.station)
        inset = (MARK - MARK_ICON) / 2
        canvas.icon(mark.adjusted(inset, inset, -inset, -inset), self._icon, look.color.on_station)
        left = mark.right() + GAP
        right = body.right() - PADDING - CHEVRON
        words = QRectF(left, body.top(), right - GAP - left, body.height())
        canvas.text(words, self._words, look.font.ticket_title, look.color.text)
        canvas.icon(QRectF(right, middle - CHEVRON / 2, CHEVRON, CHEVRON), "chevron-down", look.color.muted)
        if self.hasFocus():
            canvas.ring(body, look.radii.key)
        canvas.painter.end()
