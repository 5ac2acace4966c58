"""The field for searching and scanning."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, mirrored

ICON, ICON_X, WORDS_X, CLEAR = 20, 14, 40, 48


class SearchField(QLineEdit):
    """A line of words behind a magnifier; connect `textEdited` (a person's typing) and `returnPressed`.

    The cross at the end and Esc empty it, which counts as typing: `textEdited("")`. `setText` from outside does not.
    """

    def __init__(self, theme: Theme, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFont(theme.look.font.field)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(theme.metrics.target())
        self._pad()
        self.textChanged.connect(self._pad)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(262, self._theme.metrics.target())

    def empty(self) -> None:
        """Empties the field as a person would."""
        if self.text():
            self.clear()
            self.textEdited.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.empty()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.text() and self._cross().contains(event.position().toPoint()):
            self.empty()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        look = self._theme.look
        middle = self.height() / 2
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        canvas.icon(QRectF(ICON_X, middle - ICON / 2, ICON, ICON), "search", look.color.muted)
        if self.text():
            box = QRectF(self.width() - CLEAR, 0, CLEAR, self.height()).adjusted(12, 12, -12, -12)
            canvas.icon(box, "x", look.color.muted)
        canvas.painter.end()

    def _cross(self) -> QRect:
        box = QRect(self.width() - CLEAR, 0, CLEAR, self.height())
        return mirrored(box, self.rect(), self.layoutDirection())

    def _pad(self) -> None:
        start, end = WORDS_X - 14, CLEAR - 14 if self.text() else 0
        if self.isRightToLeft():
            start, end = end, start
        self.setTextMargins(start, 0, end, 0)

    def _restyle(self) -> None:
        self.setFont(self._theme.look.font.field)
        self.update()
