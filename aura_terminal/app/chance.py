"""The real clock and real chance, and the ones that a simulated service runs on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aura_terminal.domain.ids import RANDOM_BITS, uuid7

if TYPE_CHECKING:
    from random import Random


class SystemClock:
    """This machine's clock."""

    def now(self) -> datetime:
        """The aware time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since the machine started, more or less."""
        return time.monotonic()


class SystemIds:
    """Identities from the time and the operating system's chance."""

    def new(self) -> str:
        """A time-ordered UUID nobody has had before."""
        import secrets

        return uuid7(time.time_ns() // 1_000_000, secrets.randbits(RANDOM_BITS))


class ServiceClock:
    """The clock of a simulated service: it moves only when told to."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._now = start

    def now(self) -> datetime:
        """The simulated aware time in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Simulated seconds since the start."""
        return (self._now - self._start).total_seconds()

    def advance(self, seconds: int) -> None:
        """Let so many seconds pass."""
        self._now += timedelta(seconds=seconds)


class SeededIds:
    """Identities from a clock and seeded chance: the same seed gives the same ids."""

    def __init__(self, clock: ServiceClock, chance: Random) -> None:
        self._clock = clock
        self._chance = chance

    def new(self) -> str:
        """The next id of this seed."""
        return uuid7(int(self._clock.now().timestamp() * 1000), self._chance.getrandbits(RANDOM_BITS))
