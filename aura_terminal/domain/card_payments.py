"""From a terminal's approval to the money of an order: payments, refunds and reversals under ids that count once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_facts import CardAttemptApproved, CardAttemptCreated, TipWhen
from aura_terminal.domain.card_numbers import without_cards
from aura_terminal.domain.card_slips import CardAmounts
from aura_terminal.domain.ids import AttemptId, PaymentId, derived
from aura_terminal.domain.money import Money, total, zero
from aura_terminal.domain.payments import CARD, Payment
from aura_terminal.domain.settling import Refund

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order

KEY_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KEY_LENGTH = 10


def key_of(attempt_id: AttemptId) -> str:
    """The name a terminal knows an attempt by: ten letters and digits, which every protocol has room for.

    42 bits of the id's milliseconds and 9 of its random ones; one terminal has one attempt at a time, so no two begin
    in the same millisecond. (nexo: ServiceID, at most 10 characters; Concert: ten private characters.)
    """
    from uuid import UUID

    value = UUID(attempt_id).int
    number = ((value >> 80) & (1 << 42) - 1) << 9 | value & 0x1FF
    letters = ""
    for _ in range(KEY_LENGTH):
        number, place = divmod(number, len(KEY_LETTERS))
        letters = KEY_LETTERS[place] + letters
    return letters


def payment_id_of(attempt_id: AttemptId) -> PaymentId:
    """The payment an attempt makes: the same for everybody who writes it down."""
    return PaymentId(derived(attempt_id, "payment"))


def refund_id_of(attempt_id: AttemptId) -> PaymentId:
    """The refund an attempt makes."""
    return PaymentId(derived(attempt_id, "refund"))


def shortfall_id_of(attempt_id: AttemptId) -> PaymentId:
    """What the house bears of a closed order because an attempt gave money back."""
    return PaymentId(derived(attempt_id, "shortfall"))


def split_of(asked: CardAttemptCreated, amounts: CardAmounts) -> tuple[Money, Money]:
    """What counts towards the check, and the tip.

    What was asked beforehand as a tip comes last: a partial approval pays the check first.
    """
    none = zero(amounts.taken.currency)
    if asked.tip_when is not TipWhen.BEFORE or not asked.tip:
        return amounts.taken, amounts.tip
    before = min(asked.tip, max(none, amounts.taken - asked.amount))
    return amounts.taken - before, amounts.tip + before


def payment_of(attempt: CardAttempt, approved: CardAttemptApproved, at: datetime, business_date: date) -> Payment:
    """The payment an approval is. tendered = amount + tip: nothing goes back as change from a card."""
    asked = attempt.asked
    amount, tip = split_of(asked, approved.amounts)
    none = zero(amount.currency)
    return Payment(
        payment_id_of(asked.attempt_id), asked.attempt_id, CARD, amount, amount + tip, none, none, tip, at,
        business_date, asked.terminal, approved.reference,
    )  # fmt: skip


def refund_of(attempt: CardAttempt, approved: CardAttemptApproved) -> Refund:
    """What a refund to the card gave back."""
    return Refund(refund_id_of(attempt.id), CARD, approved.amounts.taken, zero(approved.amounts.taken.currency))


def still_there(order: Order, attempt: CardAttempt) -> Money:
    """What may still be given back of a charge: what is left of it, and no more than the order still has.

    Money of a charge may have gone back in cash as well, when somebody decided that too much had been paid.
    """
    own = next((one for one in order.payments if one.id == payment_id_of(attempt.id)), None)
    if own is None or own.id in order.reversals or attempt.charged is None:
        return attempt.refundable
    taken = (one.amount + one.tip for one in order.payments if one.id not in order.reversals)
    back = (one.refund.amount for id_, one in order.refunds.items() if id_ not in order.reversals)
    has = total(taken, order.currency) - total(back, order.currency)
    beside = attempt.charged - own.amount - own.tip
    return max(zero(order.currency), min(attempt.refundable, has + beside))


def reference_kept(text: str) -> str:
    """A terminal's words as they may be kept: no card number, no line breaks, no more than a line."""
    return without_cards(" ".join(text.split()))[:LONGEST_REFERENCE]


LONGEST_REFERENCE = 120
