"""Arabic letters in the form that fits their neighbours, as the presentation forms of Unicode.

The forms are read from the Unicode database of the standard library (`<initial> 0628` is the decomposition of U+FE91),
so printing Arabic needs no shaping library and looks the same on every machine. Vowel marks are left out: on a slip of
24 dots they are not legible.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

_FORMS_AT = (range(0xFB50, 0xFBB2), range(0xFBD3, 0xFC00), range(0xFE80, 0xFEFD))
_LAM = "\N{ARABIC LETTER LAM}"
_TATWEEL = "\N{ARABIC TATWEEL}"


def joined_letters(text: str) -> str:
    """The text, in its order of reading, with every Arabic letter in its form; lam and alef become one letter."""
    forms = _forms()
    letters = [letter for letter in text if unicodedata.category(letter) not in ("Mn", "Me")]
    letters = _with_ligatures(letters, forms)
    return "".join(_formed(place, letters, forms) for place in range(len(letters)))


def _with_ligatures(letters: list[str], forms: Mapping[str, Mapping[str, str]]) -> list[str]:
    found: list[str] = []
    for letter in letters:
        if found and found[-1] == _LAM and _LAM + letter in forms:
            found[-1] = _LAM + letter
        else:
            found.append(letter)
    return found


def _formed(place: int, letters: list[str], forms: Mapping[str, Mapping[str, str]]) -> str:
    letter = letters[place]
    if letter not in forms:
        return letter
    before = place > 0 and _joins_onward(letters[place - 1], forms) and "final" in forms[letter]
    after = (
        place + 1 < len(letters)
        and "initial" in forms[letter]
        and (letters[place + 1] == _TATWEEL or "final" in forms.get(letters[place + 1], {}))
    )
    wanted = {(True, True): "medial", (True, False): "final", (False, True): "initial"}.get((before, after), "isolated")
    return forms[letter].get(wanted, letter)


def _joins_onward(letter: str, forms: Mapping[str, Mapping[str, str]]) -> bool:
    return letter == _TATWEEL or "initial" in forms.get(letter, {})


@cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """For each letter, and for lam with each alef, its forms by their names."""
    found: dict[str, dict[str, str]] = {}
    for point in (point for points in _FORMS_AT for point in points):
        kind, *of = unicodedata.decomposition(chr(point)).split() or [""]
        if kind not in ("<isolated>", "<initial>", "<medial>", "<final>") or of[0] == "0020":
            continue
        letters = "".join(chr(int(each, 16)) for each in of)
        if len(letters) == 1 or letters[0] == _LAM:
            found.setdefault(letters, {}).setdefault(kind.strip("<>"), chr(point))
    return MappingProxyType(found)
