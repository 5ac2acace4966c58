"""Attends to one device in a thread of its own: step after step, until it is told to stop."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

from devices.bell import Bell, ThreadBell

_log = logging.getLogger(__name__)

_AFTER_A_BUG = 5.0
_GRACE = 0.6


class Attention(Protocol):
    """What there is to do about a device."""

    @property
    def name(self) -> str:
        """What the device is called."""

    def step(self) -> float:
        """The next thing there is to do; answers after how many seconds to look again. Never raises `Unavailable`."""

    def cancel(self) -> None:
        """Make the step under way end soon; may be called from any thread."""

    def close(self) -> None:
        """Let the device go; called in the thread that steps."""


class Attendant:
    """`start`, `wake` from any thread when there may be something to do, `stop` within a second."""

    def __init__(self, attention: Attention, bell: Bell | None = None) -> None:
        self._attention = attention
        self._bell = bell or ThreadBell()
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    def start(self) -> None:
        """Begin to attend."""
        name = f"device-{self._attention.name}"
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do."""
        self._bell.ring()

    def stop(self) -> None:
        """End; a step that does not end meanwhile is cancelled. May be called twice."""
        self._is_stopping = True
        self._bell.ring()
        if self._thread is None:
            return
        self._thread.join(_GRACE)
        if self._thread.is_alive():
            self._attention.cancel()
            self._thread.join(1.0 - _GRACE)
        self._thread = None

    def _run(self) -> None:
        while not self._is_stopping:
            pause = self._guarded_step()
            if pause > 0:
                self._bell.wait(pause)
        self._attention.close()

    def _guarded_step(self) -> float:
        try:
            return self._attention.step()
        except Exception:
            _log.exception("%s: a bug stopped this round; its attendant goes on", self._attention.name)
            return _AFTER_A_BUG
