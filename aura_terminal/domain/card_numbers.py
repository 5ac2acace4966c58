"""Card numbers and tracks in free text: found, and cut down to the last four digits.

A card number (ISO/IEC 7812-1) is 13 to 19 digits, here with a first digit of 2 to 6 and a Luhn check digit, however its
digits are grouped and in whatever script they are written. A track (ISO/IEC 7813) stands between its sentinels, `%B` or
`;` and `?`, and is masked whole. Ours are passed over: ids and hashes (one hexadecimal word), moments in time, network
addresses, and numbers listed with a comma and a space. The price: a card number listed that way is not seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

FEWEST_DIGITS, MOST_DIGITS = 13, 19
FIRST_DIGITS = "23456"
OUR_OWN = re.compile(
    r"(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])"  # UUID
    r"|(?<![0-9A-Za-z])(?<![0-9][\W_])(?:"
    r"[0-9a-f]{32,128}"  # hash, or a UUID without dashes
    r"|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?:[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?)?"  # ISO 8601
    r"|(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5})?"  # IPv4, with a port
    r")(?![0-9A-Za-z])(?![\W_][0-9])"
)
GROUP = re.compile(r"[0-9]+")
LOOSE_JOIN = re.compile(r"[\s_\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u2060-\u2064\ufeff]{1,3}")
OTHER_JOIN = re.compile(r"(?![,;:]\s)[\W_]{1,3}")
TRACK = re.compile(
    r"%?[A-Z][0-9]{12,19}\^[^^?\r\n]{0,40}\^[^?\r\n]{0,80}\??"  # track 1
    r"|;[0-9]{12,19}=[0-9]{0,24}\??",  # track 2
    re.IGNORECASE,
)
TRACK_MASK = "[card track]"


def mask_cards(text: str) -> tuple[str, int]:
    """The text with each track gone and each card number cut down to its last four digits, and how many there were."""
    text, tracks = TRACK.subn(TRACK_MASK, text) if len(text) >= FEWEST_DIGITS else (text, 0)
    parts, copied, count = [], 0, 0
    for start, end in _cards(_with_plain_digits(text)):
        digits = "".join(GROUP.findall(_with_plain_digits(text[start:end])))
        parts += [text[copied:start], f"[card {digits[-4:]}]"]
        copied, count = end, count + 1
    return "".join([*parts, text[copied:]]), tracks + count


def without_cards(text: str) -> str:
    """The text as it may be kept and printed."""
    return mask_cards(text)[0]


def _with_plain_digits(text: str) -> str:
    """The same text, character for character, with the digits of every script as 0 to 9."""
    return text if text.isascii() else "".join(_plain(character) for character in text)


def _plain(character: str) -> str:
    digit = unicodedata.digit(character, None)
    return character if digit is None else str(digit)


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """Where card numbers stand, from left to right; finds that overlap are one."""
    start = end = -1
    for found_start, found_end in _finds(text):
        if found_start >= end:
            if end >= 0:
                yield start, end
            start = found_start
        end = max(end, found_end)
    if end >= 0:
        yield start, end


def _finds(text: str) -> Iterator[tuple[int, int]]:
    passed_over = [found.span() for found in OUR_OWN.finditer(text)] if len(text) >= FEWEST_DIGITS else []
    groups = [
        found.span()
        for found in GROUP.finditer(text)
        if not any(start <= found.start() < end for start, end in passed_over)
    ]
    for first, (start, _) in enumerate(groups):
        if text[start] in FIRST_DIGITS:
            yield from _finds_from(text, groups[first : first + MOST_DIGITS])


def _finds_from(text: str, groups: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The card numbers that begin with the first of these groups of digits."""
    start, end = groups[0]
    digits, joined_by = text[start:end], ""
    if _is_card(digits):
        yield start, end
    for next_start, next_end in groups[1:]:
        join = _join(text[end:next_start])
        if join == "" or joined_by not in ("", join):
            return
        digits, end, joined_by = digits + text[next_start:next_end], next_end, join
        if _is_card(digits):
            yield start, end


def _join(between: str) -> str:
    """What kind of join holds two groups together: one word for all loose ones, the join itself for others, or none."""
    if LOOSE_JOIN.fullmatch(between):
        return " "
    return between if OTHER_JOIN.fullmatch(between) else ""


def _is_card(digits: str) -> bool:
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
