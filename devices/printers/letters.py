"""Letters as a printer sees them: clean, composed, and one, two or no plain letters wide.

Every string a person typed passes through `clean` before it is laid out. It takes out the control characters, because a
guest's note that holds ESC p would otherwise open the cash drawer.
"""

from __future__ import annotations

import unicodedata

_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_PICTURES = range(0x1F000, 0x1FB00)  # emoji and their relatives: no receipt font has them


def clean(text: str) -> str:
    """The text composed (NFC), on lines parted by `\\n` only, without control characters, pictures said in words."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", unified))


def width(letter: str) -> int:
    """How many plain letters wide one character stands: 0 for marks upon another letter, 2 for wide scripts."""
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _letter(letter: str) -> str:
    point = ord(letter)
    if letter == "\n":
        return letter
    if unicodedata.category(letter) in _DROPPED or point in _VARIATION_SELECTORS or point in _SKIN_TONES:
        return ""
    if unicodedata.category(letter) == "Zs":
        return " "
    if point in _PICTURES:
        return f"[{unicodedata.name(letter, 'picture').lower()}]"
    return letter
