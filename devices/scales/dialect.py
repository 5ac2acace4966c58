"""The shape of a scale's language: bytes in, readings out, whatever pieces the bytes come in."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Protocol

from aura_terminal.domain.weighing import Reading, WeightState

LONGEST_FRAME = 64
"""No frame of any dialect is longer: what grows beyond is noise and is thrown away."""

GRAMS_OF_UNIT = {"g": Decimal(1), "kg": Decimal(1000), "t": Decimal(1_000_000)}


class Garbled(Exception):
    """A frame that was whole and cannot be believed: a checksum, a unit or a figure that is none."""


class Dialect(Protocol):
    """One conversation. `question` begins a reading; `feed` answers what became of the bytes so far."""

    def question(self) -> bytes:
        """What is sent to have one reading; forgets whatever was half heard before."""

    def feed(self, data: bytes) -> tuple[Reading | bytes, ...]:
        """Readings that are complete now, and bytes that must be sent for the next one. Garbled frames say nothing."""


def weighed(figure: str, unit: str) -> Reading:
    """What lies still on the pan, parts of a gram left out. Raises Garbled for a figure or a unit that is none."""
    try:
        if "e" in figure.lower():  # no scale writes 1E+999999999, which would be reckoned with for minutes
            raise Garbled(f"{figure!r} {unit!r}")
        grams = Decimal(figure.strip()) * GRAMS_OF_UNIT[unit.strip().lower()]
    except (InvalidOperation, KeyError):
        raise Garbled(f"{figure!r} {unit!r}") from None
    if not grams.is_finite():
        raise Garbled(f"{figure!r} {unit!r}")
    if grams < 0:
        return Reading(WeightState.NEGATIVE)
    return Reading(WeightState.STABLE, int(grams)) if grams >= 1 else Reading(WeightState.ZERO)
