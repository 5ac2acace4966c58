"""Virtual time: one heap of what is to happen, and the clocks that terminals believe in."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

FRIDAY_EVENING = datetime(2026, 5, 15, 17, 30, tzinfo=UTC)
SEED_WALL_MS = int(FRIDAY_EVENING.timestamp() * 1000)


class Agenda:
    """What happens when. Two things of one moment happen in the order in which they were planned."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._planned: list[tuple[int, int, Callable[[], None]]] = []
        self._count = 0

    def after(self, milliseconds: int, act: Callable[[], None]) -> None:
        """Plan an act so many milliseconds from now."""
        self.at(self.now_ms + max(0, milliseconds), act)

    def at(self, moment_ms: int, act: Callable[[], None]) -> None:
        """Plan an act at a moment."""
        self._count += 1
        heapq.heappush(self._planned, (max(moment_ms, self.now_ms), self._count, act))

    def run_next(self, until_ms: int) -> bool:
        """Do the next thing there is until a moment; False when there is none, and it is that moment then."""
        if not self._planned or self._planned[0][0] > until_ms:
            self.now_ms = max(self.now_ms, until_ms)
            return False
        self.now_ms, _, act = heapq.heappop(self._planned)
        act()
        return True


class SkewedClock:
    """The clock of one terminal: monotonic since its start, a wall clock that may be wrong and may be set."""

    def __init__(self, agenda: Agenda, skew_ms: int) -> None:
        self._agenda = agenda
        self.skew_ms = skew_ms
        self._started_ms = agenda.now_ms

    def now(self) -> datetime:
        """What the terminal takes for the time."""
        return FRIDAY_EVENING + timedelta(milliseconds=self._agenda.now_ms + self.skew_ms)

    def monotonic(self) -> float:
        """Seconds since the terminal started."""
        return (self._agenda.now_ms - self._started_ms) / 1000

    @property
    def wall_ms(self) -> int:
        """The wall clock in Unix milliseconds."""
        return SEED_WALL_MS + self._agenda.now_ms + self.skew_ms

    def restart(self) -> None:
        """The machine was switched off and on: monotonic time begins again, the wall clock keeps its error."""
        self._started_ms = self._agenda.now_ms
