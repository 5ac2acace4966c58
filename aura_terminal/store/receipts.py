"""Orders of days that have left the journal: found again by what is printed on a receipt, and read for reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from aura_terminal.domain.ordering import Order
from aura_terminal.ports.receipts import Receipt
from aura_terminal.store import archive, journal
from aura_terminal.store.archive import Final, id_bytes
from aura_terminal.store.cache import AggregateCache
from aura_terminal.store.codec import Codec
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.fold_orders import ORDER_FAMILY
from aura_terminal.store.migrations.steps import STEPS
from aura_terminal.store.rebuild import refold
from aura_terminal.store.statements import literal

MOST = 50

_BY_ORDER = literal("""
SELECT document, sheet, order_id FROM receipts WHERE order_id = :id ORDER BY document DESC LIMIT 1""")
_BY_NUMBER = literal("""
SELECT r.document, r.sheet, r.order_id FROM (WITH RECURSIVE days(day) AS (SELECT max(day) FROM receipts UNION ALL
  SELECT (SELECT max(day) FROM receipts WHERE day < days.day) FROM days WHERE days.day IS NOT NULL)
  SELECT day FROM days WHERE day IS NOT NULL) AS d CROSS JOIN receipts AS r ON r.day = d.day AND r.number = :number
WHERE (:total IS NULL OR r.total_minor = :total2) ORDER BY d.day DESC LIMIT :most""")
_OF_DAY = literal("""
SELECT document, sheet, order_id FROM receipts WHERE day = :day AND (:number = '' OR number = :number2)
  AND (:total IS NULL OR total_minor = :total2) ORDER BY number LIMIT :most""")
_BY_TOTAL = literal("""
SELECT document, sheet, order_id FROM receipts WHERE total_minor = :total ORDER BY day DESC LIMIT :most""")
_DAYS = literal("""
WITH RECURSIVE days(day) AS (SELECT min(day) FROM receipts UNION ALL
  SELECT (SELECT min(day) FROM receipts WHERE day > days.day) FROM days WHERE days.day IS NOT NULL)
SELECT day FROM days WHERE day IS NOT NULL""")
_LIVE = literal("SELECT 1 FROM orders WHERE order_id = :id")


def find(
    connection: StoreConnection, codec: Codec, *, number: str = "", day: date | None = None, order_id: str = "",
    total_minor: int | None = None, most: int = MOST,
) -> tuple[Receipt, ...]:  # fmt: skip
    """Orders that match all that is given, the newest first; nothing given finds nothing. Up to 400 days back."""
    if order_id:
        places = connection.rows(_BY_ORDER, (id_bytes(order_id),))
    elif day is not None:
        on = day.toordinal()
        places = connection.rows(_OF_DAY, (on, number, number, total_minor, total_minor, most))
    elif number:
        places = connection.rows(_BY_NUMBER, (number, total_minor, total_minor, most))
    elif total_minor is not None:
        places = connection.rows(_BY_TOTAL, (total_minor, most))
    else:
        return ()
    return tuple(codec.value(Receipt, bytes(final.receipt)) for final in _finals(connection, places))


def business_dates(connection: StoreConnection) -> tuple[date, ...]:
    """The dates with orders in day documents, in order."""
    return tuple(date.fromordinal(row[0]) for row in connection.rows(_DAYS))


def orders_of(connection: StoreConnection, codec: Codec, day: date) -> Iterator[Order]:
    """Orders in day documents that were closed or paid on a date, folded again from their facts.

    For reports: a day of 2,000 orders takes some seconds. Orders that have come back into the journal are left out.
    """
    places = connection.rows(_OF_DAY, (day.toordinal(), "", "", None, None, -1))
    finals = [final for final in _finals(connection, places) if connection.one(_LIVE, (final.order_id,)) is None]
    if not finals:
        return
    scratch = StoreConnection(Path(":memory:"), Access.SCRATCH)
    try:
        for step in STEPS:
            for statement in step:
                scratch.raw.execute(statement)
        group = archive.group_of(connection, [final.order_id for final in finals])
        rows = sorted(archive.facts_of(connection, group), key=lambda row: (row.stamp, row.fact_id))
        journal.append(scratch, rows)
        refold(scratch.raw, codec, scratch)
        cache = AggregateCache(codec, lambda aggregate, id_: None)
        for final in finals:
            order: Order = cache.look(scratch, ORDER_FAMILY, final.order_id).state
            yield order
    finally:
        scratch.close()


def _finals(connection: StoreConnection, places: Sequence[Any]) -> Iterator[Final]:  # rows of document, sheet, order
    sheets: dict[tuple[int, int], dict[str, Final]] = {}
    for document, sheet, order_id in places:
        found = sheets.get((document, sheet))
        if found is None:
            finals = archive.finals(connection, date.fromordinal(document).isoformat(), sheet)
            found = sheets[document, sheet] = {final.order_id: final for final in finals}
        text = str(UUID(bytes=bytes(order_id))) if len(order_id) == 16 else bytes(order_id).decode()
        if text in found:
            yield found[text]
