"""How ZVT messages (APDUs) travel: bare over TCP, between DLE STX and DLE ETX with a check sum over a serial line.

An APDU is `CC RC length data`; a length of FF is followed by two bytes, the low one first (ZVT 13.06, 1.2 and 2.1;
the serial frame is that of PA00P016). Bytes in, events out: nothing here touches a wire.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

DLE, STX, ETX, ACK, NAK = 0x10, 0x02, 0x03, 0x06, 0x15
_LONG = 0xFF
_HEAD, _LONG_HEAD = 3, 5
_PREFIX = 2
_FIRST_CLASS = 0x04
LONGEST_APDU = _LONG_HEAD + 0xFFFF


@dataclass(frozen=True, slots=True)
class Apdu:
    """One whole message: its class and instruction, and its data."""

    code: int
    data: bytes = b""

    def to_bytes(self) -> bytes:
        """The message as both framings carry it."""
        size = len(self.data)
        length = bytes([size]) if size < _LONG else bytes([_LONG, size & 0xFF, size >> 8])
        return self.code.to_bytes(2, "big") + length + self.data

    def __repr__(self) -> str:
        return f"Apdu({self.code:04x}, {len(self.data)} bytes)"


@dataclass(frozen=True, slots=True)
class LineAck:
    """The other end has the frame whole (serial only)."""


@dataclass(frozen=True, slots=True)
class LineNak:
    """The other end has the frame damaged and does nothing with it (serial only)."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Something arrived that is no frame."""


Heard = Apdu | LineAck | LineNak | Damaged


class Framing(Protocol):
    """Puts messages into frames and finds them in a stream that arrives in any pieces."""

    def frame(self, apdu: Apdu) -> bytes:
        """The bytes to send."""

    def feed(self, data: bytes) -> list[Heard]:
        """What is whole after these bytes."""

    def receipt_for(self, heard: Heard) -> bytes:
        """What the line itself answers at once, before anybody reads the message; mostly nothing."""


class TcpFraming:
    """Messages one after the other, nothing between them."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def frame(self, apdu: Apdu) -> bytes:
        return apdu.to_bytes()

    def feed(self, data: bytes) -> list[Heard]:
        self._waiting += data
        heard: list[Heard] = []
        while (end := _end_of(self._waiting)) is not None:
            heard.append(_apdu_of(bytes(self._waiting[:end])))
            del self._waiting[:end]
        return heard

    def receipt_for(self, heard: Heard) -> bytes:
        return b""


class PrefixedFraming:
    """Each message with its length before it in two bytes, the high one first, as some tills and terminals do."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def frame(self, apdu: Apdu) -> bytes:
        message = apdu.to_bytes()
        return len(message).to_bytes(_PREFIX, "big") + message

    def feed(self, data: bytes) -> list[Heard]:
        self._waiting += data
        heard: list[Heard] = []
        while len(self._waiting) >= _PREFIX:
            end = _PREFIX + int.from_bytes(self._waiting[:_PREFIX], "big")
            if len(self._waiting) < end:
                break
            message = bytes(self._waiting[_PREFIX:end])
            heard.append(_apdu_of(message) if _end_of(message) == len(message) else Damaged())
            del self._waiting[:end]
        return heard

    def receipt_for(self, heard: Heard) -> bytes:
        return b""


class EitherFraming:
    """A terminal's ear on TCP: the first byte tells whether the till puts lengths before its messages (ZVT 13.06: the
    classes of messages begin at 04, and no till says anything as long as 1024 bytes)."""

    def __init__(self) -> None:
        self._framing: Framing | None = None

    def frame(self, apdu: Apdu) -> bytes:
        return (self._framing or TcpFraming()).frame(apdu)

    def feed(self, data: bytes) -> list[Heard]:
        if self._framing is None and data:
            self._framing = PrefixedFraming() if data[0] < _FIRST_CLASS else TcpFraming()
        return self._framing.feed(data) if self._framing is not None else []

    def receipt_for(self, heard: Heard) -> bytes:
        return b""


class SerialFraming:
    """`10 02 message 10 03 check sum`, each 10 inside the message doubled; the line acknowledges each frame."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def frame(self, apdu: Apdu) -> bytes:
        message = apdu.to_bytes()
        check = check_sum(message + bytes([ETX]))
        inside = message.replace(b"\x10", b"\x10\x10")
        return bytes([DLE, STX]) + inside + bytes([DLE, ETX, check & 0xFF, check >> 8])

    def feed(self, data: bytes) -> list[Heard]:
        self._waiting += data
        heard: list[Heard] = []
        while self._waiting:
            taken, found = self._take()
            if not taken:
                break
            del self._waiting[:taken]
            if found is not None:
                heard.append(found)
        return heard

    def receipt_for(self, heard: Heard) -> bytes:
        if isinstance(heard, Apdu):
            return bytes([ACK])
        return bytes([NAK]) if isinstance(heard, Damaged) else b""

    def _take(self) -> tuple[int, Heard | None]:
        """How many bytes are done with and what they were; none while more must come."""
        first = self._waiting[0]
        if first == ACK:
            return 1, LineAck()
        if first == NAK:
            return 1, LineNak()
        if first != DLE:
            return 1, None
        if len(self._waiting) < 2:
            return 0, None
        return self._take_frame() if self._waiting[1] == STX else (1, None)

    def _take_frame(self) -> tuple[int, Heard | None]:
        message, at = bytearray(), 2
        while at + 1 < len(self._waiting):
            byte, follower = self._waiting[at], self._waiting[at + 1]
            if byte != DLE:
                message.append(byte)
                at += 1
            elif follower == DLE:
                message.append(DLE)
                at += 2
            elif follower == ETX:
                return self._checked(bytes(message), at + 2)
            else:  # a new frame begins inside this one, which has lost its end
                return at, Damaged()
            if len(message) > LONGEST_APDU:
                return at, Damaged()
        return 0, None

    def _checked(self, message: bytes, at: int) -> tuple[int, Heard | None]:
        if len(self._waiting) < at + 2:
            return 0, None
        told = self._waiting[at] | self._waiting[at + 1] << 8
        is_whole = _end_of(message) == len(message)
        return at + 2, _apdu_of(message) if is_whole and told == check_sum(message + bytes([ETX])) else Damaged()


def check_sum(data: bytes) -> int:
    """The frame's check sum: CRC-16 with the polynomial 8408 (reflected 1021), beginning at 0."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = (register >> 1) ^ 0x8408 if register & 1 else register >> 1
    return register


def _end_of(message: bytes | bytearray) -> int | None:
    """Where the message that begins here ends; None while that is not there."""
    if len(message) < _HEAD:
        return None
    if message[2] != _LONG:
        end = _HEAD + message[2]
    elif len(message) < _LONG_HEAD:
        return None
    else:
        end = _LONG_HEAD + (message[3] | message[4] << 8)
    return end if len(message) >= end else None


def _apdu_of(message: bytes) -> Apdu:
    head = _LONG_HEAD if message[2] == _LONG else _HEAD
    return Apdu(int.from_bytes(message[:2], "big"), message[head:])
