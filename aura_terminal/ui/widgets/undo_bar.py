"""Undo instead of asking first: what was done, for a few seconds, with one way back."""

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas

HEIGHT = 48
FACE_INSET = 4
PADDING = 14


class UndoBar(QWidget):
    """An inverted bar, hidden until `offer`; `undone(id)` when its button is tapped, `expired(id)` when time is over.

    A newer offer replaces the one before, which then counts as expired. `milliseconds` is how long an offer stands.
    """

    undone = Signal(str)
    expired = Signal(str)

    def __init__(self, theme: Theme, milliseconds: int = 8000, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._id = ""
        self._words = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self._expire)
        self._undo = Button(theme, kind=Kind.INVERSE, icon="undo-2", inset=FACE_INSET)
        self._undo.clicked.connect(self._take_back)
        line = QHBoxLayout(self)
        line.setContentsMargins(PADDING, 0, 3, 0)
        line.addStretch(1)
        line.addWidget(self._undo)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.update)

    def offer(self, id: str, words: str, undo_words: str) -> None:
        """Shows what was done and the word for taking it back; `id` comes back in the signals."""
        self._expire()
        self._id, self._words = id, words
        self._undo.show_words(undo_words)
        self.setAccessibleName(words)
        self.show()
        self.update()
        self._timer.start()

    def withdraw(self) -> None:
        """Takes the offer away without a signal, because it no longer makes sense."""
        self._timer.stop()
        self._id = ""
        self.hide()

    def offered(self) -> str:
        """The id on offer, "" when there is none."""
        return self._id

    def sizeHint(self) -> QSize:
        return QSize(300, max(HEIGHT, self._theme.metrics.target()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        body = QRectF(self.rect()).adjusted(0, 2, 0, -2)
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        canvas.box(body, look.radii.key, fill=look.color.inverse)
        words = body.adjusted(PADDING, 0, -self._undo.width() - PADDING, 0)
        canvas.text(words, self._words, look.font.strong, look.color.on_inverse)
        canvas.painter.end()

    def _take_back(self) -> None:
        id = self._id
        self.withdraw()
        if id:
            self.undone.emit(id)

    def _expire(self) -> None:
        id = self._id
        self.withdraw()
        if id:
            self.expired.emit(id)
