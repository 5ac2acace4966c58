"""What a backlog has brought into the journal and nobody has folded yet: orders and tickets of which no table speaks.

For whoever reads tables it is as if their facts had not arrived; whoever reads facts has them. So nothing is shown that
was true before and is not now: what the tables speak of is folded with the delivery that changes it. Whoever must not
leave anything out (`Reading.bring_up`, the ledger) asks here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.dialects.sqlite import insert

from aura_terminal.domain.facts import Aggregate
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.groups import json_list
from aura_terminal.store.statements import Prepared, Row, literal
from aura_terminal.store.tables import UNFOLDED

Key = tuple[str, str]

_ANY = literal("SELECT 1 FROM unfolded LIMIT 1")
_ONE = literal("SELECT 1 FROM unfolded WHERE aggregate = :aggregate AND aggregate_id = :id")
_AMONG = literal("""SELECT aggregate_id, order_id FROM unfolded
WHERE aggregate = :aggregate AND aggregate_id IN (SELECT value FROM json_each(:ids))""")
_OPEN_WORK = literal(
    "SELECT aggregate, aggregate_id FROM unfolded WHERE is_over = 0 ORDER BY aggregate, aggregate_id LIMIT :most"
)
_NEXT = literal("SELECT aggregate, aggregate_id FROM unfolded ORDER BY aggregate, aggregate_id LIMIT :most")
_ORDERS = literal("SELECT aggregate_id FROM unfolded WHERE aggregate = 'order' ORDER BY aggregate_id")
_OPEN_ORDERS = literal(
    "SELECT aggregate_id FROM unfolded WHERE aggregate = 'order' AND is_over = 0 ORDER BY aggregate_id"
)
_TICKETS = literal("""SELECT aggregate_id FROM unfolded
WHERE aggregate = 'ticket' AND order_id IN (SELECT value FROM json_each(:ids)) ORDER BY aggregate_id""")
_OTHERS_ARRIVED = literal("""SELECT aggregate, aggregate_id FROM journal AS j
WHERE arrival > :after AND arrival <= :last AND NOT EXISTS
(SELECT 1 FROM unfolded AS u WHERE u.aggregate = j.aggregate AND u.aggregate_id = j.aggregate_id)""")
_UPSERT = insert(UNFOLDED)
_NOTE = Prepared(
    _UPSERT.on_conflict_do_update(
        index_elements=["aggregate", "aggregate_id"],
        set_={"is_over": _UPSERT.excluded.is_over},
        where=_UPSERT.excluded.is_over > UNFOLDED.c.is_over,
    )
)
CLEAR = literal("DELETE FROM unfolded")
"""Nothing waits: everything is being folded."""
_KEYS = literal("SELECT aggregate, aggregate_id FROM unfolded")
_DROP = literal("DELETE FROM unfolded WHERE aggregate = :aggregate AND aggregate_id = :id")


def are_there(connection: StoreConnection) -> bool:
    """Whether anything waits to be folded."""
    return connection.one(_ANY) is not None


def is_one(connection: StoreConnection, aggregate: str, id_: str) -> bool:
    """Whether this one waits to be folded."""
    return connection.one(_ONE, (aggregate, id_)) is not None


def among(connection: StoreConnection, aggregate: str, ids: Iterable[str]) -> dict[str, str]:
    """Those of some aggregates that wait to be folded, each with the order it is about."""
    return {row[0]: row[1] for row in connection.rows(_AMONG, (aggregate, json_list(ids)))}


def following(connection: StoreConnection, most: int) -> list[Key]:
    """Whom to fold next: what somebody may still have to work on comes first."""
    found = connection.rows(_OPEN_WORK, (most,)) or connection.rows(_NEXT, (most,))
    return [(row[0], row[1]) for row in found]


def orders(connection: StoreConnection) -> Iterator[str]:
    """Every order that waits to be folded."""
    for row in connection.rows(_ORDERS):
        yield row[0]


def open_orders(connection: StoreConnection) -> list[str]:
    """Orders that wait to be folded and have not ended."""
    return [row[0] for row in connection.rows(_OPEN_ORDERS)]


def tickets_of(connection: StoreConnection, order_ids: Iterable[str]) -> list[str]:
    """The tickets of some orders that wait to be folded."""
    return [row[0] for row in connection.rows(_TICKETS, (json_list(order_ids),))]


def others_arrived(connection: StoreConnection, after: int, last: int) -> list[Key]:
    """Which aggregates came into this file after a place, up to another, without those that wait."""
    return [(row[0], row[1]) for row in connection.rows(_OTHERS_ARRIVED, (after, last))]


def keys(connection: StoreConnection) -> set[Key]:
    """All that wait to be folded."""
    return {(row[0], row[1]) for row in connection.rows(_KEYS)}


def note(connection: StoreConnection, rows: Sequence[Row]) -> None:
    """Let aggregates wait: rows of aggregate, id, order and whether nobody works on it any more."""
    if rows:
        connection.execute_many(_NOTE, rows)


def drop(connection: StoreConnection, folded: Iterable[Key]) -> None:
    """They wait no longer."""
    gone = list(folded)
    if gone:
        connection.execute_many(_DROP, gone)


ORDER, TICKET = Aggregate.ORDER.value, Aggregate.TICKET.value
