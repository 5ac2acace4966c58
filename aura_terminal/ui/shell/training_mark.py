"""TRAINING across every window of the program, above whatever else is in it; taps go through."""

from __future__ import annotations

from PySide6.QtCore import QChildEvent, QCoreApplication, QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.ui.theme.theme import Theme

TILT, ACROSS, DOWN, FADED = -24.0, 460, 210, 0.22
LARGE = 2.4
ORDINARY = (Qt.WindowType.Window, Qt.WindowType.Dialog)


class TrainingMark(QWidget):
    """Covers one window, and stays on top of what is put into it later."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._marked = theme, window
        self._words = QCoreApplication.translate("TrainingMark", "TRAINING")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self._words)
        for each in (window, *window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)):
            if each is not self:
                each.installEventFilter(self)
        self._cover()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._marked and kind == QEvent.Type.Resize:
            self._cover()
        elif watched is self._marked and isinstance(event, QChildEvent) and event.added():
            event.child().installEventFilter(self)
        elif watched is not self._marked and kind in (QEvent.Type.ZOrderChange, QEvent.Type.Show):
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._theme.look
        font = QFont(look.font.total)
        font.setPixelSize(round(font.pixelSize() * LARGE))
        ink = QColor(look.color.warn_text)
        ink.setAlphaF(FADED)
        painter.setFont(font)
        painter.setPen(ink)
        for row, y in enumerate(range(0, self.height() + DOWN, DOWN)):
            for x in range(-(row % 2) * ACROSS // 2, self.width() + ACROSS, ACROSS):
                painter.save()
                painter.translate(QPointF(x, y))
                painter.rotate(TILT)
                painter.drawText(QRectF(0, 0, ACROSS, DOWN), Qt.AlignmentFlag.AlignCenter, self._words)
                painter.restore()
        painter.end()

    def _cover(self) -> None:
        self.setGeometry(self._marked.rect())
        self.raise_()


class MarksEveryWindow(QObject):
    """Puts the mark over each window as it is shown: the terminal's, and those for guests."""

    def __init__(self, theme: Theme, application: QApplication) -> None:
        super().__init__(application)
        self._theme = theme
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.windowType() in ORDINARY:
            self.mark(watched)
        return False

    def mark(self, window: QWidget) -> None:
        """Mark a window, once."""
        if window.isWindow() and window.findChild(TrainingMark) is None:
            TrainingMark(self._theme, window)
