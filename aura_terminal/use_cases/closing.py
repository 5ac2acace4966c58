"""Readings of the day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from aura_terminal.domain.closing import DayClosed, DayTotals, OpenOrder, day_totals, remaining
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import ClosingId
from aura_terminal.domain.order_money import late
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.journal import offset_by
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.card_holding import all_must_be_decided
from aura_terminal.use_cases.receipts import copy_of, day_report
from aura_terminal.use_cases.slips import Slip, spool_slip

Missing = Sequence[tuple[str, datetime]]
"""Terminals that cannot be heard: their names, and since when."""


class Closing:
    """X reads and changes nothing; Z is numbered, kept and never changed."""

    def __init__(self, begin: Begin, reads: Reads, clock: Clock, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._clock = clock
        self._ids = ids
        self._terminal = terminal

    def read(self, business_date: date | None = None) -> DayTotals:
        """The X report: the figures of a business date (today's when none is named) as they are now."""
        profile = self._reads.store.profile()
        now = self._clock.now()
        day = business_date or profile.calendar.date_of(now + offset_by(self._reads.mesh.peers(), now))
        cards = self._reads.cards.unsettled()
        return day_totals(day, profile.currency, self._reads.books.orders_of(day), cards=cards)

    def close_day(self, by: Actor, business_date: date | None = None, missing: Missing = ()) -> DayClosed:
        """The Z report of a business date: numbered, printed, covering what no earlier Z of that date covers.

        It holds what was closed and taken at this terminal. Open orders are listed in it and carried over, and so are
        the terminals that are `missing`, with since when: what they did may come in an addendum, as the next Z of the
        date. What it did under a former name is its own once it is abreast of all others; until then another terminal
        may hold a Z that has it already, and the former name is listed as missing. Raises
        RuleBroken(NOTHING_TO_CLOSE) when nothing was sold, paid or put right since the last one, and CARD_UNDECIDED
        while nobody knows what became of a card.
        """
        by.must(Permission.CLOSE_DAY)
        with self._begin(by.id) as work:
            all_must_be_decided(work)
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            day = business_date or work.today
            closed = self._closing(work, profile, day, missing)
            work.keep(closed)
            spool_slip(work, self._ids, _z_report(closed, profile))
        return closed

    def print_reading(self, by: Actor, business_date: date) -> DayTotals:
        """Print the X report of a business date. Needs the right REPORT_X."""
        by.must(Permission.REPORT_X)
        totals = self.read(business_date)
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, day_report("X REPORT", totals, profile))
        return totals

    def reprint(self, by: Actor, closing_id: ClosingId) -> DayClosed:
        """Print a Z report of this terminal once more, marked as a copy. Needs REPORT_X; raises NotFound."""
        by.must(Permission.REPORT_X)
        found = next((one for one in self.closings() if one.closing_id == closing_id), None)
        if found is None:
            raise NotFound("closing", closing_id)
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, copy_of(_z_report(found, profile)))
        return found

    def business_dates(self) -> tuple[date, ...]:
        """The business dates there are figures for."""
        return self._reads.books.business_dates()

    def closings(self) -> tuple[DayClosed, ...]:
        """Every Z report of this terminal, oldest first."""
        return self._reads.books.closings()

    def _closing(self, work: Work, profile: StoreProfile, day: date, missing: Missing) -> DayClosed:
        number = len(work.ledger.closings()) + 1
        formerly = set(self._terminal.formerly)
        ours = {self._terminal.label} | (formerly if work.ledger.is_abreast() else set())
        earlier = [closing for closing in work.ledger.closed_on(day) if closing.terminal in ours]
        reading = day_totals(
            day, profile.currency, work.ledger.orders_of(day), lambda terminal: terminal in ours, work.cards.at_risk()
        )
        totals = remaining(reading, (closing.totals for closing in earlier))
        if totals.is_empty:
            raise RuleBroken(Rule.NOTHING_TO_CLOSE, day=day.isoformat())
        return DayClosed(
            ClosingId(self._ids.new()),
            number,
            self._terminal.label,
            work.now,
            work.ledger.known(),
            totals,
            _open(work.ledger.orders_of(day)),
            len(earlier),
            (*missing, *_left_out(work, day, formerly - ours)),
        )


def _z_report(closed: DayClosed, profile: StoreProfile) -> Slip:
    title = f"Z REPORT {closed.number}" + (f" ADDENDUM {closed.addendum}" if closed.addendum else "")
    return day_report(title, closed.totals, profile, closed.open, closed.missing)


def _left_out(work: Work, day: date, names: Collection[str]) -> list[tuple[str, datetime]]:
    """Former names whose takings of the day are not in the report, with when they last took money."""
    last: dict[str, datetime] = {}
    for order in work.ledger.orders_of(day) if names else ():
        for payment in order.payments:
            if payment.business_date == day and payment.terminal in names:
                last[payment.terminal] = max(payment.taken_at, last.get(payment.terminal, payment.taken_at))
    return sorted(last.items())


def _open(orders: Iterable[Order]) -> tuple[OpenOrder, ...]:
    """What nobody has paid yet, at whichever terminal."""
    listed = (order for order in orders if order.status is OrderStatus.OPEN or late(order))
    return tuple(OpenOrder(order.number, order.table_name, order.bill.due) for order in listed)
