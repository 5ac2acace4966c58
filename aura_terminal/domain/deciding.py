"""The facts that carry a decision about a conflict out. Each verb decides and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from aura_terminal.domain.conflicts import Conflict, choices_for, conflicts_of
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, LineId, OrderId, PaymentId, SessionId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.order_money import late
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import CASH
from aura_terminal.domain.settling import (
    Act,
    ChoiceCode,
    ConflictDecided,
    ConflictKind,
    LateItemsWrittenOff,
    OverpaymentKept,
    PaymentRefunded,
    PaymentReversed,
    Refund,
    SettlingFact,
    ShortfallBorne,
)
from aura_terminal.domain.tip_entries import tip_of

NewId = Callable[[], str]


def open_conflict(order: Order, conflict_id: str, choice: ChoiceCode) -> Conflict:
    """The conflict as it stands. Raises RuleBroken: CONFLICT_GONE when it is settled, CHOICE_NOT_OFFERED."""
    conflict = next((one for one in conflicts_of(order) if one.id == conflict_id), None)
    if conflict is None:
        raise RuleBroken(Rule.CONFLICT_GONE)
    if choice not in {one.code for one in choices_for(conflict)}:
        raise RuleBroken(Rule.CHOICE_NOT_OFFERED)
    return conflict


def decided(order: Order, conflict: Conflict, choice: ChoiceCode, act: Act) -> ConflictDecided:
    """The decision itself."""
    return ConflictDecided(
        order.id, conflict.id, conflict.kind, choice, conflict.amount, conflict.opened_at, act.at, act.approval
    )


def money_facts(
    order: Order, conflict: Conflict, choice: ChoiceCode, act: Act, new_id: NewId
) -> tuple[SettlingFact, ...]:
    """What a choice does to the money of the order; nothing for one that only moves lines or says that it was seen."""
    amount, entry = conflict.amount, PaymentId(conflict.detail("entry"))
    if amount is None:
        return ()
    if choice is ChoiceCode.GIVE_BACK:
        return (given_back(order, amount, act, PaymentId(new_id())),)
    if choice in (ChoiceCode.NEVER_TAKEN, ChoiceCode.NEVER_GIVEN):
        return (PaymentReversed(order.id, entry, act),)
    if choice is ChoiceCode.BEAR_THE_LOSS:
        return (ShortfallBorne(order.id, PaymentId(new_id()), amount, act),)
    stands_alone = choice is ChoiceCode.SALE_STANDS and order.status is OrderStatus.CANCELLED
    if choice is ChoiceCode.KEEP_AS_TIP or stands_alone:
        return (OverpaymentKept(order.id, PaymentId(new_id()), amount, act),)
    return ()


def given_back(order: Order, amount: Money, act: Act, refund_id: PaymentId) -> PaymentRefunded:
    """Cash given back, as exactly as coins can."""
    step = 1 if order.terms is None else order.terms.cash_step
    return PaymentRefunded(order.id, Refund(refund_id, CASH, amount, amount.rounded_to(step) - amount), act)


def paid_from(fact: PaymentRefunded, session: SessionId | None) -> PaymentRefunded:
    """The refund as it comes out of a session of a drawer."""
    return replace(fact, refund=replace(fact.refund, session=session))


def carried_over(order: Order, to: OrderId, act: Act, new_id: NewId) -> tuple[PaymentReversed | PaymentTaken, ...]:
    """Count the payments of a merged order at the one it went to; the drawer stays as it is."""
    facts: list[PaymentReversed | PaymentTaken] = []
    for payment in order.payments:
        if payment.id in order.reversals:
            continue
        tip = tip_of(order, payment)
        moved = replace(
            payment, id=PaymentId(new_id()), attempt_id=AttemptId(new_id()), tip=tip,
            tendered=payment.tendered + tip - payment.tip, taken_at=act.at, business_date=act.business_date,
            terminal=act.terminal,
        )  # fmt: skip
        facts.extend((PaymentReversed(order.id, payment.id, act), PaymentTaken(to, moved)))
    return tuple(facts)


def written_off(order: Order, act: Act) -> tuple[LateItemsWrittenOff, ...]:
    """What came too late is not charged: one fact for each home."""
    homes: dict[OrderId, list[tuple[LineId, int]]] = {}
    for line, quantity in late(order):
        homes.setdefault(line.home, []).append((line.id, line.written_off + quantity))
    return tuple(LateItemsWrittenOff(home, tuple(lines), order.id, act) for home, lines in homes.items())


def late_quantities(order: Order) -> Mapping[LineId, int]:
    """How many of each line came too late."""
    return {line.id: quantity for line, quantity in late(order)}


def is_about_money(conflict: Conflict) -> bool:
    """Whether deciding it needs the order's money token."""
    seen_only = (ConflictKind.VOIDED_TWICE, ConflictKind.MERGED_TWICE, ConflictKind.DISCOUNTED_TWICE)
    return conflict.kind not in seen_only
