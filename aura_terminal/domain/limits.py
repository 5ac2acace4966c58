"""How much and how long: bounds that keep a slip of the finger or a pasted page out of an order."""

from __future__ import annotations

from aura_terminal.domain.card_numbers import without_cards
from aura_terminal.domain.errors import Rule, RuleBroken

MOST_OF_ONE_LINE = 999
LONGEST_NOTE = 200


def check_quantity(quantity: int) -> None:
    """Refuse a quantity that is not 1 to 999."""
    if not 1 <= quantity <= MOST_OF_ONE_LINE:
        raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=quantity)


def check_count(count: int, most: int) -> None:
    """Refuse a count that is not 0 to `most`."""
    if not 0 <= count <= most:
        raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=count)


def reason_given(text: str) -> str:
    """A reason, tidied; refused when nothing was said."""
    said = tidy(text)
    if not said:
        raise RuleBroken(Rule.REASON_NEEDED)
    return said


def tidy(text: str) -> str:
    """What somebody wrote, without white space to spare; refused when it is longer than 200 characters.

    Halves of characters, which a broken input method can send, are no text and are left out; of a card's number only
    the last four digits stay.
    """
    whole = "".join(letter for letter in text if not "\ud800" <= letter <= "\udfff")
    tidied = without_cards(" ".join(whole.split()))
    if len(tidied) > LONGEST_NOTE:
        raise RuleBroken(Rule.TEXT_TOO_LONG, longest=LONGEST_NOTE, length=len(tidied))
    return tidied
