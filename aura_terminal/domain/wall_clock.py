"""Times of day on the store's wall clock, as people write them on a board: from six until two in the morning."""

from __future__ import annotations

from datetime import time


def within(at: time, begins: time | None, ends: time | None) -> bool:
    """Whether a time lies from `begins` until before `ends`; None has no bound, one that ends first passes midnight.

    The hour that comes twice in autumn lies within both times, the one that spring leaves out never comes.
    """
    first = begins or time.min
    if ends is None:
        return at >= first
    return first <= at < ends if first <= ends else at >= first or at < ends
