"""Readings of the day, and closing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from aura_terminal.domain.closing import (
    MOST_DEEDS,
    DayClosed,
    DayTotals,
    OpenOrder,
    TerminalPart,
    day_totals,
    held_of,
    parts_of,
    remaining,
    together,
)
from aura_terminal.domain.closing_checks import CLOSING_RULES, ClosingCheck, ClosingRules, must_not_refuse
from aura_terminal.domain.coverage import Coverage
from aura_terminal.domain.day_figures import nothing_on
from aura_terminal.domain.day_sums import totals_by_terminal
from aura_terminal.domain.debts import beyond, debts_settled
from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import ClosingId, Origin
from aura_terminal.domain.order_money import late
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission, StaffMember
from aura_terminal.ports.cash_rows import SessionRow
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.journal import offset_by
from aura_terminal.ports.printing import PaperReads
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import SYSTEM, Begin, Documents, TerminalIdentity, Work
from aura_terminal.use_cases.card_holding import all_must_be_decided
from aura_terminal.use_cases.closing_checks import checks_of
from aura_terminal.use_cases.closing_drawers import loose_cash, untold_drawers
from aura_terminal.use_cases.coverage import coverage_now
from aura_terminal.use_cases.day_paper import x_report, z_report
from aura_terminal.use_cases.deeds import Done, acts_for, is_deed, most_telling, opened, taken_back, who_of
from aura_terminal.use_cases.receipts import copy_of
from aura_terminal.use_cases.slips import spool_slip

LATELY = 14
"""Among so many closings one looks for drawers that were told while they ran."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What closing now would cover, and what stands against it."""

    coverage: Coverage
    checks: tuple[ClosingCheck, ...]
    rules: ClosingRules = ClosingRules()


