"""The fields of Caisse-AP over IP: a tag of two letters, a length of three digits, a value; the first is the version.

A message has no length of its own, so it is whole when every field is and the result is among them. (Protocole
Caisse-AP 3.x, associationdupaiement.fr.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

VERSION, PROTOCOL, TILL, AMOUNT, ACTION, CURRENCY, ANSWER = "CZ", "CJ", "CA", "CB", "CD", "CE", "BA"
RESULT, REASON, CARD_NUMBER, AUTHORISATION, APPLICATION, MODE, ENTRY, CONTRACT = (
    "AE", "AF", "AA", "AC", "AI", "CC", "CI", "CG",
)  # fmt: skip
_HEAD = 5
LONGEST = 16_384


def written(fields: Sequence[tuple[str, str]]) -> bytes:
    """The bytes of a message; the version must come first."""
    return "".join(f"{tag}{len(value):03d}{value}" for tag, value in fields).encode("ascii")


class FieldReader:
    """Gathers a message that arrives in any pieces."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._fields: dict[str, str] = {}
        self._is_broken = False

    @property
    def fields(self) -> Mapping[str, str]:
        """What has arrived whole."""
        return MappingProxyType(self._fields)

    @property
    def is_broken(self) -> bool:
        """Whether something arrived that is no field."""
        return self._is_broken

    @property
    def may_be_whole(self) -> bool:
        """Whether every field is whole and the result is there; more fields could still follow."""
        return not self._waiting and RESULT in self._fields and not self._is_broken

    def feed(self, data: bytes) -> None:
        """Take bytes."""
        self._waiting += data
        while not self._is_broken and len(self._waiting) >= _HEAD:
            tag, size = bytes(self._waiting[:2]), bytes(self._waiting[2:_HEAD])
            if not (tag.isalpha() and tag.isascii() and size.isdigit()) or len(self._fields) > LONGEST // _HEAD:
                self._is_broken = True
                return
            end = _HEAD + int(size)
            if len(self._waiting) < end:
                return
            self._fields[tag.decode("ascii")] = self._waiting[_HEAD:end].decode("latin-1")
            del self._waiting[:end]

    def __repr__(self) -> str:  # a field may hold a card's number
        return f"FieldReader({' '.join(self._fields)})"
