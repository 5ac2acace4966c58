"""A pill that only says something; not a target."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.pill import GAP, HEIGHT, ICON, INKS, PADDING, PillRow


class Tag(QWidget):
    """Shows one `PillRow`."""

    def __init__(self, theme: Theme, row: PillRow) -> None:
        super().__init__()
        self._theme, self._row = theme, row
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(row.say or row.words)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        wide = 2 * PADDING + ICON + GAP + int(width_of(self._row.words, self._theme.look.font.pill)) + 1
        return QSize(wide, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._theme.look, QRectF(self.rect())
        fill, ink = (pick(look) for pick in INKS[self._row.tone])
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        canvas.pill(body, fill)
        canvas.icon(QRectF(PADDING, body.center().y() - ICON / 2, ICON, ICON), self._row.icon, ink)
        canvas.text(body.adjusted(PADDING + ICON + GAP, 0, -PADDING, 0), self._row.words, look.font.pill, ink)
        canvas.painter.end()
