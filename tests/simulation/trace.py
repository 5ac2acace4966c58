"""What happened in a world, line by line, and one hash over all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable


class Trace:
    """The same seed gives the same lines, on every machine and every time."""

    def __init__(self, now_ms: Callable[[], int]) -> None:
        self._now_ms = now_ms
        self._digest = hashlib.sha256()
        self.lines: list[str] = []

    def note(self, what: str) -> None:
        """Something happened now."""
        line = f"{self._now_ms() / 1000:9.3f}  {what}"
        self._digest.update(line.encode() + b"\n")
        self.lines.append(line)

    @property
    def hash(self) -> str:
        """Sixteen digits that stand for every line so far."""
        return self._digest.hexdigest()[:16]
