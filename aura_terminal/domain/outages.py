"""Outages: what a terminal did while it was cut off, kept as a report when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aura_terminal.domain.money import Money


class Tier(StrEnum):
    """How far a terminal reaches: the internet, the store's network, or nobody."""

    INTERNET = "A"
    STORE = "B"
    ALONE = "C"


@dataclass(frozen=True, slots=True)
class OutageEnded:
    """A terminal reached further again; the counts are what happened at it in between."""

    outage_id: str
    terminal: str
    tier: Tier
    began_at: datetime
    ended_at: datetime
    orders: int
    taken: Money
    redirects: int
    duplicates: int
    decisions: int


@dataclass(slots=True)
class Outage:
    """The fold of one outage, which is reported once."""

    id: str
    ended: OutageEnded | None = None

    def apply(self, fact: OutageEnded) -> None:
        """The first report counts."""
        self.ended = self.ended or fact
