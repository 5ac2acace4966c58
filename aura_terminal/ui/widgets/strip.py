"""A calm sentence in its place on a screen: an icon on a tint, words, and at most one thing to do about it."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.fitting import metrics_of, some_lines
from aura_terminal.ui.widgets.pill import INKS, Tone

ICON, PADDING, GAP = 20, 12, 10
BARE, WITH_BUTTON = 36, 56
MOST_LINES = 2


class Strip(QWidget):
    """Hidden until it has something to say; `tapped` follows a tap on its button. Words take up to two lines."""

    tapped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words, self._icon, self._tone = "", "info", Tone.CALM
        self._button = Button(theme, kind=Kind.RAISED)
        self._button.clicked.connect(self.tapped)
        self._button.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(PADDING, 6, 6, 6)
        line.addStretch(1)
        line.addWidget(self._button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.update)

    @property
    def words(self) -> str:
        """What is said now, "" for nothing."""
        return self._words

    def say(self, words: str, icon: str, tone: Tone, button: str = "") -> None:
        """Say something, with the words of a button where something can be done; "" takes the strip away."""
        if (words, icon, tone, button) == (self._words, self._icon, self._tone, self._button.words):
            return
        self._words, self._icon, self._tone = words, icon, tone
        self._button.show_words(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        font = self._theme.look.font.firm
        pitch = int(metrics_of(font).height())
        lines = len(self._lines(self.width())) if self.width() > 200 else 1
        least = max(WITH_BUTTON, self._button.sizeHint().height() + 12) if self._button.words else BARE
        return QSize(240, max(least, lines * pitch + 2 * 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, body = self._theme.look, QRectF(self.rect())
        fill, ink = (pick(look) for pick in INKS[self._tone])
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        canvas.box(body, look.radii.key, fill=fill)
        canvas.icon(QRectF(PADDING, body.center().y() - ICON / 2, ICON, ICON), self._icon, ink)
        font = look.font.firm
        lines, pitch = self._lines(self.width()), metrics_of(font).height()
        left, top = PADDING + ICON + GAP, body.center().y() - pitch * len(lines) / 2
        for place, words in enumerate(lines):
            canvas.text(QRectF(left, top + place * pitch, self._room(self.width()), pitch), words, font, ink)
        canvas.painter.end()

    def _room(self, width: int) -> int:
        taken = self._button.sizeHint().width() + GAP if self._button.words else PADDING
        return max(40, width - PADDING - ICON - GAP - taken)

    def _lines(self, width: int) -> tuple[str, ...]:
        return some_lines(self._words, self._theme.look.font.firm, self._room(width), MOST_LINES)
