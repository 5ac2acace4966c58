"""The journal of every store as a table: appending, one aggregate's history, what came in after a place.

A fact's `place` is its turn in its store, counted under the lock of the store's own row (`locked`) that is held until
the transaction ends. So places become visible in their order: who has read up to a place has missed nothing before it,
on PostgreSQL too, where a sequence would show the numbers of late transactions after those of early ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Row, func, select

from aura_terminal.domain.carried import CARRYING, Carried, spread
from aura_terminal.domain.facts import BY_TYPE, Fact, FactType
from aura_terminal.domain.ids import Origin
from aura_terminal.ports.journal import JournalRow
from sync.central.store.statements import changing, inserting
from sync.central.store.tables import HEADS, JOURNAL, TENANTS


class FactCodec(Protocol):
    """Facts as the bytes every terminal writes them in, and back."""

    def encode(self, fact: Fact) -> tuple[Fact, FactType, bytes]:
        """The fact as it will be read again, its type, and its payload."""

    def told(self, aggregate: str, id_: str, type_: str, version: int, payload: bytes) -> Fact | object:
        """The fact; something else, that is none, for what this program cannot read."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last fact of one origin in one store."""

    seq: int
    hash: bytes
    stamp: int


@dataclass(frozen=True, slots=True)
class Tenant:
    """One store of the central: who it is and how far its journal has come."""

    number: int
    store_id: str
    name: str
    origin: str
    label: str
    tier: str
    last_place: int
    documents_place: int


TENANT = (
    TENANTS.c.tenant, TENANTS.c.store_id, TENANTS.c.name, TENANTS.c.origin, TENANTS.c.label, TENANTS.c.tier,
    TENANTS.c.last_place, TENANTS.c.documents_place,
)  # fmt: skip
_COLUMNS = [column for column in JOURNAL.columns if column.name not in ("tenant", "place")]


def tenant(connection: Connection, number: int) -> Tenant | None:
    """A store as it is now."""
    row = connection.execute(select(*TENANT).where(TENANTS.c.tenant == number)).one_or_none()
    return None if row is None else Tenant(*row)


def locked(connection: Connection, number: int) -> Tenant | None:
    """A store, held by this transaction until it ends: nobody else appends to it meanwhile."""
    row = connection.execute(select(*TENANT).where(TENANTS.c.tenant == number).with_for_update()).one_or_none()
    return None if row is None else Tenant(*row)


FACT = inserting(JOURNAL)
BEGIN_HEAD = inserting(HEADS)
MOVE_HEAD = changing(HEADS, ("tenant", "origin"), ("last_seq", "last_hash", "last_stamp"))
MOVE_PLACE = changing(TENANTS, ("tenant",), ("last_place", "documents_place"))


def heads(connection: Connection, number: int) -> dict[str, Head]:
    """Where every origin's chain ends in a store."""
    asked = select(HEADS.c.origin, HEADS.c.last_seq, HEADS.c.last_hash, HEADS.c.last_stamp)
    return {row[0]: Head(*row[1:]) for row in connection.execute(asked.where(HEADS.c.tenant == number))}


def head_values(number: int, origin: str, head: Head) -> dict[str, Any]:
    """Where an origin's chain ends: the values of BEGIN_HEAD and of MOVE_HEAD."""
    return {
        "tenant": number, "origin": origin, "key_tenant": number, "key_origin": origin,
        "last_seq": head.seq, "last_hash": head.hash, "last_stamp": head.stamp,
    }  # fmt: skip


def fact_values(held: Tenant, rows: Sequence[JournalRow]) -> list[dict[str, Any]]:
    """Chained facts after the store's last place: the values of FACT. The store must be `locked`."""
    return [
        {
            "tenant": held.number, "origin": row.origin, "seq": row.seq, "fact_id": row.fact_id, "stamp": row.stamp,
            "aggregate": row.aggregate, "aggregate_id": row.aggregate_id, "type": row.type, "version": row.version,
            "payload": row.payload, "actor": row.actor, "business_date": row.business_date,
            "prev_hash": row.prev_hash, "hash": row.hash, "place": place,
        }
        for place, row in enumerate(rows, held.last_place + 1)
    ]  # fmt: skip


def place_values(held: Tenant, facts: int, documents_place: int) -> dict[str, Any]:
    """How far the journal comes with so many more facts: the values of MOVE_PLACE."""
    return {
        "key_tenant": held.number, "last_place": held.last_place + facts,
        "documents_place": max(documents_place, held.documents_place),
    }  # fmt: skip


