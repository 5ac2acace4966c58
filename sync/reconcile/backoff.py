"""How long to wait after a failure: full jitter, so that terminals and records never come back in step."""

from __future__ import annotations

from sync.mesh.contract import Chance

FIRST, LONGEST = 1.0, 300.0
LEAST = 0.1
_STEEPEST = 16


def jittered(tries: int, chance: Chance) -> float:
    """Seconds to wait after so many failures in a row: up to a bound that doubles from a second to five minutes."""
    bound = min(LONGEST, FIRST * float(1 << min(max(tries, 1) - 1, _STEEPEST)))
    return max(LEAST, bound * chance.random())


class Circuit:
    """Failures in a row slow everything down: one request at a time, further and further apart, until one succeeds.

    Times are monotonic seconds.
    """

    def __init__(self, chance: Chance, *, after: int = 3) -> None:
        self._chance = chance
        self._after = after
        self._failures = 0
        self._opened = 0.0
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether so many failed in a row that only one at a time is tried."""
        return self._failures >= self._after

    @property
    def is_well(self) -> bool:
        """Whether the last answer was one."""
        return self._failures == 0

    @property
    def until(self) -> float:
        """When the next try may be made; meaningful while it is open."""
        return self._until

    def allows(self, under_way: int, now: float) -> bool:
        """Whether another request may leave beside so many."""
        return not self.is_open or (under_way == 0 and now >= self._until)

    def try_now(self, now: float) -> None:
        """Somebody says that it may be there again: the next try waits no longer."""
        self._until = min(self._until, now)

    def succeeded(self) -> bool:
        """An answer came; whether that ended a time of failures."""
        was_open, self._failures = self.is_open, 0
        return was_open

    def failed(self, sent: float, now: float) -> None:
        """No answer to a request that left at `sent`; what left before the circuit opened says nothing new."""
        if self.is_open and sent < self._opened:
            return
        self._failures += 1
        if self.is_open:
            self._opened = now
            self._until = now + max(FIRST, jittered(self._failures - self._after + 1, self._chance))
