"""One connection to a simulated printer, as its mechanism knows it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Caller:
    """What is to be said to one connection, and whether it asked to hear of changes."""

    replies: bytearray = field(default_factory=bytearray)
    hears_changes: bool = False
