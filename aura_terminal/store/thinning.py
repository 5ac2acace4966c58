"""Takes out of the journal what a day document holds, and brings an order back when something more happens to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from aura_terminal.domain.central import RecordId, name_of
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import archive, cash_past, central_past, figures, journal, meta
from aura_terminal.store.archive import Base, Final
from aura_terminal.store.arrivals import Arrivals
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.day_manifest import decoded
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import Family, KeptFact, write_changes
from aura_terminal.store.loading import standing
from aura_terminal.store.packs import expanded
from aura_terminal.store.statements import literal
from aura_terminal.store.transactions import transaction
from aura_terminal.store.writer import Writer

ORDERS_A_SLICE = 4
RECORDS_A_SLICE = 12

_TO_THIN = literal("SELECT day, to_thin FROM day_documents WHERE to_thin > 0 ORDER BY day LIMIT 1")
_MANIFEST = literal("SELECT manifest FROM day_documents WHERE day = :day")
_THINNED = literal("UPDATE day_documents SET to_thin = :left WHERE day = :day")
_PLACES = literal("SELECT origin, seq FROM journal WHERE aggregate = :aggregate AND aggregate_id = :id")
_DELETE = literal("DELETE FROM journal WHERE aggregate = :aggregate AND aggregate_id = :id")
_DELETE_FACT = literal("DELETE FROM journal WHERE origin = :origin AND seq = :seq")
_NEWEST = literal("SELECT origin, seq, aggregate FROM journal WHERE arrival = (SELECT max(arrival) FROM journal)")
_KITCHEN_AND_CASH = literal(
    "SELECT origin, seq, fact_id, stamp, aggregate, aggregate_id, type, version, payload FROM journal "
    "WHERE origin = :origin AND seq BETWEEN :first AND :last AND aggregate IN ('ticket', 'drawer', 'attempt')"
)
_IS_ORDER = literal("SELECT 1 FROM journal WHERE aggregate = 'order' AND aggregate_id = :order_id LIMIT 1")
_TICKETS = literal("SELECT ticket_id FROM tickets WHERE order_id = :order_id")
_CARDS = literal("SELECT attempt_id FROM card_attempts WHERE order_id = :order_id")
_CARD_ORDER = literal(
    "SELECT order_id FROM card_attempts WHERE attempt_id = :attempt_id AND is_open = 0 AND needs_query = 0 "
    "AND is_at_risk = 0 AND holds_money = 0"
)
_TICKET_ORDER = literal("SELECT order_id FROM tickets WHERE ticket_id = :ticket_id")
_RECORDS = literal(
    "SELECT DISTINCT aggregate_id FROM journal "
    "WHERE origin = :origin AND seq BETWEEN :first AND :last AND aggregate = 'central' ORDER BY aggregate_id"
)
_IN_JOURNAL = literal("SELECT 1 FROM journal WHERE aggregate = :aggregate AND aggregate_id = :id LIMIT 1")
_BUSY = literal(
    "SELECT 1 FROM central_refused WHERE record = :r1 UNION ALL SELECT 1 FROM central_waiting WHERE record = :r2 "
    "UNION ALL SELECT 1 FROM wires WHERE record = :r3 LIMIT 1"
)
_CENTRAL_ID = literal("SELECT central_id FROM central_records WHERE record = :record")
_ANY_BASE = literal("SELECT 1 FROM bases LIMIT 1")
_UNMARK = literal("DELETE FROM marks WHERE aggregate = :aggregate AND aggregate_id = :id")
_CARRY = literal(
    "INSERT INTO drawer_bases (drawer_id, openings, without_sale, stamp) VALUES (:drawer_id, :openings, :without, "
    ":stamp) ON CONFLICT (drawer_id) DO UPDATE SET openings = openings + excluded.openings, "
    "without_sale = without_sale + excluded.without_sale, stamp = max(stamp, excluded.stamp)"
)
_PACKS = literal("SELECT first_seq, last_seq FROM day_packs WHERE origin = :origin AND day = :day ORDER BY first_seq")

_LEAVING = {"order": "order", "refund": "order", "sale": "order", "return": "order", "ticket": "ticket"}
"""Kinds of records that leave, by the aggregate the first part of their local id names."""
_MENTIONS = {"lines_moved": "to", "lines_settled": "at", "order_merged": "into"}


def thin_next(writer: Writer, reading: StoreConnection) -> Iterator[None]:
    """Thin the journal by the oldest document that still has something in it; yields between short transactions.

    It waits while the newest row of the journal is one that would go: row numbers must not be given twice.
    """
    found = reading.one(_TO_THIN)
    if found is None or _newest_would_go(reading):
        return
    day, left = found
    manifest = decoded(expanded(reading.one(_MANIFEST, (day,))[0]))
    bases = archive.bases(reading)
    for place in range(len(manifest.sheets) + 1 - left, len(manifest.sheets)):
        finals = archive.finals(reading, day, place)
        yield
        for start in range(0, len(finals), ORDERS_A_SLICE):
            _thin_orders(writer, finals[start : start + ORDERS_A_SLICE], bases, day)
            yield
        with transaction(writer) as connection:
            connection.execute(_THINNED, (len(manifest.sheets) - place, day))
        yield
    for origin in manifest.origins:
        for first, last in reading.rows(_PACKS, (origin.origin, day)):
            _thin_kitchen_and_cash(writer, origin.origin, first, last, bases)
            yield
            for records in _batches(reading, origin.origin, first, last):
                _thin_records(writer, records, day, bases)
                yield
    with transaction(writer) as connection:
        connection.execute(_THINNED, (0, day))
    yield


def bring_back(writer: Writer, ids: Iterable[str]) -> int:
    """Put the facts of orders, and of what centrals hold of them, back into the journal, each alone, with their folds.

    Answers how many. Within the writer's transaction. What no document has is passed over.
    """
    connection = writer.connection
    asked = sorted(ids)
    records = [RecordId(id_) for id_ in asked if _is_record(id_)]
    group = archive.group_of(connection, (id_ for id_ in asked if not _is_record(id_)))
    told = [row for record in records for row in central_past.facts_of(connection, record)]
    rows = [*archive.facts_of(connection, group), *told]
    absent = [row for row in rows if journal.at(connection, row.origin, row.seq) is None]
    for record in {RecordId(row.aggregate_id) for row in told}:
        central_past.forget(connection, record)
    if absent:
        Arrivals(writer).fold(absent)
        for row in absent:
            writer.cache.forget(row.aggregate, row.aggregate_id)
        returned = sorted({row.aggregate_id for row in absent if row.aggregate == "order"})
        figures.come_back(connection, returned)
        cash_past.come_back(connection, returned)
    return len(absent)


def spoken_of(connection: StoreConnection, rows: Sequence[JournalRow]) -> set[str]:
    """The orders, and records of centrals, that facts just received speak of and the journal no longer does.

    One that is opened only now may have left before: it was known from paper.
    """
    if connection.one(_ANY_BASE) is None:
        return set()
    records = {row.aggregate_id for row in rows if row.aggregate == "central" and _is_record(row.aggregate_id)}
    ids = {row.aggregate_id for row in rows if row.aggregate == "order"}
    ids |= {str(_field(row.payload, _MENTIONS[row.type])) for row in rows if row.type in _MENTIONS}
    opened = {row.aggregate_id for row in rows if row.type == "order_opened"}
    ids -= {order_id for order_id in opened if not archive.has(connection, order_id)}
    return {order_id for order_id in ids if connection.one(_IS_ORDER, (order_id,)) is None} | records


def _is_record(id_: str) -> bool:
    """Whether it names what a central holds of something; an order's id has no slashes."""
    return id_.count("/") >= 2


