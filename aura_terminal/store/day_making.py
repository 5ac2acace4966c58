"""Makes a day document: the day's facts packed origin by origin, its orders as they ended, and the manifest over both.

Nothing of it counts before the last transaction, so that a process that dies on the way has lost nothing. Everything is
decided by facts alone: terminals that hold the same facts make the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import msgspec

from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.ids import FireId, StationId
from aura_terminal.domain.kitchen import ticket_id_of
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.shop import Station
from aura_terminal.ports.journal import JournalRow
from aura_terminal.ports.receipts import receipt_of
from aura_terminal.store import figures, journal
from aura_terminal.store.archive import Final, Run, receipt_rows
from aura_terminal.store.codec import canonical
from aura_terminal.store.day_manifest import Manifest, PackedOrigin, encoded
from aura_terminal.store.day_plan import Cut, DayPlan
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.fold_orders import ORDER_FAMILY
from aura_terminal.store.folds import Mark, folded
from aura_terminal.store.groups import Group, edges_from, groups_of
from aura_terminal.store.packs import CHUNK, MOST_FACTS, Packer, compressed
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.transactions import transaction
from aura_terminal.store.writer import Writer

_DAYS = [table.name for table in ORDER_FAMILY.tables].index("order_days")

ORDERS_A_SHEET = 100
ORDERS_A_SLICE = 6
RUN_GAP = 200

_DROP = [
    literal(f"DELETE FROM {table} WHERE {column} = :day AND :day2 NOT IN (SELECT day FROM day_documents)")
    for table, column in (("day_packs", "day"), ("day_sheets", "day"))
]
_PUT_PACK = literal(
    "INSERT INTO day_packs (origin, first_seq, last_seq, day, before, after, sha256, body) "
    "VALUES (:origin, :first_seq, :last_seq, :day, :before, :after, :sha256, :body)"
)
_PUT_SHEET = literal("INSERT INTO day_sheets (day, place, sha256, body) VALUES (:day, :place, :sha256, :body)")
_PUT_RECEIPT = literal(
    "INSERT OR REPLACE INTO receipts (day, number, order_id, total_minor, document, sheet) "
    "VALUES (:day, :number, :order_id, :total_minor, :document, :sheet)"
)
_PUT_DOCUMENT = literal(
    "INSERT INTO day_documents (day, until, sha256, manifest, to_thin) "
    "VALUES (:day, :until, :sha256, :manifest, :to_thin)"
)
_MOVE_BASE = literal(
    "INSERT INTO bases (origin, seq, hash, stamp) VALUES (:origin, :seq, :hash, :stamp) ON CONFLICT (origin) "
    "DO UPDATE SET seq = excluded.seq, hash = excluded.hash, stamp = excluded.stamp"
)
_HAS_DOCUMENT = literal("SELECT 1 FROM day_documents WHERE day = :day")
_LEFTOVERS = literal("SELECT order_id FROM day_leftovers")
_NO_LEFTOVERS = literal("DELETE FROM day_leftovers")
_PUT_LEFTOVER = literal("INSERT INTO day_leftovers (order_id) VALUES (:order_id)")
_CARDS = literal("SELECT attempt_id FROM card_attempts WHERE order_id = :order_id ORDER BY attempt_id")
_PLACES = literal("SELECT origin, seq, stamp FROM journal WHERE aggregate = :aggregate AND aggregate_id = :id")


@dataclass(slots=True)
class _Day:
    """What is gathered while the day's facts pass by."""

    orders: set[str] = field(default_factory=set)
    origins: list[PackedOrigin] = field(default_factory=list)
    tickets: dict[str, int] = field(default_factory=dict)
    openings: list[msgspec.Raw] = field(default_factory=list)
    closings: list[msgspec.Raw] = field(default_factory=list)

    def see(self, rows: Iterable[JournalRow]) -> None:
        """Note orders, tickets, drawer openings and closings."""
        for row in rows:
            if row.aggregate == "order":
                self.orders.add(row.aggregate_id)
            elif row.aggregate == "ticket":
                self.tickets[row.type] = self.tickets.get(row.type, 0) + 1
            elif row.aggregate == "drawer":
                self.openings.append(msgspec.Raw(row.payload))
            elif row.aggregate == "closing":
                self.closings.append(msgspec.Raw(row.payload))


