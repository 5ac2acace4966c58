"""Feels a finger or a key go down, before it is known what it means."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QWindow

GOING_DOWN = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress})
NOT_AGAIN_WITHIN = 0.05  # seconds


class Fingers(QObject):
    """`felt` follows each press on the window, at most twenty times a second of `monotonic`."""

    felt = Signal()

    def __init__(self, monotonic: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._monotonic = monotonic
        self._last = float("-inf")

    def watch(self, window: QWindow) -> None:
        """Feel every press that reaches this window."""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in GOING_DOWN:
            now = self._monotonic()
            if now - self._last >= NOT_AGAIN_WITHIN:
                self._last = now
                self.felt.emit()
        return False
