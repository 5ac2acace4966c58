"""Time and ids a test decides: nothing moves unless it is told to, and the same seed gives the same ids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from aura_terminal.domain.ids import RANDOM_BITS, uuid7
from aura_terminal.ports.chance import Clock

# A Friday evening in service: 19:30 on the wall clock of the demo shop in Berlin.
FRIDAY_EVENING = datetime(2026, 5, 15, 17, 30, tzinfo=UTC)


class FixedClock:
    """A clock that stands still; wall time can be set, both times can be advanced."""

    def __init__(self, now: datetime = FRIDAY_EVENING) -> None:
        self._now = now
        self._monotonic = 0.0

    def now(self) -> datetime:
        """The aware time in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds this clock was advanced by; setting the wall time does not touch them."""
        return self._monotonic

    def set(self, now: datetime) -> None:
        """Set the wall time, forwards or backwards, as somebody at the machine can."""
        if now.tzinfo is None:
            raise ValueError("a clock shows an aware time")
        self._now = now.astimezone(UTC)

    def advance(self, *, hours: int = 0, minutes: int = 0, seconds: int = 0, milliseconds: int = 0) -> None:
        """Let time pass."""
        passed = timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
        self._now += passed
        self._monotonic += passed.total_seconds()


class SeededIds:
    """Version 7 UUIDs from a clock and seeded chance."""

    def __init__(self, clock: Clock, seed: int = 0) -> None:
        self._clock = clock
        self._chance = Random(seed)

    def new(self) -> str:
        """The next id of this seed."""
        milliseconds = int(self._clock.now().timestamp() * 1000)
        return uuid7(milliseconds, self._chance.getrandbits(RANDOM_BITS))
