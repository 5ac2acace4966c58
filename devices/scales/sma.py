"""SMA SCP-0499, of the Scale Manufacturers Association: LF W CR is answered by LF s r n m f weight unit CR.

`s` is the status (Z centre of zero, O over, U under, E I T errors, a blank for nothing), `n` says gross, net or tare,
`m` is M while it moves; the weight has ten signs and the unit three, filled up with `_`.
"""

from __future__ import annotations

from aura_terminal.domain.weighing import Reading, WeightState
from devices.scales.dialect import Garbled, weighed
from devices.scales.framed import Frames

LF, CR = b"\n", b"\r"
WEIGH = LF + b"W" + CR
FRAME_LENGTH = 18
NOT_GROSS = frozenset("NT")
"""Net of a tare, or the tare itself: neither is what lies on the pan."""

_STATUSES = {"O": WeightState.OVER, "U": WeightState.UNDER, "E": WeightState.UNDER, "I": WeightState.UNDER}


class Sma:
    """The conversation with one scale."""

    def __init__(self) -> None:
        self._frames = Frames(LF, CR)

    def question(self) -> bytes:
        self._frames.forget()
        return WEIGH

    def feed(self, data: bytes) -> tuple[Reading | bytes, ...]:
        return tuple(reading for frame in self._frames.feed(data) if (reading := _read(frame)) is not None)


def _read(frame: bytes) -> Reading | None:
    if len(frame) != FRAME_LENGTH or not frame.isascii():
        return None
    text = frame.decode("ascii")
    status, kind, motion, figure, unit = text[0], text[2], text[3], text[5:15], text[15:]
    if status in _STATUSES:
        is_negative = status == "U" and figure.strip().startswith("-")
        return Reading(WeightState.NEGATIVE if is_negative else _STATUSES[status])
    if motion == "M":
        return Reading(WeightState.MOVING)
    if kind.upper() in NOT_GROSS or status == "T":
        return Reading(WeightState.TARE)
    try:
        return weighed(figure, unit.rstrip("_"))
    except Garbled:
        return None
