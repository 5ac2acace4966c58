"""Listens to a scanner all the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.code_source import CodeSource
from aura_terminal.ports.printing import Confidence, Fault, HealthKind, Power, PrinterStatus
from devices.health import HealthWatch, Listener
from devices.transports.transport import Refused

LISTEN_FOR = 0.5
RETRY_AFTER = (1.0, 2.0, 5.0, 15.0)


class ScannerWatch:
    """`tell` hears every code, in the thread that steps."""

    def __init__(
        self, name: str, source: CodeSource, *, tell: Callable[[str], None], on_health: Listener,
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self.name = name
        self._source = source
        self._tell = tell
        self._now = now
        self._health = HealthWatch(name, on_health, HealthKind.SCANNER)
        self._failures = 0

    def step(self) -> float:
        try:
            codes = self._source.codes(LISTEN_FOR)
        except Unavailable as unavailable:
            fault = Fault.BUSY if isinstance(unavailable, Refused) else Fault.UNREACHABLE
            self._health.missed(unavailable, fault, self._now())
            pause = RETRY_AFTER[min(self._failures, len(RETRY_AFTER) - 1)]
            self._failures += 1
            return pause
        self._failures = 0
        self._health.saw(PrinterStatus(Power.ONLINE, confidence=Confidence.INFERRED), "", self._now())
        for code in codes:
            self._tell(code)
        return 0.0

    def cancel(self) -> None:
        self._source.cancel()

    def close(self) -> None:
        self._source.close()
