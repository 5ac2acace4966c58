"""The order in which letters stand on paper where some of them run from right to left.

Source: Unicode Standard Annex 9. Text that reaches a printer holds no control characters, so the rules for explicit
embeddings, overrides and isolates (X1 to X8) have nothing to do here and are left out. A paragraph is one line of one
cell: a price beside an Arabic name never changes places with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_RIGHT = frozenset({"R", "AL"})
_FIRST_RIGHT = "\u0590"  # where Hebrew begins: no letter before it runs from right to left
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_BRACKETS = {"(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "｛": "｝", "「": "」", "【": "】"}
_PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›")
_MIRRORED = {**{pair[0]: pair[1] for pair in _PAIRS}, **{pair[1]: pair[0] for pair in _PAIRS}}


def runs_right_to_left(text: str) -> bool:
    """Whether any of its letters belongs to a script that runs from right to left."""
    if max(text, default="") < _FIRST_RIGHT:
        return False
    return any(unicodedata.bidirectional(letter) in _RIGHT for letter in text)


def levels(letters: Sequence[str], base: int | None = None) -> list[int]:
    """The embedding level of each letter (UAX 9, P2 to I2 and L1): odd ones run from right to left.

    The paragraph has the level `base`, or that of its first letter with a direction of its own.
    """
    given = [unicodedata.bidirectional(letter[0]) or "L" for letter in letters]
    if base is None:
        base = next((int(kind in _RIGHT) for kind in given if kind == "L" or kind in _RIGHT), 0)
    edge = "R" if base else "L"
    kinds = _brackets(letters, _weak(given, edge), edge)
    resolved = _neutral(kinds, edge)
    found = [_implicit(kind, base) for kind in resolved]
    for place in range(len(given) - 1, -1, -1):  # L1: spaces at the end of the line go with the paragraph
        if given[place] not in ("WS", "S", "B"):
            break
        found[place] = base
    return found


def visual_order(found: Sequence[int]) -> list[int]:
    """Places in the order they stand on paper, from the left (UAX 9, L2)."""
    order = list(range(len(found)))
    highest = max(found, default=0)
    for level in range(highest, 0, -1):
        start = None
        for at in range(len(order) + 1):
            inside = at < len(order) and found[order[at]] >= level
            if inside and start is None:
                start = at
            elif not inside and start is not None:
                order[start:at] = reversed(order[start:at])
                start = None
    return order


def mirrored(letter: str) -> str:
    """The letter as it looks in text from right to left: brackets are turned round (UAX 9, L4)."""
    return _MIRRORED.get(letter, letter)


def _weak(given: Sequence[str], edge: str) -> list[str]:
    """W1 to W7: what numbers and their signs count as."""
    kinds = list(given)
    before = edge
    for place, kind in enumerate(kinds):  # W1
        kinds[place] = before if kind == "NSM" else kind
        before = kinds[place]
    strong = edge
    for place, kind in enumerate(kinds):  # W2 and W3
        if kind in ("L", "R", "AL"):
            strong = kind
        if kind == "EN" and strong == "AL":
            kinds[place] = "AN"
        if kind == "AL":
            kinds[place] = "R"
    for place in range(1, len(kinds) - 1):  # W4
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and ((kind in ("ES", "CS") and left == "EN") or (kind == "CS" and left == "AN")):
            kinds[place] = left
    _join_terminators(kinds)
    strong = edge
    for place, kind in enumerate(kinds):  # W6 and W7
        if kind in ("ES", "ET", "CS"):
            kinds[place] = "ON"
        if kind in ("L", "R"):
            strong = kind
        if kind == "EN" and strong == "L":
            kinds[place] = "L"
    return kinds


def _join_terminators(kinds: list[str]) -> None:
    """W5: currency and percent signs beside a number belong to it."""
    for places in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        before = ""
        for place in places:
            if kinds[place] == "ET" and before == "EN":
                kinds[place] = "EN"
            before = kinds[place]


def _brackets(letters: Sequence[str], kinds: list[str], edge: str) -> list[str]:
    """N0: both brackets of a pair take the direction of what is inside, or of what stands before them."""
    for first, last in _bracket_pairs(letters, kinds):
        inside = {_side(kind) for kind in kinds[first + 1 : last] if kind not in _NEUTRAL}
        if edge in inside:
            kinds[first] = kinds[last] = edge
        elif inside:
            before = next((_side(kind) for kind in reversed(kinds[:first]) if kind not in _NEUTRAL), edge)
            kinds[first] = kinds[last] = before
    return kinds


def _bracket_pairs(letters: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """The places of each bracket and its partner, by the place of the first (BD16)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, (letter, kind) in enumerate(zip(letters, kinds, strict=True)):
        if kind != "ON":
            continue
        if letter in _BRACKETS:
            opened.append((_BRACKETS[letter], place))
        found = next((at for at in range(len(opened) - 1, -1, -1) if opened[at][0] == letter), None)
        if found is not None:
            pairs.append((opened[found][1], place))
            del opened[found:]
    return sorted(pairs)


def _neutral(kinds: list[str], edge: str) -> list[str]:
    """N1 and N2: what stands between two letters of one direction takes theirs."""
    place = 0
    while place < len(kinds):
        if kinds[place] not in _NEUTRAL:
            place += 1
            continue
        end = next((at for at in range(place, len(kinds)) if kinds[at] not in _NEUTRAL), len(kinds))
        left = _side(kinds[place - 1]) if place else edge
        right = _side(kinds[end]) if end < len(kinds) else edge
        kinds[place:end] = [left if left == right else edge] * (end - place)
        place = end
    return kinds


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"  # numbers count as running from right to left here


def _implicit(kind: str, base: int) -> int:
    """I1 and I2."""
    if base == 0:
        return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)
    return 1 if kind == "R" else 2
