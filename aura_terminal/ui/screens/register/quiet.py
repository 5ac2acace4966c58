"""The second tap of a nervous finger: it must not reach what lies below a button that has just gone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

QUIET_MILLISECONDS = 350


class Quiet(QWidget):
    """Swallows taps for a moment where a button stood, and only there; every other tap counts as ever."""

    def __init__(self, host: QWidget, milliseconds: int = QUIET_MILLISECONDS) -> None:
        super().__init__(host)
        self._host = host
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self.hide)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    def cover(self, button: QWidget) -> None:
        """Keep quiet where this button is, which is about to be hidden."""
        self.setGeometry(button.rect().translated(button.mapTo(self._host, QPoint(0, 0))))
        self.show()
        self.raise_()
        self._timer.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
