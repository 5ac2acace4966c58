"""A unit of work over a journal in memory: it commits whole when its block is left, or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar, cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.documents import KIND_OF, Document, DocumentKind
from aura_terminal.domain.drawer import DrawerOpened
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Aggregate, Fact, aggregate_of
from aura_terminal.domain.ids import FireId, ItemId, OrderId, Origin, StaffId, StationId, TableId, TicketId, TipShareId
from aura_terminal.domain.kitchen import KitchenTicket, TicketFired
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.order_facts import LinesFired
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.paper import PrintJob
from aura_terminal.domain.paper_bundle import Telling
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import StaffAccess
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.store_clock import is_fresh, store_offset
from aura_terminal.domain.terminals import PairedTerminal
from aura_terminal.domain.tip_sharing import SharedTips, TipSharing, in_order
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.day_acts import ACTS_ON_ORDERS, Act
from aura_terminal.ports.store import TerminalIdentity
from tests.support.memory_cards import MemoryCards
from tests.support.memory_cash import MemoryCash
from tests.support.memory_house import MemoryHouse
from tests.support.memory_journal import MemoryJournal, put_or_withdraw
from tests.support.memory_value import MemoryValue

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
    def today(self) -> date:
        """The business date, by the clock most terminals agree on."""
        return self.documents.get(StoreProfile, STORE_PROFILE).calendar.date_of(self.store_time)

    @property
    def store_time(self) -> datetime:
        """The time by the clock most terminals agree on."""
        now_ms = round(self._now.timestamp() * 1000)
        skews = [peer.skew_ms for peer in self._journal.peers if is_fresh(peer.last_heard_ms, now_ms)]
        return self._now + store_offset(skews)

    @property
    def documents(self) -> MemoryDocuments:
        """The reference data in force."""
        return MemoryDocuments(self._journal, self.staged)

    @property
    def ledger(self) -> MemoryLedger:
        """The books."""
        return MemoryLedger(self._journal, self.staged, self._terminal)

    @property
    def guests(self) -> MemoryHouse:
        """Guests."""
        return MemoryHouse(self._journal, self.staged)

    @property
    def house(self) -> MemoryHouse:
        """Reservations and supplies."""
        return MemoryHouse(self._journal, self.staged)

    @property
    def cards(self) -> MemoryCards:
        """Attempts at cards."""
        return MemoryCards(self._journal, self.staged)

    @property
    def value(self) -> MemoryValue:
        """Value accounts."""
        return MemoryValue(self._journal, self.staged)

    @property
    def cash(self) -> MemoryCash:
        """Drawer sessions."""
        return MemoryCash(self._journal, self.documents, self.staged)

    def order(self, order_id: OrderId) -> Order:
        """The order, or NotFound."""
        return self._journal.order(order_id, self.staged)

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        """The kitchen ticket, or NotFound."""
        return self._journal.ticket(ticket_id, self.staged)

    def access(self, staff_id: StaffId) -> StaffAccess:
        """How a member of staff signs in."""
        return self._journal.access(staff_id, self.staged)

    def stock(self, item_id: ItemId) -> StockLevel:
        """How many of an item are left."""
        return self._journal.stock(item_id, self.staged)

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        """Somebody's punches."""
        return self._journal.time_sheet(staff_id, self.staged)

    def terminal(self, terminal_id: str) -> PairedTerminal:
        """A terminal of the store."""
        return self._journal.terminal(terminal_id, self.staged)

    def central(self, record: RecordId) -> CentralRecord:
        """What a central back office is known to hold of something."""
        return self._journal.folded(CentralRecord(record), Aggregate.CENTRAL, self.staged)

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

    def closed_on(self, business_date: date) -> tuple[DayClosed, ...]:
        """Every terminal's Z reports of a date."""
        closings = self._journal.all_closings(self._staged)
        return tuple(closed for closed in closings if closed.totals.business_date == business_date)

    def tips_shared_on(self, business_date: date) -> tuple[SharedTips, ...]:
        """How tips of a date were shared."""
        ids = self._journal.ids(Aggregate.TIPS, self._staged)
        states = (self._journal.folded(TipSharing(TipShareId(id_)), Aggregate.TIPS, self._staged) for id_ in ids)
        found = (SharedTips(one.shared, in_order(one.paid.values())) for one in states if one.shared is not None)
        wanted = (one for one in found if one.shared.business_date == business_date)
        return tuple(sorted(wanted, key=lambda one: (one.shared.decided_at, one.shared.share_id)))

    def business_dates(self) -> tuple[date, ...]:
        """The business dates there are figures for."""
        return tuple(sorted({day for order in self._journal.orders(self._staged) for day in _days(order)}))

    def acts_on(self, order_ids: Collection[OrderId]) -> tuple[Act, ...]:
        """What people did to orders."""
        return self._journal.acts(ACTS_ON_ORDERS, lambda fact: aggregate_of(fact)[1] in order_ids)

    def openings_on(self, business_date: date) -> tuple[Act, ...]:
        """Every opening of a drawer on a business date."""
        calendar = self._journal.calendar
        return self._journal.acts(
            (DrawerOpened,),
            lambda fact: isinstance(fact, DrawerOpened) and calendar.date_of(fact.opened_at) == business_date,
        )

    def known(self) -> tuple[tuple[Origin, int], ...]:
        """Per origin how far the journal reaches."""
        return tuple(sorted(self._journal.last.items()))

    def seen_of(self, order_id: OrderId) -> tuple[tuple[Origin, int], ...]:
        """Per origin the last fact about the order, or one it shares lines with."""
        facts = self._journal.facts(Aggregate.ORDER, order_id, self._staged)
        group = self._journal.orders_with(order_id, self._staged) if facts else {order_id: None}
        seen: dict[Origin, int] = {}
        for one in group:
            for entry in self._journal.by_aggregate.get((Aggregate.ORDER, one), ()):
                seen[entry.origin] = max(entry.seq, seen.get(entry.origin, 0))
        origin = self._terminal.origin
        for place, fact in enumerate(self._staged, self._journal.last.get(origin, 0) + 1):
            if aggregate_of(fact) in {(Aggregate.ORDER, one) for one in group}:
                seen[origin] = place
        return tuple(sorted(seen.items()))

    def told_of(self, order_id: OrderId) -> tuple[Telling, ...]:
        """What is known of an order, of those it shares lines with and of their tickets."""
        facts = self._journal.facts(Aggregate.ORDER, order_id, self._staged)
        orders = self._journal.orders_with(order_id, self._staged) if facts else {}
        fired = [one for one in self._journal.tickets(self._staged) if one.fired and one.fired.order_id in orders]
        keys: list[tuple[Aggregate, str]] = [(Aggregate.ORDER, id_) for id_ in sorted(orders)]
        keys += [(Aggregate.TICKET, id_) for id_ in sorted(ticket.id for ticket in fired)]
        origin = self._terminal.origin
        return tuple(self._journal.telling(aggregate, id_, self._staged, origin) for aggregate, id_ in keys)

    def held_by(self, labels: Collection[str]) -> tuple[OrderId, ...]:
        """Orders with money to come or something to decide whose token these terminals hold."""
        orders = [order for order in self._journal.orders(self._staged) if order.token.holder in labels]
        wanted = [order for order in orders if order.status is OrderStatus.OPEN or conflicts_of(order)]
        return tuple(order.id for order in sorted(wanted, key=lambda order: (order.opened_at, order.id)))

    def parties_at(self, table_id: TableId) -> tuple[OrderId, ...]:
        """Open orders at a table."""
        opened = [order for order in self._journal.orders(self._staged) if order.status is OrderStatus.OPEN]
        there = [order for order in opened if table_id in (order.table_id, *order.party.linked)]
        return tuple(order.id for order in sorted(there, key=lambda order: (order.opened_at, order.id)))

    def is_abreast(self) -> bool:
        """Whether every other terminal was heard by this origin, and all it held is held here."""
        own, known = {self._terminal.label, *self._terminal.formerly}, self._journal.last
        ids = self._journal.ids(Aggregate.TERMINAL, self._staged)
        others = [self._journal.terminal(terminal_id, self._staged) for terminal_id in ids]
        holds = {peer.terminal_id: dict(peer.holds) for peer in self._journal.peers}
        held = [holds.get(other.id, {}) for other in others if other.belongs and other.label not in own]
        return all(
            self._terminal.origin in one and all(known.get(Origin(at), 0) >= seq for at, seq in one.items())
            for one in held
        )

    def last_fires(self) -> tuple[tuple[OrderId, FireId], ...]:
        """Fires that another terminal's facts end with."""
        ends = {entry.origin: entry.fact for entry in self._journal.entries if entry.origin != self._terminal.origin}
        fires = [fact for _, fact in sorted(ends.items()) if isinstance(fact, (LinesFired, TicketFired))]
        return tuple((fact.order_id, fact.fire_id) for fact in fires)

    def undelivered(self, fired_by: str) -> tuple[tuple[TicketId, StationId], ...]:
        """Tickets fired at a terminal that nobody received, bumped or sent another way."""
        tickets = [one for one in self._journal.tickets(self._staged) if one.fired and one.fired.terminal == fired_by]
        waiting = [one for one in tickets if not (one.received or one.bumped_at or one.escalated)]
        return tuple((one.id, one.fired.station_id) for one in sorted(waiting, key=_fired_at) if one.fired)


def _fired_at(ticket: KitchenTicket) -> tuple[datetime, TicketId]:
    assert ticket.fired is not None
    return ticket.fired.fired_at, ticket.id


def _days(order: Order) -> set[date]:
    """Every business date on which something about the order's money happened."""
    settled = (order.refunds, order.reversals, order.kept, order.borne, order.written_off, order.returns)
    acts = {fact.act.business_date for facts in settled for fact in facts.values()}
    ended = set() if order.end is None else {order.end.business_date}
    return ended | acts | {payment.business_date for payment in order.payments}


def _kind_of(type_: type[D]) -> DocumentKind:
    return KIND_OF[cast("type[Document]", type_)]


def _concerns(order: Order, day: date) -> bool:
    return day in _days(order) or (order.status is OrderStatus.OPEN and order.business_date <= day)


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
