"""Facts of every type in the catalogue with values at and beyond all bounds, as a broken terminal tells them."""

from __future__ import annotations

import collections.abc
import json
import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from itertools import chain
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from aura_terminal.domain.closing import day_totals, perpetual, remaining
from aura_terminal.domain.documents import DOCUMENT_TYPES, DocumentKind, DocumentPut, DocumentWithdrawn, aggregate_id_of
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import CATALOGUE, Aggregate, FactType
from aura_terminal.domain.ids import CategoryId, GuestId, OrderId, Origin, PurchaseId, StaffId, TicketId
from aura_terminal.domain.tip_sharing import owed
from aura_terminal.store.chain import JournalRow, genesis, hash_of
from aura_terminal.store.open_store import Store
from tests.support.store_shop import StoredShop

PEER = Origin("01938f5e-0000-7000-8000-0000000000ee")
TODAY = date(2026, 5, 15)
BY_FAMILY = {family: [entry for entry in CATALOGUE if entry.aggregate is family] for family in Aggregate}

_TEXTS = ("", "x" * 5000, "9" * 500, "\0", "\u202e", "é\n")
_WORDS = st.sampled_from(("a", "b", "EUR"))
_DECIMALS = (
    "1E+999999999", "1E-999999999", "0E-999999999", "NaN", "sNaN", "-Infinity", "9" * 400, "1E+400", "-1E+28",
    "0." + "1" * 60,
)  # fmt: skip
_INSTANTS = (
    "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-14:00",
    "2026-05-15T18:00:00", "1969-12-31T23:59:59Z",
)  # fmt: skip
_NUMBERS = (0, -1, 2**31, 2**53 - 1, 2**53, 2**62, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**400)
_LEAVES: dict[type, tuple[SearchStrategy[Any], SearchStrategy[Any]]] = {
    bool: (st.booleans(), st.booleans()),
    int: (st.sampled_from((1, 2, 100)), st.sampled_from(_NUMBERS)),
    str: (_WORDS, st.sampled_from(_TEXTS)),
    Decimal: (st.just("1.5"), st.sampled_from(_DECIMALS)),
    datetime: (st.just("2026-05-15T18:00:00Z"), st.sampled_from(_INSTANTS)),
    date: (st.just("2026-05-15"), st.sampled_from(("0001-01-01", "9999-12-31"))),
    time: (st.just("04:00:00"), st.just("23:59:59.999999")),
}
"""What a value usually is, and what it is at the end of all things."""

_NAMED = {
    "currency": st.sampled_from((*["EUR"] * 20, "USD", "XXX", "")),
    "terminal": st.integers(0, 2**64).map(str),  # two attempts at work at one of them are another matter
}
_RARELY = st.integers(0, 7).map(lambda drawn: not drawn)


@st.composite
def payloads(draw: st.DrawFn, entry: FactType, id_: str) -> tuple[str, bytes]:
    """The id of the aggregate and the payload of one fact of a type; about one value in eight is extreme."""
    if entry.type is DocumentPut:
        kind = draw(st.sampled_from(list(DOCUMENT_TYPES)))
        body = {**_drawn(draw, DOCUMENT_TYPES[kind]), "id": id_}
        return aggregate_id_of(kind, id_), _as_json({"kind": kind.value, "document_id": id_, "body": body})
    plain = {**_drawn(draw, entry.type), entry.key: id_}
    if entry.type is DocumentWithdrawn:
        return aggregate_id_of(DocumentKind(plain["kind"]), id_), _as_json(plain)
    return id_, _as_json(plain)


@st.composite
def histories(draw: st.DrawFn, family: Aggregate, id_: str) -> list[JournalRow]:
    """Some facts of one family, not yet chained; what opens an aggregate is often there."""
    entries = BY_FAMILY[family]
    chosen = [entries[0], *draw(st.lists(st.sampled_from(entries), max_size=3))]
    found = []
    for place, entry in enumerate(chosen):
        aggregate_id, payload = draw(payloads(entry, id_))
        found.append(JournalRow(
            "", 0, f"{id_}-{place}", 0, family.value, aggregate_id, entry.name, entry.version, payload, "x",
            TODAY.isoformat(), b"", b"",
        ))  # fmt: skip
    return found


