"""What one person, or one session of a drawer, did: read, printed, and told to the world when it is over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from aura_terminal.domain.closing import DeedKind, Figure
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import OrderId, Origin, SessionId, StaffId
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.order_facts import DiscountApplied, OrderClosed, PaymentTaken
from aura_terminal.domain.order_money import bill_sold, turnover
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.payments import CASH, Payment
from aura_terminal.domain.settling import PaymentRefunded
from aura_terminal.domain.shift_report import ShiftClosed, ShiftReport, shift_closed
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Permission, StaffMember
from aura_terminal.ports.cash_rows import SessionRow
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.day_acts import Act
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.closing_drawers import drawer_closed
from aura_terminal.use_cases.day_paper import shift_paper
from aura_terminal.use_cases.deeds import Done, Who, acts_for, opened, taken_back, who_of
from aura_terminal.use_cases.slips import spool_slip

Tender = str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which acts a report is of; money that names a drawer's session may be told apart by it (`is_money_of`)."""

    is_of: Callable[[Act], bool]
    is_money_of: Callable[[Act, Tender, SessionId | None], bool]


class ShiftReports:
    """Readings of a shift; they change nothing. All need REPORT_X.

    Who may not see expected cash gets none while a drawer they answer for is not counted: RuleBroken(COUNT_FIRST).
    """

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def people(self, by: Actor, business_date: date) -> tuple[tuple[StaffId, str], ...]:
        """Who did something about money on a business date, by name."""
        by.must(Permission.REPORT_X)
        with self._begin(by.id) as work:
            orders = tuple(work.ledger.orders_of(business_date))
            who = self._who(work)
            ids = {act.by for act in (*acts_for(work, orders), *work.ledger.openings_on(business_date))}
        found = ((StaffId(id_), who.person(id_)) for id_ in ids if id_ in who.staff)
        return tuple(sorted(found, key=lambda one: (one[1], one[0])))

    def of_person(self, by: Actor, business_date: date, staff_id: StaffId) -> ShiftReport:
        """What somebody did on a business date, at whichever terminals."""
        by.must(Permission.REPORT_X)
        with self._begin(by.id) as work:
            return self._of_person(work, by, business_date, staff_id)

    def of_session(self, by: Actor, session_id: SessionId) -> ShiftReport:
        """What was done in one session of a drawer. Raises NotFound."""
        by.must(Permission.REPORT_X)
        with self._begin(by.id) as work:
            row = work.cash.row(session_id)
            _must_be_counted(by, (row,))
            wanted = _of_session(row, self._who(work), self._terminal)
            name = row.cashier or row.drawer_name
            return self._report(
                work, row.business_date, row.cashier_id or StaffId(""), name, wanted, (row,), session_id
            )

    def closed(self, session_id: SessionId) -> ShiftClosed:
        """What the world outside is told of a session that ended; nobody is kept from selling while it is read.

        Raises NotFound for one that is not here, runs still, or whose sales have left the journal.
        """
        row, books = self._reads.cash.row(session_id), self._reads.books
        if row.ended is None:
            raise NotFound("session", session_id)
        currency = self._reads.store.profile().currency
        orders = {one.id: one for one in books.orders_of(row.business_date) if one.currency == currency}
        acts = books.acts_on(sorted(orders))
        if any(one.payments for one in orders.values()) and not acts:
            raise NotFound("journal", row.business_date.isoformat())
        who = who_of((), self._reads.mesh.peers(), self._terminal)
        sums = _Sums(row.business_date, orders, _of_session(row, who, self._terminal))
        for act in acts:
            sums.take(act)
        report = ShiftReport(
            row.cashier_id or StaffId(""), row.cashier or row.drawer_name, row.business_date, currency, (row.terminal,),
            row.begun, row.ended, sums.orders, total(sums.sales, currency), sums.figures("tenders"),
            refunds=sums.figures("refunds"), reversals=sums.figures("reversals"), session_id=session_id,
        )  # fmt: skip
        return shift_closed(session_id, report, row.ended)

    def print_person(self, by: Actor, business_date: date, staff_id: StaffId) -> ShiftReport:
        """Print what somebody did on a business date."""
        by.must(Permission.REPORT_X)
        with self._begin(by.id) as work:
            report = self._of_person(work, by, business_date, staff_id)
            spool_slip(work, self._ids, shift_paper(report, work.documents.get(StoreProfile, STORE_PROFILE)))
        return report

    def _of_person(self, work: Work, by: Actor, day: date, staff_id: StaffId) -> ShiftReport:
        rows = tuple(row for row in work.cash.sessions_on(day) if row.cashier_id == staff_id)
        _must_be_counted(by, rows)
        name = self._who(work).person(staff_id)

        def is_of(act: Act) -> bool:
            return act.by == staff_id

        wanted = _Wanted(is_of, lambda act, tender, session: is_of(act))
        return self._report(work, day, staff_id, name, wanted, rows, None)

    def _who(self, work: Work) -> Who:
        return who_of(work.documents.all(StaffMember), self._reads.mesh.peers(), self._terminal)

    def _report(
        self, work: Work, day: date, staff_id: StaffId, name: str, wanted: _Wanted, rows: Sequence[SessionRow],
        session_id: SessionId | None,
    ) -> ShiftReport:  # fmt: skip
        currency = work.documents.get(StoreProfile, STORE_PROFILE).currency
        orders = {order.id: order for order in work.ledger.orders_of(day) if order.currency == currency}
        who = self._who(work)
        acts = acts_for(work, orders.values())
        openings = [act for act in work.ledger.openings_on(day) if wanted.is_of(act)]
        sums = _Sums(day, orders, wanted)
        for act in acts:
            sums.take(act)
        by_place = {(act.origin, act.seq): act for act in (*acts, *openings)}
        done = [*taken_back(orders.values(), acts, who), *opened(openings, who)]
        theirs = [one for one in done if _belongs(one, wanted, by_place)]
        began, ended = _span(sums.times, rows)
        return ShiftReport(
            staff_id, name, day, currency, sums.terminals(who), began, ended, sums.orders, total(sums.sales, currency),
            tenders=sums.figures("tenders"),
            tips=sums.figures("tips"),
            refunds=sums.figures("refunds"),
            reversals=sums.figures("reversals"),
            given_away=sums.figures("given_away"),
            voids=_figure(theirs, DeedKind.VOIDED, "voids", currency),
            removed=_figure(theirs, DeedKind.REMOVED, "removed", currency),
            deeds=tuple(one.deed for one in sorted(theirs, key=lambda one: one.deed.at)),
            openings=len(openings),
            drawers=tuple(drawer_closed(row) for row in rows),
            session_id=session_id,
        )  # fmt: skip


