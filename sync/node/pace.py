"""How much of a peer's backlog is taken at once: whoever has a finger on the glass comes first.

A finger is down for about a tenth of a second before what it means is committed. The screen says so when it goes down;
until it is up again nothing of a backlog is taken, so that its commit finds the store free: SQLite waits by naps, and
who naps misses one gap between crumbs after the other. Only where fingers never rest a crumb is taken once a second.
While somebody works here slices stay below a frame, and while nobody does they are long, because each costs a commit
and a rest.
"""

from __future__ import annotations

PRESS = 0.15
PATIENCE = 1.0
WORKING = 30.0
SHORT, LONG = 0.015, 0.100
FEWEST = 10
FIRST_GUESS = 0.0003  # seconds each takes, until one was taken
_MEMORY = 0.7


class Pace:
    """The size of the next slice, at most `most`. Times are monotonic seconds; `feel` may be called from any thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._felt, self._gave = float("-inf"), float("inf")
        self._each = FIRST_GUESS

    def feel(self, now: float) -> None:
        """A finger went down, or a key."""
        self._felt = now
        self._gave = min(self._gave, now)

    def rows(self, now: float) -> int:
        """How many to take now; none while a finger is down."""
        since = now - self._felt
        if since < PRESS and now - self._gave < PATIENCE:
            return 0
        self._gave = now
        if since < PRESS:
            return FEWEST
        target = SHORT if since < WORKING else LONG
        return max(FEWEST, min(self._most, round(target / self._each)))

    def took(self, rows: int, seconds: float) -> None:
        """A slice of so many took so long; a few say little about many."""
        if rows >= FEWEST:
            self._each = _MEMORY * self._each + (1 - _MEMORY) * seconds / rows
