"""Keeps a display showing what it was told last, also after it was away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.customer_display import DARK, CustomerDisplay, Shown
from aura_terminal.ports.printing import Confidence, Fault, HealthKind, Power, PrinterStatus
from devices.health import HealthWatch, Listener
from devices.transports.transport import Refused

AGAIN_AFTER = 10.0
"""Seconds after which the same is shown once more: a display that lost its power says nothing about it."""

RETRY_AFTER = (1.0, 2.0, 5.0, 15.0)


class DisplayWatch:
    """`show` may be called from any thread; what was told last wins."""

    def __init__(
        self, name: str, display: CustomerDisplay, *, on_health: Listener, now: Callable[[], datetime]
    ) -> None:
        self.name = name
        self._display = display
        self._now = now
        self._health = HealthWatch(name, on_health, HealthKind.CUSTOMER_DISPLAY)
        self._wanted = DARK
        self._lock = threading.Lock()
        self._failures = 0

    def show(self, shown: Shown) -> None:
        """The guest sees this from now on."""
        with self._lock:
            self._wanted = shown

    def step(self) -> float:
        with self._lock:
            wanted = self._wanted
        try:
            self._display.show(wanted)
        except Unavailable as unavailable:
            fault = Fault.BUSY if isinstance(unavailable, Refused) else Fault.UNREACHABLE
            self._health.missed(unavailable, fault, self._now())
            pause = RETRY_AFTER[min(self._failures, len(RETRY_AFTER) - 1)]
            self._failures += 1
            return pause
        self._failures = 0
        self._health.saw(PrinterStatus(Power.ONLINE, confidence=Confidence.INFERRED), "", self._now())
        with self._lock:
            return AGAIN_AFTER if self._wanted == wanted else 0.0

    def cancel(self) -> None:
        self._display.cancel()

    def close(self) -> None:
        self._display.close()