@dataclass(slots=True)
class _Sums:
    """Money that moved by the acts of a shift, by name."""

    day: date
    known: dict[OrderId, Order]
    wanted: _Wanted
    orders: int = 0
    sales: list[Money] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    rows: dict[tuple[str, str], list[Money]] = field(default_factory=dict)

    def take(self, act: Act) -> None:
        """One act, as far as it belongs to the shift; a payment that never happened is theirs who took it."""
        match act.fact:
            case PaymentTaken(order_id=order_id, payment=payment) if order_id in self.known:
                if self.wanted.is_money_of(act, payment.tender, payment.session) and payment.business_date == self.day:
                    self._pay(act, payment, payment.id in self.known[order_id].reversals)
            case PaymentRefunded(order_id=order_id, refund=refund, act=when) if order_id in self.known:
                never = refund.id in self.known[order_id].reversals or when.business_date != self.day
                if not never and self.wanted.is_money_of(act, refund.tender, refund.session):
                    self._add(act, "refunds", refund.tender, -refund.amount)
            case OrderClosed(order_id=order_id) as closed if order_id in self.known and self.wanted.is_of(act):
                self._close(act, closed, self.known[order_id])
            case DiscountApplied(order_id=order_id) as applied if order_id in self.known and self.wanted.is_of(act):
                self._discount(act, applied, self.known[order_id])
            case _:
                pass

    def figures(self, group: str) -> tuple[Figure, ...]:
        """One group of rows, by name."""
        named = sorted((name, amounts) for (of, name), amounts in self.rows.items() if of == group)
        return tuple(Figure(name, len(amounts), total(amounts, amounts[0].currency)) for name, amounts in named)

    def terminals(self, who: Who) -> tuple[str, ...]:
        """Where it was."""
        return tuple(sorted({label for label in map(who.terminal, self.origins) if label}))

    def _pay(self, act: Act, payment: Payment, never_happened: bool) -> None:
        self._add(act, "tenders", payment.tender, payment.amount)
        if never_happened:
            self._add(act, "reversals", payment.tender, -payment.amount)
        elif payment.tip:
            self._add(act, "tips", payment.tender, payment.tip)

    def _close(self, act: Act, closed: OrderClosed, order: Order) -> None:
        if order.status is OrderStatus.CLOSED and order.closings[0] == closed and closed.business_date == self.day:
            self._note(act)
            self.orders += 1
            self.sales.append(turnover(order))

    def _discount(self, act: Act, applied: DiscountApplied, order: Order) -> None:
        if order.end is None or order.end.business_date != self.day:
            return
        for taken in bill_sold(order).taken:
            if taken.discount.id == applied.discount.id and taken.amount:
                self._add(act, "given_away", taken.discount.name, -taken.amount)

    def _add(self, act: Act, group: str, name: str, amount: Money) -> None:
        self._note(act)
        self.rows.setdefault((group, name), []).append(amount)

    def _note(self, act: Act) -> None:
        self.times.append(act.at)
        self.origins.add(act.origin)


