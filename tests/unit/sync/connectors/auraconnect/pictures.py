"""A store in memory as a connector sees it, and a back office that answers as the documents show."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from aura_terminal.domain.cash import DrawerSession
from aura_terminal.domain.central import CentralConfirmed, CentralRecord, RecordId, RecordName, name_of, record_id
from aura_terminal.domain.documents import KIND_OF, Document
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact, aggregate_of
from aura_terminal.domain.feedback import Feedback
from aura_terminal.domain.guests import Guest, digits_of
from aura_terminal.domain.ids import GuestId, ItemId, OrderId, Origin, StaffId, TableId, TicketId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.loyalty import LoyaltyAccount
from aura_terminal.domain.menu import Item, ModifierGroup
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.reservations import Reservation
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile, Table
from aura_terminal.domain.staff import StaffMember
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.supplies import StockTake, SupplyLevel
from aura_terminal.domain.tax import TaxRegime, TaxTerms
from aura_terminal.ports.central import PULLED, Sweep, Touched, WireRow, WireState
from aura_terminal.ports.store import SYSTEM
from sync.connectors.auraconnect.connector import connector_of
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.words import documented_words
from sync.reconcile.contract import (
    Account,
    Call,
    Done,
    Outcome,
    Page,
    Reply,
    Step,
    canonical,
    idempotency_key,
)
from sync.reconcile.translator import Translator
from tests.support.chance import FRIDAY_EVENING
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_shop import MemoryStore, demo_store

D = TypeVar("D", bound=Document)

STORE_ID = "019e2cb0-0000-7000-8000-00000000beef"
NOW_MS = int(FRIDAY_EVENING.timestamp() * 1000)
ACCOUNT = Account("auraconnect", "https://central.example", "till@example.com", tenant="t1")


FOLDS: dict[Aggregate, Callable[[Any], Any]] = {
    Aggregate.GUEST: Guest,
    Aggregate.LOYALTY: LoyaltyAccount,
    Aggregate.RESERVATION: Reservation,
    Aggregate.SUPPLY: SupplyLevel,
    Aggregate.STOCK_TAKE: StockTake,
    Aggregate.FEEDBACK: Feedback,
    Aggregate.SESSION: DrawerSession,
}


def _is_reached(guest: Guest, phone: str, email: str) -> bool:
    by_phone = digits_of(phone) and digits_of(guest.phone) == digits_of(phone)
    return bool(by_phone or (email and guest.email.casefold() == email.casefold()))


class MemoryTokens:
    """The Tokens port."""

    def __init__(self, **secrets: str) -> None:
        self.secrets = secrets

    def get(self, name: str) -> str:
        return self.secrets.get(name, "")

    def put(self, name: str, secret: str) -> None:
        self.secrets.pop(name, None)
        if secret:
            self.secrets[name] = secret


class JournalPicture:
    """The Picture port over a journal in memory."""

    def __init__(self, journal: MemoryJournal, store_id: str = STORE_ID) -> None:
        self.journal = journal
        self.store_id = store_id

    def order(self, order_id: OrderId) -> Order:
        return self.journal.order(order_id)

    def orders_at(self, table_id: TableId) -> tuple[Order, ...]:
        at = (one for one in self.journal.orders() if table_id in (one.table_id, *one.party.linked))
        there = (one for one in at if one.status is OrderStatus.OPEN)
        return tuple(sorted(there, key=lambda one: (one.opened_at, one.id)))

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        return self.journal.ticket(ticket_id)

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        return self.journal.time_sheet(staff_id)

    def stock(self, item_id: str) -> StockLevel:
        return self.journal.stock(ItemId(item_id))

    def aggregate(self, aggregate: str, id_: str) -> object:
        kind = Aggregate(aggregate)
        if not self.journal.facts(kind, id_):
            raise NotFound(aggregate, id_)
        return self.journal.folded(FOLDS[kind](id_), kind)

    def document(self, type_: type[D], document_id: str) -> D:
        try:
            return cast("D", self.journal.documents[KIND_OF[cast("type[Document]", type_)], document_id])
        except KeyError:
            raise NotFound(type_.__name__, document_id) from None

    def documents(self, type_: type[D]) -> tuple[D, ...]:
        kind = KIND_OF[cast("type[Document]", type_)]
        found = (body for (of, _), body in self.journal.documents.items() if of is kind)
        return cast("tuple[D, ...]", tuple(sorted(found, key=lambda one: one.id)))

    def terms(self) -> TaxTerms:
        return self.document(TaxRegime, self.document(StoreProfile, STORE_PROFILE).tax_regime).terms

    def record(self, record: RecordId) -> CentralRecord:
        return self.journal.folded(CentralRecord(record), Aggregate.CENTRAL)

    def guests_reached_at(self, phone: str, email: str) -> tuple[GuestId, ...]:
        known = (self.journal.folded(Guest(GuestId(id_)), Aggregate.GUEST) for id_ in self.journal.ids(Aggregate.GUEST))
        found = (one for one in known if one.is_known and one.merged_into is None)
        return tuple(sorted(one.id for one in found if _is_reached(one, phone, email)))

    def local_of(self, connector: str, kind: str, central_id: str) -> str:
        return next(iter(self.locals_of(connector, kind, central_id)), "")

    def locals_of(self, connector: str, kind: str, central_id: str) -> tuple[str, ...]:
        names = [name_of(RecordId(id_)) for id_ in sorted(self.journal.ids(Aggregate.CENTRAL))]
        of_kind = (name for name in names if (name.connector, name.kind) == (connector, kind))
        return tuple(name.local_id for name in of_kind if self._central_id(name) == central_id)

    def _central_id(self, name: RecordName) -> str:
        return self.record(record_id(*name)).central_id


@dataclass(slots=True)
class Central:
    """Answers as the documents show; it remembers keys, and every request it took."""

    taken: list[tuple[Call, str]] = field(default_factory=list)
    replies: dict[str, bytes] = field(default_factory=dict)
    last_id: int = 1000
    without: tuple[str, ...] = ()

    def answer(self, call: Call, key: str) -> Reply:
        if key not in self.replies:
            self.taken.append((call, key))
            self.replies[key] = json.dumps(self._body(call)).encode()
        return reply(self.replies[key], status=201 if call.method == "POST" else 200)

    def _next(self) -> int:
        self.last_id += 1
        return self.last_id

    def _body(self, call: Call) -> object:
        body = cast("dict[str, Any]", json.loads(canonical(call.body))) if call.body is not None else {}
        if call.path.startswith("/api/v1/orders"):
            items = [{"id": self._next(), **one} for one in body.get("items", [])]
            return {"data": {"id": self._next(), "order_number": "ORD-1", "items": items}, "meta": {}}
        if call.path.endswith("/payments/split"):
            return {"payments": [{"payment_id": f"pay_{self._next()}"} for _ in body["splits"]]}
        if "/payments/" in call.path:
            return {"payment_id": f"pay_{self._next()}", "status": "completed"}
        return {"id": self._next(), "message": "ok"}


def reply(body: object, status: int = 200, **headers: str) -> Reply:
    """A reply with a body of JSON, or of these bytes."""
    found = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, {"content-type": "application/json", **headers}, found)


@dataclass(slots=True)
class Bench:
    """A demo shop, a connector of it, and the back office it talks to."""

    store: MemoryStore
    picture: JournalPicture
    connector: Translator
    central: Central = field(default_factory=Central)
    looked: int = 0

    @property
    def journal(self) -> MemoryJournal:
        return self.store.journal

    def keep(self, *facts: Fact) -> None:
        """Keep facts in the name of the system."""
        self.journal.commit(Origin("node"), SYSTEM, FRIDAY_EVENING, facts, ())

    def link(self, kind: str, local_id: str, central_id: str) -> None:
        """Say what something here is called there."""
        self.keep(CentralConfirmed(record_of(kind, local_id), PULLED, "there", central_id, FRIDAY_EVENING))

    def due(self) -> list[RecordId]:
        """Records that facts since the last call may have left to be told."""
        found: dict[RecordId, None] = {}
        for entry in self.journal.entries[self.looked :]:
            aggregate, id_ = aggregate_of(entry.fact)
            touched = Touched(entry.origin, entry.seq, aggregate.value, id_, type(entry.fact).__name__, entry.fact)
            found.update(dict.fromkeys(self.connector.records_of(touched, self.picture)))
            if isinstance(entry.fact, CentralConfirmed) and entry.fact.step != PULLED:
                found[entry.fact.record] = None
        self.looked = len(self.journal.entries)
        return list(found)

    def plan(self, record: RecordId) -> tuple[Step, ...]:
        return self.connector.plan(self.picture.record(record), self.picture).steps

    def tell(self) -> list[Step]:
        """Tell everything that is due, until nothing is; the steps in the order they were taken."""
        told: list[Step] = []
        waiting = self.due()
        while waiting:
            for record in waiting:
                while steps := [one for one in self.plan(record) if not self._waits(one)]:
                    self.take(steps[0])
                    told.append(steps[0])
                    assert len(told) < 5000, f"never done: {record}"
            waiting = self.due()
        return told

    def take(self, step: Step) -> Outcome:
        """Send one step and keep what came of it."""
        row = self.row(step)
        outcome = self.connector.read(row, self.central.answer(step.call, row.key), self.picture, NOW_MS)
        assert isinstance(outcome, Done), outcome
        self.keep(self.confirmed(step, outcome), *outcome.facts)
        return outcome

    def row(self, step: Step) -> WireRow:
        body = b"" if step.call.body is None else canonical(step.call.body)
        key = idempotency_key(self.picture.store_id, step, self.picture.record(step.record).again.get(step.step, 0))
        return WireRow(
            key, CONNECTOR, step.record, step.step, step.digest, int(step.lane), step.call.method, step.call.path, body,
            WireState.SENT, NOW_MS,
        )  # fmt: skip

    def confirmed(self, step: Step, done: Done) -> CentralConfirmed:
        return CentralConfirmed(
            step.record, step.step, step.digest, done.central_id, FRIDAY_EVENING, done.parts, done.said
        )

    def pull(self, resource: str, *pages: object) -> list[Page]:
        """Take the pages of a pass and keep their facts."""
        taken = []
        sweep = Sweep(CONNECTOR, resource, began_ms=NOW_MS)
        for number, body in enumerate(pages, 1):
            sweep = Sweep(CONNECTOR, resource, number, NOW_MS, seen=sweep.seen)
            page = self.connector.page(sweep, reply(body), self.picture, NOW_MS)
            self.keep(*page.facts)
            sweep = Sweep(CONNECTOR, resource, number + 1, NOW_MS, seen=(*sweep.seen, *page.ids))
            taken.append(page)
        return taken

    def _waits(self, step: Step) -> bool:
        return any(not self.picture.record(one).is_linked for one in step.needs)


def bench(override: str = "", **secrets: str) -> Bench:
    """A demo shop that is connected and has been told of nothing."""
    store = demo_store()
    connector = connector_of(ACCOUNT, MemoryTokens(**secrets), documented_words(override))
    return Bench(store, JournalPicture(store.journal), connector)


def mirrored(override: str = "") -> Bench:
    """The same, with everything of the demo shop known there under numbers."""
    made = bench(override)
    picture = made.picture
    links: list[tuple[str, str]] = [("item", one.id) for one in picture.documents(Item)]
    links += [("variant", f"{item.id}/{one.id}") for item in picture.documents(Item) for one in item.variants]
    links += [("modifier", one.id) for group in picture.documents(ModifierGroup) for one in group.modifiers]
    links += [("staff", one.id) for one in picture.documents(StaffMember)]
    links += [("table", one.id) for one in picture.documents(Table)]
    made.keep(*(
        CentralConfirmed(record_of(kind, local_id), PULLED, "there", str(number), FRIDAY_EVENING)
        for number, (kind, local_id) in enumerate(dict.fromkeys(links), 1)
    ))  # fmt: skip
    made.due()
    return made


def body_of(step: Step) -> dict[str, Any]:
    """What a step says."""
    assert isinstance(step.call.body, dict)
    return cast("dict[str, Any]", step.call.body)


def paths(steps: Iterable[Step]) -> list[str]:
    """Methods and paths, ids left out."""
    return [
        f"{one.call.method} {'/'.join('{id}' if part.isdigit() else part for part in one.call.path.split('/'))}"
        for one in steps
    ]
