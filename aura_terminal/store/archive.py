"""Facts that have left the journal for day documents: how far, and what can be read of them.

The base of an origin is the place up to which its facts are in day documents; in the journal they are kept only singly.
The floor is the place above which this terminal can still hand everything over; documents may be missing below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from aura_terminal.domain.telling import told
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store import journal
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.errors import StoreUnavailable, Trouble
from aura_terminal.store.packs import BadPack, expanded, unpack
from aura_terminal.store.statements import Row, literal

_BASE = literal("SELECT seq, hash, stamp FROM bases WHERE origin = :origin")
_BASES = literal("SELECT origin, seq, hash, stamp FROM bases ORDER BY origin")
_PLACES = literal("SELECT first_seq, last_seq FROM day_packs WHERE origin = :origin AND last_seq <= :base")
_PACK = literal(
    "SELECT first_seq, last_seq, before, after, body FROM day_packs WHERE origin = :origin AND first_seq <= :seq "
    "ORDER BY first_seq DESC LIMIT 1"
)
_AFTER_OF = literal("SELECT after FROM day_packs WHERE origin = :origin AND last_seq = :seq AND first_seq <= :seq2")
_SHEET = literal("SELECT body FROM day_sheets WHERE day = :day AND place = :place")
_WHERE = literal("SELECT document, sheet FROM receipts WHERE order_id = :order_id ORDER BY document DESC LIMIT 1")


@dataclass(frozen=True, slots=True)
class Base:
    """The last fact of an origin that is in a day document."""

    seq: int
    hash: bytes
    stamp: int


class Run(msgspec.Struct, array_like=True, frozen=True):
    """Where facts of an order lie: from one place of an origin to another, both included."""

    origin: str
    first: int
    last: int


class Final(msgspec.Struct, frozen=True):
    """An order as a day document keeps it: its receipt in canonical JSON, where its facts lie, who belongs to it."""

    order_id: str
    number: str
    days: tuple[str, ...]
    total_minor: int
    paid_minor: int
    receipt: msgspec.Raw
    runs: tuple[Run, ...]
    together: tuple[str, ...] = ()


FINALS = msgspec.json.Decoder(tuple[Final, ...])


class _Fired(msgspec.Struct):
    """The order a kitchen ticket was fired, or a card was taken, for."""

    order_id: str = ""


_FIRED = msgspec.json.Decoder(_Fired)


def bases(connection: StoreConnection) -> dict[str, Base]:
    """The base of every origin that has one."""
    return {row[0]: Base(row[1], row[2], row[3]) for row in connection.rows(_BASES)}


def base_of(connection: StoreConnection, origin: str) -> int:
    """The place up to which an origin's facts have left the journal; 0 when none have."""
    row = connection.one(_BASE, (origin,))
    return int(row[0]) if row else 0


def floor_of(connection: StoreConnection, origin: str) -> int:
    """The place after which `facts_after` answers without a gap; a peer that knows less needs a snapshot."""
    floor = base_of(connection, origin)
    for first, last in sorted(connection.rows(_PLACES, (origin, floor)), reverse=True):
        if last == floor:
            floor = first - 1
    return floor


