"""Which connection of two between the same terminals stays: both ends decide alike, without asking each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """A connection as both its ends see it: who called, and which run of the peer's node is at the other end."""

    caller: str
    run: bytes


def newer_wins(before: Held, new: Held, mine: str, theirs: str) -> bool:
    """Whether a new connection takes the place of the one there is.

    A peer that was started anew knows nothing of the old one. Else the one that the smaller terminal id called stays,
    and of two calls in the same direction the later.
    """
    if before.run != new.run or before.caller == new.caller:
        return True
    return new.caller == min(mine, theirs)
