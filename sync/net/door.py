"""Who may wait at the door: a pure machine that bounds what strangers cost, so that they never keep a peer out.

An entry is a connection that has not proved who it is. Times are monotonic seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_WAITING = 16
MOST_FROM_ONE = 8
BURST = 20
A_SECOND = 5.0
MOST_REMEMBERED = 1024


@dataclass(slots=True, eq=False)
class Entry:
    """One connection on its way in."""

    host: str
    since: float
    put_out: bool = field(default=False)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Door:
    """Counts connections that have not proved themselves; the one that waits longest makes room for the next."""

    def __init__(self) -> None:
        self._waiting: list[Entry] = []
        self._buckets: dict[str, _Bucket] = {}

    @property
    def waiting(self) -> int:
        """How many have not proved themselves yet."""
        return len(self._waiting)

    def enter(self, host: str, now: float) -> Entry | None:
        """A place at the door; None when this address came too often."""
        if not self._may_try(host, now):
            return None
        entry = Entry(host, now)
        self._waiting.append(entry)
        return entry

    def crowded_out(self) -> Entry | None:
        """Who has to go: the longest waiting of an address that has too many, else the longest waiting of all."""
        counts: dict[str, int] = {}
        for entry in self._waiting:
            counts[entry.host] = counts.get(entry.host, 0) + 1
        too_many = [entry for entry in self._waiting if counts[entry.host] > MOST_FROM_ONE]
        if not too_many and len(self._waiting) <= MOST_WAITING:
            return None
        gone = (too_many or self._waiting)[0]
        gone.put_out = True
        self._waiting.remove(gone)
        return gone

    def leave(self, entry: Entry) -> None:
        """It proved who it is, or it is gone; may be called twice."""
        if entry in self._waiting:
            self._waiting.remove(entry)

    def forgive(self, host: str) -> None:
        """A peer proved itself from this address: its tries are not held against it."""
        self._buckets.pop(host, None)

    def _may_try(self, host: str, now: float) -> bool:
        if host not in self._buckets and len(self._buckets) >= MOST_REMEMBERED:
            self._buckets.pop(next(iter(self._buckets)))
        bucket = self._buckets.setdefault(host, _Bucket(BURST, now))
        bucket.left = min(BURST, bucket.left + (now - bucket.at) * A_SECOND)
        bucket.at = now
        if bucket.left < 1.0:
            return False
        bucket.left -= 1.0
        return True