@dataclass(frozen=True, slots=True)
class _Ended:
    """An order that may go, with all that hang together with it."""

    final: Final
    group: Group


def make(writer: Writer, reading: StoreConnection, plan: DayPlan) -> Iterator[None]:
    """Make the document of a planned day; yields between slices, each at most one short transaction."""
    day = _Day()
    _forget_draft(writer, plan.day)
    yield
    for cut in plan.cuts:
        yield from _pack_origin(writer, reading, plan, cut, day)
    leftovers = {row[0] for row in reading.rows(_LEFTOVERS)}
    ended: dict[str, _Ended] = {}
    candidates = sorted(day.orders | leftovers)
    for start in range(0, len(candidates), ORDERS_A_SLICE):
        for order_id in candidates[start : start + ORDERS_A_SLICE]:
            found = _ended(writer, reading, order_id, plan)
            if found is not None:
                ended[order_id] = found
        yield
    finals = _whole_groups(ended)
    sheets: list[str] = []
    for start in range(0, len(finals), ORDERS_A_SHEET):
        sheets.append(_write_sheet(writer, plan.day, len(sheets), finals[start : start + ORDERS_A_SHEET]))
        yield
    gone = {final.order_id for final in finals}
    stay = [order_id for order_id in candidates if order_id not in gone]
    _publish(writer, plan, day, finals, sheets, stay)
    yield


def _forget_draft(writer: Writer, day: date) -> None:
    """Throw away what a process that died had made of it."""
    with transaction(writer) as connection:
        for drop in _DROP:
            connection.execute(drop, (day.isoformat(), day.isoformat()))


def _pack_origin(writer: Writer, reading: StoreConnection, plan: DayPlan, cut: Cut, day: _Day) -> Iterator[None]:
    hashes: list[str] = []
    before = b""
    seq = cut.first - 1
    while seq < cut.end.seq:
        packer, first, last = Packer(), seq + 1, min(seq + MOST_FACTS, cut.end.seq)
        rows: Sequence[JournalRow] = ()
        start = b""
        while seq < last:
            rows = journal.after(reading, cut.origin, seq, min(CHUNK, last - seq))
            start = start or rows[0].prev_hash
            packer.add(rows)
            day.see(rows)
            seq = rows[-1].seq
            yield
        raw = packer.finish()
        digest = hashlib.sha256(raw)
        yield
        before = before or start
        place = (cut.origin, first, last, plan.day.isoformat(), start, rows[-1].hash)
        body = compressed(raw)
        with transaction(writer) as connection:
            connection.execute(_PUT_PACK, (*place, digest.digest(), body))
        hashes.append(digest.hexdigest())
        yield
    day.origins.append(
        PackedOrigin(cut.origin, cut.first, before.hex(), cut.end.seq, cut.end.hash.hex(), tuple(hashes))
    )


def _ended(writer: Writer, reading: StoreConnection, order_id: str, plan: DayPlan) -> _Ended | None:
    """An order as it ended, unless something of it may still follow."""
    places = [row for row in reading.rows(_PLACES, ("order", order_id)) if row[2] < plan.horizon]
    if not places or max(row[2] for row in places) >= plan.until:
        return None
    loaded = writer.cache.look(reading, ORDER_FAMILY, order_id)
    if loaded.stamp >= plan.horizon:
        history = journal.history(reading, writer.codec, "order", order_id)
        loaded = folded(ORDER_FAMILY, order_id, (told for told in history if told[0] < plan.horizon))
    order: Order = loaded.state
    if loaded.mark is not Mark.NONE or order.terms is None or order.status is OrderStatus.OPEN or conflicts_of(order):
        return None
    grouping = ORDER_FAMILY.grouping
    assert grouping is not None
    group = groups_of((order_id,), edges_from(reading, grouping, (order_id,)))[0]
    tickets = _tickets(reading, order, [station.id for station in writer.shelf.all(Station)])
    where = [(row[0], row[1]) for row in places]
    cards = (row for (id_,) in reading.rows(_CARDS, (order_id,)) for row in reading.rows(_PLACES, ("attempt", id_)))
    where += [(row[0], row[1]) for rows in (*tickets.values(), tuple(cards)) for row in rows if row[2] < plan.until]
    days = {row[1] for row in loaded.rows[_DAYS].values()} or {order.business_date.isoformat()}
    return _Ended(
        Final(
            order_id, order.number, tuple(sorted(days)), order.bill.total.minor,
            order.bill.paid.minor, msgspec.Raw(canonical(receipt_of(order))), _runs(where),
        ),
        group,
    )  # fmt: skip


