"""What is known here of an order, of those it shares lines with and of their tickets, as it would go on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from aura_terminal.domain.carried import CARRYING, Carried
from aura_terminal.domain.paper_bundle import OF_ORDERS, OF_TICKETS, Telling
from aura_terminal.store.codec import Codec, canonical
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.groups import json_list
from aura_terminal.store.statements import literal

_ROWS = literal(
    "SELECT aggregate_id, origin, seq, fact_id, stamp, type, version, payload, actor, business_date FROM journal "
    "WHERE aggregate = :aggregate AND aggregate_id IN (SELECT value FROM json_each(:ids)) "
    "ORDER BY aggregate_id, stamp, fact_id"
)
_TICKETS = literal(
    "SELECT ticket_id FROM tickets WHERE order_id IN (SELECT value FROM json_each(:orders)) UNION "
    "SELECT aggregate_id FROM unfolded WHERE aggregate = 'ticket' "
    "AND order_id IN (SELECT value FROM json_each(:waiting)) ORDER BY 1"
)
_by_place = attrgetter("stamp", "fact_id")


def tellings(connection: StoreConnection, codec: Codec, order_ids: Iterable[str]) -> tuple[Telling, ...]:
    """The facts of these orders and of their kitchen tickets, those among them that are known from paper alone.

    A fact that says that something was read from paper is among them without what it carries.
    """
    orders = sorted(order_ids)
    asked = json_list(orders)
    tickets = [row[0] for row in connection.rows(_TICKETS, (asked, asked))]
    return (*_of(connection, codec, OF_ORDERS, orders), *_of(connection, codec, OF_TICKETS, tickets))


def _of(connection: StoreConnection, codec: Codec, aggregate: str, ids: Sequence[str]) -> list[Telling]:
    rows = [tuple(row) for row in connection.rows(_ROWS, (aggregate, json_list(ids)))]
    return [
        Telling(aggregate, id_, flat(codec, aggregate, id_, [_carried(row[1:]) for row in of_one]))
        for id_, of_one in groupby(rows, key=lambda row: str(row[0]))
    ]


def flat(codec: Codec, aggregate: str, id_: str, rows: Sequence[Carried]) -> tuple[Carried, ...]:
    """Facts of one aggregate with what they carry beside them, each once, in the order in which they are folded."""
    found = {one.fact_id: one for one in rows}
    for one in rows:
        fact = codec.told(aggregate, id_, one.type, one.version, one.payload.encode())
        if isinstance(fact, CARRYING):
            found[one.fact_id] = replace(one, payload=canonical(replace(fact, carried=())).decode())
            for inner in fact.carried:
                found.setdefault(inner.fact_id, inner)
    return tuple(sorted(found.values(), key=_by_place))


def _carried(row: Sequence[object]) -> Carried:
    origin, seq, fact_id, stamp, type_, version, payload, actor, day = row
    assert isinstance(seq, int)
    assert isinstance(stamp, int)
    assert isinstance(version, int)
    assert isinstance(payload, bytes)
    return Carried(
        str(origin), seq, str(fact_id), stamp, str(type_), version, payload.decode(), str(actor), str(day)
    )  # fmt: skip
