"""What a terminal moved, beside what it was asked for, where it tells one amount only."""

from __future__ import annotations

from aura_terminal.domain.card_slips import CardAmounts
from aura_terminal.domain.money import Money, zero

MOST_WITH_TIP = 2


def moved_amounts(asked: Money, moved: int) -> CardAmounts | None:
    """More than was asked is a tip given at the terminal, less is a part; none where it cannot be of this request."""
    if not 0 <= moved <= MOST_WITH_TIP * asked.minor:
        return None
    taken = Money(min(moved, asked.minor), asked.currency)
    tip = Money(moved - taken.minor, asked.currency)
    return CardAmounts(taken, tip, zero(asked.currency), zero(asked.currency))
