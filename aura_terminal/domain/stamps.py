"""Hybrid logical time: 48 bits of milliseconds and a 16-bit counter in one whole number.

Kulkarni et al., "Logical Physical Clocks and Consistent Snapshots", 2014. Stamps of one terminal only grow; a fact that
follows another on any terminal has the greater stamp.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

Stamp = NewType("Stamp", int)

COUNTER_BITS = 16


def stamp_of(milliseconds: int, counter: int = 0) -> Stamp:
    """The stamp of a Unix time in milliseconds and a counter; a full counter carries into the milliseconds."""
    return Stamp((milliseconds << COUNTER_BITS) + counter)


def milliseconds_of(stamp: Stamp) -> int:
    """The Unix time in milliseconds that a stamp claims."""
    return stamp >> COUNTER_BITS


@dataclass(slots=True)
class HybridClock:
    """The last stamp given or seen; saved with every fact, so that it survives a restart."""

    last: Stamp = Stamp(0)

    def tick(self, now_ms: int) -> Stamp:
        """A stamp for a fact made now: greater than every stamp given or seen before."""
        self.last = Stamp(max(stamp_of(now_ms), self.last + 1))
        return self.last

    def begin(self, now_ms: int, chance: int) -> Stamp:
        """A stamp for the first fact of an act, whose others `tick`: it begins anywhere within a millisecond.

        Two terminals that cannot hear each other may act in one millisecond, or both count on from what they heard of
        one whose clock is ahead: begun by chance, the facts of one act do not come between those of the other.
        """
        start = stamp_of(now_ms, chance % (1 << COUNTER_BITS))
        if start <= self.last:
            start = stamp_of(milliseconds_of(self.last) + 1, chance % (1 << COUNTER_BITS))
        self.last = start
        return start

    def witness(self, seen: Stamp) -> None:
        """Note a stamp that arrived from a peer, so that what is made after it sorts after it."""
        self.last = max(self.last, seen)
