"""The fields inside ZVT messages: bit maps (BMP) by their table, and the TLV container in BMP 06 (ZVT 13.06, 8 and 9).

A message with a field the table does not know cannot be read further, since its length is not told: `Fields` then holds
what came before and says that it is cut short.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

AMOUNT, TLV, TRACE = 0x04, 0x06, 0x0B
CARD_NUMBER, RESULT, TERMINAL, MERCHANT = 0x22, 0x27, 0x29, 0x2A
AUTHORISATION, CURRENCY, RECEIPT, CARD_NAME = 0x3B, 0x49, 0x87, 0x8B

_FIXED: Mapping[int, int] = MappingProxyType(
    {
        0x01: 1, 0x02: 1, 0x03: 1, 0x04: 6, 0x05: 1, 0x0B: 3, 0x0C: 3, 0x0D: 2, 0x0E: 2, 0x17: 2, 0x19: 1, 0x27: 1,
        0x29: 4, 0x2A: 15, 0x37: 3, 0x3A: 2, 0x3B: 8, 0x3D: 3, 0x49: 2, 0x87: 2, 0x88: 3, 0x8A: 1, 0x8C: 1, 0xA0: 1,
        0xAA: 3, 0xBA: 5, 0xD0: 1, 0xD2: 1, 0xD3: 1, 0xE0: 1, 0xEA: 1, 0xEB: 8, 0xF9: 1, 0xFA: 1, 0xFC: 1,
    }
)  # fmt: skip
_TWO_DIGITS = frozenset({0x22, 0x23, 0x2D, 0x4C, 0x8B, 0xA7, 0xD1, 0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8,
                         0xE9, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8})  # fmt: skip
_THREE_DIGITS = frozenset({0x24, 0x2E, 0x3C, 0x60, 0x92, 0x9A, 0xAF})
_CONSTRUCTED = 0x20
DEEPEST = 8


class NotReadable(ValueError):
    """Bytes that are no fields, or none that this table knows."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one message by their number, and the tags of its TLV container at any depth, in their order."""

    bitmaps: Mapping[int, bytes] = field(default_factory=dict)
    tags: tuple[tuple[int, bytes], ...] = ()
    is_cut_short: bool = False

    def __repr__(self) -> str:  # a field may hold a card's number: its value is never written anywhere
        return f"Fields({' '.join(f'{number:02x}' for number in self.bitmaps)})"

    def number(self, bitmap: int) -> int | None:
        """The digits of a field as a number."""
        digits = digits_of(self.bitmaps.get(bitmap, b""))
        return int(digits) if digits.isdecimal() else None

    def text(self, bitmap: int) -> str:
        """The letters of a field (code page 437), without the zero bytes that end them."""
        return self.bitmaps.get(bitmap, b"").decode("cp437").strip("\0 ")

    def tag(self, number: int) -> bytes:
        """The first value under a tag."""
        return next((value for tag, value in self.tags if tag == number), b"")


def read_fields(data: bytes) -> Fields:
    """The fields of a message's data, as far as they can be read."""
    bitmaps: dict[int, bytes] = {}
    tags: tuple[tuple[int, bytes], ...] = ()
    at = 0
    try:
        while at < len(data):
            number = data[at]
            start, size = _extent(data, number, at + 1)
            value = _piece(data, start, size)
            if number == TLV:
                tags += tuple(_tags_in(value))
            else:
                bitmaps[number] = value
            at = start + size
    except NotReadable:
        return Fields(bitmaps, tags, is_cut_short=True)
    return Fields(bitmaps, tags)


def read_container(data: bytes) -> tuple[tuple[int, bytes], ...]:
    """The tags of a TLV container that stands without a bit map's number; nothing where it cannot be read."""
    try:
        return tuple(_tags_in(data))
    except NotReadable:
        return ()


def bcd(number: int, size: int) -> bytes:
    """A number as packed digits in so many bytes; ValueError when it does not fit."""
    digits = str(number).rjust(2 * size, "0")
    if number < 0 or len(digits) > 2 * size:
        raise ValueError(f"{number} does not fit into {2 * size} digits")
    return bytes.fromhex(digits)


def digits_of(packed: bytes) -> str:
    """Packed digits as letters; a masked digit is `E`, padding is `F`."""
    return packed.hex().upper()


def of_two_digits(value: bytes) -> bytes:
    """A value with its length before it in two digits, as BMP 22 and 8B have it."""
    return bytes([0xF0 | len(value) // 10, 0xF0 | len(value) % 10]) + value


def tlv(tag: int, value: bytes) -> bytes:
    """One tag of a container (BER-TLV)."""
    name = tag.to_bytes(2 if tag > 0xFF else 1, "big")
    return name + _length(len(value)) + value


def container(*tags: bytes) -> bytes:
    """BMP 06 around tags."""
    inside = b"".join(tags)
    return bytes([TLV]) + _length(len(inside)) + inside


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    return bytes([0x81, size]) if size < 0x100 else bytes([0x82, size >> 8, size & 0xFF])


def _extent(data: bytes, number: int, at: int) -> tuple[int, int]:
    """Where a field's value begins and how long it is."""
    if number in _FIXED:
        return at, _FIXED[number]
    if number == TLV:
        return _ber_length(data, at)
    if number in _TWO_DIGITS or number in _THREE_DIGITS:
        places = 2 if number in _TWO_DIGITS else 3
        size = 0
        for byte in _piece(data, at, places):
            size = size * 10 + (byte & 0x0F)
        return at + places, size
    raise NotReadable(f"field {number:02x} is not known")


def _ber_length(data: bytes, at: int) -> tuple[int, int]:
    first = _piece(data, at, 1)[0]
    if first < 0x80:
        return at + 1, first
    places = first & 0x7F
    if not 1 <= places <= 2:
        raise NotReadable("a length of more than two bytes")
    return at + 1 + places, int.from_bytes(_piece(data, at + 1, places), "big")


def _tags_in(data: bytes, depth: int = 0) -> list[tuple[int, bytes]]:
    """The tags of a container and of those inside it, each before its own contents."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        tag, after = _tag_at(data, at)
        start, size = _ber_length(data, after)
        value = _piece(data, start, size)
        found.append((tag, value))
        if _is_constructed(tag) and depth < DEEPEST:
            found += _inside(value, depth + 1)
        at = start + size
    return found


def _inside(value: bytes, depth: int) -> list[tuple[int, bytes]]:
    """The tags inside a tag; some terminals put plain bytes there, which are then only the outer tag's value."""
    try:
        return _tags_in(value, depth)
    except NotReadable:
        return []


def _tag_at(data: bytes, at: int) -> tuple[int, int]:
    tag = data[at]
    if tag & 0x1F != 0x1F:
        return tag, at + 1
    while True:
        at += 1
        follower = _piece(data, at, 1)[0]
        tag = tag << 8 | follower
        if not follower & 0x80:
            return tag, at + 1
        if tag > 0xFFFF:
            raise NotReadable("a tag of more than three bytes")


def _is_constructed(tag: int) -> bool:
    first = tag >> 8 * ((tag.bit_length() - 1) // 8) if tag else 0
    return bool(first & _CONSTRUCTED)


def _piece(data: bytes, start: int, size: int) -> bytes:
    piece = data[start : start + size]
    if len(piece) < size:
        raise NotReadable("the message ends inside a field")
    return piece
