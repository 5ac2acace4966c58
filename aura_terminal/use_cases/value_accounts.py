"""Value accounts by themselves: asked about, opened, limited, blocked, numbered anew, paid out, kept, told on paper."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

from aura_terminal.domain.documents import DocumentPut, put
from aura_terminal.domain.drawer import OpeningReason
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import (
    AttemptId,
    GuestId,
    LineId,
    OrderId,
    PaymentId,
    StaffId,
    ValueAccountId,
    ValueMoveId,
)
from aura_terminal.domain.limits import reason_given, tidy
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_facts import LineAdded, PaymentTaken
from aura_terminal.domain.payments import CASH, Payment
from aura_terminal.domain.settling import Act, PaymentRefunded, Refund
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission, wait_seconds
from aura_terminal.domain.tenders import TenderKind
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import (
    AccountBlocked,
    AccountKind,
    AccountNumbered,
    AccountOpened,
    AccountUnblocked,
    LimitSet,
    Move,
    ValueDrawn,
    ValueFact,
)
from aura_terminal.domain.value_numbers import check_number
from aura_terminal.domain.value_orders import sold_as_value
from aura_terminal.domain.value_rules import BOUNDS, ValueRules
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.store import Begin, PinVault, TerminalIdentity, Work
from aura_terminal.ports.value_rows import AccountRow, account_row
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.drawers import drawer_to_take_cash, open_drawer, refund_title
from aura_terminal.use_cases.order_end import close_paid
from aura_terminal.use_cases.ordering import opening_of
from aura_terminal.use_cases.receipts import PAID_OUT
from aura_terminal.use_cases.slips import spool_slip
from aura_terminal.use_cases.value_paper import KIND_WORDS, card_slip, statement

KEPT_CATEGORY = "Deposits kept"
KEPT = "Deposit kept"


class ValueAccounts:
    """The verbs on accounts that sell nothing. Strange numbers in a row make the next one wait as wrong PINs do."""

    def __init__(self, begin: Begin, vault: PinVault, clock: Clock, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._vault = vault
        self._clock = clock
        self._ids = ids
        self._terminal = terminal
        self._strange = 0
        self._locked_until = 0.0

    def find(self, by: Actor, said: str) -> AccountRow:
        """The account of a number that was typed or scanned, with what is left on it.

        Raises RuleBroken: NUMBER_UNREADABLE, ACCOUNT_UNKNOWN, PIN_LOCKED after several strange ones.
        """
        by.must(Permission.TAKE_PAYMENT)
        number = check_number(said)
        left = self._locked_until - self._clock.monotonic()
        if left > 0:
            raise RuleBroken(Rule.PIN_LOCKED, seconds=ceil(left), tries=self._strange)
        digest = self._vault.name_badge(f"value {number}")
        with self._begin(by.id) as work:
            account = work.value.by_digest(digest)
        if account is not None:
            self._strange, self._locked_until = 0, 0.0
            return account_row(account)
        self._strange += 1
        seconds = wait_seconds(self._strange)
        if seconds:
            self._locked_until = self._clock.monotonic() + seconds
            raise RuleBroken(Rule.PIN_LOCKED, seconds=seconds, tries=self._strange)
        raise RuleBroken(Rule.ACCOUNT_UNKNOWN)

    def open_house(
        self, by: Actor, name: str, limit: Money, terms: str = "", guest_id: GuestId | None = None
    ) -> tuple[ValueFact, ...]:
        """Open a house account for a guest or a company. Raises RuleBroken: NAME_NEEDED, AMOUNT_NOT_POSITIVE."""
        by.must(Permission.MANAGE_ACCOUNTS)
        if not tidy(name):
            raise RuleBroken(Rule.NAME_NEEDED)
        account_id = ValueAccountId(self._ids.new())
        with self._begin(by.id) as work:
            opened = AccountOpened(
                account_id, AccountKind.HOUSE, limit.currency, work.now, by.id, self._terminal.label, tidy(name),
                guest_id,
            )  # fmt: skip
            facts = (opened, _limit(account_id, limit, terms, work, by))
            work.keep(*facts)
        return facts

    def set_limit(self, by: Actor, account_id: ValueAccountId, limit: Money, terms: str = "") -> LimitSet:
        """Say how much may be owed, and when it is to be paid."""
        by.must(Permission.MANAGE_ACCOUNTS)
        with self._begin(by.id) as work:
            work.value.account(account_id)
            fact = _limit(account_id, limit, terms, work, by)
            work.keep(fact)
        return fact

    def block(self, by: Actor, account_id: ValueAccountId, reason: str) -> AccountBlocked:
        """Let nothing be drawn any more: a card was lost, somebody does not pay."""
        by.must(Permission.MANAGE_ACCOUNTS)
        with self._begin(by.id) as work:
            work.value.account(account_id)
            fact = AccountBlocked(account_id, work.now, by.id, reason_given(reason))
            work.keep(fact)
        return fact

    def unblock(self, by: Actor, account_id: ValueAccountId) -> AccountUnblocked:
        """Let it be drawn on again."""
        by.must(Permission.MANAGE_ACCOUNTS)
        with self._begin(by.id) as work:
            work.value.account(account_id)
            fact = AccountUnblocked(account_id, work.now, by.id)
            work.keep(fact)
        return fact

    def number_anew(self, by: Actor, account_id: ValueAccountId) -> tuple[ValueFact, ...]:
        """Give a gift card another number, with a slip; the former one is good no more, and a block is lifted.

        Raises RuleBroken(ACCOUNT_UNKNOWN) for what is no gift card.
        """
        by.must(Permission.MANAGE_ACCOUNTS)
        with self._begin(by.id) as work:
            before = work.value.account(account_id)
        if before.kind is not AccountKind.GIFT_CARD:
            raise RuleBroken(Rule.ACCOUNT_UNKNOWN)
        issue = 1 if before.number is None else before.number.issue + 1
        number = self._vault.value_number(account_id, issue)
        digest = self._vault.name_badge(f"value {number}")
        with self._begin(by.id) as work:
            facts: list[ValueFact] = [AccountNumbered(account_id, digest, number[-4:], issue, work.now, by.id)]
            if work.value.account(account_id).blocked is not None:
                facts.append(AccountUnblocked(account_id, work.now, by.id))
            work.keep(*facts)
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, card_slip(work.value.account(account_id), profile))
        return tuple(facts)

    def number_on_paper(self, account_id: ValueAccountId, issue: int) -> str:
        """The number that takes the place of its stand-in where a slip is printed: for printers, not for people."""
        return self._vault.value_number(account_id, issue)

    def print_statement(self, by: Actor, account_id: ValueAccountId) -> None:
        """Print all that moved on an account."""
        by.must(Permission.MANAGE_ACCOUNTS)
        with self._begin(by.id) as work:
            profile = work.documents.get(StoreProfile, STORE_PROFILE)
            spool_slip(work, self._ids, statement(work.value.account(account_id), profile))

    def pay_out(self, by: Actor, account_id: ValueAccountId, reason: str, approval: Approval | None = None) -> Done:
        """Give back in cash all that is on a deposit or a gift card, as an order of its own that is closed at once.

        Needs MANAGE_ACCOUNTS or an approval, and a reason. Raises RuleBroken: VALUE_SHORT where there is nothing,
        DEPOSIT_ELSEWHERE for what a back office holds, SESSION_NEEDED as taking cash does.
        """
        with self._begin(by.id) as work:
            said = reason_given(reason)
            account = work.value.account(account_id)
            if account.is_kept_elsewhere:
                raise RuleBroken(Rule.DEPOSIT_ELSEWHERE)
            allowed = approved(by, approval, work, Permission.MANAGE_ACCOUNTS, said)
            amount = _whole(account)
            use = drawer_to_take_cash(work, self._terminal, by.id)
            opened = opening_of(work, self._ids, self._terminal, by, NewOrder(guest_name=account.terms.name))
            work.keep(opened)
            name = f"{KIND_WORDS[account.kind]}{PAID_OUT}"
            line = self._line(work, opened.order_id, account, name, -amount)
            order = work.order(opened.order_id)
            step = 1 if order.terms is None else order.terms.cash_step
            refund = Refund(PaymentId(self._ids.new()), CASH, amount, amount.rounded_to(step) - amount, use.session_id)
            act = Act(work.now, work.today, self._terminal.label, replace(allowed, purpose=said))
            given = PaymentRefunded(order.id, refund, act)
            work.keep(given)
            drawer = open_drawer(work, self._ids, use.place, OpeningReason.REFUND, refund_title(order.number), order.id)
            ended = close_paid(work, self._ids, self._terminal.label, order.id, by)
        return Done(opened.order_id, (opened, line, given, drawer, *ended))

    def keep_deposit(
        self, by: Actor, account_id: ValueAccountId, reason: str, approval: Approval | None = None
    ) -> Done:
        """Keep a deposit because nobody came: it becomes untaxed turnover of an order that is closed at once.

        Needs MANAGE_ACCOUNTS or an approval, and a reason. Raises RuleBroken: VALUE_SHORT, ACCOUNT_UNKNOWN for what is
        no deposit.
        """
        with self._begin(by.id) as work:
            said = reason_given(reason)
            account = work.value.account(account_id)
            allowed = approved(by, approval, work, Permission.MANAGE_ACCOUNTS, said)
            if account.kind is not AccountKind.DEPOSIT:
                raise RuleBroken(Rule.ACCOUNT_UNKNOWN)
            amount, none = _whole(account), zero(account.terms.currency)
            opened = opening_of(work, self._ids, self._terminal, by, NewOrder(guest_name=account.terms.name))
            work.keep(opened)
            sold = replace(sold_as_value(account.id, account.kind, KEPT, KEPT_CATEGORY, amount), liability=None)
            line = work.order(opened.order_id).add_line(LineId(self._ids.new()), sold, quantity=1, course=0)
            work.keep(line)
            payment = Payment(
                PaymentId(self._ids.new()), AttemptId(self._ids.new()), TenderKind.DEPOSIT.value, amount, amount, none,
                none, none, work.now, work.today, self._terminal.label, said, account=account_id,
            )  # fmt: skip
            taken = PaymentTaken(opened.order_id, payment)
            drawn = ValueDrawn(account_id, _move_of(payment, by.id, opened.order_id, allowed, said))
            work.keep(taken, drawn)
            ended = close_paid(work, self._ids, self._terminal.label, opened.order_id, by)
        return Done(opened.order_id, (opened, line, taken, drawn, *ended))

    def put_rules(self, by: Actor, rules: ValueRules) -> DocumentPut:
        """Set the house's rules for value. Raises RuleBroken(AMOUNT_OUT_OF_RANGE) for an amount below zero."""
        by.must(Permission.EDIT_SETTINGS)
        least = min(getattr(rules, bound) for bound in BOUNDS)
        if least < 0:
            raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=least)
        with self._begin(by.id) as work:
            fact = put(rules)
            work.keep(fact)
        return fact

    def _line(self, work: Work, order_id: OrderId, account: ValueAccount, name: str, amount: Money) -> Fact:
        sold = sold_as_value(account.id, account.kind, name, str(KIND_WORDS[account.kind]), amount)
        line = LineAdded(order_id, LineId(self._ids.new()), sold, 1, 0)
        work.keep(line)
        return line


def _limit(account_id: ValueAccountId, limit: Money, terms: str, work: Work, by: Actor) -> LimitSet:
    if limit.minor < 0:
        raise RuleBroken(Rule.AMOUNT_NOT_POSITIVE)
    return LimitSet(account_id, limit, tidy(terms), work.now, by.id)


def _whole(account: ValueAccount) -> Money:
    """All that is on an account. Raises RuleBroken(VALUE_SHORT) where that is nothing, and for a house account."""
    left = account.balance
    if left.minor <= 0 or account.kind is AccountKind.HOUSE:
        raise RuleBroken(Rule.VALUE_SHORT, left=left.plain(), amount=left.plain())
    return left


def _move_of(payment: Payment, by: StaffId, order_id: OrderId, allowed: Approval, reason: str) -> Move:
    return Move(
        ValueMoveId(payment.id), payment.amount, payment.taken_at, by, payment.business_date, payment.terminal,
        order_id, approval=allowed, reason=reason,
    )  # fmt: skip
