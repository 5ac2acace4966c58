"""The test cards of a sandbox ("Test Cards (Sandbox)" of AuraFlow POS), as a guest holds them to a simulated terminal.

What becomes of each is its turn. Of a number nothing is kept but its last four digits and the scheme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from devices.simulators.card_turns import Turn

_DIGITS = frozenset("0123456789")
_JOINS = frozenset(" -")


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card at a simulated terminal: what its bank says, and all that leaves the terminal of it."""

    turn: Turn
    scheme: str = ""
    last_four: str = ""


SANDBOX_CARDS: Mapping[str, HeldCard] = MappingProxyType(
    {
        "4242424242424242": HeldCard(Turn.APPROVE, "Visa", "4242"),
        "4000000000000002": HeldCard(Turn.DECLINE, "Visa", "0002"),
        "4000000000009995": HeldCard(Turn.INSUFFICIENT_FUNDS, "Visa", "9995"),
    }
)
"""The published numbers, grouped in no way."""
BY_LAST_FOUR: Mapping[str, HeldCard] = MappingProxyType({card.last_four: card for card in SANDBOX_CARDS.values()})


def held(number: str) -> HeldCard:
    """The test card with this number, however it is grouped. `ValueError`, without the number, for any other card."""
    digits = "".join(letter for letter in number if letter not in _JOINS)
    found = SANDBOX_CARDS.get(digits) if set(digits) <= _DIGITS else None
    if found is None:
        raise ValueError(f"only test cards are held to a simulated terminal: those ending in {', '.join(BY_LAST_FOUR)}")
    return found
