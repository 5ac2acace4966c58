"""One transaction: facts are stamped, chained, applied, folded and journalled together when it commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from types import TracebackType
from typing import Any
from zlib import crc32

from aura_terminal.domain.carried import CARRYING, PaperScanned, TicketPaperScanned
from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.cooked_once import host, rivals_of
from aura_terminal.domain.errors import NotFound, Unavailable
from aura_terminal.domain.facts import Aggregate, Fact, aggregate_of
from aura_terminal.domain.ids import ItemId, OrderId, StaffId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.labor import TimeSheet
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import PrintJob
from aura_terminal.domain.staff import StaffAccess
from aura_terminal.domain.stamps import Stamp
from aura_terminal.domain.stock import StockLevel
from aura_terminal.domain.store_clock import store_offset
from aura_terminal.domain.terminals import PairedTerminal
from aura_terminal.ports.store import Documents, Ledger
from aura_terminal.store import journal
from aura_terminal.store.card_book import StoredCards
from aura_terminal.store.cash_book import StoredCash
from aura_terminal.store.chain import JournalRow, link
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import FoldTable, KeptFact, Loaded, Mark, applied, lay_out, write_changes, write_mark
from aura_terminal.store.groups import Group, Grouping
from aura_terminal.store.house import StoredGuests, StoredHouse
from aura_terminal.store.journal import Head
from aura_terminal.store.kept_aside import WHY
from aura_terminal.store.ledger import StoredLedger
from aura_terminal.store.moments import milliseconds
from aura_terminal.store.peers import fresh_skews
from aura_terminal.store.receiving import fold_all_now, fold_now
from aura_terminal.store.spool_rows import has_job, insert_jobs
from aura_terminal.store.statements import Prepared, Row
from aura_terminal.store.thinning import bring_back
from aura_terminal.store.value_book import StoredValue
from aura_terminal.store.writer import Writer

_LEAVING = frozenset({Aggregate.ORDER, Aggregate.CENTRAL})


def usable(loaded: Loaded) -> Loaded:
    """The aggregate, unless it must not be worked on here: then Unavailable, which says why."""
    if loaded.mark is not Mark.NONE:
        raise Unavailable(f"{loaded.family.aggregate.value} {loaded.id}", WHY[loaded.mark])
    return loaded


class UnitOfWork:
    """The Work port over one write transaction; entered once."""

    def __init__(self, writer: Writer, actor: StaffId) -> None:
        self._writer = writer
        self._actor = actor
        self._now = writer.clock.now()
        self._today: date | None = None
        self._touched: dict[tuple[str, str], Loaded] = {}
        self._changed: dict[tuple[str, str], Loaded] = {}
        self._facts: list[JournalRow] = []
        self._entries: list[tuple[FoldTable, Row]] = []
        self._groups: dict[str, Group] = {}  # of orders that came together in this work
        self._regrouped: set[tuple[str, str]] = set()
        self._jobs: list[PrintJob] = []
        self._kept = 0

    def __enter__(self) -> UnitOfWork:
        self._writer.begin()
        self._head = self._writer.head
        self._clock = self._writer.hybrid_clock()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self._writer.abandon(self._touched, error)
            return
        try:
            self._flush()
            self._writer.commit(self._is_there)
        except BaseException as trouble:
            self._writer.abandon(self._touched, trouble)
            raise
        self._remember()

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def today(self) -> date:
        if self._today is None:
            self._today = self._writer.shelf.calendar.date_of(self.store_time)
        return self._today

    @property
    def store_time(self) -> datetime:
        return self._now + store_offset(fresh_skews(self._writer.connection, self._now))

    @property
    def documents(self) -> Documents:
        if any(aggregate == Aggregate.DOCUMENT for aggregate, _ in self._changed):
            self._flush()
        return self._writer.shelf

    @property
    def ledger(self) -> Ledger:
        self._flush()
        writer = self._writer
        return StoredLedger(writer.connection, writer.cache, writer.codec, writer.identity)

    @property
    def guests(self) -> StoredGuests:
        return StoredGuests(self._any, self._present, self._ask)

    @property
    def cards(self) -> StoredCards:
        return StoredCards(self._present, self._ask)

    @property
    def value(self) -> StoredValue:
        return StoredValue(self._present, self._ask)

    @property
    def cash(self) -> StoredCash:
        fold_all = partial(fold_all_now, self._writer)
        return StoredCash(self._present, self._shown, self._ask, self.documents, fold_all)

    @property
    def house(self) -> StoredHouse:
        return StoredHouse(self._any, self._present, self._ask)

    def order(self, order_id: OrderId) -> Order:
        order: Order = self._existing(Aggregate.ORDER, order_id).state
        return order

    def ticket(self, ticket_id: TicketId) -> KitchenTicket:
        ticket: KitchenTicket = self._existing(Aggregate.TICKET, ticket_id).state
        if ticket.fired is not None:
            order: Order = self._load(Aggregate.ORDER, ticket.fired.order_id).state
            rivals = [self._load(Aggregate.TICKET, rival).state for rival in rivals_of(ticket, order)]
            host(ticket, order, rivals)
        return ticket

    def access(self, staff_id: StaffId) -> StaffAccess:
        access: StaffAccess = usable(self._load(Aggregate.ACCESS, staff_id)).state
        return access

    def stock(self, item_id: ItemId) -> StockLevel:
        level: StockLevel = usable(self._load(Aggregate.STOCK, item_id)).state
        return level

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        sheet: TimeSheet = usable(self._load(Aggregate.LABOR, staff_id)).state
        return sheet

    def terminal(self, terminal_id: str) -> PairedTerminal:
        terminal: PairedTerminal = usable(self._load(Aggregate.TERMINAL, terminal_id)).state
        return terminal

    def central(self, record: RecordId) -> CentralRecord:
        found: CentralRecord = usable(self._returned(Aggregate.CENTRAL, record)).state
        return found

    def keep(self, *facts: Fact) -> None:
        for fact in facts:
            self._keep(fact)

    def spool(self, *jobs: PrintJob) -> None:
        insert_jobs(self._writer.connection, jobs, self._now)
        self._jobs.extend(jobs)

    def _any(self, aggregate: Aggregate, id_: str) -> Any:  # the aggregate's own state
        return usable(self._load(aggregate, id_)).state

    def _present(self, aggregate: Aggregate, id_: str) -> Any:  # the aggregate's own state
        return self._existing(aggregate, id_).state

    def _shown(self, aggregate: Aggregate, id_: str) -> Any:  # the aggregate's own state, also of what is marked
        return self._load(aggregate, id_).state

    def _ask(self, statement: Prepared, values: Sequence[Any]) -> Sequence[Any]:  # rows of SQLAlchemy
        self._flush()
        return self._writer.connection.rows(statement, values)

    def _existing(self, aggregate: Aggregate, id_: str) -> Loaded:
        loaded = self._returned(aggregate, id_)
        if not loaded.exists:
            raise NotFound(aggregate.value, id_)
        return usable(loaded)

    def _returned(self, aggregate: Aggregate, id_: str) -> Loaded:
        """The aggregate, brought back into the journal first where it had left with its day."""
        loaded = self._load(aggregate, id_)
        if not loaded.exists and aggregate in _LEAVING and bring_back(self._writer, (id_,)):
            del self._touched[aggregate.value, id_]
            loaded = self._load(aggregate, id_)
        return loaded

    def _load(self, aggregate: Aggregate, id_: str) -> Loaded:
        key = (aggregate.value, id_)
        loaded = self._touched.get(key)
        if loaded is None:
            cache, family = self._writer.cache, FAMILIES[aggregate]
            fold_now(self._writer, aggregate.value, id_)
            loaded = self._touched[key] = cache.load(self._writer.connection, family, id_)
            company = cache.group(aggregate.value, id_) - {id_}
            for member in company:
                if (aggregate.value, member) not in self._touched:
                    self._touched[aggregate.value, member] = cache.load(self._writer.connection, family, member)
        return loaded

    def _keep(self, fact: Fact) -> None:
        fact, entry, payload = self._writer.codec.encode(fact)
        aggregate, id_ = aggregate_of(fact)
        comes_back = aggregate is Aggregate.CENTRAL or isinstance(fact, PaperScanned)
        loaded = (self._returned if comes_back else self._load)(aggregate, id_)
        if not isinstance(fact, CARRYING):  # what is incomplete may be whole with what a paper brings
            usable(loaded)
        self._changed[aggregate.value, id_] = loaded
        fact_id = self._writer.ids.new()
        if isinstance(fact, CARRYING):
            stamp = self._take_carried(loaded, fact_id, fact)
        else:
            loaded.state.apply(fact)
            stamp = self._stamp(fact_id)
        loaded.stamp = stamp
        family = loaded.family
        if family.grouping is not None:
            self._rejoin(loaded, family.grouping)
        if family.entry_table is not None:
            row = family.entry(KeptFact(fact_id, stamp, fact))
            if row is not None:
                self._entries.append((family.entry_table, row))
        day = family.day_of(loaded.state) or self.today
        origin, seq, before = self._writer.identity.origin, self._head.seq + 1, self._head.hash
        hash_ = link(
            origin, seq, fact_id, stamp, aggregate.value, id_, entry.name, entry.version, payload, self._actor,
            day.isoformat(), before,
        )  # fmt: skip
        self._facts.append(JournalRow(
            origin, seq, fact_id, stamp, aggregate.value, id_, entry.name, entry.version, payload, self._actor,
            day.isoformat(), before, hash_,
        ))  # fmt: skip
        self._head = Head(seq, hash_, stamp)

    def _stamp(self, fact_id: str) -> Stamp:
        """The next stamp; the facts of one work follow each other, from a place that the chance in an id chose."""
        now = milliseconds(self._now)
        return self._clock.tick(now) if self._facts or self._kept else self._clock.begin(now, crc32(fact_id.encode()))

    def _take_carried(self, loaded: Loaded, fact_id: str, fact: PaperScanned | TicketPaperScanned) -> Stamp:
        """Fold what a paper brought where it belongs, before what was known here; the fact is stamped after all of it.

        Unavailable for facts that do not go together with those that are known.
        """
        aggregate, id_ = loaded.family.aggregate.value, loaded.id
        for one in fact.carried:
            self._clock.witness(Stamp(one.stamp))
        stamp = self._stamp(fact_id)
        codec = self._writer.codec
        here = [row for row in self._facts if (row.aggregate, row.aggregate_id) == (aggregate, id_)]
        kept = [
            (row.stamp, row.fact_id, codec.told(aggregate, id_, row.type, row.version, row.payload)) for row in here
        ]
        told = [*journal.history(self._writer.connection, codec, aggregate, id_), *kept, (stamp, fact_id, fact)]
        fresh = usable(applied(loaded.family, id_, told))
        write_mark(self._writer.connection, aggregate, id_, loaded.written_mark, Mark.NONE)
        loaded.state, loaded.mark, loaded.written_mark = fresh.state, Mark.NONE, Mark.NONE
        return stamp

    def _rejoin(self, loaded: Loaded, grouping: Grouping) -> None:
        """Let those who hang together with an aggregate, by now, know of its change; their rows change with it."""
        aggregate, before = loaded.family.aggregate, self._group(loaded)
        group = set(before)
        for other in grouping.links(loaded.state) - before:
            group |= self._group(self._load(aggregate, other))
        if len(group) == 1:
            return
        members = {id_: self._load(aggregate, id_) for id_ in group}
        if group != before:
            self._regrouped.update((aggregate.value, id_) for id_ in group)
            self._groups.update(dict.fromkeys(group, frozenset(group)))
        grouping.join({id_: member.state for id_, member in members.items()})
        self._changed.update(((aggregate.value, id_), member) for id_, member in members.items())

    def _group(self, loaded: Loaded) -> Group:
        return self._groups.get(loaded.id) or self._writer.cache.group(loaded.family.aggregate.value, loaded.id)

    def _flush(self) -> None:
        """Write what was kept so far, within the transaction."""
        if not self._facts:
            return
        connection = self._writer.connection
        journal.append(connection, self._facts)
        for table, row in self._entries:
            connection.execute(table.upsert, row)
        for (aggregate, id_), loaded in self._changed.items():
            self._write_rows(connection, loaded)
            self._writer.shelf.forget(aggregate, id_)
        journal.move_head(connection, self._writer.identity.origin, self._head)
        self._kept += len(self._facts)
        self._last = self._facts[-1]
        self._facts, self._entries, self._changed = [], [], {}

    def _write_rows(self, connection: StoreConnection, loaded: Loaded) -> None:
        before = loaded.rows
        if loaded.mark is Mark.NONE and loaded.exists:
            loaded.rows = loaded.family.rows(loaded.state, loaded.stamp)
        else:
            lay_out(loaded)  # it hangs together with what was worked on; not heard of, or not to be worked on itself
        write_changes(connection, loaded.family, before, loaded.rows)

    def _remember(self) -> None:
        if not self._kept:
            return
        cache = self._writer.cache
        cache.heads[self._writer.identity.origin] = self._head
        cache.advance(self._kept)
        for loaded in self._touched.values():
            cache.put(loaded)
        for key in self._regrouped:
            cache.forget(*key)

    def _is_there(self, connection: StoreConnection) -> bool:
        if self._kept:
            found = journal.at(connection, self._last.origin, self._last.seq)
            return found is not None and found[0] == self._last.fact_id
        return all(has_job(connection, job.job_id) for job in self._jobs)
