"""Letters as a printer sees them: clean, composed, and one, two or no plain letters wide.

Every string a person typed passes through `clean` before it is laid out. It takes out the control characters, because a
guest's note that holds ESC p would otherwise open the cash drawer.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_PICTURES = range(0x1F000, 0x1FB00)  # emoji and their relatives: no receipt font has them
_SIGNS = (range(0x2300, 0x2400), range(0x2600, 0x27C0), range(0x2B00, 0x2C00))  # older pictures, between plain signs
_PLAIN_SIGNS = frozenset("✓✔✗✘★☆♀♂♠♣♥♦♪♫")
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def clean(text: str) -> str:
    """The text composed (NFC), on lines parted by `\\n` only, without control characters, pictures said in words."""
    if text.isascii() and text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", unified))


def text_width(text: str) -> int:
    """How many plain letters wide a text stands."""
    return len(text) if text.isascii() else sum(map(width, text))


@lru_cache(maxsize=4096)
def width(letter: str) -> int:
    """How many plain letters wide one character stands: 0 for marks upon another letter, 2 for wide scripts."""
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def clusters(text: str) -> list[str]:
    """Each letter with the marks upon it."""
    found: list[str] = []
    for letter in text:
        if found and width(letter) == 0:
            found[-1] += letter
        else:
            found.append(letter)
    return found


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    point = ord(letter)
    if letter == "\n":
        return letter
    if unicodedata.category(letter) in _DROPPED or point in _VARIATION_SELECTORS or point in _SKIN_TONES:
        return ""
    if unicodedata.category(letter) == "Zs":
        return " "
    if point in _FLAG_LETTERS:
        return chr(ord("A") + point - _FLAG_LETTERS.start)
    if point in _PICTURES or (letter not in _PLAIN_SIGNS and any(point in signs for signs in _SIGNS)):
        return f"[{unicodedata.name(letter, 'picture').lower()}]"
    return letter
