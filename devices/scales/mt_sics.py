"""MT-SICS level 0 and 1 of Mettler-Toledo: lines that end in CR LF.

`SI` is answered by `S S 0.745 kg` (still), `S D …` (moving), `S +` (over), `S -` (under) or `S I` (not now). `TA` asks
for the tare the scale keeps itself: with one, `SI` would answer net, so that nobody knew what lies on the pan.
"""

from __future__ import annotations

from aura_terminal.domain.weighing import Reading, WeightState
from devices.scales.dialect import LONGEST_FRAME, Garbled, weighed

WEIGH, ASK_TARE = b"SI\r\n", b"TA\r\n"
_STATES = {"+": WeightState.OVER, "-": WeightState.UNDER, "I": WeightState.MOVING, "D": WeightState.MOVING}
_WEIGHTS = frozenset({"S", "SI"})
"""How the answer begins: `S` in the description, `SI` at scales that repeat what they were asked."""

_UNKNOWN = frozenset({"ES", "ET", "EL"})
"""Syntax, transmission and logical error: a scale without a tare of its own answers `TA` so."""


class MtSics:
    """The conversation with one scale: its tare first, then its weight."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._is_tared: bool | None = None

    def question(self) -> bytes:
        self._held.clear()
        self._is_tared = None
        return ASK_TARE

    def feed(self, data: bytes) -> tuple[Reading | bytes, ...]:
        *lines, rest = bytes(self._held + data).split(b"\n")
        self._held = bytearray(rest[-LONGEST_FRAME:])
        said: list[Reading | bytes] = []
        for line in lines:
            words = line.decode("ascii", "replace").split()
            if words:
                said.extend(self._hear(words))
        return tuple(said)

    def _hear(self, words: list[str]) -> tuple[Reading | bytes, ...]:
        if self._is_tared is None:
            if words[0] == "TA" or words[0] in _UNKNOWN:
                self._is_tared = _is_tare(words)
                return (WEIGH,)
            return ()
        if words[0] not in _WEIGHTS or len(words) < 2:
            return ()
        reading = _weight(words[1:])
        if reading is None:
            return ()
        if self._is_tared and reading.state in (WeightState.STABLE, WeightState.ZERO, WeightState.NEGATIVE):
            return (Reading(WeightState.TARE),)
        return (reading,)


def _is_tare(words: list[str]) -> bool:
    """Whether `TA A 0.100 kg` says that there is a tare; a scale that cannot say keeps none."""
    if len(words) != 4 or words[:2] != ["TA", "A"]:
        return False
    try:
        return weighed(words[2], words[3]).state is not WeightState.ZERO
    except Garbled:
        return True


def _weight(words: list[str]) -> Reading | None:
    if words[0] in _STATES:
        return Reading(_STATES[words[0]])
    if words[0] != "S" or len(words) != 3:
        return None
    try:
        return weighed(words[1], words[2])
    except Garbled:
        return None
