"""Asks a scale while somebody looks at it, and now and then whether it is still there."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.weighing import Reading, WeightState
from aura_terminal.ports.printing import Confidence, Fault, HealthKind, Power, PrinterStatus
from aura_terminal.ports.scale import Scale, ScaleWord
from devices.health import HealthWatch, Listener
from devices.transports.transport import Refused

LOOKED_AT_FOR = 3.0
"""Seconds that one word of somebody at the scale counts: a screen that died leaves the scale alone after these."""

BETWEEN_READINGS, BETWEEN_TRIES, BETWEEN_LOOKS = 0.1, 1.0, 5.0


class ScaleWatch:
    """`look_at` may be called from any thread; `tell` hears every reading meanwhile, in the thread that steps."""

    def __init__(
        self,
        name: str,
        scale: Scale,
        *,
        tell: Callable[[ScaleWord], None],
        on_health: Listener,
        now: Callable[[], datetime],
        is_simulated: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._scale = scale
        self._tell = tell
        self._now = now
        self._monotonic = monotonic
        self._is_simulated = is_simulated
        self._health = HealthWatch(name, on_health, HealthKind.SCALE)
        self._looked_at_until = float("-inf")

    def look_at(self) -> None:
        """Somebody looks at the scale."""
        self._looked_at_until = self._monotonic() + LOOKED_AT_FOR

    def step(self) -> float:
        is_looked_at = self._monotonic() < self._looked_at_until
        hint = ""
        try:
            reading = self._scale.read()
        except Unavailable as unavailable:
            reading, hint = Reading(WeightState.UNREACHABLE), unavailable.hint
            fault = Fault.BUSY if isinstance(unavailable, Refused) else Fault.UNREACHABLE
            self._health.missed(unavailable, fault, self._now())
        else:
            self._health.saw(PrinterStatus(Power.ONLINE, confidence=Confidence.REPORTED), "", self._now())
        if not is_looked_at:
            return BETWEEN_LOOKS
        at_ms = int(self._monotonic() * 1000)
        self._tell(ScaleWord(self.name, reading, self._scale.bounds, at_ms, hint, self._is_simulated))
        return BETWEEN_TRIES if hint else BETWEEN_READINGS

    def cancel(self) -> None:
        self._scale.cancel()

    def close(self) -> None:
        self._scale.close()
