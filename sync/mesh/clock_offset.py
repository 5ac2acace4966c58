"""How far a peer's clock is ahead of ours, from round trips (the four times of RFC 5905, section 8). Pure."""

from __future__ import annotations

from collections import deque
from statistics import median

SAMPLES = 5
LONGEST_TRIP_MS = 10_000
"""A longer round trip says more about the network than about the clock."""


class ClockOffset:
    """The median of the last round trips; until there is one, what the peer's hello said."""

    def __init__(self) -> None:
        self._first = 0
        self._trips: deque[int] = deque(maxlen=SAMPLES)

    @property
    def ahead_ms(self) -> int:
        """Milliseconds the peer's clock is ahead; negative when it is behind."""
        return round(median(self._trips)) if self._trips else self._first

    def told(self, their_ms: int, here_ms: int) -> None:
        """A time somebody said, with nothing to tell how long it was on its way."""
        self._first = their_ms - here_ms

    def echoed(self, sent_here: int, heard_there: int, sent_there: int, heard_here: int) -> None:
        """A word that came back: our time when it went, theirs when it came and when they answered, ours at the end."""
        if 0 <= (heard_here - sent_here) - (sent_there - heard_there) <= LONGEST_TRIP_MS:
            self._trips.append(((heard_there - sent_here) + (sent_there - heard_here)) // 2)

    def forget(self) -> None:
        """Our own clock was set: what was measured with it says nothing any more."""
        self._first = self.ahead_ms
        self._trips.clear()
