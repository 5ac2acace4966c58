"""What a central holds of orders whose day has left the journal: where the facts about it lie, and its ids.

A record leaves when its order has left and every fact about it is in a day document; it comes back with the first new
one. Records of other kinds (reference data, punches, guests) stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from aura_terminal.domain.central import CentralRecord, RecordId, name_of
from aura_terminal.domain.facts import Aggregate
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import archive
from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import Loaded, Told, applied
from aura_terminal.store.loading import join_and_lay_out
from aura_terminal.store.statements import literal

Place = tuple[str, int]
"""Where a fact lies: its origin and its number there."""

_ONE = literal("SELECT places FROM central_past WHERE local_id = :local_id AND kind = :kind AND connector = :connector")
_LOCAL_OF = literal("""SELECT local_id FROM central_past
WHERE connector = :connector AND kind = :kind AND central_id = :central_id ORDER BY local_id LIMIT 1""")
_PUT = literal(
    "INSERT OR REPLACE INTO central_past (local_id, connector, kind, central_id, day, places) "
    "VALUES (:local_id, :connector, :kind, :central_id, :day, :places)"
)
_DROP = literal("DELETE FROM central_past WHERE local_id = :local_id AND kind = :kind AND connector = :connector")
_EXPIRE = literal("DELETE FROM central_past WHERE day = :day")
_PLACES = msgspec.msgpack.Decoder(dict[str, list[int]])


def order(connection: StoreConnection, codec: Codec, order_id: str) -> Loaded:
    """An order out of the day documents, joined with those it shares lines with; nothing where none has it."""
    family = FAMILIES[Aggregate.ORDER.value]
    finals = archive.group_of(connection, (order_id,))
    histories: dict[str, list[JournalRow]] = {final.order_id: [] for final in finals}
    for row in archive.facts_of(connection, finals):
        if row.aggregate == Aggregate.ORDER.value:
            histories[row.aggregate_id].append(row)
    if order_id not in histories:
        return Loaded(family, order_id, family.empty(order_id), family.nothing)
    members = {id_: applied(family, id_, _told(codec, rows)) for id_, rows in sorted(histories.items())}
    join_and_lay_out(family, members)
    return members[order_id]


def record(connection: StoreConnection, codec: Codec, record_id: RecordId) -> CentralRecord:
    """What a central holds of something whose day has left; empty where nothing was ever said."""
    found = CentralRecord(record_id)
    for row in sorted(facts_of(connection, record_id), key=lambda row: (row.stamp, row.fact_id)):
        fact = codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
        if not isinstance(fact, UnknownFact):
            found.apply(fact)
    return found


def facts_of(connection: StoreConnection, record_id: RecordId) -> tuple[JournalRow, ...]:
    """The facts about a record that has left, out of the day documents."""
    connector, kind, local_id = name_of(record_id)
    row = connection.one(_ONE, (local_id, kind, connector))
    if row is None:
        return ()
    found: list[JournalRow] = []
    for origin, seqs in _PLACES.decode(row[0]).items():
        found += _facts_at(connection, origin, seqs)
    return tuple(found)


def local_of(connection: StoreConnection, connector: str, kind: str, central_id: str) -> str:
    """The local id of what has left, by the id it has there; empty when none has it."""
    row = connection.one(_LOCAL_OF, (connector, kind, central_id))
    return str(row[0]) if row else ""


def note(connection: StoreConnection, record_id: RecordId, central_id: str, day: str, places: Iterable[Place]) -> None:
    """Say where the facts of a record lie that leaves now, and with which day's document the note goes."""
    connector, kind, local_id = name_of(record_id)
    by_origin: dict[str, list[int]] = {}
    for origin, seq in sorted(places):
        by_origin.setdefault(origin, []).append(seq)
    values = (local_id, connector, kind, central_id, day, msgspec.msgpack.encode(by_origin))
    connection.execute(_PUT, values)


def forget(connection: StoreConnection, record_id: RecordId) -> None:
    """It is back in the journal."""
    connector, kind, local_id = name_of(record_id)
    connection.execute(_DROP, (local_id, kind, connector))


def expire(connection: StoreConnection, day: str) -> None:
    """Let the notes go whose day's document is let go."""
    connection.execute(_EXPIRE, (day,))


def _facts_at(connection: StoreConnection, origin: str, seqs: Sequence[int]) -> Iterator[JournalRow]:
    wanted = set(seqs)
    while wanted:
        rows = archive.facts_at(connection, origin, min(wanted))
        if not rows:
            return
        yield from (row for row in rows if row.seq in wanted)
        wanted -= {row.seq for row in rows}


def _told(codec: Codec, rows: Sequence[JournalRow]) -> Iterator[Told]:
    for row in sorted(rows, key=lambda row: (row.stamp, row.fact_id)):
        yield row.stamp, row.fact_id, codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
