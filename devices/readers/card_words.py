"""What may be kept of a terminal's words: printable, short, and without anything of a card's number but four digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from aura_terminal.domain.card_numbers import without_cards

LONGEST = 96
MOST_LINES = 120
_LAST_FOUR = re.compile(r"[0-9]{4}\Z")
_LONG_RUN = re.compile(r"[0-9]{14,}")
_USUAL = 16


def printable(text: str, *, longest: int = LONGEST) -> str:
    """The text in one line, as it may be shown, printed and logged: no control characters, no card numbers."""
    letters = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    return _without_cards(" ".join(letters.split()))[:longest]


def printable_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of a receipt as they may be printed; indents stay, control characters and card numbers go."""
    kept = []
    for line in lines:
        letters = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in line)
        kept.append(_without_cards(letters.rstrip())[:LONGEST])
    return tuple(kept[:MOST_LINES])


def last_four(number: str) -> str:
    """The last four digits of a masked or a full card number; "" where its end is masked or missing."""
    digits = _LAST_FOUR.search(number.replace(" ", ""))
    return digits[0] if digits else ""


def _without_cards(text: str) -> str:
    """Also those that a field of fixed width fills up with other digits, as terminals write them."""
    return _LONG_RUN.sub(lambda run: _padded(run[0]), without_cards(text))


def _padded(run: str) -> str:
    """A long run of digits as it is, or its last four where a card's number is inside it."""
    inside = (run[start : start + _USUAL] for start in range(len(run) - _USUAL + 1))
    is_card = any(without_cards(digits) != digits for digits in (run.lstrip("0"), run.rstrip("0"), *inside))
    return f"[card {run[-4:]}]" if is_card else run
