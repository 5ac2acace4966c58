"""Time and identity come from outside, so that tests and simulations can decide them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """The aware time in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards, from no particular start."""


class Ids(Protocol):
    """Where new identities come from."""

    def new(self) -> str:
        """A time-ordered UUID nobody has had before."""