def history(
    connection: Connection, codec: FactCodec, number: int, aggregate: str, id_: str
) -> Iterator[tuple[int, Fact]]:
    """One aggregate's facts with their stamps, in the order in which they are folded; unreadable ones are left out.

    What came on paper is among them until it is there itself.
    """
    asked = (
        select(JOURNAL.c.stamp, JOURNAL.c.fact_id, JOURNAL.c.type, JOURNAL.c.version, JOURNAL.c.payload)
        .where(JOURNAL.c.tenant == number, JOURNAL.c.aggregate == aggregate, JOURNAL.c.aggregate_id == id_)
        .order_by(JOURNAL.c.stamp, JOURNAL.c.fact_id)
    )

    def read(one: Carried) -> Fact | object:
        return codec.told(aggregate, id_, one.type, one.version, one.payload.encode())

    told = [
        (stamp, fact_id, codec.told(aggregate, id_, type_, version, bytes(payload)))
        for stamp, fact_id, type_, version, payload in connection.execute(asked)
    ]
    for stamp, _, fact in spread(told, read, lambda fact: fact.carried if isinstance(fact, CARRYING) else ()):
        if type(fact) in BY_TYPE:
            yield stamp, fact  # type: ignore[misc]  # what the catalogue knows is a fact


def documents_after(connection: Connection, number: int, place: int, upto: int) -> Iterable[Row[Any]]:
    """Facts about reference data between two places: stamp, aggregate id, type, version, payload."""
    columns = (JOURNAL.c.stamp, JOURNAL.c.aggregate_id, JOURNAL.c.type, JOURNAL.c.version, JOURNAL.c.payload)
    return connection.execute(
        select(*columns)
        .where(JOURNAL.c.tenant == number, JOURNAL.c.place > place, JOURNAL.c.place <= upto)
        .where(JOURNAL.c.aggregate == "document")
        .order_by(JOURNAL.c.stamp, JOURNAL.c.fact_id)
    )


def placed_after(connection: Connection, number: int, place: int, limit: int) -> list[tuple[int, JournalRow]]:
    """What came into a store's journal after a place, in that order, with the place of each."""
    asked = (
        select(JOURNAL.c.place, *_COLUMNS)
        .where(JOURNAL.c.tenant == number, JOURNAL.c.place > place)
        .order_by(JOURNAL.c.place)
        .limit(limit)
    )
    return [(row[0], _row(row[1:])) for row in connection.execute(asked)]


def after(connection: Connection, number: int, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
    """What an origin did after a place in its chain, oldest first: what a peer is handed."""
    asked = (
        select(*_COLUMNS)
        .where(JOURNAL.c.tenant == number, JOURNAL.c.origin == origin, JOURNAL.c.seq > seq)
        .order_by(JOURNAL.c.seq)
        .limit(limit)
    )
    return tuple(_row(row) for row in connection.execute(asked))


def hash_at(connection: Connection, number: int, origin: str, seq: int) -> bytes | None:
    """The hash of the fact at a place in an origin's chain."""
    asked = select(JOURNAL.c.hash).where(
        JOURNAL.c.tenant == number, JOURNAL.c.origin == origin, JOURNAL.c.seq == seq
    )  # fmt: skip
    found = connection.execute(asked).scalar()
    return None if found is None else bytes(found)


def seen(connection: Connection, number: int, aggregate: str, id_: str) -> tuple[tuple[Origin, int], ...]:
    """Per origin the last fact about an aggregate, ordered by origin."""
    asked = (
        select(JOURNAL.c.origin, func.max(JOURNAL.c.seq))
        .where(JOURNAL.c.tenant == number, JOURNAL.c.aggregate == aggregate, JOURNAL.c.aggregate_id == id_)
        .group_by(JOURNAL.c.origin)
        .order_by(JOURNAL.c.origin)
    )
    return tuple((Origin(row[0]), int(row[1])) for row in connection.execute(asked))


def count(connection: Connection, number: int) -> int:
    """How many facts a store has."""
    found = connection.execute(select(func.count()).select_from(JOURNAL).where(JOURNAL.c.tenant == number)).scalar()
    return int(found or 0)


def _row(row: Sequence[Any]) -> JournalRow:
    plain = list(row)
    for place in (8, 11, 12):
        plain[place] = bytes(plain[place])
    return JournalRow(*plain)
