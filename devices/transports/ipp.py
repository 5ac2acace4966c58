"""The Internet Printing Protocol in the little a raw queue needs: requests to bytes, answers from bytes; no I/O here.

Source: RFC 8010 (encoding) and RFC 8011 (operations, states).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

_VERSION = b"\x01\x01"
_OPERATION_GROUP, _END = 0x01, 0x03
_INTEGERS, _TRUTH = (0x21, 0x23), 0x22


class Operation(IntEnum):
    """What is asked of the server."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B


class Tag(IntEnum):
    """How a value is written."""

    INTEGER = 0x21
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME = 0x49
    NAME = 0x42


Value = int | str | bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: its status, below 0x0100 when it did as asked, and every attribute by its name."""

    status: int
    attributes: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        return self.status < 0x0100

    def number(self, name: str) -> int:
        """The attribute's number; 0 where it is not said."""
        found = self.attributes.get(name, (0,))[0]
        return found if isinstance(found, int) else 0

    def text(self, name: str) -> str:
        """The attribute's words, parted by commas; empty where it is not said."""
        return ", ".join(str(each) for each in self.attributes.get(name, ()))


def request(operation: Operation, number: int, attributes: Sequence[tuple[Tag, str, str | int]]) -> bytes:
    """A request's head; a document follows it as it is."""
    said = [(Tag.CHARSET, "attributes-charset", "utf-8"), (Tag.LANGUAGE, "attributes-natural-language", "en")]
    body = b"".join(_attribute(tag, name, value) for tag, name, value in (*said, *attributes))
    return _VERSION + struct.pack(">HIB", operation, number, _OPERATION_GROUP) + body + bytes([_END])


def read_answer(data: bytes) -> Answer:
    """The answer in these bytes; `ValueError` when it is none."""
    if len(data) < 8:
        raise ValueError("an answer of IPP has at least eight bytes")
    found: dict[str, list[Value]] = {}
    at, name = 8, ""
    try:
        while data[at] != _END:
            tag = data[at]
            if tag < 0x10:  # a new group of attributes
                at += 1
                continue
            named, at = _piece(data, at + 1)
            name = named.decode("utf-8") or name
            value, at = _piece(data, at)
            found.setdefault(name, []).append(_value(tag, value))
    except (IndexError, struct.error, UnicodeDecodeError) as broken:
        raise ValueError(f"not an answer of IPP: {broken}") from broken
    status = struct.unpack_from(">H", data, 2)[0]
    return Answer(status, {each: tuple(values) for each, values in found.items()})


def _attribute(tag: Tag, name: str, value: str | int) -> bytes:
    written = struct.pack(">i", value) if isinstance(value, int) else value.encode("utf-8")
    head = bytes([tag]) + struct.pack(">H", len(name)) + name.encode("ascii")
    return head + struct.pack(">H", len(written)) + written


def _piece(data: bytes, at: int) -> tuple[bytes, int]:
    length = struct.unpack_from(">H", data, at)[0]
    end = at + 2 + length
    if end > len(data):
        raise IndexError("it ends in the middle of an attribute")
    return data[at + 2 : end], end


def _value(tag: int, value: bytes) -> Value:
    if tag in _INTEGERS:
        return int(struct.unpack(">i", value)[0])
    if tag == _TRUTH:
        return bool(value[0])
    return value.decode("utf-8", errors="replace")
