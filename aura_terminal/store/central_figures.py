"""How this terminal stands with each central back office, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import Prepared, literal

MOST_LOOKED_AT = 5000
"""Facts nobody has planned for yet are looked at up to here; a count need not be exact beyond."""

_ATTACHED = literal("SELECT connector FROM central_cursors ORDER BY connector")
_CURSOR = literal("SELECT arrival, sent, received, failed FROM central_cursors WHERE connector = :connector")
_WAITING = literal("""
SELECT (SELECT count(*) FROM central_waiting WHERE connector = :c1)
  + (SELECT count(DISTINCT w.record) FROM wires AS w WHERE w.connector = :c2 AND w.state <> 'unknown'
    AND NOT EXISTS (SELECT 1 FROM central_waiting AS c WHERE c.record = w.record))
  - (SELECT count(*) FROM (SELECT record FROM central_refused WHERE connector = :c3
    UNION SELECT record FROM wires WHERE connector = :c4 AND state = 'unknown') AS held
    WHERE EXISTS (SELECT 1 FROM central_waiting AS c WHERE c.record = held.record))""")
_NEVER_TOLD = (
    "('access', 'central', 'closing', 'document', 'drawer', 'outage', 'session', 'terminal', 'ticket', 'tips')"
)
_UNLOOKED = literal(f"""
SELECT count(*) FROM (SELECT DISTINCT aggregate, aggregate_id FROM (
  SELECT aggregate, aggregate_id FROM journal WHERE arrival > :arrival ORDER BY arrival LIMIT :most)
  WHERE aggregate NOT IN {_NEVER_TOLD})""")
_UNLOOKED_BEFORE = literal(
    f"SELECT 1 FROM journal WHERE arrival > :arrival AND stamp < :until AND aggregate NOT IN {_NEVER_TOLD} LIMIT 1"
)
_WAITING_OF = literal("""
SELECT 1 FROM (
  SELECT record, since_ms FROM central_waiting WHERE connector = :c1
  UNION ALL SELECT record, prepared_ms FROM wires WHERE connector = :c2) AS w
LEFT JOIN orders AS o ON w.record = :c3 || '/order/' || o.order_id
WHERE (w.since_ms < :until_ms OR o.business_date <= :day)
  AND w.record NOT IN (SELECT record FROM central_refused WHERE connector = :c4) LIMIT 1""")
_UNKNOWN = literal("SELECT count(*) FROM wires WHERE connector = :connector AND state = 'unknown'")
_PARKED = literal("SELECT count(*) FROM central_refused WHERE connector = :connector")
_OLDEST = literal("SELECT since_ms FROM central_waiting WHERE connector = :connector ORDER BY place LIMIT 1")
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
    now = standing(connection, connector)
    untold = {"pending": now.pending, "unknown": now.unknown, "parked": now.parked}
    return {**totals(connection, connector), **untold}


def totals(connection: StoreConnection, connector: str) -> Mapping[str, int]:
    """What was sent, received and refused (`failed`) since set-up."""
    row = connection.one(_CURSOR, (connector,)) or (0, 0, 0, 0)
    return {"sent": row[1], "received": row[2], "failed": row[3]}


def is_done(connection: StoreConnection, day: date, until: int) -> bool:
    """Whether every back office has been told all of a business day, facts stamped before `until`.

    What waits for a person to decide does not count: that may take for ever.
    """
    until_ms = milliseconds_of(Stamp(until))
    for connector in attached(connection):
        arrival = _one(connection, _CURSOR, connector)
        waits = (connector, connector, connector, until_ms, day.isoformat(), connector)
        if connection.one(_UNLOOKED_BEFORE, (arrival, until)) or connection.one(_WAITING_OF, waits):
            return False
    return True


def _one(connection: StoreConnection, statement: Prepared, *values: object) -> int:
    row = connection.one(statement, values)
    return int(row[0] or 0) if row else 0
