"""Keeps card numbers (`domain.card_numbers`) and secrets out of logs and free text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from aura_terminal.domain.card_numbers import mask_cards as mask_cards

MASK = "***"
BARCODE_KEYS = frozenset({"barcode", "gtin", "sku"})

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
