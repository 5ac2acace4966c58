"""What comes of a seed."""

from __future__ import annotations

from dataclasses import dataclass


class Broken(Exception):
    """An invariant does not hold; the text begins with its name, up to the colon."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a seed: nothing is complained of when all is well.

    `service` is how many acts were tried, `acts` how many changed something; `lost` are facts that went with a disk.
    """

    seed: int
    hash: str
    complaints: tuple[str, ...]
    lines: tuple[str, ...]
    service: int
    acts: int
    facts: int
    messages: int
    lost: int
    virtual_ms: int
