"""Paying without cash and card: from a gift card, a house account or a deposit, or in another way of the store's."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.bill_sharing import due_on, for_share
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.holding import must_hold
from aura_terminal.domain.ids import AttemptId, OrderId, PaymentId, ShareId, TenderId, ValueAccountId, ValueMoveId
from aura_terminal.domain.limits import tidy
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.payments import Payment, Taking
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval, Permission
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, Hearing, Move, ValueDrawn
from aura_terminal.domain.value_orders import (
    left_of_card,
    must_not_pay_itself,
    must_take_payment,
    paid_without_cash,
)
from aura_terminal.domain.value_rules import most_to_draw, must_be_drawable
from aura_terminal.domain.waiving import must_leave_gratuity
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.card_holding import must_be_decided
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.order_end import end_if_paid
from aura_terminal.use_cases.ordering import fire_unsent
from aura_terminal.use_cases.paying import Paid
from aura_terminal.use_cases.slips import spool_slip
from aura_terminal.use_cases.unsent import must_be_sent
from aura_terminal.use_cases.value_moves import apart_now, value_rules
from aura_terminal.use_cases.value_paper import charge_slip

TENDER_OF = {
    AccountKind.GIFT_CARD: TenderKind.GIFT,
    AccountKind.HOUSE: TenderKind.HOUSE,
    AccountKind.DEPOSIT: TenderKind.DEPOSIT,
}
OVER_LIMIT = "over the limit of a house account"


class ValuePaying:
    """The verbs. They need the order's money token, and an attempt that is made before the try, as cash does."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def draw(
        self, by: Actor, order_id: OrderId, account_id: ValueAccountId, attempt_id: AttemptId, hearing: Hearing,
        amount: Money | None = None, approval: Approval | None = None, share: ShareId | None = None,
    ) -> Paid:  # fmt: skip
        """Pay from an account: an amount, or without one as much of what is due as there is.

        `share` is the one of the bill's that pays, None for all of it.

        Beyond the limit of a house account an amount needs MANAGE_ACCOUNTS or an approval; a limit that a back office
        set is the end. Raises RuleBroken:
        VALUE_SHORT, VALUE_CAPPED, ACCOUNT_BLOCKED, ACCOUNT_PAYS_ITSELF, APPROVAL_NEEDED, and as taking cash does.
        """
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            earlier = _paid_before(order, attempt_id)
            if earlier is not None:
                return earlier
            self._must_be_ours(work, by, order)
            must_not_pay_itself(order)
            account = work.value.account(account_id)
            tender = _tender_of_kind(work, TENDER_OF[account.kind])
            due = _due(order, share)
            wanted, allowed = self._wanted(work, by, due, account, hearing, amount, approval)
            taken = _for_share(order, share, paid_without_cash(
                order, due, self._taking(work, attempt_id), tender, wanted, reference=left_of_card(account, wanted),
                account=account_id,
            ))  # fmt: skip
            move = Move(
                ValueMoveId(taken.payment.id), wanted, work.now, by.id, work.today, self._terminal.label, order_id,
                hearing, allowed,
            )  # fmt: skip
            facts = self._keep(work, by, order, taken, ValueDrawn(account_id, move))
            if account.kind is AccountKind.HOUSE:
                profile = work.documents.get(StoreProfile, STORE_PROFILE)
                spool_slip(work, self._ids, charge_slip(work.value.account(account_id), order, wanted, profile))
            return _outcome(work.order(order_id), taken.payment, facts)

    def take_other(
        self, by: Actor, order_id: OrderId, tender_id: TenderId, attempt_id: AttemptId, amount: Money | None = None,
        reference: str = "", share: ShareId | None = None,
    ) -> Paid:  # fmt: skip
        """Note a payment in another way the store takes, such as a voucher: an amount, or all that is due.

        Raises RuleBroken: TENDER_NOT_TAKEN, CARD_OVER_DUE, and as taking cash does.
        """
        by.must(Permission.TAKE_PAYMENT)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            earlier = _paid_before(order, attempt_id)
            if earlier is not None:
                return earlier
            self._must_be_ours(work, by, order)
            tender = _other_tender(work, tender_id)
            due = _due(order, share)
            taken = _for_share(order, share, paid_without_cash(
                order, due, self._taking(work, attempt_id), tender.id, due if amount is None else amount,
                reference=tidy(reference),
            ))  # fmt: skip
            facts = self._keep(work, by, order, taken)
            return _outcome(work.order(order_id), taken.payment, facts)

    def _must_be_ours(self, work: Work, by: Actor, order: Order) -> None:
        must_be_on_the_clock(work, by)
        must_hold(order, self._terminal.label, work.ledger.known())
        must_be_decided(work, order.id)
        must_take_payment(order)
        must_be_sent(work, order)

    def _wanted(
        self, work: Work, by: Actor, due: Money, account: ValueAccount, hearing: Hearing, amount: Money | None,
        approval: Approval | None,
    ) -> tuple[Money, Approval | None]:  # fmt: skip
        """How much is drawn, and who allowed it where the account alone does not."""
        rules, apart = value_rules(work), apart_now(work, self._terminal.label)
        account.must_be_good()
        if account.kind is AccountKind.HOUSE:
            wanted = due if amount is None else amount
            if wanted <= account.room:
                return wanted, None
            _must_be_ours_to_exceed(account, wanted)
            return wanted, approved(by, approval, work, Permission.MANAGE_ACCOUNTS, OVER_LIMIT)
        if amount is None:
            amount = min(due, most_to_draw(account, rules, hearing, apart)) or due
        must_be_drawable(account, rules, hearing, apart, amount)
        return amount, None

    def _taking(self, work: Work, attempt_id: AttemptId) -> Taking:
        return Taking(PaymentId(self._ids.new()), attempt_id, work.now, work.today, self._terminal.label)

    def _keep(self, work: Work, by: Actor, order: Order, *taken: PaymentTaken | ValueDrawn) -> tuple[Fact, ...]:
        facts: list[Fact] = []
        for one in (fact.payment for fact in taken if isinstance(fact, PaymentTaken)):
            if one.amount >= order.bill.due:  # it leaves no tip: the last payment may not be one of these
                must_leave_gratuity(order, one.amount, one.tip)
        if order.unsent:
            facts.extend(fire_unsent(work, order, self._ids, self._terminal.label))
        work.keep(*taken)
        facts.extend(taken)
        facts.extend(end_if_paid(work, self._ids, self._terminal.label, order.id, by))
        return tuple(facts)


