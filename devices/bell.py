"""How a worker waits, and how it is woken."""

from __future__ import annotations

import threading
from typing import Protocol


class Bell(Protocol):
    """Waiting that can be cut short from another thread."""

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; true when it was rung, be it before the wait began."""

    def ring(self) -> None:
        """End the wait under way, or the next one."""


class ThreadBell:
    """A bell for real threads and real time."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def wait(self, seconds: float) -> bool:
        was_rung = self._rung.wait(seconds)
        self._rung.clear()
        return was_rung

    def ring(self) -> None:
        self._rung.set()
