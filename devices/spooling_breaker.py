"""How long a device that failed is left alone, so that it is neither forgotten nor hammered."""

from __future__ import annotations

from datetime import datetime, timedelta

from aura_terminal.ports.printing import Held

_PAUSES = (1.0, 2.0, 5.0, 15.0)
_BUSY_PAUSES = (0.3, 0.6, 1.2, 2.0)
_NEVER = timedelta(0)


class Breaker:
    """Open after a failure, for 1, 2, 5 and then 15 seconds; after being turned away for 0.3 to 2, each its own.

    Terminals that were turned away together come again apart: the clock's microseconds spread them.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._until: datetime | None = None
        self.obstacle: Held | None = None
        """Why the device was last left alone."""

    @property
    def failures(self) -> int:
        """How often the device failed in a row."""
        return self._failures

    def failed(self, obstacle: Held, now: datetime) -> None:
        """The device could not be used."""
        self._open(obstacle, _pause(_PAUSES, self._failures), now)

    def turned_away(self, obstacle: Held, now: datetime) -> None:
        """The device serves somebody else."""
        spread = 0.75 + now.microsecond % 1000 / 2000
        self._open(obstacle, min(2.0, _pause(_BUSY_PAUSES, self._failures) * spread), now)

    def passed(self) -> None:
        """The device answered."""
        self._failures, self._until, self.obstacle = 0, None, None

    def close(self) -> None:
        """Try again at once, because somebody asks for it."""
        self._until = None

    def left(self, now: datetime) -> float:
        """Seconds for which the device is still left alone; 0.0 when it may be tried."""
        return 0.0 if self._until is None else max((self._until - now), _NEVER).total_seconds()

    def _open(self, obstacle: Held, pause: float, now: datetime) -> None:
        self._failures += 1
        self._until = now + timedelta(seconds=pause)
        self.obstacle = obstacle


def _pause(pauses: tuple[float, ...], failures: int) -> float:
    return pauses[min(failures, len(pauses) - 1)]
