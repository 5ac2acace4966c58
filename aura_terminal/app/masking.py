"""Keeps card numbers and secrets out of logs and free text.

A card number (ISO/IEC 7812-1) is 13 to 19 digits, here with a first digit of 2 to 6 and a Luhn check digit, however its
digits are grouped and in whatever script they are written. Ours are passed over: ids and hashes (one hexadecimal word),
moments in time, network addresses, and numbers listed with a comma and a space. The price: a card number listed that
way is not seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

FEWEST_DIGITS, MOST_DIGITS = 13, 19
FIRST_DIGITS = "23456"
MASK = "***"
BARCODE_KEYS = frozenset({"barcode", "gtin", "sku"})

OUR_OWN = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][\W_])(?:"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # UUID
    r"|[0-9a-f]{32,128}"  # hash, or a UUID without dashes
    r"|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?:[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?)?"  # ISO 8601
    r"|(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5})?"  # IPv4, with a port
    r")(?![0-9A-Za-z])(?![\W_][0-9])"
)
GROUP = re.compile(r"[0-9]+")
LOOSE_JOIN = re.compile(r"[\s_\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u2060-\u2064\ufeff]{1,3}")
OTHER_JOIN = re.compile(r"(?![,;:]\s)[\W_]{1,3}")

SECRET_WORD = r"(?:pin|token|password|passwd|passphrase|secret|api[_-]?key|authorization)"
SECRET_NAME = re.compile(
    rf"(?:[a-z0-9]+[_-])*{SECRET_WORD}(?:[_-][a-z0-9]+)*|[a-z0-9]+(?-i:Pin|Token|Password|Secret)", re.IGNORECASE
)
SECRET_PAIR = re.compile(
    rf"(?<![a-z0-9])((?:{SECRET_NAME.pattern})[\"']?\s*[=:]\s*|--(?:{SECRET_NAME.pattern})\s+)"
    r"((?:basic|bearer)\s+[^\s\"']+|\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|[^\s,;&)\]}\"']+)",
    re.IGNORECASE,
)
ADDRESS_PASSWORD = re.compile(r"(?<=://)([^/\s:@]*):[^@/\s]+@")


def mask_text(text: str) -> str:
    """The text with card numbers and the values of secret names masked."""
    return mask_cards(mask_secrets(text))[0]


def mask_secrets(text: str) -> str:
    """The text with what follows a name such as `pin=`, `"token":` or `--password` replaced by asterisks."""
    return ADDRESS_PASSWORD.sub(rf"\1:{MASK}@", SECRET_PAIR.sub(rf"\1{MASK}", text))


def mask_cards(text: str) -> tuple[str, int]:
    """The text with each card number cut down to its last four digits, and how many there were."""
    parts, copied, count = [], 0, 0
    for start, end in _cards(_with_plain_digits(text)):
        digits = "".join(GROUP.findall(_with_plain_digits(text[start:end])))
        parts += [text[copied:start], f"[card {digits[-4:]}]"]
        copied, count = end, count + 1
    return "".join([*parts, text[copied:]]), count


def mask_value(name: str, value: object) -> object:
    """A value that belongs to a name, as JSON holds it: secrets masked by their name, card numbers at any depth."""
    if SECRET_NAME.fullmatch(name):
        return MASK
    if isinstance(value, Mapping):
        return {str(key): mask_value(str(key), inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return [mask_value("", inner) for inner in value]
    if value is None or isinstance(value, bool | float):
        return value
    text = str(value)
    masked = text if name in BARCODE_KEYS else mask_text(text)
    return value if isinstance(value, int) and masked == text else masked


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
