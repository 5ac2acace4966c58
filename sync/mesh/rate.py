"""How often a peer may ask for something: a bucket that fills at a rate and never above its depth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Rate:
    """`depth` at once, then `per_second`."""

    per_second: float
    depth: float
    left: float
    since: float

    @classmethod
    def full(cls, per_second: float, depth: float, now: float) -> Rate:
        """A bucket nothing was taken from yet."""
        return cls(per_second, depth, depth, now)

    def allows(self, now: float) -> bool:
        """Take one, if there is one."""
        self.left = min(self.depth, self.left + max(0.0, now - self.since) * self.per_second)
        self.since = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
