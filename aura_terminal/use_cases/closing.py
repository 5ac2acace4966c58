"""Readings of the day."""

from __future__ import annotations

from datetime import date

from aura_terminal.domain.closing import DayClosed, DayTotals, day_totals, remaining
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ClosingId
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.receipts import day_report
from aura_terminal.use_cases.slips import spool_slip


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
        day = business_date or profile.calendar.date_of(self._clock.now())
        return day_totals(day, profile.currency, self._reads.books.orders_of(day))

    def close_day(self, by: Actor, business_date: date | None = None) -> DayClosed:
        """The Z report of a business date: numbered, printed, covering what no earlier Z of that date covers.

        Open orders are listed in it and carried over. Raises RuleBroken(NOTHING_TO_CLOSE) when nothing was sold or paid
        since the last one.
        """
        by.must(Permission.CLOSE_DAY)
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            day = business_date or profile.calendar.date_of(work.now)
            closed = self._closing(work, profile, day)
            work.keep(closed)
            spool_slip(work, self._ids, day_report(f"Z REPORT {closed.number}", closed.totals, profile))
        return closed

    def business_dates(self) -> tuple[date, ...]:
        """The business dates there are figures for."""
        return self._reads.books.business_dates()

    def closings(self) -> tuple[DayClosed, ...]:
        """Every Z report of this terminal, oldest first."""
        return self._reads.books.closings()

    def _closing(self, work: Work, profile: StoreProfile, day: date) -> DayClosed:
        earlier = work.ledger.closings()
        reading = day_totals(day, profile.currency, work.ledger.orders_of(day))
        totals = remaining(reading, (closing.totals for closing in earlier if closing.totals.business_date == day))
        if not totals.orders and not totals.tenders:
            raise RuleBroken(Rule.NOTHING_TO_CLOSE, day=day.isoformat())
        return DayClosed(
            ClosingId(self._ids.new()),
            len(earlier) + 1,
            self._terminal.label,
            work.now,
            work.ledger.known(),
            totals,
        )
