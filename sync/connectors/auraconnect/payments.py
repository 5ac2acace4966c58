"""Money as AuraConnect is told of it: what was taken, alone or split, and what was given back. Never card data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.ids import OrderId, PaymentId
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import PROCESS_PAYMENT, REFUND_PAYMENT, SPLIT_PAYMENT
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of
from sync.connectors.auraconnect.order_body import CannotTell
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Lane, Plain, Plan, Problem, Step, digest_of

PAYMENT = "payment/"


def payment_steps(record: CentralRecord, order: Order, picture: Picture, words: Words) -> tuple[Step, ...]:
    """What was taken and is not told yet: one payment is processed, several together are split.

    What the central refused stays together as it was refused, so that a person decides about just that.
    """
    told = told_payments(record)
    waiting = [one for one in _taken(order, picture) if one.id not in told]
    groups = [ids for step in record.refused if (ids := _ids_of(step))]
    parked = {payment_id for ids in groups for payment_id in ids}
    by_id = {one.id: one for one in waiting}
    together = [[by_id[one] for one in ids if one in by_id] for ids in groups]
    fresh = [one for one in waiting if one.id not in parked]
    return tuple(_step(record, order, group, picture, words) for group in (*together, fresh) if group)


def told_payments(record: CentralRecord) -> frozenset[PaymentId]:
    """Payments the central has, and those a person said it is not to have."""
    return frozenset(one for steps in (record.done, record.set_aside) for step in steps for one in _ids_of(step))


def payments_of(step: str) -> tuple[PaymentId, ...]:
    """The payments a step tells, in the order of its body."""
    return _ids_of(step)


def _ids_of(step: str) -> tuple[PaymentId, ...]:
    ids = step.removeprefix(PAYMENT).split("+") if step.startswith(PAYMENT) else ()
    return tuple(PaymentId(one) for one in ids)


@dataclass(frozen=True, slots=True)
class _Taken:
    """One amount the central is told of."""

    id: PaymentId
    tender: str
    amount: Money
    tip: Money | None = None
    notes: str = ""


def _taken(order: Order, picture: Picture) -> list[_Taken]:
    """What was really taken, oldest first; a payment entered by mistake before it was told is never told.

    A refund that never happened, and of which the central was told, is money taken again.
    """
    real = [one for one in order.payments if one.id not in order.reversals]
    paid = [_paid(one) for one in sorted(real, key=lambda one: (one.taken_at, one.id))]
    never_given = sorted(one for one in order.refunds if one in order.reversals)
    again = [order.refunds[one].refund for one in never_given if _was_told(order.id, one, picture)]
    return paid + [_Taken(one.id, one.tender, one.amount, notes="refund entered by mistake") for one in again]


def _paid(payment: Payment) -> _Taken:
    notes = f"rounded by {payment.rounding.plain()}" if payment.rounding else ""
    return _Taken(payment.id, payment.tender, payment.amount, payment.tip or None, notes)


def _was_told(order_id: OrderId, refund_id: PaymentId, picture: Picture) -> bool:
    return bool(picture.record(record_of("refund", refund_local_id(order_id, refund_id))).done)


def _step(record: CentralRecord, order: Order, payments: list[_Taken], picture: Picture, words: Words) -> Step:
    name = PAYMENT + "+".join(one.id for one in payments)
    if len(payments) == 1:
        body: dict[str, Plain] = {"order_id": as_sent(record.central_id), **_share(payments[0], order, picture, words)}
        return Step(record.id, name, Lane.MONEY, PROCESS_PAYMENT.call(body), digest_of(body))
    body = {"order_id": as_sent(record.central_id), "splits": [_share(one, order, picture, words) for one in payments]}
    return Step(record.id, name, Lane.MONEY, SPLIT_PAYMENT.call(body), digest_of(body))


def _share(taken: _Taken, order: Order, picture: Picture, words: Words) -> dict[str, Plain]:
    share: dict[str, Plain] = {
        "payment_method": central_id_of(picture, "tender", taken.tender) or words.tender(taken.tender),
        "amount": taken.amount.plain(),
        "reference": f"{order.number}/{taken.id}",
    }
    if taken.tip is not None:
        share["tip_amount"] = taken.tip.plain()
    if taken.notes:
        share["notes"] = taken.notes
    return share


# What was given back


@dataclass(frozen=True, slots=True)
class Returned:
    """Money that went back: a refund, or a payment that was entered and never happened after it had been told."""

    id: PaymentId
    amount: Money
    tender: str
    reason: str
    notes: str
    of: PaymentId | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """So much of one payment that goes back."""

    payment_id: PaymentId
    amount: Money


def refund_local_id(order_id: OrderId, payment_id: PaymentId) -> str:
    """The local id of what the central is told about money given back: it names the order as well."""
    return f"{order_id}/{payment_id}"


def plan_refund(record: CentralRecord, order: Order, refund_id: PaymentId, picture: Picture, words: Words) -> Plan:
    """Each part of it, payment by payment: the documents give back a payment, not an order. Raises CannotTell."""
    order_record = picture.record(record_of("order", order.id))
    told = {one for step in order_record.done for one in _ids_of(step)}
    due = [
        _refund(record, order_record, returned, part)
        for returned, parts in shared_out(order, words)
        for part in parts
        if returned.id == refund_id and part.payment_id in told
    ]
    return Plan(tuple(one for one in due if one.step not in record.done and one.step not in record.set_aside))


def shared_out(order: Order, words: Words) -> Iterator[tuple[Returned, tuple[Part, ...]]]:
    """Which payments each refund goes back on: those of its tender first, the oldest first.

    A refund names no payment here; AuraConnect wants one (reference, "POST /api/v1/payments/refund").
    """
    left = {one.id: one.amount for one in sorted(order.payments, key=lambda one: (one.taken_at, one.id))}
    tenders = {one.id: one.tender for one in order.payments}
    for returned in _returned(order, words):
        ways = [returned.of] if returned.of else sorted(left, key=lambda one: tenders[one] != returned.tender)
        yield returned, tuple(_parts(returned.amount, ways, left))


def _parts(amount: Money, ways: Iterable[PaymentId], left: dict[PaymentId, Money]) -> Iterator[Part]:
    for payment_id in ways:
        part = min(amount, left[payment_id])
        if part.minor > 0:
            left[payment_id] -= part
            amount -= part
            yield Part(payment_id, part)


def _returned(order: Order, words: Words) -> list[Returned]:
    """Mistakes first, as they leave nothing of their payment; then refunds in the order they were given."""
    mistakes = [
        Returned(
            one.id,
            one.amount,
            one.tender,
            words.reasons["mistake"],
            order.reversals[one.id].act.approval.purpose,
            one.id,
        )
        for one in sorted(order.payments, key=lambda one: (one.taken_at, one.id))
        if one.id in order.reversals
    ]
    given = sorted(order.refunds.values(), key=lambda one: (one.act.at, one.refund.id))
    return mistakes + [
        Returned(one.refund.id, one.refund.amount, one.refund.tender, words.reasons["refund"], one.act.approval.purpose)
        for one in given
        if one.refund.id not in order.reversals
    ]


def _refund(record: CentralRecord, order_record: CentralRecord, returned: Returned, part: Part) -> Step:
    if part.payment_id not in order_record.parts:
        raise CannotTell(Problem.UNREADABLE, "payments/process: payment_id")
    body: dict[str, Plain] = {
        "payment_id": as_sent(order_record.parts[part.payment_id]),
        "amount": part.amount.plain(),
        "reason": returned.reason,
        "notes": returned.notes,
        "reference": returned.id,
    }
    step = f"refund/{part.payment_id}"
    return Step(record.id, step, Lane.MONEY, REFUND_PAYMENT.call(body), digest_of(body), needs=(order_record.id,))