class BrokenPeer:
    """A terminal whose chain is honest and whose facts are not."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def tells(self, facts: list[JournalRow]) -> tuple[JournalRow, ...]:
        """The facts as it hands them over next, behind what was taken of it so far."""
        seq = dict(self._store.known()).get(PEER, 0)
        before = self._store.hash_at(PEER, seq) or genesis(self._store.identity.store_id, PEER)
        told = []
        for place, fact in enumerate(facts, seq + 1):
            linked = replace(fact, origin=PEER, seq=place, stamp=2**60 + place, prev_hash=before)
            told.append(replace(linked, hash=hash_of(linked)))
            before = told[-1].hash
        return tuple(told)


def read_everything(stored: StoredShop, id_: str) -> None:
    """Ask everything a screen asks, lists and the one; what is not there is no trouble, anything else raises."""
    for question in chain(_lists(stored), _house(stored), _singles(stored, id_)):
        try:
            question()
        except NotFound:
            continue


Question = collections.abc.Callable[[], object]


def _lists(stored: StoredShop) -> Iterator[Question]:
    reads, now = stored.store.reads, stored.clock.now()
    yield from (reads.orders.open_orders, reads.orders.tables, lambda: reads.orders.recent(50))
    yield from (lambda: reads.kitchen.live(None), lambda: reads.kitchen.bumped(None, 50))
    yield lambda: reads.kitchen.prep_times(now - timedelta(days=1))
    yield from (reads.mesh.terminals, reads.mesh.unshared)
    yield from (lambda: reads.mesh.conflicts(limit=50), lambda: reads.mesh.outages(limit=50))
    yield lambda: reads.mesh.deliveries(None, now - timedelta(days=1))
    yield from (reads.cards.open, reads.cards.tabs, reads.cards.at_risk, reads.cards.unsettled)
    yield from (lambda: reads.labor.on_duty(now), reads.store.staff, reads.store.profile)
    yield from (lambda: reads.labor.week(TODAY, now), lambda: reads.labor.cost_by_hour(TODAY, now))
    yield lambda: reads.labor.to_look_at(now)
    yield from (reads.cash.running, reads.cash.rules, lambda: reads.cash.ended(50))
    yield from (lambda: reads.cash.sessions_on(TODAY), lambda: reads.cash.loose_on(TODAY))
    yield lambda: reads.store.status(now)
    books = reads.books
    yield from (books.business_dates, books.last_fires, lambda: books.next_order_number(TODAY))
    yield lambda: perpetual(books.closings(), "EUR")
    yield from (lambda: books.openings_on(TODAY), lambda: books.tips_shared_on(TODAY))
    yield lambda: [owed(one.shared, one.paid) for one in books.tips_shared_on(TODAY)]
    yield lambda: remaining(
        day_totals(TODAY, "EUR", books.orders_of(TODAY), cards=reads.cards.unsettled()),
        [one.totals for one in books.closed_on(TODAY)],
    )


def _house(stored: StoredShop) -> Iterator[Question]:
    reads, now = stored.store.reads, stored.clock.now()
    yield from (reads.menu.categories, lambda: reads.menu.tiles(CategoryId("a")), lambda: reads.menu.search("x", 9))
    yield from (reads.guests.alike, lambda: reads.guests.search("x", 9), lambda: reads.guests.by_phone("1", 9))
    yield lambda: reads.guests.feedback(50)
    yield from (lambda: reads.tables.reservations(TODAY), lambda: reads.tables.free(now, 90, 2))
    yield from (lambda: reads.tables.standing(now), lambda: reads.tables.stays(now, now + timedelta(hours=2)))
    yield from (lambda: reads.waitlist.parties(TODAY), lambda: reads.waitlist.kept(TODAY))
    yield from (lambda: reads.waitlist.house(now), lambda: reads.errands.board(now))
    yield lambda: reads.guests.birthdays(TODAY, 7)
    yield from (reads.supplies.supplies, reads.supplies.low, lambda: reads.supplies.expiring(TODAY))
    yield from (lambda: reads.purchases.purchases(50), reads.purchases.wanted, reads.purchases.suppliers)
    yield from (reads.central.figures, lambda: reads.central.centre(50), lambda: reads.central.differing(TODAY))


def _singles(stored: StoredShop, id_: str) -> Iterator[Question]:
    reads, now = stored.store.reads, stored.clock.now()
    yield from (lambda: reads.orders.sheet(OrderId(id_)), lambda: reads.kitchen.ticket(TicketId(id_)))
    yield from (lambda: reads.guests.sheet(GuestId(id_)), lambda: reads.guests.orders(GuestId(id_), 9))
    yield from (lambda: reads.cards.of_order(OrderId(id_)), lambda: reads.labor.clock(StaffId(id_), now))
    yield lambda: reads.purchases.sheet(PurchaseId(id_))
    yield lambda: reads.labor.punches(StaffId(id_), TODAY)


def _as_json(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def _drawn(draw: st.DrawFn, hint: Any) -> Any:  # plain JSON for any type there is
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    hint = getattr(hint, "__supertype__", hint)
    if is_dataclass(hint):
        return _fields_drawn(draw, typing.cast(type, hint))
    if origin in (types.UnionType, typing.Union):
        return _drawn(draw, draw(st.sampled_from([kind for kind in arguments if kind is not type(None)])))
    if origin is tuple and Ellipsis in arguments:
        return [_drawn(draw, arguments[0]) for _ in range(draw(st.integers(0, 2)))]
    if origin is tuple:
        return [_drawn(draw, argument) for argument in arguments]
    if issubclass(hint, Enum):
        return draw(st.sampled_from(list(hint))).value
    usual, extreme = _LEAVES[hint]
    return draw(extreme if draw(_RARELY) else usual)


def _fields_drawn(draw: st.DrawFn, type_: type) -> dict[str, Any]:
    hints, plain = typing.get_type_hints(type_), {}
    for field in fields(type_):
        if _may_be_absent(field, hints[field.name]) and draw(st.booleans()):
            continue
        named = _NAMED.get(field.name)
        plain[field.name] = _drawn(draw, hints[field.name]) if named is None else draw(named)
    return plain


def _may_be_absent(field: Field[Any], hint: Any) -> bool:  # a hint may be any type there is
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return has_default or type(None) in typing.get_args(hint)
