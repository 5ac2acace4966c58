"""The money token of an order: the one terminal that may take its money, and how it is handed on.

The terminal that opened an order holds its token without limit of time, online or not. The holder hands it on with what
it knew of the order (`seen`); the receiver may use it once it holds everything in that vector. A terminal that was
restored from a backup has a new name and holds nothing until it has taken up what it held before (`holding.take_up`).
"""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.ids import OrderId, Origin
from aura_terminal.domain.staff import Approval

Seen = tuple[tuple[Origin, int], ...]
"""Per origin the last fact about an order that was known."""


@dataclass(frozen=True, slots=True)
class TokenReleased:
    """The holder handed the token on, or takes it up under the name it has since it was restored.

    `seen` is what it knew of the order then.
    """

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
        """Whether a terminal of this name is the holder; R1B, which was R1 before it was restored, is another one."""
        return here == self.holder

    def has_arrived(self, known: Seen) -> bool:
        """Whether all that the last holder knew is known."""
        reached = dict(known)
        return all(reached.get(origin, 0) >= seq for origin, seq in self.seen)
