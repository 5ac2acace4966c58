"""What orders do to value accounts, kept in the transactions that close, refund and decide about those orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aura_terminal.domain.account_invoices import oldest_first
from aura_terminal.domain.conflicts import choices_for, conflicts_of_value
from aura_terminal.domain.deciding import given_back
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import PaymentId, StaffId, ValueAccountId, ValueMoveId
from aura_terminal.domain.invoice_facts import PaymentAllocated
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import Act, ChoiceCode, PaymentRefunded, PaymentReversed
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import (
    AccountKind,
    Move,
    OverdraftBorne,
    OverdraftOwed,
    ValueLoaded,
    ValueReturned,
)
from aura_terminal.domain.value_orders import given_back_by, loads_undone, moved_by_lines, returned, value_returned
from aura_terminal.domain.value_rules import VALUE_RULES, Apart, ValueRules, default_value_rules
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.slips import spool_slip
from aura_terminal.use_cases.value_paper import card_slip


def keep_loads(work: Work, ids: Ids, order: Order, by: StaffId) -> tuple[Fact, ...]:
    """Put on accounts what the lines of an order that was just closed sold; a new card's slip is printed with it."""
    facts = moved_by_lines(order, by)
    profile = work.documents.get(StoreProfile, STORE_PROFILE) if facts else None
    for fact in facts:
        account = work.value.account(fact.account_id)
        is_new = isinstance(fact, ValueLoaded) and not account.moves
        work.keep(fact)
        if (
            isinstance(fact, ValueLoaded)
            and account.kind is AccountKind.HOUSE
            and fact.move.id not in account.allocated
        ):
            work.keep(_meant_for(account, fact.move, work, by))
        if is_new and profile is not None and account.kind is AccountKind.GIFT_CARD:
            spool_slip(work, ids, card_slip(work.value.account(fact.account_id), profile))
    return facts


def _meant_for(account: ValueAccount, move: Move, work: Work, by: StaffId) -> PaymentAllocated:
    """What a payment into a house account is for where nobody said; `account` is as it was before."""
    return PaymentAllocated(account.id, move.id, oldest_first(account, move.amount), work.now, by)


def value_rules(work: Work) -> ValueRules:
    """The house's rules for value; the default ones where it said nothing."""
    try:
        return work.documents.get(ValueRules, VALUE_RULES)
    except NotFound:
        return default_value_rules(work.documents.get(StoreProfile, STORE_PROFILE).currency)


def apart_now(work: Work, terminal: str) -> Apart:
    """What was drawn today by terminals that heard nobody."""
    currency = work.documents.get(StoreProfile, STORE_PROFILE).currency
    here = work.value.drawn_alone(work.today, currency, terminal)
    return Apart(work.today, here, work.value.drawn_alone(work.today, currency))


def value_follows(order: Order, choice: ChoiceCode, facts: Sequence[Fact], ids: Ids) -> tuple[Fact, ...]:
    """The facts of a decision with what they do to accounts: refunds of value go back to it, not out of a drawer."""
    if choice is ChoiceCode.CARRY_OVER:  # the same payments count at another order: nothing comes back
        return tuple(facts)
    found: list[Fact] = []
    for fact in facts:
        if isinstance(fact, PaymentRefunded) and fact.refund.account is None and fact.order_id == order.id:
            found.extend(_shared_out(order, fact, ids))
        elif isinstance(fact, PaymentReversed) and fact.order_id == order.id:
            found.extend((fact, *_undone(order, fact)))
        else:
            found.append(fact)
    if choice is ChoiceCode.GIVE_BACK and order.cancellations and order.closings:
        act = next(one.act for one in facts if isinstance(one, PaymentRefunded))
        found.extend(loads_undone(order, act))
    return tuple(found)


def overdraft_settled(
    work: Work, ids: Ids, conflict_id: str, choice: ChoiceCode, act: Act
) -> tuple[OverdraftBorne | OverdraftOwed]:
    """Keep what was decided about an account that was drawn on beyond what there was.

    Raises RuleBroken: CONFLICT_GONE when it is settled already, CHOICE_NOT_OFFERED.
    """
    account = work.value.account(ValueAccountId(conflict_id.partition("/")[0]))
    conflict = next((one for one in conflicts_of_value(account) if one.id == conflict_id), None)
    if conflict is None or conflict.amount is None:
        raise RuleBroken(Rule.CONFLICT_GONE)
    if choice not in {one.code for one in choices_for(conflict)}:
        raise RuleBroken(Rule.CHOICE_NOT_OFFERED)
    move = Move(
        ValueMoveId(ids.new()), conflict.amount, act.at, act.approval.by, act.business_date, act.terminal,
        approval=act.approval, reason=act.approval.purpose,
    )  # fmt: skip
    is_borne = choice is ChoiceCode.BEAR_THE_LOSS
    fact = OverdraftBorne(account.id, move) if is_borne else OverdraftOwed(account.id, move)
    work.keep(fact)
    return (fact,)


def value_given_back(
    work: Work, ids: Ids, order: Order, amount: Money, act: Act
) -> tuple[Money, tuple[PaymentRefunded | ValueReturned, ...]]:
    """Keep what of a refund goes back to the accounts that had paid, newest first; answers what is left for cash too.

    No drawer opens for it.
    """
    left, facts = amount, list[PaymentRefunded | ValueReturned]()
    for payment, share in given_back_by(order, amount):
        if payment is not None:
            refund_id = PaymentId(ids.new())
            facts.append(returned(order, payment, share, act, refund_id))
            facts.append(value_returned(order, payment, share, act, refund_id))
            left = left - share
    work.keep(*facts)
    return left, tuple(facts)


def _shared_out(order: Order, fact: PaymentRefunded, ids: Ids) -> Iterable[Fact]:
    """A refund, as far as accounts had paid given back to them."""
    shares = tuple(given_back_by(order, fact.refund.amount))
    if len(shares) == 1 and shares[0][0] is None:
        yield fact
        return
    for payment, share in shares:
        refund_id = PaymentId(ids.new())
        if payment is not None:
            back = returned(order, payment, share, fact.act, refund_id)
            yield from (back, value_returned(order, payment, share, fact.act, refund_id))
        else:
            yield given_back(order, share, fact.act, refund_id)


def _undone(order: Order, fact: PaymentReversed) -> Iterable[Fact]:
    """What a payment or a refund that never was does to the account it was drawn from, or went back to."""
    payment = next((one for one in order.payments if one.id == fact.payment_id), None)
    if payment is not None and payment.account is not None:
        yield value_returned(order, payment, payment.amount, fact.act, f"never/{payment.id}")
