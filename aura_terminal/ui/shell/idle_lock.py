"""Locks a terminal nobody touches."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QWindow

from aura_terminal.view_models.session import SessionModel

TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
    }
)


class IdleLock(QObject):
    """`timed_out` follows when the window was not touched for so many seconds of `monotonic`; 0 seconds: never.

    After that it is quiet until `restart`. It looks once a beat, so it may be late by one beat.
    """

    timed_out = Signal()

    def __init__(
        self,
        monotonic: Callable[[], float],
        seconds: int,
        *,
        beat_milliseconds: int = 1000,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._monotonic = monotonic
        self._seconds = self._usual = seconds
        self._session: SessionModel | None = None
        self._touched = 0.0
        self._beat = QTimer(self)
        self._beat.setInterval(beat_milliseconds)
        self._beat.timeout.connect(self._look)

    def follow(self, session: SessionModel) -> None:
        """Wait as long as whoever signed in last is to be waited for; the terminal's own time where nothing is said."""
        self._session = session
        session.signed_in.connect(self._wait)
        session.rights_changed.connect(self._wait)

    def watch(self, window: QWindow) -> None:
        """Hear every touch and key that reaches this window."""
        window.installEventFilter(self)

    @Slot()
    def restart(self) -> None:
        """Somebody works here from now on."""
        self._touched = self._monotonic()
        if self._seconds:
            self._beat.start()

    @Slot()
    def stop(self) -> None:
        """Nobody does: the terminal is locked already."""
        self._beat.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._touched = self._monotonic()
        return False

    @Slot()
    def _wait(self) -> None:
        actor = self._session.actor if self._session is not None else None
        self._seconds = self._usual if actor is None or actor.lock_after is None else actor.lock_after

    @Slot()
    def _look(self) -> None:
        if self._monotonic() - self._touched >= self._seconds:
            self._beat.stop()
            self.timed_out.emit()
