"""How this terminal stands with each central back office, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import Prepared, literal

MOST_LOOKED_AT = 5000
"""Facts nobody has planned for yet are looked at up to here; a count need not be exact beyond."""

_ATTACHED = literal("SELECT connector FROM central_cursors ORDER BY connector")
_CURSOR = literal("SELECT arrival, sent, received, failed FROM central_cursors WHERE connector = :connector")
_WAITING = literal("""
SELECT count(*) FROM (
  SELECT record FROM central_waiting WHERE connector = :c1
  UNION SELECT record FROM wires WHERE connector = :c2
  EXCEPT SELECT record FROM central_refused WHERE connector = :c3
  EXCEPT SELECT record FROM wires WHERE connector = :c4 AND state = 'unknown')""")
_UNLOOKED = literal("""
SELECT count(*) FROM (SELECT DISTINCT aggregate, aggregate_id FROM (
  SELECT aggregate, aggregate_id FROM journal WHERE arrival > :arrival ORDER BY arrival LIMIT :most)
  WHERE aggregate NOT IN ('access', 'central', 'closing', 'document', 'drawer', 'outage', 'terminal', 'ticket'))""")
_UNKNOWN = literal("SELECT count(*) FROM wires WHERE connector = :connector AND state = 'unknown'")
_PARKED = literal("SELECT count(*) FROM central_refused WHERE connector = :connector")
_OLDEST = literal("SELECT min(since_ms) FROM central_waiting WHERE connector = :connector")
_UNDER_WAY = literal("SELECT min(prepared_ms) FROM wires WHERE connector = :connector")
_CONFIRMED = literal("SELECT max(confirmed_us) FROM central_records WHERE connector = :connector")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is not told yet; times are Unix milliseconds, 0 for never."""

    pending: int
    unknown: int
    parked: int
    oldest_ms: int
    confirmed_us: int

    @property
    def untold(self) -> int:
        """How many things the central may not have yet although nobody has to decide anything."""
        return self.pending + self.unknown


def attached(connection: StoreConnection) -> tuple[str, ...]:
    """The back offices this terminal may speak with."""
    return tuple(row[0] for row in connection.rows(_ATTACHED))


def standing(connection: StoreConnection, connector: str) -> Standing:
    """What one back office has not been told yet, as far as this terminal knows."""
    row = connection.one(_CURSOR, (connector,))
    unlooked = _one(connection, _UNLOOKED, row[0], MOST_LOOKED_AT) if row else 0
    oldest = [ms for ms in (_one(connection, _OLDEST, connector), _one(connection, _UNDER_WAY, connector)) if ms]
    return Standing(
        _one(connection, _WAITING, *(connector,) * 4) + unlooked,
        _one(connection, _UNKNOWN, connector),
        _one(connection, _PARKED, connector),
        min(oldest, default=0),
        _one(connection, _CONFIRMED, connector),
    )


def counts(connection: StoreConnection, connector: str) -> Mapping[str, int]:
    """Figures since set-up, and what is under way; see `CentralBook.counts`."""
    row = connection.one(_CURSOR, (connector,)) or (0, 0, 0, 0)
    now = standing(connection, connector)
    return {
        "sent": row[1],
        "received": row[2],
        "pending": now.pending,
        "failed": row[3],
        "unknown": now.unknown,
        "parked": now.parked,
    }


def _one(connection: StoreConnection, statement: Prepared, *values: object) -> int:
    return int(connection.one(statement, values)[0] or 0)
