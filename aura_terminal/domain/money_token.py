"""The money token of an order: the one terminal that may take its money, and how it is handed on.

The terminal that opened an order holds its token without limit of time, online or not. The holder hands it on with what
it knew of the order (`seen`); the receiver may use it once it holds everything in that vector.
"""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.ids import OrderId, Origin, label_after_restore
from aura_terminal.domain.staff import Approval

Seen = tuple[tuple[Origin, int], ...]
"""Per origin the last fact about an order that was known."""


@dataclass(frozen=True, slots=True)
class TokenReleased:
    """The holder handed the token on; `seen` is what it knew of the order then."""

    order_id: OrderId
    to: str
    epoch: int
    seen: Seen


@dataclass(frozen=True, slots=True)
class TokenOverridden:
    """The token was taken from a holder nobody can reach, with somebody's approval."""

    order_id: OrderId
    to: str
    epoch: int
    held_by: str
    reason: str
    approval: Approval


TokenFact = TokenReleased | TokenOverridden


@dataclass(frozen=True, slots=True)
class Token:
    """Who may take an order's money. `seen` has to be known before a new holder may."""

    holder: str
    epoch: int = 0
    seen: Seen = ()

    def is_held_by(self, here: str) -> bool:
        """Whether a terminal is the holder, or what the holder is called since it was restored (R1B after R1)."""
        label = self.holder
        while len(label) < len(here) or (len(label) == len(here) and label < here):
            label = label_after_restore(label)
        return here in (self.holder, label)

    def has_arrived(self, known: Seen) -> bool:
        """Whether all that the last holder knew is known."""
        reached = dict(known)
        return all(reached.get(origin, 0) >= seq for origin, seq in self.seen)