def _field(payload: bytes, name: str) -> object:
    try:
        return msgspec.json.decode(payload).get(name, "")
    except (msgspec.MsgspecError, AttributeError):
        return ""  # the fold says what is wrong with it


def _newest_would_go(reading: StoreConnection) -> bool:
    origin, seq, aggregate = reading.one(_NEWEST)
    return aggregate in ("order", "ticket", "drawer", "central", "attempt") and seq <= archive.base_of(reading, origin)


def _thin_orders(writer: Writer, finals: Sequence[Final], bases: Mapping[str, Base], day: str) -> None:
    """Orders with all that shares lines with them, in one transaction; what has newer facts stays."""
    with transaction(writer) as connection:
        for final in finals:
            group = (final.order_id, *final.together)
            if all(_is_past(connection, "order", order_id, bases) for order_id in group):
                figures.leave(connection, group, day)
                cash_past.leave(connection, group, day)
                _take_out(writer, "order", group)
                fired = [row[0] for order_id in group for row in connection.rows(_TICKETS, (order_id,))]
                past = [ticket_id for ticket_id in fired if _is_past(connection, "ticket", ticket_id, bases)]
                _take_out(writer, "ticket", past)
                cards = [row[0] for order_id in group for row in connection.rows(_CARDS, (order_id,))]
                _take_out(writer, "attempt", [one for one in cards if _card_may_go(connection, one, bases)])
        _tell_others(connection)


