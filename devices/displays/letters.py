"""Two lines of a display as the letters it has: never a control character, whatever a menu or a guest says."""

from __future__ import annotations

import unicodedata

from aura_terminal.ports.customer_display import ShownLine
from devices.displays.dialects import COLUMNS

CODE_PAGE = "cp437"
UNKNOWN = b"?"
PLAIN = str.maketrans("−–—×…’‘“”", "---x.''\"\"")
"""Signs of good print that no display has, as those it has."""


def line_bytes(line: ShownLine) -> bytes:
    """Twenty letters: the words cut where the amount needs the room, the amount at the right."""
    amount = _letters(line.amount)[:COLUMNS]
    room = COLUMNS - len(amount) - (1 if amount else 0)
    words = _letters(line.words)[: max(0, room)]
    return words.ljust(COLUMNS - len(amount)) + amount


def _letters(text: str) -> bytes:
    composed = unicodedata.normalize("NFC", text).translate(PLAIN)
    spaced = (" " if letter.isspace() else letter for letter in composed)
    return b"".join(_letter(letter) for letter in spaced if letter.isprintable())


def _letter(letter: str) -> bytes:
    for written in (letter, unicodedata.normalize("NFKD", letter)[:1]):
        try:
            found = written.encode(CODE_PAGE)
        except UnicodeEncodeError:
            continue
        if found >= b" ":
            return found
    return UNKNOWN
