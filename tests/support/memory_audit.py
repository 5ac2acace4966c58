"""The record of what people did, read off a journal in memory at every question."""

from __future__ import annotations

from datetime import date, datetime

from aura_terminal.domain.audit import (
    KEPT,
    UNTOLD,
    amount_of,
    approval_of,
    details_of,
    line_words,
    order_of,
    topic_of,
)
from aura_terminal.domain.facts import BY_NAME, BY_TYPE, Aggregate
from aura_terminal.domain.ids import OrderId, Origin
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import PinTried, SignedIn
from aura_terminal.domain.stamps import milliseconds_of
from aura_terminal.ports.audit_rows import MOST_ROWS, AuditPage, AuditQuery, AuditRow, Reached
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.audit_index import searched_in
from aura_terminal.store.moments import instant
from tests.support.memory_journal import Entry, MemoryJournal


class MemoryAudit:
    """The AuditReads port."""

    def __init__(self, journal: MemoryJournal, terminal: TerminalIdentity) -> None:
        self._journal = journal
        self._here = terminal

    def catch_up(self) -> Reached:
        """Nothing ever waits."""
        return Reached(len(self._journal.entries), len(self._journal.entries))

    def search(self, query: AuditQuery) -> AuditPage:
        """What fits, newest first."""
        fitting = [row for row in reversed(self._rows()) if _fits(row, query)]
        if query.before is not None:
            fitting = [row for row in fitting if row.place < query.before]
        shown = tuple(fitting[:MOST_ROWS])
        return AuditPage(shown, shown[-1].place if len(fitting) > MOST_ROWS else None)

    def of_order(self, order_id: OrderId) -> tuple[AuditRow, ...]:
        """All that is told of an order."""
        return tuple(
            row
            for row in self._rows()
            if row.order_id == order_id and BY_NAME[row.type, 1].aggregate in (Aggregate.ORDER, Aggregate.ATTEMPT)
        )

    def terminals(self) -> tuple[str, ...]:
        """This one and whoever signed in anywhere."""
        facts = (entry.fact for entry in self._journal.entries)
        return tuple(sorted({self._here.label, *(fact.terminal for fact in facts if isinstance(fact, SignedIn))}))

    def _rows(self) -> list[AuditRow]:
        labels = {e.origin: e.fact.terminal for e in self._journal.entries if isinstance(e.fact, SignedIn)}
        labels[self._here.origin] = self._here.label
        found = enumerate(self._journal.entries, 1)
        told = ((place, entry) for place, entry in found if BY_TYPE[type(entry.fact)].name not in UNTOLD)
        right = self._right_pins()
        rows = [self._row(place, entry, labels) for place, entry in told if (entry.origin, entry.seq) not in right]
        return sorted(rows, key=lambda row: (row.at, row.place))

    def _right_pins(self) -> set[tuple[Origin, int]]:
        """Tries that were followed by the sign-in they were right for."""
        found, tries = set(), {}
        for entry in self._journal.entries:
            if isinstance(entry.fact, PinTried):
                tries[entry.origin, entry.actor] = entry.seq
            elif isinstance(entry.fact, SignedIn) and (entry.origin, entry.actor) in tries:
                found.add((entry.origin, tries.pop((entry.origin, entry.actor))))
        return found

    def _row(self, place: int, entry: Entry, labels: dict[Origin, str]) -> AuditRow:
        fact, order_id, approval = entry.fact, order_of(entry.fact), approval_of(entry.fact)
        orders: tuple[Order, ...] = ()
        if order_id and self._journal.facts(Aggregate.ORDER, order_id):
            orders = tuple(self._journal.orders_with(order_id).values())
        at = instant(milliseconds_of(entry.stamp) * 1000)
        details = details_of(fact) | line_words(fact, orders)
        amount = amount_of(fact)
        if amount is None and "costs" in details:
            plain, _, currency = details["costs"].partition(" ")
            amount = Money(int(plain.replace(".", "")), currency)
        return AuditRow(
            place, f"{entry.origin}/{entry.seq}", entry.origin, entry.seq, at, self._day(at), BY_TYPE[type(fact)].name,
            topic_of(fact), entry.actor, labels.get(entry.origin, ""), order_id,
            next((order.number for order in orders if order.id == order_id), ""), amount,
            approval.by if approval else None, details,
        )  # fmt: skip

    def _day(self, at: datetime) -> date:
        return self._journal.calendar.date_of(at)


def _is_about(row: AuditRow, query: AuditQuery) -> bool:
    if query.is_everything:
        is_its_own = BY_NAME[row.type, 1].aggregate is Aggregate.ORDER
        return is_its_own and row.order_id == query.order
    return row.order_id == query.order or row.order_number.startswith(query.order)


def _fits(row: AuditRow, query: AuditQuery) -> bool:
    tests = (
        query.is_everything or row.topic in KEPT,
        query.who is None or query.who in (row.actor, row.allowed_by),
        not query.topics or row.topic in query.topics,
        not query.terminal or row.terminal == query.terminal,
        not query.order or _is_about(row, query),
        query.first is None or row.business_date >= query.first,
        query.last is None or row.business_date <= query.last,
        query.least is None or (row.amount is not None and abs(row.amount.minor) >= query.least.minor),
        not query.only_approved or row.allowed_by is not None,
        searched_in([query.text]) in searched_in((row.order_number, *row.details.values())),
    )
    return all(tests)