def _thin_kitchen_and_cash(writer: Writer, origin: str, first: int, last: int, bases: Mapping[str, Base]) -> None:
    """Drawer openings, which live on in the drawer's carried count, and tickets and cards whose order is gone."""
    with transaction(writer) as connection:
        tickets: set[str] = set()
        cards: set[str] = set()
        for row in connection.rows(_KITCHEN_AND_CASH, (origin, first, last)):
            if row[4] == "drawer":
                _carry(writer, row)
            elif row[4] == "attempt":
                cards.add(row[5])
            else:
                tickets.add(row[5])
        for ticket_id in sorted(tickets):
            order = connection.one(_TICKET_ORDER, (ticket_id,))
            alone = order is None or connection.one(_IS_ORDER, (order[0],)) is None
            if alone and _is_past(connection, "ticket", ticket_id, bases):
                _take_out(writer, "ticket", (ticket_id,))
        for attempt_id in sorted(cards):
            taken = connection.one(_CARD_ORDER, (attempt_id,))
            is_gone = taken is not None and connection.one(_IS_ORDER, (taken[0],)) is None
            if is_gone and _card_may_go(connection, attempt_id, bases):
                _take_out(writer, "attempt", (attempt_id,))
        _tell_others(connection)


def _card_may_go(connection: StoreConnection, attempt_id: str, bases: Mapping[str, Base]) -> bool:
    """Whether nothing of a card is to be decided or at risk, and a day document has all of it."""
    return connection.one(_CARD_ORDER, (attempt_id,)) is not None and _is_past(connection, "attempt", attempt_id, bases)


def _batches(reading: StoreConnection, origin: str, first: int, last: int) -> Iterator[list[RecordId]]:
    """What centrals hold of orders and tickets, as far as facts of a pack speak of it, a few at a time."""
    found = [RecordId(row[0]) for row in reading.rows(_RECORDS, (origin, first, last))]
    leaving = [record for record in found if name_of(record).kind in _LEAVING]
    for start in range(0, len(leaving), RECORDS_A_SLICE):
        yield leaving[start : start + RECORDS_A_SLICE]


def _thin_records(writer: Writer, records: Sequence[RecordId], day: str, bases: Mapping[str, Base]) -> None:
    """Records whose order or ticket is gone; what a person has to decide about, or is under way, stays."""
    with transaction(writer) as connection:
        for record in records:
            name = name_of(record)
            about = (_LEAVING[name.kind], name.local_id.partition("/")[0])
            stays = connection.one(_IN_JOURNAL, about) or connection.one(_BUSY, (record,) * 3)
            if stays is None and _is_past(connection, "central", record, bases):
                linked = connection.one(_CENTRAL_ID, (record,))
                places = connection.rows(_PLACES, ("central", record))
                central_past.note(connection, record, linked[0] if linked else "", day, map(tuple, places))
                _take_out(writer, "central", (record,))
        _tell_others(connection)


def _carry(writer: Writer, row: Sequence[Any]) -> None:  # a row of _KITCHEN_AND_CASH
    origin, seq, fact_id, stamp, aggregate, id_, type_, version, payload = row
    connection, family = writer.connection, FAMILIES[aggregate]
    fact = writer.codec.told(aggregate, id_, type_, version, payload)
    if isinstance(fact, UnknownFact):
        return
    state = family.empty(id_)
    state.apply(fact)
    connection.execute(_CARRY, (id_, state.openings, state.without_sale, stamp))
    _without_entry(connection, family, KeptFact(fact_id, stamp, fact))
    connection.execute(_DELETE_FACT, (origin, seq))


def _is_past(connection: StoreConnection, aggregate: str, id_: str, bases: Mapping[str, Base]) -> bool:
    """Whether every fact of it is in a day document; also true of what is gone already."""
    places = connection.rows(_PLACES, (aggregate, id_))
    return all(origin in bases and seq <= bases[origin].seq for origin, seq in places)


def _take_out(writer: Writer, aggregate: str, ids: Sequence[str]) -> None:
    connection, family = writer.connection, FAMILIES[aggregate]
    rows = standing(connection, family, ids)
    for id_ in ids:
        if family.entry_table is not None:
            for stamp, fact_id, fact in journal.history(connection, writer.codec, aggregate, id_):
                if not isinstance(fact, UnknownFact):
                    _without_entry(connection, family, KeptFact(fact_id, stamp, fact))
        write_changes(connection, family, rows[id_].rows, family.nothing)
        connection.execute(_UNMARK, (aggregate, id_))
        connection.execute(_DELETE, (aggregate, id_))
        writer.cache.forget(aggregate, id_)


def _without_entry(connection: StoreConnection, family: Family, kept: KeptFact) -> None:
    row = family.entry(kept)
    if row is not None and family.entry_table is not None:
        connection.execute(family.entry_table.delete, row[: family.entry_table.key])


def _tell_others(connection: StoreConnection) -> None:
    """Rows that go leave no trace in the journal; the terminal's other process sees by this note that some did."""
    meta.put(connection, journal.THINNED, str(journal.thinned(connection) + 1))
