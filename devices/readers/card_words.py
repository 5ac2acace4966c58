"""What may be kept of a terminal's words: printable, short, and without anything of a card's number but four digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from aura_terminal.domain.card_numbers import without_cards

LONGEST = 96
MOST_LINES = 120
_LAST_FOUR = re.compile(r"[0-9]{4}\Z")


def printable(text: str, *, longest: int = LONGEST) -> str:
    """The text in one line, as it may be shown, printed and logged: no control characters, no card numbers."""
    letters = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    return without_cards(" ".join(letters.split()))[:longest]


def printable_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of a receipt as they may be printed; indents stay, control characters and card numbers go."""
    kept = []
    for line in lines:
        letters = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in line)
        kept.append(without_cards(letters.rstrip())[:LONGEST])
    return tuple(kept[:MOST_LINES])


def last_four(number: str) -> str:
    """The last four digits of a masked or a full card number; "" where its end is masked or missing."""
    digits = _LAST_FOUR.search(number.replace(" ", ""))
    return digits[0] if digits else ""
