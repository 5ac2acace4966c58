"""What the shop needs of a scale: one honest reading at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from aura_terminal.domain.weighing import Bounds as Bounds
from aura_terminal.domain.weighing import Reading as Reading
from aura_terminal.domain.weighing import WeightState as WeightState


class Scale(Protocol):
    """A scale, used by one thread. What it says is judged by `domain.weighing.Settling` before it counts."""

    @property
    def bounds(self) -> Bounds:
        """What it is made for."""

    def read(self) -> Reading:
        """What it says now, within half a second. Raises `Unavailable` where it does not answer, or not sensibly."""

    def cancel(self) -> None:
        """Make the reading under way fail soon; may be called from any thread."""

    def close(self) -> None:
        """Let it go; may be called twice. The next reading opens it again."""


@dataclass(frozen=True, slots=True)
class ScaleWord:
    """One reading as the node tells it: of which scale, when by its monotonic clock in milliseconds.

    `hint` says what to do about a scale that is not reached. A simulated one can be loaded by hand.
    """

    scale: str
    reading: Reading
    bounds: Bounds
    at_ms: int
    hint: str = ""
    is_simulated: bool = False