class Closing:
    """X reads and changes nothing; Z is numbered, kept and never changed."""

    def __init__(
        self, begin: Begin, reads: Reads, paper: PaperReads, clock: Clock, ids: Ids, terminal: TerminalIdentity
    ) -> None:
        self._begin = begin
        self._reads = reads
        self._paper = paper
        self._clock = clock
        self._ids = ids
        self._terminal = terminal

    def read(self, business_date: date | None = None) -> DayTotals:
        """The X report: the figures of a business date (today's when none is named) as they are now."""
        profile = self._reads.store.profile()
        day = business_date or self.today()
        cards = self._reads.cards.unsettled()
        return day_totals(day, profile.currency, self._reads.books.orders_of(day), cards=cards)

    def today(self) -> date:
        """The business date now, by the store's clock."""
        now = self._clock.now()
        calendar = self._reads.store.profile().calendar
        return calendar.date_of(now + offset_by(self._reads.mesh.peers(), now))

    def outlook(self, business_date: date | None = None) -> Outlook:
        """What closing the date now would cover, and what stands against it; it changes nothing.

        What reached a closed order too late is told among the conflicts, until closing lists it.
        """
        calendar, day = self._reads.store.profile().calendar, business_date or self.today()
        rows = [row for row in self._reads.orders.open_orders() if calendar.date_of(row.opened_at) <= day]
        open_orders = [OpenOrder(row.number, row.table_name, row.due) for row in rows]
        coverage = coverage_now(self._reads, self._terminal, self._clock.now())
        with self._begin(SYSTEM) as work:
            rules = rules_of(work.documents)
        return Outlook(coverage, self._checks(self._reads.cash.running(), rules, coverage, open_orders), rules)

    def close_day(self, by: Actor, business_date: date | None = None) -> DayClosed:
        """The Z report of a business date: numbered, printed, covering what no earlier Z of that date covers.

        It holds what happened at every terminal that can be heard, and what it says of each is what no Z known here
        says of it. What a terminal did that is missing comes in an addendum, or in a Z of its own. Open orders are
        listed and carried over. A terminal's former names, and machines that left the store, are covered once nobody
        can know more of them. Needs CLOSE_DAY, and CLOSE_LATE for any other date than today's.

        Raises RuleBroken: CARD_UNDECIDED while nobody knows what became of a card, CLOSING_REFUSED as the house's
        rules say, NOTHING_TO_CLOSE when nothing happened since the last one.
        """
        by.must(Permission.CLOSE_DAY)
        if business_date is not None and business_date != self.today():
            by.must(Permission.CLOSE_LATE)
        coverage = coverage_now(self._reads, self._terminal, self._clock.now())
        with self._begin(by.id) as work:
            all_must_be_decided(work)
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            day = business_date or work.today
            orders = tuple(work.ledger.orders_of(day))
            checks = self._checks(work.cash.running(), rules_of(work.documents), coverage, _open(orders))
            must_not_refuse(checks)
            closed = self._closing(work, by, day, coverage, orders, checks)
            work.keep(closed)
            spool_slip(work, self._ids, z_report(closed, profile))
        return closed

    def print_reading(self, by: Actor, business_date: date) -> DayTotals:
        """Print the X report of a business date. Needs the right REPORT_X."""
        by.must(Permission.REPORT_X)
        totals = self.read(business_date)
        coverage = coverage_now(self._reads, self._terminal, self._clock.now())
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, x_report(totals, profile, missing=coverage.missing))
        return totals

    def reprint(self, by: Actor, closing_id: ClosingId) -> DayClosed:
        """Print a Z report of any terminal once more, marked as a copy. Needs REPORT_X; raises NotFound."""
        by.must(Permission.REPORT_X)
        found = next((one for one in self._known() if one.closing_id == closing_id), None)
        if found is None:
            raise NotFound("closing", closing_id)
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, copy_of(z_report(found, profile)))
        return found

    def put_rules(self, by: Actor, rules: ClosingRules) -> DocumentPut:
        """Change what stands against closing a day. Needs EDIT_SETTINGS."""
        by.must(Permission.EDIT_SETTINGS)
        fact = put(replace(rules, id=CLOSING_RULES))
        with self._begin(by.id) as work:
            work.keep(fact)
        return fact

    def business_dates(self) -> tuple[date, ...]:
        """The business dates there are figures for."""
        return self._reads.books.business_dates()

    def closings(self) -> tuple[DayClosed, ...]:
        """Every Z report of this terminal, oldest first."""
        return self._reads.books.closings()

    def closed_on(self, business_date: date) -> tuple[DayClosed, ...]:
        """The Z reports of a business date of every terminal, as far as they are known here, oldest first."""
        return self._reads.books.closed_on(business_date)

    def _known(self) -> Iterable[DayClosed]:
        yield from self.closings()
        for day in self.business_dates():
            yield from self.closed_on(day)

    def _checks(
        self, running: Iterable[SessionRow], rules: ClosingRules, coverage: Coverage, open_orders: Sequence[OpenOrder]
    ) -> tuple[ClosingCheck, ...]:
        return checks_of(self._reads, running, self._paper, rules, coverage, open_orders, self._clock.now())

    def _closing(
        self, work: Work, by: Actor, day: date, coverage: Coverage, orders: Sequence[Order],
        checks: tuple[ClosingCheck, ...],
    ) -> DayClosed:  # fmt: skip
        currency = work.documents.get(StoreProfile, STORE_PROFILE).currency
        before = work.ledger.closed_on(day)
        readings = totals_by_terminal(day, currency, orders, work.cards.at_risk())
        parts = _new_parts(readings, before, coverage, nothing_on(day, currency))
        totals = together([part.totals for part in parts], day, currency)
        done, openings = self._deeds(work, day, coverage, orders, before)
        ours = work.ledger.closings()
        drawers = untold_drawers(work.cash, day, coverage, (*before, *ours[-LATELY:]))
        if totals.is_empty and not (done or drawers):
            raise RuleBroken(Rule.NOTHING_TO_CLOSE, day=day.isoformat())
        return DayClosed(
            ClosingId(self._ids.new()), len(ours) + 1, self._terminal.label, work.now, work.ledger.known(), totals,
            _open(orders), sum(1 for one in before if _shares(one, coverage)),
            coverage.left_out(_last_payments(orders, day)), by.id, by.name, parts, coverage.terminals, checks,
            most_telling(done, MOST_DEEDS), max(0, len(done) - MOST_DEEDS), openings, drawers,
            loose_cash(work.cash, day, coverage),
            beyond(debts_settled(orders, day, filter(coverage.has, readings)), (one.debts_settled for one in before)),
        )  # fmt: skip

    def _deeds(
        self, work: Work, day: date, coverage: Coverage, orders: Sequence[Order], before: Sequence[DayClosed]
    ) -> tuple[list[Done], int]:
        """What people will ask about and no earlier closing told, and how often a sale opened a drawer."""
        who = who_of(work.documents.all(StaffMember), self._reads.mesh.peers(), self._terminal)
        ended = [order for order in orders if _ended_on(order, day)]
        openings = work.ledger.openings_on(day)
        done = [*taken_back(ended, acts_for(work, ended), who), *opened(openings, who)]
        new = [one for one in done if coverage.has(one.at_terminal) and not _was_told(one, before)]
        return new, sum(1 for act in openings if not is_deed(act))


