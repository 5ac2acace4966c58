"""What lies over a locked terminal: the screen below, dimmed, and the way to sign in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme


class Veil(QWidget):
    """Covers `host` whole while it is shown, holds the sign-in screen, and lets no touch and no key through.

    The host's other children are out of reach meanwhile: they are disabled by whoever locks.
    """

    def __init__(self, theme: Theme, host: QWidget, sign_in: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._host = host
        self._sign_in = sign_in
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sign_in)
        self.hide()
        host.installEventFilter(self)
        theme.changed.connect(self.update)

    def cover(self) -> None:
        """Show it over everything."""
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self._sign_in.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._host and self.isVisible():
            self.setGeometry(self._host.rect())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.look.shade.scrim)
        painter.end()
