"""A unit of work over a journal in memory: it commits whole when its block is left, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar, cast

from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.documents import KIND_OF, Document, DocumentKind
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId, Origin, StaffId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.paper import PrintJob
from aura_terminal.domain.staff import StaffAccess
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.store import TerminalIdentity
from tests.support.memory_journal import MemoryJournal, put_or_withdraw

D = TypeVar("D", bound=Document)


class MemoryWork:
    """One transaction; it is its own Documents and Ledger."""

    def __init__(self, journal: MemoryJournal, terminal: TerminalIdentity, now: datetime) -> None:
        self._journal = journal
        self._terminal = terminal
        self._now = now
        self.staged: list[Fact] = []
        self.jobs: list[PrintJob] = []

    @property
    def now(self) -> datetime:
        """The time of this transaction."""
        return self._now

    @property
    def documents(self) -> MemoryDocuments:
        """The reference data in force."""
        return MemoryDocuments(self._journal, self.staged)

    @property
    def ledger(self) -> MemoryLedger:
        """The books."""
        return MemoryLedger(self._journal, self.staged, self._terminal)

    def order(self, order_id: OrderId) -> Order:
        """The order, or NotFound."""
        return self._journal.order(order_id, self.staged)

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        """The kitchen ticket, or NotFound."""
        return self._journal.ticket(ticket_id, self.staged)

    def access(self, staff_id: StaffId) -> StaffAccess:
        """How a member of staff signs in."""
        return self._journal.access(staff_id, self.staged)

    def keep(self, *facts: Fact) -> None:
        """Add facts to the transaction."""
        self.staged.extend(facts)

    def spool(self, *jobs: PrintJob) -> None:
        """Add print jobs to the transaction."""
        self.jobs.extend(jobs)


class MemoryDocuments:
    """The reference data in force, with what the work under way has put."""

    def __init__(self, journal: MemoryJournal, staged: list[Fact]) -> None:
        self._journal = journal
        self._staged = staged

    def get(self, type_: type[D], document_id: str) -> D:
        """The document, or NotFound."""
        kind = _kind_of(type_)
        try:
            return cast("D", self._in_force()[kind, document_id])
        except KeyError:
            raise NotFound(kind.value, document_id) from None

    def all(self, type_: type[D]) -> tuple[D, ...]:
        """Every document of a type, ordered by id."""
        kind = _kind_of(type_)
        bodies = (body for (of_kind, _), body in self._in_force().items() if of_kind is kind)
        return cast("tuple[D, ...]", tuple(sorted(bodies, key=lambda body: body.id)))

    def _in_force(self) -> dict[tuple[DocumentKind, str], Document]:
        if not self._staged:
            return self._journal.documents
        documents = dict(self._journal.documents)
        for fact in self._staged:
            put_or_withdraw(documents, fact)
        return documents


class MemoryLedger:
    """What the books say, with what the work under way has kept."""

    def __init__(self, journal: MemoryJournal, staged: list[Fact], terminal: TerminalIdentity) -> None:
        self._journal = journal
        self._staged = staged
        self._terminal = terminal

    def next_order_number(self, business_date: date) -> int:
        """The counter for this terminal's next order label."""
        ours = self._journal.openings(self._staged)
        return 1 + sum(
            1 for fact in ours if (fact.terminal, fact.business_date) == (self._terminal.label, business_date)
        )

    def orders_of(self, business_date: date) -> Iterable[Order]:
        """The orders a reading of the date is made of."""
        return [order for order in self._journal.orders(self._staged) if _concerns(order, business_date)]

    def closings(self) -> tuple[DayClosed, ...]:
        """This terminal's Z reports, oldest first."""
        return self._journal.closings(self._terminal.origin, self._staged)

    def business_dates(self) -> tuple[date, ...]:
        """The business dates there are figures for."""
        orders = self._journal.orders(self._staged)
        ended = {order.business_date for order in orders if order.status is not OrderStatus.OPEN}
        return tuple(sorted(ended | {payment.business_date for order in orders for payment in order.payments}))

    def known(self) -> tuple[tuple[Origin, int], ...]:
        """Per origin how far the journal reaches."""
        return tuple(sorted(self._journal.last.items()))


def _kind_of(type_: type[D]) -> DocumentKind:
    return KIND_OF[cast("type[Document]", type_)]


def _concerns(order: Order, day: date) -> bool:
    if order.status is OrderStatus.OPEN and order.business_date <= day:
        return True
    ended = order.status is not OrderStatus.OPEN and order.business_date == day
    return ended or any(payment.business_date == day for payment in order.payments)


class MemoryBegin:
    """Opens units of work of one terminal on a journal."""

    def __init__(self, journal: MemoryJournal, terminal: TerminalIdentity, clock: Clock) -> None:
        self._journal = journal
        self._terminal = terminal
        self._clock = clock

    @contextmanager
    def __call__(self, actor: StaffId) -> Iterator[MemoryWork]:
        """A fresh unit of work in somebody's name."""
        work = MemoryWork(self._journal, self._terminal, self._clock.now())
        yield work
        if work.staged or work.jobs:
            self._journal.commit(self._terminal.origin, actor, work.now, work.staged, work.jobs)
