"""CAS (AD, ER, PR …): ENQ is answered by ACK, DC1 then by SOH STX state sign weight unit BCC ETX EOT.

The state is S (still) or U (unstable), the sign a blank, `-`, or F for over capacity; the weight has six signs, the
unit two; BCC is the exclusive or of everything from the state to the unit.
"""

from __future__ import annotations

from functools import reduce
from operator import xor

from aura_terminal.domain.weighing import Reading, WeightState
from devices.scales.dialect import Garbled, weighed

ENQ, ACK, DC1 = b"\x05", b"\x06", b"\x11"
HEAD, TAIL = b"\x01\x02", b"\x03\x04"
BODY = 10  # state, sign, six of weight, two of unit
WHOLE = len(HEAD) + BODY + 1 + len(TAIL)


class Cas:
    """The conversation with one scale."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._is_greeted = False

    def question(self) -> bytes:
        self._held.clear()
        self._is_greeted = False
        return ENQ

    def feed(self, data: bytes) -> tuple[Reading | bytes, ...]:
        said: list[Reading | bytes] = []
        for place in range(len(data)):
            said.extend(self._take(data[place : place + 1]))
        return tuple(said)

    def _take(self, byte: bytes) -> tuple[Reading | bytes, ...]:
        if not self._is_greeted:
            self._is_greeted = byte == ACK
            return (DC1,) if self._is_greeted else ()
        self._held += byte
        while self._held and not bytes(self._held).startswith(HEAD[: len(self._held)]):
            del self._held[0]
        if len(self._held) < WHOLE:
            return ()
        frame, self._held = bytes(self._held), bytearray()
        reading = _read(frame)
        return () if reading is None else (reading,)


def check_byte(body: bytes) -> int:
    """The exclusive or of the bytes."""
    return reduce(xor, body, 0)


def _read(frame: bytes) -> Reading | None:
    body, check, tail = frame[2:12], frame[12], frame[13:]
    if tail != TAIL or check_byte(body) != check or not body.isascii():
        return None
    state, sign, figure, unit = body[:1], body[1:2], body[2:8].decode("ascii"), body[8:].decode("ascii")
    if sign == b"F":
        return Reading(WeightState.OVER)
    if state != b"S":
        return Reading(WeightState.MOVING)
    try:
        return Reading(WeightState.NEGATIVE) if sign == b"-" else weighed(figure, unit)
    except Garbled:
        return None
