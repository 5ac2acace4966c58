"""Sums of orders that left the tables for a day document, kept so that figures of past days stay.

Sums of orders in the tables are kept by triggers (migration 19) with an empty `lies_in`; what left is added up under
the day of the document the orders lie in, and taken out again where one comes back. `figure_days` are the documents
whose orders are counted; any other is counted in quiet moments, which is also how the sums are made again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from aura_terminal.store import archive, journal
from aura_terminal.store.archive import Final, id_bytes
from aura_terminal.store.cache import AggregateCache
from aura_terminal.store.codec import Codec
from aura_terminal.store.day_manifest import decoded
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.fold_orders import ORDER_FAMILY
from aura_terminal.store.groups import json_list
from aura_terminal.store.migrations.steps import STEPS
from aura_terminal.store.packs import expanded
from aura_terminal.store.rebuild import refold
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.tables import ORDER_FIGURES
from aura_terminal.store.transactions import transaction
from aura_terminal.store.writer import Writer

_KEY = "kind, business_date, currency, slot, name, part, who, why"
_KEYS = len(_KEY.split(", "))
_OF_ORDERS = "FROM order_figures WHERE order_id IN (SELECT value FROM json_each(:ids)) GROUP BY"
_ADD = (
    f"ON CONFLICT ({_KEY}, lies_in) DO UPDATE SET orders = orders + excluded.orders, "
    "units = units + excluded.units, minor = minor + excluded.minor, other = other + excluded.other"
)
_MOVE = literal(
    f"INSERT INTO day_figures ({_KEY}, lies_in, orders, units, minor, other) "
    f"SELECT {_KEY}, :day, count(*), sum(units), sum(minor), sum(other) {_OF_ORDERS} {_KEY} {_ADD}"
)
_TAKE_BACK = literal(
    f"INSERT INTO day_figures ({_KEY}, lies_in, orders, units, minor, other) "
    f"SELECT {_KEY}, :day, -count(*), -sum(units), -sum(minor), -sum(other) {_OF_ORDERS} {_KEY} {_ADD}"
)
_DROP_EMPTY = literal("DELETE FROM day_figures WHERE lies_in = :day AND orders = 0")
_DROP = literal("DELETE FROM day_figures WHERE lies_in = :day")
_PUT = literal(
    f"INSERT INTO day_figures ({_KEY}, lies_in, orders, units, minor, other) "
    "VALUES (:kind, :on, :currency, :slot, :name, :part, :who, :why, :day, :orders, :units, :minor, :other)"
)
_COUNTED = literal("INSERT OR IGNORE INTO figure_days (day) VALUES (:day)")
_UNCOUNT_ALL = literal("DELETE FROM figure_days WHERE day IN (SELECT day FROM day_documents)")
_UNCOUNTED = literal(
    "SELECT day, manifest FROM day_documents WHERE to_thin = 0 AND day NOT IN (SELECT day FROM figure_days) "
    "ORDER BY day DESC LIMIT 1"
)
_IS_LIVE = literal("SELECT 1 FROM orders WHERE order_id = :order_id")
_LIES_IN = literal("SELECT max(document) FROM receipts WHERE order_id = :order_id")


def leave(connection: StoreConnection, order_ids: Iterable[str], day: str) -> None:
    """Orders are about to leave the tables for a day document: their figures stay."""
    connection.execute(_MOVE, (day, json_list(order_ids)))


def come_back(connection: StoreConnection, order_ids: Iterable[str]) -> None:
    """Orders out of documents are in the tables again: what was kept of them is there twice now."""
    by_document: dict[str, list[str]] = {}
    for order_id in order_ids:
        found = connection.one(_LIES_IN, (id_bytes(order_id),))
        if found is not None and found[0] is not None:
            by_document.setdefault(date.fromordinal(found[0]).isoformat(), []).append(order_id)
    for day, ids in by_document.items():
        connection.execute(_TAKE_BACK, (day, json_list(ids)))
        connection.execute(_DROP_EMPTY, (day,))


def note_counted(connection: StoreConnection, day: str) -> None:
    """A document whose orders are counted as they leave."""
    connection.execute(_COUNTED, (day,))


def count_all_again(connection: StoreConnection) -> None:
    """Have the sums of every document made again; those there are stand until then."""
    connection.execute(_UNCOUNT_ALL)


def count_documents(writer: Writer, reading: StoreConnection) -> Iterator[None]:
    """Count the orders of documents that nobody has counted, the newest first; yields between slices.

    A document that lost an order to the tables meanwhile is begun anew by the next round.
    """
    while (found := reading.one(_UNCOUNTED)) is not None:
        day = str(found[0])
        sums: dict[Row, Counter[str]] = {}
        taken: list[str] = []
        for place in range(len(decoded(expanded(found[1])).sheets)):
            finals = [final for final in archive.finals(reading, day, place) if _is_of(reading, final, day)]
            _add_up(reading, writer.codec, finals, sums)
            taken += [final.order_id for final in finals]
            yield
        with transaction(writer) as connection:
            if any(connection.one(_IS_LIVE, (order_id,)) for order_id in taken):
                return
            connection.execute(_DROP, (day,))
            rows = [(*key, day, n["orders"], n["units"], n["minor"], n["other"]) for key, n in sums.items()]
            connection.execute_many(_PUT, rows)
            connection.execute(_COUNTED, (day,))
        yield


def _is_of(reading: StoreConnection, final: Final, day: str) -> bool:
    """Whether an order is counted under this document: it is not in the tables, and no later document has it."""
    if reading.one(_IS_LIVE, (final.order_id,)) is not None:
        return False
    found = reading.one(_LIES_IN, (id_bytes(final.order_id),))
    return found is None or found[0] is None or date.fromordinal(found[0]).isoformat() == day


def _add_up(reading: StoreConnection, codec: Codec, finals: Sequence[Final], sums: dict[Row, Counter[str]]) -> None:
    """Fold orders of a document, with those they share lines with, and add what they come to."""
    if not finals:
        return
    place = [table.name for table in ORDER_FAMILY.tables].index(ORDER_FIGURES.name)
    scratch = StoreConnection(Path(":memory:"), Access.SCRATCH)
    try:
        for statement in (statement for step in STEPS for statement in step):
            scratch.raw.execute(statement)
        group = archive.group_of(reading, [final.order_id for final in finals])
        rows = sorted(archive.facts_of(reading, group), key=lambda row: (row.stamp, row.fact_id))
        journal.append(scratch, rows)
        refold(scratch.raw, codec, scratch)
        cache = AggregateCache(codec, lambda aggregate, id_: None)
        for final in finals:
            for row in cache.look(scratch, ORDER_FAMILY, final.order_id).rows[place].values():
                one = sums.setdefault(row[1 : _KEYS + 1], Counter())
                units, minor, other = row[_KEYS + 1 :]
                one["orders"] += 1
                one["units"] += units
                one["minor"] += minor
                one["other"] += other
    finally:
        scratch.close()
