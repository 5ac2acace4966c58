"""Tips: what there is of a day, how it would be shared, deciding it, and paying it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from aura_terminal.domain.cash import MovementKind
from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.handing import server_at
from aura_terminal.domain.ids import SessionId, StaffId, TipPayoutId, TipShareId
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.order_money import bill_sold, liabilities
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission, StaffMember
from aura_terminal.domain.tip_entries import tip_of, tips_entered
from aura_terminal.domain.tip_rules import TIP_RULES, TipRules, must_work
from aura_terminal.domain.tip_sharing import (
    Earned,
    PaidBy,
    SharedTips,
    TipShare,
    TipsPaid,
    TipsShared,
    Worked,
    in_force,
    owed,
    share_out,
    worked_on,
)
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, Documents, TerminalIdentity, Work
from aura_terminal.use_cases.cash import Cash, Moving
from aura_terminal.use_cases.drawers import drawer_used
from aura_terminal.use_cases.slips import spool_slip
from aura_terminal.use_cases.tip_paper import tips_paper

MOST_FREE_WORDS = 40


@dataclass(frozen=True, slots=True)
class TipDay:
    """The tips of a business date: how they would be shared now, what was decided, and what is
    still to be paid to whom after it.

    `is_settled` when what was decided last is what would be decided now.
    """

    business_date: date
    rules: TipRules
    total: Money
    shares: tuple[TipShare, ...]
    decided: tuple[SharedTips, ...]
    owed: tuple[tuple[StaffId, Money], ...]
    is_running: bool = False

    @property
    def current(self) -> TipsShared | None:
        """The decision that counts."""
        return in_force(self.decided)

    @property
    def is_settled(self) -> bool:
        """Whether nothing has changed since it was decided."""
        return self.current is not None and self.current.shares == self.shares

    def owed_to(self, staff_id: StaffId) -> Money:
        """What is still to be paid to somebody; negative where they hand something in."""
        return dict(self.owed).get(staff_id, Money(0, self.total.currency))


class Tips:
    """Sharing tips needs SHARE_TIPS, the rules for it EDIT_SETTINGS. Nothing is paid before it was decided."""

    def __init__(self, begin: Begin, cash: Cash, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._cash = cash
        self._ids = ids
        self._terminal = terminal

    def day(self, by: Actor, business_date: date | None = None) -> TipDay:
        """The tips of a business date (today's when none is named). Needs SHARE_TIPS."""
        by.must(Permission.SHARE_TIPS)
        with self._begin(by.id) as work:
            return _day(work, business_date or work.today)

    def jobs(self, by: Actor) -> tuple[str, ...]:
        """The jobs people of the house clock in for, by name. Needs SHARE_TIPS."""
        by.must(Permission.SHARE_TIPS)
        with self._begin(by.id) as work:
            return tuple(sorted({job.name for one in work.documents.all(StaffMember) for job in one.jobs if job.name}))

    def share(self, by: Actor, business_date: date, shown: Money) -> TipsShared:
        """Decide how the tips of a date are shared, and print it; `shown` is the total that was looked at.

        Deciding again is how a late tip comes in: the last decision counts, and what was paid already is taken off.
        Raises RuleBroken: NO_TIPS_TO_SHARE, TIPS_CHANGED when there is more or less by now.
        """
        by.must(Permission.SHARE_TIPS)
        with self._begin(by.id) as work:
            day = _day(work, business_date)
            if not day.shares or not (day.total or day.decided):
                raise RuleBroken(Rule.NO_TIPS_TO_SHARE, day=business_date.isoformat())
            if day.total != shown:
                raise RuleBroken(Rule.TIPS_CHANGED, day=business_date.isoformat())
            shared = TipsShared(
                TipShareId(self._ids.new()), business_date, day.total, day.shares, day.rules, work.now, by.id, by.name,
                self._terminal.label, tuple(one.shared.share_id for one in day.decided),
            )  # fmt: skip
            work.keep(shared)
            spool_slip(work, self._ids, tips_paper(shared, work.documents.get(StoreProfile, STORE_PROFILE)))
        return shared

    def pay(
        self, by: Actor, business_date: date, staff_id: StaffId, way: PaidBy, approval: Approval | None = None
    ) -> TipsPaid:
        """Give somebody what they are owed after the decision that counts, or take what they hand in.

        Out of a drawer it is the one this person answers for here, in one transaction with the payment; cash needs
        MOVE_CASH or an approval. Raises RuleBroken: TIPS_PAID_ALREADY, SESSION_NEEDED, APPROVAL_NEEDED; NotFound before
        anything was decided.
        """
        by.must(Permission.SHARE_TIPS)
        with self._begin(by.id) as work:
            decided = work.ledger.tips_shared_on(business_date)
            current, name = _standing(decided, business_date), _name(work, staff_id)
            amount = owed(current, _payments(decided)).get(staff_id)
            if amount is None or not amount:
                raise RuleBroken(Rule.TIPS_PAID_ALREADY, name=name)
            session = (
                self._from_drawer(work, by, amount, name, business_date, approval) if way is PaidBy.DRAWER else None
            )
            paid = TipsPaid(
                current.share_id, TipPayoutId(self._ids.new()), staff_id, amount, work.now, by.id,
                self._terminal.label, way, session,
            )  # fmt: skip
            work.keep(paid)
        return paid

    def print_again(self, by: Actor, business_date: date) -> TipsShared:
        """Print the decision that counts once more. Needs SHARE_TIPS; raises NotFound before anything was decided."""
        by.must(Permission.SHARE_TIPS)
        with self._begin(by.id) as work:
            shared = _standing(work.ledger.tips_shared_on(business_date), business_date)
            spool_slip(work, self._ids, tips_paper(shared, work.documents.get(StoreProfile, STORE_PROFILE)))
        return shared

    def put_rules(self, by: Actor, rules: TipRules) -> DocumentPut:
        """Change how tips are shared from now on. Needs EDIT_SETTINGS; raises RuleBroken(TIP_RULES_WRONG)."""
        by.must(Permission.EDIT_SETTINGS)
        must_work(rules)
        fact = put(replace(rules, id=TIP_RULES))
        with self._begin(by.id) as work:
            work.keep(fact)
        return fact

    def _from_drawer(
        self, work: Work, by: Actor, amount: Money, name: str, day: date, approval: Approval | None
    ) -> SessionId:
        session = drawer_used(work, self._terminal, by.id).session_id
        if session is None:
            raise RuleBroken(Rule.SESSION_NEEDED)
        kind = MovementKind.TIPS_OUT if amount.minor > 0 else MovementKind.PAID_IN
        moving = Moving(kind, amount if amount.minor > 0 else -amount, f"Tips {day:%d.%m.%Y}", name[:MOST_FREE_WORDS])
        self._cash.move_within(work, by, session, moving, approval)
        return session


def tip_rules_of(documents: Documents) -> TipRules:
    """The house's rules for tips; where it said nothing, everybody keeps their own."""
    return next((rules for rules in documents.all(TipRules) if rules.id == TIP_RULES), TipRules())


def _day(work: Work, day: date) -> TipDay:
    members = work.documents.all(StaffMember)
    currency = work.documents.get(StoreProfile, STORE_PROFILE).currency
    worked, declared = _hours(work, members, day, currency)
    orders = [order for order in work.ledger.orders_of(day) if order.currency == currency]
    earned = [*declared, *_on_checks(orders, day)]
    rules = tip_rules_of(work.documents)
    shares = share_out(worked, earned, rules, {one.id: one.name for one in members}, currency)
    decided = work.ledger.tips_shared_on(day)
    current = in_force(decided)
    due = {} if current is None else owed(current, _payments(decided))
    running = _anybody_in(work, members, day)
    return TipDay(
        day, rules, total((one.share for one in shares), currency), shares, decided, tuple(sorted(due.items())), running
    )  # fmt: skip


def _hours(work: Work, members: Iterable[StaffMember], day: date, currency: str) -> tuple[list[Worked], list[Earned]]:
    """Who worked on the date, and what they say they had in cash."""
    worked: list[Worked] = []
    declared: list[Earned] = []
    for member in members:
        sheet = work.time_sheet(member.id)
        shifts = [shift for shift in sheet.shifts if shift.business_date == day]
        worked.extend(worked_on(member.id, shifts, work.now))
        said = (sheet.tips.get(shift.id) for shift in shifts)
        declared.extend(
            Earned(member.id, one.at, held=one.amount.minor)
            for one in said
            if one is not None and one.amount.currency == currency
        )
    return worked, declared


def _on_checks(orders: Iterable[Order], day: date) -> list[Earned]:
    """Tips that were left on checks on the date, and sales, for those who served them; one undone is taken off."""
    found: list[Earned] = []
    for order in orders:
        for payment in order.payments:
            server, tip = server_at(order, payment.id), tip_of(order, payment)
            undone = order.reversals.get(payment.id)
            if payment.tip and payment.business_date == day:
                found.append(Earned(server, payment.taken_at, tips=payment.tip.minor))
            if tip and undone is not None and undone.act.business_date == day:
                found.append(Earned(server, undone.act.at, tips=-tip.minor))
        for entry in (one for one in tips_entered(order) if one.business_date == day):
            found.append(Earned(server_at(order, entry.payment_id), entry.at, tips=entry.more.minor))
        if order.status is OrderStatus.CLOSED and order.end is not None and order.end.business_date == day:
            sold = bill_sold(order).tax.gross - liabilities(order)
            found.append(Earned(order.opened_by, order.end.at, sales=sold.minor))
    return found


def _anybody_in(work: Work, members: Iterable[StaffMember], day: date) -> bool:
    """Whether somebody's shift of the date still runs, so that hours and tips are not all known."""
    shifts = (shift for member in members for shift in work.time_sheet(member.id).shifts)
    return any(shift.ended_at is None and not shift.is_forgotten and shift.business_date == day for shift in shifts)


def _standing(decided: Sequence[SharedTips], day: date) -> TipsShared:
    current = in_force(decided)
    if current is None:
        raise NotFound("tips", day.isoformat())
    return current


def _payments(decided: Sequence[SharedTips]) -> list[TipsPaid]:
    return [paid for one in decided for paid in one.paid]


def _name(work: Work, staff_id: StaffId) -> str:
    return next((one.name for one in work.documents.all(StaffMember) if one.id == staff_id), staff_id)
