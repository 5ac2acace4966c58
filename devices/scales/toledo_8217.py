"""Toledo 8217 (Mettler-Toledo "8217 interface"): `W` is answered by STX, a weight in kilograms and CR.

A weight that cannot be taken is `?` and a status byte: bit 0 motion, 1 over capacity, 2 under zero, 4 centre of zero,
6 command not understood. The status may look like STX or CR, so it is taken by its place. The line is 9600 7E1, so that
bit 7 is no part of a byte. A weight marked `N` is net of a tare the scale keeps itself.
"""

from __future__ import annotations

import re

from aura_terminal.domain.weighing import Reading, WeightState
from devices.scales.dialect import LONGEST_FRAME, Garbled, weighed

WEIGH = b"W"
STX, CR = b"\x02", b"\r"
MOTION, OVER, UNDER_ZERO, AT_ZERO, BAD_COMMAND = 0x01, 0x02, 0x04, 0x10, 0x40
_WEIGHT = re.compile(r"\s*(\d{1,5}\.?\d{0,3})\s*(N?)\s*")


class Toledo8217:
    """The conversation with one scale."""

    def __init__(self) -> None:
        self._held = bytearray()

    def question(self) -> bytes:
        self._held.clear()
        return WEIGH

    def feed(self, data: bytes) -> tuple[Reading | bytes, ...]:
        said = (self._take(byte & 0x7F) for byte in data)
        return tuple(reading for reading in said if reading is not None)

    def _take(self, byte: int) -> Reading | None:
        held = self._held
        is_status = held == STX + b"?"
        if not is_status and (byte == STX[0] or len(held) > LONGEST_FRAME):
            held.clear()
        if not held and byte != STX[0]:
            return None
        if is_status or byte != CR[0]:
            held.append(byte)
            return None
        frame = bytes(held[1:])
        held.clear()
        return _read(frame)


def _read(frame: bytes) -> Reading | None:
    if frame[:1] == b"?" and len(frame) == 2:
        return _status(frame[1])
    found = _WEIGHT.fullmatch(frame.decode("ascii"))
    if found is None:
        return None
    if found[2]:
        return Reading(WeightState.TARE)
    try:
        return weighed(found[1], "kg")
    except Garbled:
        return None


def _status(status: int) -> Reading | None:
    if status & BAD_COMMAND:
        return None
    if status & OVER:
        return Reading(WeightState.OVER)
    if status & UNDER_ZERO:
        return Reading(WeightState.NEGATIVE)
    if status & MOTION or not status & AT_ZERO:
        return Reading(WeightState.MOVING)
    return Reading(WeightState.ZERO)