def rules_of(documents: Documents) -> ClosingRules:
    """The house's rules for closing; the default ones where it said nothing."""
    found = (rules for rules in documents.all(ClosingRules) if rules.id == CLOSING_RULES)
    return next(found, ClosingRules())


def _new_parts(
    readings: dict[str, DayTotals], before: Sequence[DayClosed], coverage: Coverage, nothing: DayTotals
) -> tuple[TerminalPart, ...]:
    """Of each covered terminal what no earlier closing holds of it; where two closings that could not hear each other
    hold the same, what is too much is taken off."""
    labels = {*readings, *(part.terminal for closed in before for part in parts_of(closed))}
    rest = (
        TerminalPart(label, remaining(readings.get(label, nothing), held_of(label, before)))
        for label in sorted(labels)
        if coverage.has(label)
    )
    return tuple(part for part in rest if part.totals != nothing)


def _shares(closed: DayClosed, coverage: Coverage) -> bool:
    """Whether an earlier closing held something of a terminal that is covered now."""
    return any(coverage.has(part.terminal) for part in parts_of(closed))


def _ended_on(order: Order, day: date) -> bool:
    return order.end is not None and order.end.business_date == day and order.status is not OrderStatus.MERGED


def _was_told(done: Done, before: Iterable[DayClosed]) -> bool:
    """Whether an earlier closing knew all of it and spoke for its terminal."""
    return any(_speaks_for(closed, done.at_terminal) and _knew(closed, done.facts) for closed in before)


def _speaks_for(closed: DayClosed, label: str) -> bool:
    if not closed.parts:
        return label == closed.terminal
    return label not in {name for name, _ in closed.missing}


def _knew(closed: DayClosed, facts: Collection[tuple[Origin, int]]) -> bool:
    covers = dict(closed.covers)
    return all(covers.get(origin, 0) >= seq for origin, seq in facts)


def _last_payments(orders: Iterable[Order], day: date) -> dict[str, datetime]:
    """When each terminal last took money on the date."""
    last: dict[str, datetime] = {}
    for payment in (payment for order in orders for payment in order.payments if payment.business_date == day):
        last[payment.terminal] = max(payment.taken_at, last.get(payment.terminal, payment.taken_at))
    return last


def _open(orders: Iterable[Order]) -> tuple[OpenOrder, ...]:
    """What nobody has paid yet, at whichever terminal."""
    listed = (order for order in orders if order.status is OrderStatus.OPEN or late(order))
    return tuple(OpenOrder(order.number, order.table_name, order.bill.due) for order in listed)
