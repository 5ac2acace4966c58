"""The pan of a simulated scale: what lies on it, and how long it still swings."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import StrEnum

from aura_terminal.domain.weighing import Bounds, Reading, WeightState

SWINGS = 2
"""Readings for which the pan swings after something was put on it or taken off."""


class Trouble(StrEnum):
    """What a scale can suffer from beside its load."""

    NONE = "none"
    RESTLESS = "restless"
    UNDER = "under"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class _Load:
    grams: int = 0
    swings: int = 0
    tare: int = 0
    trouble: Trouble = Trouble.NONE


class Pan:
    """What a person does to a scale. All methods may be called from any thread."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._load = _Load()
        self._lock = threading.Lock()

    def put(self, grams: int, *, swings: int = SWINGS) -> None:
        """So much lies on the pan now, in whole divisions; 0 is an empty pan, less than 0 one that was lifted off."""
        step = self._bounds.division
        with self._lock:
            self._load = replace(self._load, grams=round(grams / step) * step, swings=swings)

    def keep_tare(self, grams: int) -> None:
        """Press the scale's own tare key with so much on it; 0 clears it."""
        with self._lock:
            self._load = replace(self._load, tare=grams)

    def suffer(self, trouble: Trouble) -> None:
        """Let a trouble begin, or end with NONE."""
        with self._lock:
            self._load = replace(self._load, trouble=trouble)

    @property
    def tare(self) -> int:
        """The tare the scale keeps itself."""
        with self._lock:
            return self._load.tare

    def look(self) -> Reading | None:
        """What the scale says when it is asked now; None for nothing at all. Each look is one swing less."""
        with self._lock:
            load = self._load
            self._load = replace(load, swings=max(0, load.swings - 1))
        if load.trouble is Trouble.MUTE:
            return None
        if load.trouble is Trouble.UNDER:
            return Reading(WeightState.UNDER)
        if load.trouble is Trouble.RESTLESS or load.swings:
            return Reading(WeightState.MOVING)
        return self._still(load)

    def _still(self, load: _Load) -> Reading:
        if load.grams > self._bounds.most:
            return Reading(WeightState.OVER)
        if load.grams < 0:
            return Reading(WeightState.NEGATIVE)
        return Reading(WeightState.STABLE, load.grams) if load.grams else Reading(WeightState.ZERO)
