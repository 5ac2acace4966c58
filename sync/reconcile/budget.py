"""How many requests may be made: never more than documented, the most urgent first, and always room for payments.

Requests of the last hour and minute are counted, not dripped from a bucket: the bound then holds in every hour there
is, and what is urgent need not wait for a drip. Each lane stops below a share of the bound, so that the next more
urgent one always finds room.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sync.mesh.contract import Moment
from sync.reconcile.contract import Lane, RateWord

HOUR, MINUTE = 3600.0, 60.0
DEFAULT_HOUR = 1000
_BURSTS: Final = ((50_000, 1000), (10_000, 500), (0, 100))
"""Requests a minute by requests an hour, as documented for each tier."""

PLANNED: Final = Fraction(9, 10)
"""The rest is for payments and signing in alone."""
TOLD: Final = Fraction(17, 20)
"""What is told may take so much of the hour, so that pulls never stand still."""
BACKGROUND: Final = Fraction(3, 4)
PULLED_FREELY: Final = Fraction(3, 5)
PULLED_ANYWAY: Final = Fraction(1, 20)
PULLED_A_MINUTE: Final = Fraction(3, 5)

_URGENT = (Lane.SIGN_IN, Lane.MONEY)
_IN_BACKGROUND = (Lane.KITCHEN, Lane.STOCK)
SHORTEST_PAUSE = 1.0


@dataclass(slots=True)
class _Word:
    """The last the back office said: so many are left until then, less what was sent since."""

    remaining: int
    reset: int
    until: float


class Budget:
    """Counts requests and says who may make the next one. Times are monotonic seconds unless they end in `_ms`.

    What an earlier run of the program sent is not known here, so the first request goes alone: its answer says.
    """

    def __init__(self, hour: int = DEFAULT_HOUR, minute: int | None = None) -> None:
        self._hour = hour
        self._minute = minute
        self._sent: deque[float] = deque()
        self._in_minute: deque[float] = deque()
        self._pulled: deque[float] = deque()
        self._under_way = 0
        self._was_answered = False
        self._word: _Word | None = None
        self._paused_until = float("-inf")
        self._halved_until = float("-inf")

    @property
    def hour(self) -> int:
        """The bound for an hour."""
        return self._hour

    @property
    def minute(self) -> int:
        """The bound for a minute; where none was named, by the hour's tier."""
        if self._minute is not None:
            return self._minute
        return next(burst for hour, burst in _BURSTS if self._hour >= hour)

    @property
    def paused_until(self) -> float:
        """Until when the back office asked to be left alone."""
        return self._paused_until

    def left(self, now: Moment) -> int:
        """How many requests may still be made now, within the hour."""
        self._forget(now.monotonic)
        return max(0, self._hour - self._used(now.monotonic))

    def allows(self, lane: Lane, now: Moment) -> bool:
        """Whether a request of this lane may leave now."""
        at = now.monotonic
        if at < self._paused_until or (self._under_way and not self._was_answered):
            return False
        self._forget(at)
        return self._has_room(lane, at) and len(self._in_minute) < self._a_minute(lane)

    def spent(self, lane: Lane, now: Moment) -> None:
        """A request of this lane leaves."""
        at = now.monotonic
        self._sent.append(at)
        self._in_minute.append(at)
        if lane is Lane.REFERENCE:
            self._pulled.append(at)
        self._under_way += 1
        if self._word is not None:
            self._word.remaining -= 1

    def answered(self, word: RateWord | None, now: Moment) -> None:
        """A request has ended; `word` is what its answer said of the budget, if there was one."""
        self._under_way = max(0, self._under_way - 1)
        self._was_answered = True
        if word is None:
            return
        if word.limit is not None and word.limit > 0:
            self._hour = word.limit
        if word.remaining is not None and word.reset is not None:
            self._take_word(word.remaining, word.reset, now)

    def refused(self, seconds: float, now: Moment) -> None:
        """Too many requests (429): nothing leaves for so long, and the background takes half for an hour."""
        self.pause(seconds, now)
        self._halved_until = now.monotonic + HOUR

    def pause(self, seconds: float, now: Moment) -> None:
        """Nothing leaves for so long, an hour at most."""
        until = now.monotonic + min(HOUR, max(SHORTEST_PAUSE, seconds))
        self._paused_until = max(self._paused_until, until)

    def _take_word(self, remaining: int, reset: int, now: Moment) -> None:
        """Answers may come out of order: within one window the smaller number is the newer one."""
        seconds = min(HOUR, max(0.0, reset - now.wall_ms / 1000))  # this clock or theirs may be wrong
        left = max(0, remaining) - self._under_way
        if self._word is not None and self._word.reset == reset:
            left = min(left, self._word.remaining)
        self._word = _Word(left, reset, now.monotonic + seconds)

    def _used(self, at: float) -> int:
        """How much of the hour is gone, by our own count or theirs, whichever is more."""
        if self._word is not None and at < self._word.until:
            return max(len(self._sent), self._hour - self._word.remaining)
        return len(self._sent)

    def _has_room(self, lane: Lane, at: float) -> bool:
        used, pulled = self._used(at), len(self._pulled)
        if lane in _URGENT:
            return used < self._hour
        if used >= self._hour * PLANNED:
            return False
        share = Fraction(1, 2) if at < self._halved_until else Fraction(1)
        if lane is Lane.REFERENCE:
            return used < self._hour * PULLED_FREELY * share or pulled < self._hour * PULLED_ANYWAY * share
        if lane in _IN_BACKGROUND:
            return used < self._hour * BACKGROUND * share
        return used - pulled < self._hour * TOLD

    def _a_minute(self, lane: Lane) -> Fraction:
        if lane in _URGENT:
            return Fraction(self.minute)
        return self.minute * (PULLED_A_MINUTE if lane is Lane.REFERENCE else PLANNED)

    def _forget(self, at: float) -> None:
        for times, span in ((self._sent, HOUR), (self._pulled, HOUR), (self._in_minute, MINUTE)):
            while times and times[0] <= at - span:
                times.popleft()
