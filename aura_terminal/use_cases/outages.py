"""Reports of outages, written by the terminal that was cut off when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.money import Money
from aura_terminal.domain.outages import OutageEnded, Tier
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity


@dataclass(frozen=True, slots=True)
class OutageCounts:
    """What happened at this terminal during an outage."""

    orders: int
    taken: Money
    redirects: int = 0
    duplicates: int = 0
    decisions: int = 0


class Outages:
    """Keeps the report of an outage."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def end(self, tier: Tier, began_at: datetime, counts: OutageCounts) -> OutageEnded:
        """Say that an outage is over now; `tier` is how far the terminal reached meanwhile."""
        with self._begin(SYSTEM) as work:
            fact = OutageEnded(
                outage_id=self._ids.new(),
                terminal=self._terminal.label,
                tier=tier,
                began_at=min(began_at, work.now),
                ended_at=work.now,
                orders=counts.orders,
                taken=counts.taken,
                redirects=counts.redirects,
                duplicates=counts.duplicates,
                decisions=counts.decisions,
            )
            work.keep(fact)
        return fact