def facts_after(connection: StoreConnection, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
    """What an origin did after a place, oldest first: out of the documents, then out of the journal.

    Empty below the floor, for what follows could not be linked to what came before.
    """
    found: list[JournalRow] = []
    base = base_of(connection, origin)
    while seq < base and len(found) < limit:
        rows = facts_at(connection, origin, seq + 1)
        if not rows:
            return tuple(found)
        found += [row for row in rows if row.seq > seq][: limit - len(found)]
        seq = found[-1].seq
    return (*found, *journal.after(connection, origin, seq, limit - len(found)))


def facts_at(connection: StoreConnection, origin: str, seq: int) -> Sequence[JournalRow]:
    """The pack of facts a place lies in; empty when no document here holds it. StoreUnavailable for a damaged one."""
    row = connection.one(_PACK, (origin, seq))
    if row is None or not row[0] <= seq <= row[1]:
        return ()
    try:
        rows = unpack(expanded(row[4]))
        if (rows[0].seq, rows[-1].seq, rows[0].prev_hash, rows[-1].hash) != tuple(row[:4]):
            raise BadPack(told("its facts are not those of their place"))
    except BadPack as error:
        raise _damaged(told("the day document with fact {seq} of {origin}", seq=seq, origin=origin), error) from error
    return rows


def _damaged(which: str, error: Exception) -> StoreUnavailable:
    hint = told(
        "{which} does not read as it was written ({error}). See aura-terminal verify.", which=which, error=error
    )
    return StoreUnavailable(Trouble.DAMAGED, hint)


def hash_at(connection: StoreConnection, origin: str, seq: int) -> bytes | None:
    """The hash of a fact at or below the base; None when no document here holds it."""
    row = connection.one(_BASE, (origin,))
    if row is None or seq > row[0]:
        return None
    if seq == row[0]:
        return bytes(row[1])
    ends = connection.one(_AFTER_OF, (origin, seq, seq))
    if ends is not None:
        return bytes(ends[0])
    return next((fact.hash for fact in facts_at(connection, origin, seq) if fact.seq == seq), None)


def finals(connection: StoreConnection, day: str, place: int) -> tuple[Final, ...]:
    """The orders of one sheet of a day document. StoreUnavailable for a damaged one."""
    row = connection.one(_SHEET, (day, place))
    if row is None:
        return ()
    try:
        return FINALS.decode(expanded(row[0]))
    except (BadPack, msgspec.MsgspecError) as error:
        raise _damaged(told("the day document of {day}", day=day), error) from error


def has(connection: StoreConnection, order_id: str) -> bool:
    """Whether a day document holds an order."""
    return connection.one(_WHERE, (id_bytes(order_id),)) is not None


def final_of(connection: StoreConnection, order_id: str) -> Final | None:
    """An order as the latest document that has it keeps it."""
    row = connection.one(_WHERE, (id_bytes(order_id),))
    if row is None:
        return None
    found = finals(connection, date.fromordinal(row[0]).isoformat(), row[1])
    return next((final for final in found if final.order_id == order_id), None)


def group_of(connection: StoreConnection, order_ids: Iterable[str]) -> list[Final]:
    """Orders out of the documents with every order whose lines they share, each once."""
    found: dict[str, Final] = {}
    asked = list(order_ids)
    while asked:
        order_id = asked.pop()
        final = None if order_id in found else final_of(connection, order_id)
        if final is not None:
            found[order_id] = final
            asked += final.together
    return [found[order_id] for order_id in sorted(found)]


def facts_of(connection: StoreConnection, orders: Sequence[Final]) -> list[JournalRow]:
    """The facts of orders, their tickets and cards, out of the documents, each once; StoreUnavailable without them."""
    order_ids = {final.order_id for final in orders}
    rows = [row for row in _rows_near(connection, orders) if row.aggregate in ("order", "ticket", "attempt")]
    begun = (row for row in rows if row.type in ("ticket_fired", "card_attempt_created"))
    theirs = {row.aggregate_id for row in begun if _order_of(row.payload) in order_ids}
    return [row for row in rows if row.aggregate_id in (order_ids if row.aggregate == "order" else theirs)]


def _order_of(payload: bytes) -> str:
    try:
        return _FIRED.decode(payload).order_id
    except msgspec.MsgspecError:
        return ""  # of a newer program


def _rows_near(connection: StoreConnection, orders: Sequence[Final]) -> Iterator[JournalRow]:
    """Every fact of the packs in which facts of these orders lie."""
    runs = sorted({(run.origin, run.first, run.last) for final in orders for run in final.runs})
    origin, reached = "", 0
    for run_origin, first, last in runs:
        if run_origin != origin:
            origin, reached = run_origin, 0
        while reached < last:
            rows = facts_at(connection, origin, max(first, reached + 1))
            if not rows:
                raise _damaged(
                    told("the day document with fact {seq} of {origin}", seq=max(first, reached + 1), origin=origin),
                    LookupError(told("it is gone")),
                )
            yield from (row for row in rows if row.seq > reached)
            reached = rows[-1].seq


def receipt_rows(orders: Iterable[Final], document: int, sheet: int) -> Iterator[Row]:
    """The search index of one sheet: an order under every business date it was closed or paid on."""
    for final in orders:
        for on in final.days:
            day = date.fromisoformat(on).toordinal()
            yield day, final.number, id_bytes(final.order_id), final.total_minor, document, sheet


def id_bytes(text: str) -> bytes:
    """An id in few bytes: the sixteen of a UUID, any other as it is written."""
    try:
        id_ = UUID(text)
    except ValueError:
        return text.encode()
    return id_.bytes if str(id_) == text else text.encode()
