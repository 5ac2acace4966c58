"""The journal of a store in memory: facts in stamp order, folds made from them, print jobs beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.carried import CARRYING
from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.cooked_once import host, rivals_of
from aura_terminal.domain.documents import Document, DocumentKind, DocumentPut, DocumentWithdrawn
from aura_terminal.domain.facts import Aggregate, Fact, aggregate_of
from aura_terminal.domain.ids import ItemId, OrderId, Origin, StaffId, TicketId, derived
from aura_terminal.domain.joining import join, links_of
from aura_terminal.domain.kitchen import KitchenTicket, TicketFact, ticket_of
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.moving import LinesMoved, LinesSettled, OrderMerged
from aura_terminal.domain.order_facts import OrderFact, OrderOpened
from aura_terminal.domain.ordering import Order, order_of
from aura_terminal.domain.paper import PrintJob, SpooledJob, SpoolState
from aura_terminal.domain.paper_bundle import Telling
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import AccessFact, StaffAccess
from aura_terminal.domain.stamps import HybridClock, Stamp, milliseconds_of
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.terminals import PairedTerminal
from aura_terminal.ports.day_acts import Act
from aura_terminal.ports.journal import PeerState
from aura_terminal.store.moments import instant
from tests.support.memory_paper import told, with_carried

Key = tuple[Aggregate, str]
LINKING = (LinesMoved, LinesSettled, OrderMerged)


class Foldable(Protocol):
    """An aggregate that begins empty."""

    id: Any  # each kind of aggregate has its own

    def apply(self, fact: Any) -> None:  # each takes its own family of facts
        """Evolve by one fact."""


F = TypeVar("F", bound=Foldable)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal."""

    origin: Origin
    seq: int
    stamp: Stamp
    actor: StaffId
    fact: Fact

    @property
    def fact_id(self) -> str:
        """What it is known by: an id of its own, as on disk."""
        return derived(self.origin, str(self.seq))


def put_or_withdraw(documents: dict[tuple[DocumentKind, str], Document], fact: Fact) -> None:
    """Evolve the documents in force by one fact; facts about anything else change nothing."""
    if isinstance(fact, DocumentPut):
        documents[fact.kind, fact.document_id] = fact.body
    elif isinstance(fact, DocumentWithdrawn):
        documents.pop((fact.kind, fact.document_id), None)


