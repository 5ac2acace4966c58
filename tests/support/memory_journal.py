"""The journal of a store in memory: facts in stamp order, folds made from them, print jobs beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.documents import Document, DocumentKind, DocumentPut, DocumentWithdrawn
from aura_terminal.domain.facts import Aggregate, Fact, aggregate_of
from aura_terminal.domain.ids import OrderId, Origin, StaffId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket, TicketFact, ticket_of
from aura_terminal.domain.order_facts import OrderFact, OrderOpened
from aura_terminal.domain.ordering import Order, order_of
from aura_terminal.domain.paper import PrintJob, SpooledJob, SpoolState
from aura_terminal.domain.staff import AccessFact, StaffAccess
from aura_terminal.domain.stamps import HybridClock, Stamp

Key = tuple[Aggregate, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the journal."""

    origin: Origin
    seq: int
    stamp: Stamp
    actor: StaffId
    fact: Fact


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
        self.jobs.extend(SpooledJob(job, SpoolState.QUEUED, now, now) for job in jobs)
        self.commits.append(origin)

    def facts(self, aggregate: Aggregate, aggregate_id: str, staged: Sequence[Fact] = ()) -> list[Fact]:
        """The facts of an aggregate in stamp order, followed by those of a work under way."""
        key = (aggregate, aggregate_id)
        kept: list[Fact] = [entry.fact for entry in self.by_aggregate.get(key, ())]
        kept.extend(fact for fact in staged if aggregate_of(fact) == key)
        return kept

    def ids(self, aggregate: Aggregate, staged: Sequence[Fact] = ()) -> tuple[str, ...]:
        """The ids of all aggregates of a kind, in the order they were first heard of."""
        seen = [aggregate_id for kind, aggregate_id in self.by_aggregate if kind is aggregate]
        seen.extend(key[1] for key in map(aggregate_of, staged) if key[0] is aggregate)
        return tuple(dict.fromkeys(seen))

    def order(self, order_id: OrderId, staged: Sequence[Fact] = ()) -> Order:
        """A fresh fold of an order, or NotFound."""
        return order_of(order_id, cast("list[OrderFact]", self.facts(Aggregate.ORDER, order_id, staged)))

    def orders(self, staged: Sequence[Fact] = ()) -> list[Order]:
        """Every order."""
        return [self.order(OrderId(order_id), staged) for order_id in self.ids(Aggregate.ORDER, staged)]

    def ticket(self, ticket_id: TicketId, staged: Sequence[Fact] = ()) -> KitchenTicket:
        """A fresh fold of a kitchen ticket, or NotFound."""
        return ticket_of(ticket_id, cast("list[TicketFact]", self.facts(Aggregate.TICKET, ticket_id, staged)))

    def tickets(self) -> list[KitchenTicket]:
        """Every kitchen ticket."""
        return [self.ticket(TicketId(ticket_id)) for ticket_id in self.ids(Aggregate.TICKET)]

    def access(self, staff_id: StaffId, staged: Sequence[Fact] = ()) -> StaffAccess:
        """A fresh fold of somebody's access."""
        access = StaffAccess(staff_id)
        for fact in cast("list[AccessFact]", self.facts(Aggregate.ACCESS, staff_id, staged)):
            access.apply(fact)
        return access

    def openings(self, staged: Sequence[Fact] = ()) -> list[OrderOpened]:
        """Every opening of an order."""
        facts = (*(entry.fact for entry in self.entries), *staged)
        return [fact for fact in facts if isinstance(fact, OrderOpened)]

    def closings(self, origin: Origin, staged: Sequence[Fact] = ()) -> tuple[DayClosed, ...]:
        """A terminal's Z reports, oldest first."""
        kept = (entry.fact for entry in self.entries if entry.origin == origin)
        return tuple(fact for fact in (*kept, *staged) if isinstance(fact, DayClosed))
