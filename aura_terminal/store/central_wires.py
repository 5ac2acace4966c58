"""What this terminal alone has under way with central back offices: requests, what waits, how far pulls have come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from aura_terminal.domain.central import CentralConfirmed, CentralFact, CentralRefused, RecordId, name_of
from aura_terminal.domain.facts import Fact, aggregate_of
from aura_terminal.ports.central import PULLED, Sweep, WireRow, WireState
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.groups import json_list
from aura_terminal.store.statements import literal

_NAMES = (
    "key", "connector", "record", "step", "digest", "lane", "method", "path", "body", "state", "prepared_ms", "sent_ms",
    "attempts", "not_before_ms", "last_answer", "looks",
)  # fmt: skip
_values = attrgetter(*_NAMES)
_COLUMNS = ", ".join(_NAMES)
_WIRES = literal(f"SELECT {_COLUMNS} FROM wires WHERE connector = :connector ORDER BY place")
_PUT_WIRE = literal(
    f"INSERT INTO wires ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in _NAMES)}) "
    "ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _NAMES if name not in ("key", "connector"))
)
_DROP_WIRES = literal("DELETE FROM wires WHERE key IN (SELECT value FROM json_each(:keys))")
_DROP_PREPARED = literal("DELETE FROM wires WHERE state = 'prepared' AND key IN (SELECT value FROM json_each(:keys))")
_KEEP_BODIES = literal(
    "INSERT OR REPLACE INTO central_bodies (record, step, body) SELECT record, step, body FROM wires "
    "WHERE record = :record AND step = :step AND key IN (SELECT value FROM json_each(:keys))"
)
_DROP_BODY = literal("DELETE FROM central_bodies WHERE record = :record AND step = :step")
_WAIT = literal(
    "INSERT OR IGNORE INTO central_waiting (record, connector, since_ms) VALUES (:record, :connector, :since_ms)"
)
_WAITING = literal("SELECT record FROM central_waiting WHERE connector = :connector ORDER BY place LIMIT :most")
_SETTLED = literal("DELETE FROM central_waiting WHERE record IN (SELECT value FROM json_each(:records))")
_SWEEP_NAMES = "connector, resource, page, began_ms, ended_ms, watermark, seen, missed"
_SWEEP = literal(f"SELECT {_SWEEP_NAMES} FROM central_sweeps WHERE connector = :connector AND resource = :resource")
_PUT_SWEEP = literal(
    f"INSERT OR REPLACE INTO central_sweeps ({_SWEEP_NAMES}) "
    "VALUES (:connector, :resource, :page, :began_ms, :ended_ms, :watermark, :seen, :missed)"
)
_ATTACH = literal(
    "INSERT OR IGNORE INTO central_cursors (connector, arrival, sent, received, failed) VALUES (:connector, 0, 0, 0, 0)"
)
_DETACH = [
    literal(f"DELETE FROM {table} WHERE connector = :connector")
    for table in ("central_cursors", "central_waiting", "wires", "central_sweeps")
]
_COUNT = literal(
    "UPDATE central_cursors SET sent = sent + :sent, received = received + :received, failed = failed + :failed "
    "WHERE connector = :connector"
)
_MOVE = literal("UPDATE central_cursors SET arrival = max(arrival, :arrival) WHERE connector = :connector")

_SEEN = msgspec.json.Decoder(tuple[str, ...])
_MISSED = msgspec.json.Decoder(tuple[tuple[str, int], ...])


def wires_of(connection: StoreConnection, connector: str) -> tuple[WireRow, ...]:
    """Every request under way or prepared, oldest first."""
    return tuple(_wire(row) for row in connection.rows(_WIRES, (connector,)))


def put_wires(connection: StoreConnection, rows: Iterable[WireRow]) -> None:
    """Write requests as they are now."""
    values = [(*_values(row)[:9], row.state.value, *_values(row)[10:]) for row in rows]
    if values:
        connection.execute_many(_PUT_WIRE, values)


def drop_prepared(connection: StoreConnection, keys: Iterable[str]) -> None:
    """Forget requests nobody has sent."""
    connection.execute(_DROP_PREPARED, (json_list(keys),))


def settle_wires(connection: StoreConnection, facts: Sequence[CentralFact], keys: Sequence[str]) -> None:
    """Forget requests that these facts settle; what a refused one said is kept for whoever looks at it."""
    told = json_list(keys)
    for fact in facts:
        if isinstance(fact, CentralRefused):
            connection.execute(_KEEP_BODIES, (fact.record, fact.step, told))
        else:
            connection.execute(_DROP_BODY, (fact.record, fact.step))
    if keys:
        connection.execute(_DROP_WIRES, (told,))


def wait(connection: StoreConnection, records: Iterable[RecordId], since_ms: int) -> None:
    """Records that may have something to be told; who waits already keeps the place."""
    values = [(record, name_of(record).connector, since_ms) for record in records]
    if values:
        connection.execute_many(_WAIT, values)


def waiting(connection: StoreConnection, connector: str, limit: int) -> tuple[RecordId, ...]:
    """Who waits longest."""
    return tuple(RecordId(row[0]) for row in connection.rows(_WAITING, (connector, limit)))


def settled(connection: StoreConnection, records: Iterable[RecordId]) -> None:
    """They wait no longer."""
    connection.execute(_SETTLED, (json_list(records),))


def sweep_of(connection: StoreConnection, connector: str, resource: str) -> Sweep:
    """How far a pull has come."""
    row = connection.one(_SWEEP, (connector, resource))
    if row is None:
        return Sweep(connector, resource)
    page, began, ended, watermark, seen, missed = row[2:]
    return Sweep(connector, resource, page, began, ended, watermark, _SEEN.decode(seen), _MISSED.decode(missed))


def put_sweep(connection: StoreConnection, sweep: Sweep) -> None:
    """Note how far a pull has come."""
    seen, missed = (msgspec.json.encode(value).decode() for value in (sweep.seen, sweep.missed))
    connection.execute(_PUT_SWEEP, (
        sweep.connector, sweep.resource, sweep.page, sweep.began_ms, sweep.ended_ms, sweep.watermark, seen, missed,
    ))  # fmt: skip


def attach(connection: StoreConnection, connector: str) -> None:
    """From now on this terminal may speak with a back office."""
    connection.execute(_ATTACH, (connector,))


def detach(connection: StoreConnection, connector: str) -> None:
    """Forget everything that was under way with a back office."""
    for forget in _DETACH:
        connection.execute(forget, (connector,))


def move_cursor(connection: StoreConnection, connector: str, arrival: int) -> None:
    """Facts up to a place in the order of arrival were looked at."""
    attach(connection, connector)
    connection.execute(_MOVE, (arrival, connector))


def count(connection: StoreConnection, connector: str, facts: Sequence[Fact]) -> None:
    """Add what a transaction told and took to a back office's figures since set-up.

    A thing that came from there counts once, whether it was linked, changed or both.
    """
    told = [fact for fact in facts if isinstance(fact, CentralFact)]
    failed = sum(isinstance(fact, CentralRefused) for fact in told)
    confirmed = [fact for fact in told if isinstance(fact, CentralConfirmed)]
    linked = sum(fact.step == PULLED for fact in confirmed)
    changed = len({aggregate_of(fact) for fact in facts if not isinstance(fact, CentralFact)})
    attach(connection, connector)
    connection.execute(_COUNT, (len(confirmed) - linked, max(linked, changed), failed, connector))


def _wire(row: Sequence[Any]) -> WireRow:  # a row of _COLUMNS
    values = dict(zip(_NAMES, row, strict=True))
    values |= {"record": RecordId(values["record"]), "state": WireState(values["state"])}
    return WireRow(**values)
