"""The line protocol of French card terminals (Concert, E+): single control bytes, and frames with a check byte.

A frame is STX, text, ETX and the exclusive or of everything after STX, ETX included. Bytes in, events out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from operator import xor

STX, ETX = 0x02, 0x03
LONGEST = 256


class Sign(IntEnum):
    """One control byte on the line."""

    EOT = 0x04
    ENQ = 0x05
    ACK = 0x06
    NAK = 0x15

    @property
    def octet(self) -> bytes:
        """The byte to send."""
        return bytes([self])


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that arrived whole."""

    text: bytes

    def __repr__(self) -> str:  # a frame may hold a card's number
        return f"Frame({len(self.text)} bytes)"


@dataclass(frozen=True, slots=True)
class Damaged:
    """A frame whose check byte does not fit."""


Heard = Sign | Frame | Damaged


def framed(text: bytes) -> bytes:
    """The bytes of a frame."""
    inside = text + bytes([ETX])
    return bytes([STX]) + inside + bytes([check_byte(inside)])


def check_byte(data: bytes) -> int:
    """The exclusive or of all bytes."""
    return reduce(xor, data, 0)


class ConcertReaderOfBytes:
    """Finds signs and frames in a stream that arrives in any pieces; what is neither is passed over."""

    def __init__(self) -> None:
        self._frame: bytearray | None = None
        self._awaits_check = False

    def feed(self, data: bytes) -> list[Heard]:
        """What is whole after these bytes."""
        heard: list[Heard] = []
        for byte in data:
            found = self._take(byte)
            if found is not None:
                heard.append(found)
        return heard

    def _take(self, byte: int) -> Heard | None:
        if self._frame is None:
            if byte == STX:
                self._frame = bytearray()
                return None
            return Sign(byte) if byte in list(Sign) else None
        if self._awaits_check:
            text, self._frame, self._awaits_check = bytes(self._frame), None, False
            return Frame(text) if check_byte(text + bytes([ETX])) == byte else Damaged()
        if byte == ETX:
            self._awaits_check = True
        elif len(self._frame) >= LONGEST:
            self._frame = None
            return Damaged()
        else:
            self._frame.append(byte)
        return None
