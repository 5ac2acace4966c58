"""What follows from an approval for the order: all of it in the transaction that keeps the approval.

Money that moved is always written down, wherever the order has got to meanwhile; what does not fit is then a conflict
that a manager decides.
"""

from __future__ import annotations

from aura_terminal.domain.bill_sharing import for_share
from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_facts import CardAttemptApproved, CardAttemptFollowed, Witness
from aura_terminal.domain.card_numbers import without_cards
from aura_terminal.domain.card_payments import (
    payment_id_of,
    payment_of,
    reference_kept,
    refund_of,
    shortfall_id_of,
)
from aura_terminal.domain.card_slips import CardAct, CardProof, CardSlip
from aura_terminal.domain.conflicts import surplus_of
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.settling import Act, PaymentRefunded, PaymentReversed, ShortfallBorne
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.ports.card_reader import CardApproved
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.card_paper import merchant_slip
from aura_terminal.use_cases.order_end import end_if_paid
from aura_terminal.use_cases.ordering import fire_unsent
from aura_terminal.use_cases.slips import spool_slip

PURPOSE = "card"
MOST_LINES, LONGEST_LINE = 80, 64


def approval_fact(attempt: CardAttempt, said: CardApproved, witness: Witness, work: Work) -> CardAttemptApproved:
    """The approval as it is kept: of what a terminal says only what a shop may keep."""
    return CardAttemptApproved(
        attempt.id, work.now, witness, said.amounts, clean_slip(said.slip), reference_kept(said.reference),
        said.offline, is_late=attempt.cancel_asked is not None,
    )  # fmt: skip


def clean_slip(slip: CardSlip) -> CardSlip:
    """The slip without any card number, whatever a terminal put into its words."""
    return CardSlip(
        scheme=reference_kept(slip.scheme),
        last_four=slip.last_four,
        entry=slip.entry,
        proof=slip.proof,
        authorisation=reference_kept(slip.authorisation),
        merchant_id=reference_kept(slip.merchant_id),
        terminal_id=reference_kept(slip.terminal_id),
        receipt_number=reference_kept(slip.receipt_number),
        application=reference_kept(slip.application),
        application_id=reference_kept(slip.application_id),
        cryptogram=reference_kept(slip.cryptogram),
        verification_results=reference_kept(slip.verification_results),
        status_information=reference_kept(slip.status_information),
        response_code=reference_kept(slip.response_code),
        cardholder=_lines(slip.cardholder),
        merchant=_lines(slip.merchant),
    )


def _lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """A terminal's own lines, as many as a slip has and as long as paper is wide."""
    return tuple(without_cards(line)[:LONGEST_LINE] for line in lines[:MOST_LINES])


def post(work: Work, ids: Ids, attempt: CardAttempt, by: Actor) -> tuple[Fact, ...]:
    """Keep what an approved attempt does to its order and to the attempt it is about. Said again, it adds nothing."""
    approved = attempt.approved
    if approved is None or attempt.awaits_choice:
        return ()
    facts: list[Fact] = list(_followed(work, attempt, approved))
    order = work.order(attempt.asked.order_id)
    if attempt.asked.act in (CardAct.SALE, CardAct.CAPTURE):
        facts.extend(_fired(work, ids, order, attempt))
        facts.extend(_taken(work, order, attempt, approved))
    elif attempt.asked.act is CardAct.REVERSAL:
        facts.extend(_reversed(work, order, attempt, by))
    elif attempt.asked.act is CardAct.REFUND:
        facts.extend(_given_back(work, order, attempt, approved, by))
    if approved.slip.proof is CardProof.SIGNATURE:
        spool_slip(work, ids, merchant_slip(attempt, approved, work.documents.get(StoreProfile, STORE_PROFILE)))
    return (*facts, *end_if_paid(work, ids, attempt.asked.terminal, order.id, by))


def let_stand(work: Work, ids: Ids, attempt: CardAttempt, by: Actor) -> tuple[Fact, ...]:
    """A reversal that came to nothing: the charge it was about stands, and is posted where it was not."""
    original = attempt.asked.original
    if attempt.asked.act is not CardAct.REVERSAL or original is None:
        return ()
    return post(work, ids, work.cards.attempt(original.attempt_id), by)


def _followed(work: Work, attempt: CardAttempt, approved: CardAttemptApproved) -> tuple[Fact, ...]:
    original = attempt.asked.original
    if original is None or attempt.id in work.cards.attempt(original.attempt_id).followers:
        return ()
    return _kept(
        work,
        CardAttemptFollowed(original.attempt_id, work.now, attempt.id, attempt.asked.act, approved.amounts.total),
    )


def _fired(work: Work, ids: Ids, order: Order, attempt: CardAttempt) -> tuple[Fact, ...]:
    if order.status is not OrderStatus.OPEN or is_held(order) or not order.unsent:
        return ()
    return fire_unsent(work, order, ids, attempt.asked.terminal)


def _taken(work: Work, order: Order, attempt: CardAttempt, approved: CardAttemptApproved) -> tuple[Fact, ...]:
    payment = payment_of(attempt, approved, work.now, work.today)
    if any(one.id == payment.id for one in order.payments):
        return ()
    return _kept(work, PaymentTaken(order.id, for_share(order, payment, attempt.asked.share)))


def _reversed(work: Work, order: Order, attempt: CardAttempt, by: Actor) -> tuple[Fact, ...]:
    """A payment that was reversed never was; what a paid order then lacks the house bears, where that was allowed."""
    original = attempt.asked.original
    assert original is not None
    payment_id = payment_id_of(original.attempt_id)
    payment = next((one for one in order.payments if one.id == payment_id), None)
    if payment is None or payment_id in order.reversals:
        return ()
    act = _act(work, attempt, by)
    facts: tuple[Fact, ...] = (PaymentReversed(order.id, payment_id, act),)
    if attempt.asked.allowed is not None:
        facts += _borne(order, attempt, payment.amount, act)
    return _kept(work, *facts)


def _given_back(
    work: Work, order: Order, attempt: CardAttempt, approved: CardAttemptApproved, by: Actor
) -> tuple[Fact, ...]:
    """A refund of an order that is paid is borne by the house as far as it leaves something missing."""
    refund = refund_of(attempt, approved)
    if refund.id in order.refunds:
        return ()
    act = _act(work, attempt, by)
    return _kept(work, PaymentRefunded(order.id, refund, act), *_borne(order, attempt, refund.amount, act))


def _borne(order: Order, attempt: CardAttempt, back: Money, act: Act) -> tuple[ShortfallBorne, ...]:
    """What the house bears of money that goes back: not what had been paid beyond the bill, which settles that."""
    if order.status is not OrderStatus.CLOSED:
        return ()
    missing = back - max(zero(order.currency), surplus_of(order))
    return (ShortfallBorne(order.id, shortfall_id_of(attempt.id), missing, act),) if missing.minor > 0 else ()


def _kept(work: Work, *facts: Fact) -> tuple[Fact, ...]:
    work.keep(*facts)
    return facts


def _act(work: Work, attempt: CardAttempt, by: Actor) -> Act:
    allowed = attempt.asked.allowed or Approval(by.id, work.now, PURPOSE)
    return Act(work.now, work.today, attempt.asked.terminal, allowed)