def _must_be_ours_to_exceed(account: ValueAccount, amount: Money) -> None:
    """Refuse an amount beyond a limit that a back office set: nobody here can allow what it did not."""
    if account.limited is not None and account.limited.source:
        room = max(account.room, Money(0, amount.currency))
        raise RuleBroken(Rule.VALUE_SHORT, left=room.plain(), amount=amount.plain())


def _due(order: Order, share: ShareId | None) -> Money:
    """What is to be paid: by a share of the bill, or in all."""
    return order.bill.due if share is None else due_on(order, share).due


def _for_share(order: Order, share: ShareId | None, taken: PaymentTaken) -> PaymentTaken:
    return taken if share is None else replace(taken, payment=for_share(order, taken.payment, share))


def _paid_before(order: Order, attempt_id: AttemptId) -> Paid | None:
    """What the same attempt came to when it was made first."""
    earlier = next((payment for payment in order.payments if payment.attempt_id == attempt_id), None)
    return None if earlier is None else _outcome(order, earlier, ())


def _outcome(order: Order, payment: Payment, facts: tuple[Fact, ...]) -> Paid:
    return Paid(order.id, payment, order.bill.due, order.status is OrderStatus.CLOSED, facts)


def _tender_of_kind(work: Work, kind: TenderKind) -> str:
    """The store's own way to pay of a kind, else the kind's name; one that is switched off is not taken."""
    of_kind = [tender for tender in work.documents.all(Tender) if tender.kind is kind]
    taken = next((tender for tender in of_kind if tender.active), None)
    if of_kind and taken is None:
        raise RuleBroken(Rule.TENDER_NOT_TAKEN, tender=of_kind[0].name)
    return kind.value if taken is None else taken.id


def _other_tender(work: Work, tender_id: TenderId) -> Tender:
    try:
        tender = work.documents.get(Tender, tender_id)
    except NotFound:
        raise RuleBroken(Rule.TENDER_NOT_TAKEN, tender=tender_id) from None
    if tender.kind is not TenderKind.OTHER or not tender.active:
        raise RuleBroken(Rule.TENDER_NOT_TAKEN, tender=tender.name)
    return tender
