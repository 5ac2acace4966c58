"""Who was refused and why: counted always, told and logged not more often than a person can read."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

AGAIN_AFTER = 10.0
KEPT = 20
MOST_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal: an address or a label, the reason in words, and the monotonic time."""

    who: str
    why: str
    at: float


class Refusals:
    """Counts refusals. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], float] = {}
        self._count = 0
        self._last: deque[Refusal] = deque(maxlen=KEPT)

    @property
    def count(self) -> int:
        """How many there were."""
        return self._count

    @property
    def last(self) -> tuple[Refusal, ...]:
        """The last ones that were news, oldest first."""
        return tuple(self._last)

    def note(self, who: str, why: str, now: float) -> bool:
        """Count one; whether it is news, and not what was said a moment ago."""
        self._count += 1
        said = self._said.get((who, why))
        if said is not None and now - said < AGAIN_AFTER:
            return False
        if len(self._said) >= MOST_REMEMBERED:
            self._said.pop(next(iter(self._said)))
        self._said[who, why] = now
        self._last.append(Refusal(who, why, now))
        return True