def _tickets(reading: StoreConnection, order: Order, places: Iterable[StationId]) -> dict[str, Sequence[Row]]:
    """The kitchen tickets of an order with the places of their facts; their ids follow from fire and station.

    A line may be made at several of the store's `places`, whatever it was sold for.
    """
    stations = {*places, *(line.sold.station_id for line in order.lines.values())}
    ids = {ticket_id_of(FireId(fire), station) for fire in order.fires for station in stations}
    found = {ticket_id: reading.rows(_PLACES, ("ticket", ticket_id)) for ticket_id in ids}
    return {ticket_id: rows for ticket_id, rows in found.items() if rows}


def _runs(where: Iterable[tuple[str, int]]) -> tuple[Run, ...]:
    """Places put together where they lie close to each other."""
    runs: list[Run] = []
    for origin, seq in sorted(where):
        last = runs[-1] if runs else None
        if last is not None and last.origin == origin and seq - last.last <= RUN_GAP:
            runs[-1] = Run(origin, last.first, seq)
        else:
            runs.append(Run(origin, seq, seq))
    return tuple(runs)


def _whole_groups(ended: dict[str, _Ended]) -> list[Final]:
    """Orders that hang together go together or stay together; by id."""
    return [
        msgspec.structs.replace(found.final, together=tuple(sorted(found.group - {order_id})))
        for order_id, found in sorted(ended.items())
        if found.group <= ended.keys()
    ]


def _write_sheet(writer: Writer, day: date, place: int, finals: Sequence[Final]) -> str:
    raw = msgspec.json.encode(finals, order="sorted")
    digest = hashlib.sha256(raw)
    sheet = (day.isoformat(), place, digest.digest(), compressed(raw))
    with transaction(writer) as connection:
        connection.execute(_PUT_SHEET, sheet)
        connection.execute_many(_PUT_RECEIPT, list(receipt_rows(finals, day.toordinal(), place)))
    return digest.hexdigest()


def _publish(
    writer: Writer, plan: DayPlan, day: _Day, finals: Sequence[Final], sheets: Sequence[str], stay: Sequence[str]
) -> None:
    """From this transaction on the document counts, and what it holds may leave the journal."""
    manifest = Manifest(
        writer.identity.store_id, plan.day.isoformat(), plan.until, tuple(day.origins), tuple(sheets), len(finals),
        sum(final.total_minor for final in finals), sum(final.paid_minor for final in finals),
        dict(sorted(day.tickets.items())), tuple(day.openings), tuple(day.closings),
    )  # fmt: skip
    raw = encoded(manifest)
    on = plan.day.isoformat()
    document = (on, plan.until, hashlib.sha256(raw).digest(), compressed(raw), len(sheets) + 1)
    with transaction(writer, lambda connection: connection.one(_HAS_DOCUMENT, (on,)) is not None) as connection:
        connection.execute(_PUT_DOCUMENT, document)
        figures.note_counted(connection, on)
        for cut in plan.cuts:
            connection.execute(_MOVE_BASE, (cut.origin, cut.end.seq, cut.end.hash, cut.end.stamp))
        connection.execute(_NO_LEFTOVERS)
        if stay:
            connection.execute_many(_PUT_LEFTOVER, [(order_id,) for order_id in stay])