@dataclass(slots=True)
class MemoryJournal:
    """What a store holds. It is changed by `commit` only, as a whole."""

    entries: list[Entry] = field(default_factory=list)
    jobs: list[SpooledJob] = field(default_factory=list)
    commits: list[Origin] = field(default_factory=list)
    by_aggregate: dict[Key, list[Entry]] = field(default_factory=dict)
    documents: dict[tuple[DocumentKind, str], Document] = field(default_factory=dict)
    clock: HybridClock = field(default_factory=HybridClock)
    last: dict[Origin, int] = field(default_factory=dict)
    linked: bool = False
    peers: list[PeerState] = field(default_factory=list)

    def commit(
        self, origin: Origin, actor: StaffId, now: datetime, facts: Sequence[Fact], jobs: Sequence[PrintJob]
    ) -> None:
        """Stamp and append facts and queue jobs, all at once."""
        known = {job.job.job_id for job in self.jobs}
        if any(job.job_id in known for job in jobs) or len({job.job_id for job in jobs}) < len(jobs):
            raise ValueError("a print job was spooled twice")
        now_ms = round(now.timestamp() * 1000)
        for fact in facts:
            self.last[origin] = self.last.get(origin, 0) + 1
            entry = Entry(origin, self.last[origin], self.clock.tick(now_ms), actor, fact)
            self.entries.append(entry)
            self.by_aggregate.setdefault(aggregate_of(fact), []).append(entry)
            put_or_withdraw(self.documents, fact)
            self.linked = self.linked or isinstance(fact, LINKING)
        self.jobs.extend(SpooledJob(job, SpoolState.QUEUED, now, now) for job in jobs)
        self.commits.append(origin)

    def facts(self, aggregate: Aggregate, aggregate_id: str, staged: Sequence[Fact] = ()) -> list[Fact]:
        """The facts of an aggregate in stamp order, followed by those of a work under way."""
        key = (aggregate, aggregate_id)
        entries = self.by_aggregate.get(key, [])
        kept: list[Fact] = [entry.fact for entry in entries]
        kept.extend(fact for fact in staged if aggregate_of(fact) == key)
        if not any(isinstance(fact, CARRYING) for fact in kept):
            return kept
        return with_carried(aggregate, aggregate_id, [(entry.stamp, entry.fact_id) for entry in entries], kept)

    def telling(self, aggregate: Aggregate, id_: str, staged: Sequence[Fact], origin: Origin) -> Telling:
        """The facts of an aggregate as they would go on paper."""
        key = (aggregate, id_)
        entries = list(self.by_aggregate.get(key, ()))
        for place, fact in enumerate(staged, self.last.get(origin, 0) + 1):
            if aggregate_of(fact) == key:
                entries.append(Entry(origin, place, Stamp(self.clock.last + place), StaffId("staged"), fact))
        return told(aggregate, id_, entries, self.calendar)

    def ids(self, aggregate: Aggregate, staged: Sequence[Fact] = ()) -> tuple[str, ...]:
        """The ids of all aggregates of a kind, in the order they were first heard of."""
        seen = [aggregate_id for kind, aggregate_id in self.by_aggregate if kind is aggregate]
        seen.extend(key[1] for key in map(aggregate_of, staged) if key[0] is aggregate)
        return tuple(dict.fromkeys(seen))

    def order(self, order_id: OrderId, staged: Sequence[Fact] = ()) -> Order:
        """A fresh fold of an order with the lines that are charged at it, or NotFound."""
        return self.orders_with(order_id, staged)[order_id]

    def orders_with(self, order_id: OrderId, staged: Sequence[Fact] = ()) -> dict[OrderId, Order]:
        """An order with all it hangs together with."""
        own = order_of(order_id, self._order_facts(order_id, staged))
        if not self._are_linked(staged):
            return {order_id: own}
        orders = {order.id: order for order in self.orders(staged)}
        group, ahead = {order_id}, [order_id]
        links = {one: set(links_of(order)) for one, order in orders.items()}
        while ahead:
            here = ahead.pop()
            back = {one for one, named in links.items() if here in named}
            further = ((links.get(here, set()) | back) & orders.keys()) - group
            group |= further
            ahead += further
        return {one: orders[one] for one in group}

    def orders(self, staged: Sequence[Fact] = ()) -> list[Order]:
        """Every order, joined."""
        ids = [OrderId(order_id) for order_id in self.ids(Aggregate.ORDER, staged)]
        orders = {order_id: order_of(order_id, self._order_facts(order_id, staged)) for order_id in ids}
        if self._are_linked(staged):
            join(orders)
        return list(orders.values())

    def ticket(self, ticket_id: TicketId, staged: Sequence[Fact] = ()) -> KitchenTicket:
        """A fresh fold of a kitchen ticket, or NotFound."""
        facts = cast("list[TicketFact]", self.facts(Aggregate.TICKET, ticket_id, staged))
        ticket = ticket_of(ticket_id, facts)
        if ticket.fired is not None and self.facts(Aggregate.ORDER, ticket.fired.order_id, staged):
            order = self.order(ticket.fired.order_id, staged)
            known = set(self.ids(Aggregate.TICKET, staged))
            rivals = [rival for rival in rivals_of(ticket, order) if rival in known]
            folded = (cast("list[TicketFact]", self.facts(Aggregate.TICKET, rival, staged)) for rival in rivals)
            host(ticket, order, [ticket_of(rival, facts) for rival, facts in zip(rivals, folded, strict=True)])
        return ticket

    def tickets(self, staged: Sequence[Fact] = ()) -> list[KitchenTicket]:
        """Every kitchen ticket."""
        return [self.ticket(TicketId(ticket_id), staged) for ticket_id in self.ids(Aggregate.TICKET, staged)]

    def _order_facts(self, order_id: OrderId, staged: Sequence[Fact]) -> list[OrderFact]:
        return cast("list[OrderFact]", self.facts(Aggregate.ORDER, order_id, staged))

    def _are_linked(self, staged: Sequence[Fact]) -> bool:
        return self.linked or any(isinstance(fact, LINKING) for fact in staged)

    def folded(self, state: F, aggregate: Aggregate, staged: Sequence[Fact] = ()) -> F:
        """An empty aggregate with all its facts applied."""
        for fact in self.facts(aggregate, state.id, staged):
            state.apply(fact)
        return state

    def stock(self, item_id: ItemId, staged: Sequence[Fact] = ()) -> StockLevel:
        """A fresh fold of an item's stock."""
        return self.folded(StockLevel(item_id), Aggregate.STOCK, staged)

    def time_sheet(self, staff_id: StaffId, staged: Sequence[Fact] = ()) -> TimeSheet:
        """A fresh fold of somebody's punches."""
        return self.folded(TimeSheet(staff_id), Aggregate.LABOR, staged)

    def terminal(self, terminal_id: str, staged: Sequence[Fact] = ()) -> PairedTerminal:
        """A fresh fold of a terminal of the store."""
        return self.folded(PairedTerminal(terminal_id), Aggregate.TERMINAL, staged)

    def access(self, staff_id: StaffId, staged: Sequence[Fact] = ()) -> StaffAccess:
        """A fresh fold of somebody's access."""
        access = StaffAccess(staff_id)
        for fact in cast("list[AccessFact]", self.facts(Aggregate.ACCESS, staff_id, staged)):
            access.apply(fact)
        return access

    @property
    def calendar(self) -> BusinessCalendar:
        """The store's calendar."""
        return cast("StoreProfile", self.documents[DocumentKind.STORE, STORE_PROFILE]).calendar

    def acts(self, types: tuple[type[Fact], ...], wanted: Callable[[Fact], bool]) -> tuple[Act, ...]:
        """Facts of some types with who entered them, oldest first."""
        found = (entry for entry in self.entries if isinstance(entry.fact, types) and wanted(entry.fact))
        return tuple(
            Act(entry.origin, entry.seq, instant(milliseconds_of(entry.stamp) * 1000), entry.actor, entry.fact)
            for entry in sorted(found, key=lambda entry: (entry.stamp, entry.origin))
        )

    def openings(self, staged: Sequence[Fact] = ()) -> list[OrderOpened]:
        """Every opening of an order."""
        facts = (*(entry.fact for entry in self.entries), *staged)
        return [fact for fact in facts if isinstance(fact, OrderOpened)]

    def closings(self, origin: Origin, staged: Sequence[Fact] = ()) -> tuple[DayClosed, ...]:
        """A terminal's Z reports, oldest first."""
        kept = (entry.fact for entry in self.entries if entry.origin == origin)
        return tuple(fact for fact in (*kept, *staged) if isinstance(fact, DayClosed))

    def all_closings(self, staged: Sequence[Fact] = ()) -> tuple[DayClosed, ...]:
        """Every terminal's Z reports, oldest first."""
        found = (fact for fact in (*(entry.fact for entry in self.entries), *staged) if isinstance(fact, DayClosed))
        return tuple(sorted(found, key=lambda closed: (closed.closed_at, closed.number, closed.closing_id)))
