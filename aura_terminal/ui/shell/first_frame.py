"""When the window has been painted for the first time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWindow


class FirstFrame(QObject):
    """`painted` follows once, in the first turn of the event loop after the window's first frame is on the screen.

    A window paints whole and synchronously while it handles the first event that exposes it, so what is queued during
    that event runs when the frame is there.
    """

    painted = Signal()
    _exposed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self._exposed.connect(self.painted, Qt.ConnectionType.QueuedConnection)

    def watch(self, window: QWindow) -> None:
        """Wait for this window; to be called before it is exposed. A second call changes nothing."""
        if self._window is None:
            self._window = window
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Expose and self._window is not None and self._window.isExposed():
            self._window.removeEventFilter(self)
            self._exposed.emit()
        return False
