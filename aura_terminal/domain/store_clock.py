"""The store's clock: what most of its terminals take for the time, whatever this machine's own clock says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from statistics import median

AGREE_MS = 120_000
"""Clocks no further apart than this are right enough for a business date."""
HEARD_WITHIN_MS = 120_000
"""How long a measure of another clock is believed; one made before this machine's own clock was set is older, or of
a time to come."""


def store_offset(ahead_ms: Iterable[int]) -> timedelta:
    """How far the store's clock is ahead of this machine's; `ahead_ms` is the same for each of the other terminals.

    More than half of all clocks, this one among them, have to agree with each other and not with this one; else it is
    nothing: where two terminals differ, nobody knows which of them is wrong.
    """
    clocks = sorted((0, *ahead_ms))
    crowds = ([other for other in clocks if abs(other - clock) <= AGREE_MS] for clock in clocks)
    crowd = max(crowds, key=len)
    if 2 * len(crowd) <= len(clocks) or 0 in crowd:
        return timedelta(0)
    return timedelta(milliseconds=round(median(crowd)))


def is_fresh(heard_ms: int, now_ms: int) -> bool:
    """Whether what was measured when another terminal was last heard is still believed; Unix time in milliseconds."""
    return abs(now_ms - heard_ms) <= HEARD_WITHIN_MS
