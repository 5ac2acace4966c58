"""One transaction in one store's books: facts are stamped, chained, folded, journalled and laid out as rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert

from aura_terminal.domain.chain import genesis, link
from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact, aggregate_of
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import Origin, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.stamps import HybridClock, Stamp
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.journal import JournalRow
from sync.central.store import journal, numbers
from sync.central.store.company import joined
from sync.central.store.folding import EMPTY, Empty
from sync.central.store.journal import FactCodec, Head, Tenant
from sync.central.store.memory import Memories, Memory, Recalled
from sync.central.store.shelf import NUMBERED, Shelf, Shelves
from sync.central.store.tables import SECRETS
from sync.central.store.writing import ORDER, Writing

Project = Callable[["Desk", str], None]
"""Lays out one aggregate, named by its id, as rows."""


@dataclass(frozen=True, slots=True)
class Press:
    """What every transaction of a worker needs: made once, when it starts."""

    codec: FactCodec
    clock: Clock
    ids: Ids
    shelves: Shelves
    projections: Mapping[Aggregate, Project]
    folds: Mapping[Aggregate, Empty] = field(default_factory=lambda: EMPTY)
    memories: Memories = field(default_factory=Memories)


class Desk(Writing):
    """The store's books, open for one transaction in somebody's name; the store is locked until it ends.

    Nothing is true before the transaction has committed. `file` is called last, by whoever opened the desk.
    """

    def __init__(
        self, press: Press, connection: Connection, tenant: Tenant, actor: StaffId, memory: Memory | None = None
    ) -> None:
        super().__init__(connection, tenant, memory)
        self.press = press
        self.actor = actor
        self.now: datetime = press.clock.now()
        self.told: list[tuple[str, Mapping[str, Any]]] = []  # events: name and data, as JSON will hold them
        self._about: dict[int, dict[str, Any]] = {}  # by order: what sections look up once, by names of their own
        self._shelf = press.shelves.of(connection, tenant)
        self._states: dict[tuple[Aggregate, str], Any] = {}  # aggregates, each of a type of its own
        self._begun: set[tuple[Aggregate, str]] = set()
        self._dirty: dict[tuple[Aggregate, str], None] = {}
        self._rows: list[JournalRow] = []
        self._heads = self._memory.heads
        self._head = None if self._heads is None else self._heads.get(tenant.origin)
        self._stamps: HybridClock | None = None
        self._documents_changed = False

    # What is true

    @property
    def now_ms(self) -> int:
        """The time of this transaction, in Unix milliseconds."""
        return milliseconds(self.now)

    @property
    def shelf(self) -> Shelf:
        """The reference data in force, with what was kept here."""
        return self._shelf

    @property
    def today(self) -> date:
        """The store's business date now."""
        return self._shelf.profile.calendar.date_of(self.now)

    def order(self, order_id: str) -> Order:
        """The order, or NotFound."""
        order: Order = self._existing(Aggregate.ORDER, order_id)
        self._company(order)
        return order

    def ticket(self, ticket_id: str) -> KitchenTicket:
        """The kitchen ticket, or NotFound."""
        ticket: KitchenTicket = self._existing(Aggregate.TICKET, ticket_id)
        return ticket

    def time_sheet(self, staff_id: str) -> TimeSheet:
        """Somebody's punches; none when no fact says anything yet."""
        sheet: TimeSheet = self.aggregate(Aggregate.LABOR, staff_id)
        return sheet

    def aggregate(self, aggregate: Aggregate, id_: str) -> Any:  # each kind has a type of its own
        """Any fold; empty when no fact says anything yet."""
        key = (aggregate, id_)
        if key not in self._states:
            state = self.press.folds[aggregate](id_)
            found = False
            told = journal.history(self.connection, self.press.codec, self.tenant.number, aggregate.value, id_)
            for _, fact in told:
                state.apply(fact)
                found = True
            self._states[key] = state
            if not found:
                self._states[aggregate, f"{id_}\0new"] = True
        return self._states[key]

    def begin(self, aggregate: Aggregate, id_: str) -> None:
        """Note that an aggregate under a new id has no history to look for."""
        self._states[aggregate, id_] = self.press.folds[aggregate](id_)
        self._begun.add((aggregate, id_))

    def is_begun(self, aggregate: Aggregate, id_: str) -> bool:
        """Whether an aggregate came to be in this transaction."""
        return (aggregate, id_) in self._begun

    @property
    def known(self) -> tuple[tuple[Origin, int], ...]:
        """The known vector, ordered by origin."""
        heads = self._known_heads()
        return tuple((Origin(origin), heads[origin].seq) for origin in sorted(heads))

    @property
    def kept(self) -> int:
        """How many facts were kept so far."""
        return len(self._rows)

    def must_hold(self, order: Order) -> None:
        """Refuse to touch an order's money where a terminal holds its token (RuleBroken TOKEN_ELSEWHERE)."""
        must_hold(order, self.tenant.label, self.known)

    # What changes

    def keep(self, *facts: Fact) -> None:
        """Add facts to the transaction, in this order; aggregates handed out show them at once."""
        for fact in facts:
            self._keep(fact)

    def note(self, aggregate: str, id_: str, type_: str, version: int, payload: bytes) -> None:
        """Add a fact of the central's own, whose payload is canonical JSON already."""
        self._append(aggregate, id_, type_, version, payload, self._tick(), self._day())

    def local(self, kind: str, number: int) -> str | None:
        """What a number stands for."""
        if kind != ORDER:
            return numbers.local_of(self.connection, self.tenant.number, kind, number)
        if number in self._memory.orders:
            return self._recall(self._memory.orders.pop(number)).id
        if number not in self._orders:
            found = numbers.local_of(self.connection, self.tenant.number, kind, number)
            if found is None:
                return None
            self._orders[number] = found
            self._numbers.setdefault(kind, {})[found] = number
        return self._orders[number]

    def about(self, order_number: int) -> dict[str, Any]:
        """What sections have looked up of an order and need not look up again, by names of their own."""
        return self._about.setdefault(order_number, {})

    def tell(self, event: str, data: Mapping[str, Any]) -> None:
        """Say to whoever listens (webhooks) that something happened, once it is true."""
        self.told.append((event, data))

    def put_secret(self, name: str, secret: str) -> None:
        """Keep a secret of the store, beside its journal and not in it."""
        key = (SECRETS.c.tenant == self.tenant.number, SECRETS.c.name == name)
        self.connection.execute(delete(SECRETS).where(*key))
        self.connection.execute(insert(SECRETS), {"tenant": self.tenant.number, "name": name, "secret": secret})

    def touch(self, aggregate: Aggregate, id_: str) -> None:
        """Lay an aggregate out again when the transaction ends, and with an order those that share its lines."""
        self._dirty[aggregate, id_] = None
        if aggregate is Aggregate.ORDER:
            self._dirty.update(((aggregate, other), None) for other in self._company(self.aggregate(aggregate, id_)))

    def hear(self, stamp: int, fact: DocumentPut | DocumentWithdrawn) -> None:
        """Take reference data another terminal has put onto the shelf."""
        self._shelf = self._shelf.told(stamp, fact)

    def forget(self) -> None:
        """Forget every aggregate that was loaded: what is asked for next is folded anew."""
        super().forget()
        self._states.clear()
        self._dirty.clear()
        self._about.clear()

    def touch_document(self, said: DocumentPut) -> None:
        """Lay a document out again, although it did not change."""
        self._dirty[aggregate_of(said)[0], aggregate_of(said)[1]] = None

    def renumber(self) -> None:
        """Take numbers of reference data that were given in this transaction onto the shelf."""
        known = numbers.all_of(self.connection, self.tenant.number, NUMBERED)
        self._shelf = self._shelf.with_numbers(known)

    def lay_out(self) -> None:
        """Write the rows of everything that changed so far; orders last, for they show what others say of them."""
        while self._dirty:
            self.lay_out_tickets()
            orders, self._dirty = self._dirty, {}
            project = self.press.projections.get(Aggregate.ORDER)
            for _, id_ in orders:
                if project is not None:
                    project(self, id_)

    def lay_out_tickets(self) -> None:
        """Write the rows of everything but orders that changed so far."""
        while waiting := [one for one in self._dirty if one[0] is not Aggregate.ORDER]:
            aggregate, id_ = waiting[0]
            del self._dirty[aggregate, id_]
            project = self.press.projections.get(aggregate)
            if project is not None:
                project(self, id_)

    def file(self) -> None:
        """Write rows and journal; the caller commits."""
        self._journal()
        self.flush()

    def conclude(self) -> None:
        """As `file`, with the commit in the same round trip where the database can do that."""
        self._journal()
        super().conclude()

    def remember(self) -> None:
        """Keep in mind what the next transaction of the store may need; called once this one has committed.

        Orders of stores whose terminals tell facts too are not kept: theirs share lines with each other.
        """
        memory = self._memory
        memory.heads = self._heads
        if self._heads is not None and self._heads.keys() <= {self.tenant.origin}:
            named = self._numbers.get(ORDER, {})
            for (aggregate, id_), state in self._states.items():
                if aggregate is Aggregate.ORDER and id_ in named and state.status is OrderStatus.OPEN:
                    memory.keep(self._recalled(state, named[id_]))
        self.press.memories.give(self.tenant.number, memory)

    # How

    def _journal(self) -> None:
        self.lay_out()
        if self._rows and self._heads is not None and self._head is not None:
            held, documents = self.tenant, 0
            if self._documents_changed:
                documents = held.last_place + len(self._rows)
            self.write(journal.FACT, *journal.fact_values(held, self._rows))
            self.write(journal.MOVE_PLACE, journal.place_values(held, len(self._rows), documents))
            moved = journal.MOVE_HEAD if held.origin in self._heads else journal.BEGIN_HEAD
            self.write(moved, journal.head_values(held.number, held.origin, self._head))
            self._heads[held.origin] = self._head
            self._memory.place += len(self._rows)
            self._rows = []

    def _recall(self, recalled: Recalled) -> Order:
        self._states[Aggregate.ORDER, recalled.order.id] = recalled.order
        for kind, known in recalled.numbers.items():
            self._numbers.setdefault(kind, {}).update(known)
        self._orders[recalled.number] = recalled.order.id
        self._about[recalled.number] = recalled.notes
        return recalled.order

    def _recalled(self, order: Order, number: int) -> Recalled:
        parts: dict[str, list[str]] = {
            ORDER: [order.id], "order_item": list(order.lines), "payment": [one.id for one in order.payments],
        }  # fmt: skip
        known = {kind: self._numbers.get(kind, {}) for kind in parts}
        found = {kind: {one: known[kind][one] for one in ids if one in known[kind]} for kind, ids in parts.items()}
        return Recalled(order, number, found, self.about(number))

    def _company(self, order: Order) -> frozenset[str]:
        """Let an order know the lines others charge at it. Where only the central writes, no order shares any."""
        if not self._known_heads().keys() - {self.tenant.origin}:
            return frozenset()

        def load(id_: str) -> Order:
            loaded: Order = self.aggregate(Aggregate.ORDER, id_)
            return loaded

        return joined(self.connection, self.tenant.number, order, load)

    def _existing(self, aggregate: Aggregate, id_: str) -> Any:  # each kind has a type of its own
        state = self.aggregate(aggregate, id_)
        if (aggregate, f"{id_}\0new") in self._states:
            raise NotFound(aggregate.value, id_)
        return state

    def _keep(self, fact: Fact) -> None:
        fact, entry, payload = self.press.codec.encode(fact)
        aggregate, id_ = aggregate_of(fact)
        stamp = self._tick()
        if isinstance(fact, DocumentPut | DocumentWithdrawn):
            self._shelf = self._shelf.told(stamp, fact)
            self._documents_changed = True
        else:
            self.aggregate(aggregate, id_).apply(fact)
            self._states.pop((aggregate, f"{id_}\0new"), None)
        self.touch(aggregate, id_)
        self._append(aggregate.value, id_, entry.name, entry.version, payload, stamp, self._day())

    def _append(
        self, aggregate: str, id_: str, type_: str, version: int, payload: bytes, stamp: Stamp, day: date
    ) -> None:
        before = self._chain_end()
        origin, seq, fact_id = self.tenant.origin, before.seq + 1, self.press.ids.new()
        actor, on = self.actor, day.isoformat()
        hash_ = link(
            origin, seq, fact_id, stamp, aggregate, id_, type_, version, payload, actor, on, before.hash
        )  # fmt: skip
        self._rows.append(
            JournalRow(
                origin, seq, fact_id, stamp, aggregate, id_, type_, version, payload, actor, on, before.hash, hash_
            )
        )
        self._head = Head(seq, hash_, stamp)

    def _chain_end(self) -> Head:
        self._known_heads()
        return self._head or Head(0, genesis(self.tenant.store_id, self.tenant.origin), 0)

    def _tick(self) -> Stamp:
        if self._stamps is None:
            latest = max((head.stamp for head in self._known_heads().values()), default=0)
            self._stamps = HybridClock(Stamp(latest))
        return self._stamps.tick(self.now_ms)

    def _known_heads(self) -> dict[str, Head]:
        if self._heads is None:
            self._heads = journal.heads(self.connection, self.tenant.number)
            self._head = self._heads.get(self.tenant.origin)
        return self._heads

    def _day(self) -> date:
        try:
            return self.today
        except NotFound:  # the very first fact is the store's own document
            return self.now.date()


def milliseconds(instant: datetime) -> int:
    """An aware time in Unix milliseconds."""
    return round(instant.timestamp() * 1000)
