"""Inquiries read from their folds."""

from __future__ import annotations

from aura_terminal.domain.facts import Aggregate
from aura_terminal.ports.leads import LeadRow, lead_rows
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import Prepared, literal

_OPEN = literal("SELECT lead_id FROM leads WHERE is_open = 1 ORDER BY captured_us, lead_id LIMIT :most")
_OVER = literal("SELECT lead_id FROM leads WHERE is_open = 0 ORDER BY captured_us DESC, lead_id DESC LIMIT :most")


class LeadQueries:
    """The LeadReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def to_follow(self, limit: int) -> tuple[LeadRow, ...]:
        return self._rows(_OPEN, limit)

    def over(self, limit: int) -> tuple[LeadRow, ...]:
        return self._rows(_OVER, limit)

    def _rows(self, statement: Prepared, limit: int) -> tuple[LeadRow, ...]:
        ids = [row[0] for row in self._reading.rows(statement, (limit,))]
        return lead_rows(loaded.state for loaded in self._reading.aggregates(Aggregate.LEAD, ids))
