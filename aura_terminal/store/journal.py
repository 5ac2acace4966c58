"""The journal as a table: where each origin's chain ends, one aggregate's history, and adding to the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter, itemgetter

from sqlalchemy import insert
from sqlalchemy.dialects.sqlite import insert as upsert

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import Origin
from aura_terminal.store.chain import JournalRow
from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.groups import json_list
from aura_terminal.store.statements import Prepared, literal
from aura_terminal.store.tables import JOURNAL, ORIGINS

_NAMES = [column.name for column in JOURNAL.columns]
_COLUMNS = ", ".join(_NAMES)
_values = attrgetter(*_NAMES)
_APPEND = Prepared(insert(JOURNAL))
_UPSERT = upsert(ORIGINS)
_MOVE_HEAD = Prepared(
    _UPSERT.on_conflict_do_update(
        index_elements=["origin"],
        set_={name: _UPSERT.excluded[name] for name in ("last_seq", "last_hash", "last_stamp")},
    )
)
_HEADS = literal("SELECT origin, last_seq, last_hash, last_stamp FROM origins ORDER BY origin")
_HISTORY = literal(
    "SELECT stamp, fact_id, type, version, payload FROM journal WHERE aggregate = :aggregate AND aggregate_id = :id "
    "ORDER BY stamp, fact_id"
)
_HISTORIES = literal(
    "SELECT aggregate_id, stamp, fact_id, type, version, payload FROM journal "
    "WHERE aggregate = :aggregate AND aggregate_id IN (SELECT value FROM json_each(:ids)) "
    "ORDER BY aggregate_id, stamp, fact_id"
)
_AT = literal("SELECT fact_id, hash FROM journal WHERE origin = :origin AND seq = :seq")
_AFTER = literal(f"SELECT {_COLUMNS} FROM journal WHERE origin = :origin AND seq > :seq ORDER BY seq LIMIT :limit")
_SEEN = literal("""SELECT origin, max(seq) FROM journal
WHERE aggregate = :aggregate AND aggregate_id IN (SELECT value FROM json_each(:ids)) GROUP BY origin ORDER BY origin""")
_ARRIVED = literal("SELECT aggregate, aggregate_id FROM journal WHERE arrival > :after AND arrival <= :last")
_LAST_ARRIVAL = literal("SELECT coalesce(max(arrival), 0) FROM journal")
_THINNED = literal("SELECT value FROM meta WHERE key = :key")

THINNED = "thinned"
"""The note that counts how often facts have left for day documents."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last fact known of one origin; `stamp` is the greatest of the origin."""

    seq: int
    hash: bytes
    stamp: int


def heads(connection: StoreConnection) -> dict[str, Head]:
    """Where every origin's chain ends."""
    return {row[0]: Head(row[1], row[2], row[3]) for row in connection.rows(_HEADS)}


def known(connection: StoreConnection) -> tuple[tuple[Origin, int], ...]:
    """The known vector, ordered by origin."""
    return tuple((Origin(row[0]), row[1]) for row in connection.rows(_HEADS))


def move_head(connection: StoreConnection, origin: str, head: Head) -> None:
    """Note that an origin's chain ends here now."""
    connection.execute(_MOVE_HEAD, (origin, head.seq, head.hash, head.stamp))


def append(connection: StoreConnection, rows: Sequence[JournalRow]) -> None:
    """Add facts; the caller has chained them."""
    if len(rows) == 1:
        connection.execute(_APPEND, _values(rows[0]))
    else:
        connection.execute_many(_APPEND, map(_values, rows))


def history(
    connection: StoreConnection, codec: Codec, aggregate: str, id_: str
) -> Iterator[tuple[int, str, Fact | UnknownFact]]:
    """One aggregate's facts with their stamps and ids, in the order in which they are folded."""
    for stamp, fact_id, type_, version, payload in connection.rows(_HISTORY, (aggregate, id_)):
        yield stamp, fact_id, codec.told(aggregate, id_, type_, version, payload)


def histories(
    connection: StoreConnection, codec: Codec, aggregate: str, ids: Iterable[str]
) -> Iterator[tuple[str, list[tuple[int, str, Fact | UnknownFact]]]]:
    """Of each of some aggregates, by id, its facts as `history` gives them; nothing of those without any."""
    rows = connection.rows(_HISTORIES, (aggregate, json_list(ids)))
    for id_, of_one in groupby(rows, key=itemgetter(0)):
        yield (
            id_,
            [(row[1], row[2], codec.told(aggregate, id_, row[3], row[4], row[5])) for row in of_one],
        )


def at(connection: StoreConnection, origin: str, seq: int) -> tuple[str, bytes] | None:
    """The id and hash of the fact at a place, if there is one."""
    row = connection.one(_AT, (origin, seq))
    return (row[0], row[1]) if row else None


def after(connection: StoreConnection, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
    """What an origin did after a place, oldest first: what a peer is handed."""
    return tuple(JournalRow(*row) for row in connection.rows(_AFTER, (origin, seq, limit)))


def seen(connection: StoreConnection, aggregate: str, ids: Iterable[str]) -> tuple[tuple[Origin, int], ...]:
    """Per origin the last fact about some aggregates, ordered by origin."""
    return tuple((Origin(row[0]), row[1]) for row in connection.rows(_SEEN, (aggregate, json_list(ids))))


def arrived(connection: StoreConnection, after: int, last: int) -> Iterable[tuple[str, str]]:
    """Which aggregates were spoken of in rows that came into this file after a place, up to another."""
    return [(row[0], row[1]) for row in connection.rows(_ARRIVED, (after, last))]


def thinned(connection: StoreConnection) -> int:
    """How often facts have left for day documents; they leave no trace in the order of arrival."""
    row = connection.one(_THINNED, (THINNED,))
    return int(row[0]) if row else 0


def last_arrival(connection: StoreConnection) -> int:
    """The place of the row that came into this file last."""
    return int(connection.one(_LAST_ARRIVAL)[0])