def _of_session(row: SessionRow, who: Who, terminal: TerminalIdentity) -> _Wanted:
    """Acts at a session's terminal while it ran, by its cashier where it had one; of cash, all that names it."""
    labels = _labels(row, terminal)

    def is_of(act: Act) -> bool:
        here = who.terminal(act.origin) in labels and _lasted(row, act.at)
        return here and row.cashier_id in (None, act.by)

    def is_money_of(act: Act, tender: Tender, session: SessionId | None) -> bool:
        return session == row.id if tender == CASH else is_of(act)

    return _Wanted(is_of, is_money_of)


def _must_be_counted(by: Actor, rows: Sequence[SessionRow]) -> None:
    """Refuse figures that say what a drawer should hold before it was counted, to whoever may not know."""
    running = [row for row in rows if row.is_running]
    if running and Permission.SEE_EXPECTED_CASH not in by.permissions:
        raise RuleBroken(Rule.COUNT_FIRST, drawer=running[0].drawer_name)


def _lasted(row: SessionRow, at: datetime) -> bool:
    return row.begun <= at and (row.ended is None or at <= row.ended)


def _labels(row: SessionRow, terminal: TerminalIdentity) -> Collection[str]:
    """The names of the terminal a session is at: all of this one's where it is here."""
    return terminal.labels if row.terminal in terminal.labels else (row.terminal,)


def _belongs(done: Done, wanted: _Wanted, acts: Mapping[tuple[Origin, int], Act]) -> bool:
    """Whether somebody of the shift did it, by the last of the facts it was read from."""
    act = acts.get(done.facts[-1]) if done.facts else None
    return act is not None and wanted.is_of(act)


def _figure(done: Iterable[Done], kind: DeedKind, name: str, currency: str) -> Figure | None:
    """How many units were taken back in one way, and what they came to."""
    deeds = [one.deed for one in done if one.deed.kind is kind]
    amounts = [deed.amount for deed in deeds if deed.amount is not None]
    return Figure(name, sum(deed.quantity for deed in deeds), total(amounts, currency)) if deeds else None


def _span(times: Sequence[datetime], rows: Sequence[SessionRow]) -> tuple[datetime | None, datetime | None]:
    """From the first act to the last, or as long as the drawers were answered for."""
    begins = [*times, *(row.begun for row in rows)]
    ends = [*times, *(row.ended for row in rows if row.ended is not None)]
    is_over = all(row.ended is not None for row in rows)
    return min(begins, default=None), max(ends, default=None) if is_over else None
