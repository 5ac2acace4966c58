"""Inquiries read from a store in memory."""

from __future__ import annotations

from aura_terminal.ports.leads import LeadRow, lead_rows
from tests.support.memory_house import MemoryHouse
from tests.support.memory_journal import MemoryJournal


class MemoryLeadReads:
    """The list of inquiries."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._house = MemoryHouse(journal, [])

    def to_follow(self, limit: int) -> tuple[LeadRow, ...]:
        """Those that are open, the oldest first."""
        return lead_rows([one for one in self._house.leads() if one.is_open][:limit])

    def over(self, limit: int) -> tuple[LeadRow, ...]:
        """Those that are over, the newest first."""
        return lead_rows([one for one in reversed(self._house.leads()) if not one.is_open][:limit])
