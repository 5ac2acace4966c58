"""Money given back as AuraConnect is told of it: payment by payment, which is what its documents give back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from aura_terminal.domain.central import CentralRecord, name_of
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import PaymentId
from aura_terminal.domain.money import Money, parse_money, total
from aura_terminal.domain.ordering import Order
from aura_terminal.ports.central import Picture, WireRow
from sync.connectors.auraconnect.endpoints import REFUND_PAYMENT
from sync.connectors.auraconnect.ends import waits_for_end
from sync.connectors.auraconnect.naming import as_sent, record_of
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.payments import payments_there, refund_local_id
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Done, Lane, Plan, Problem, Step, digest_of
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import CannotTell

REFUND = "refund/"


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


def plan_refund(record: CentralRecord, order: Order, refund_id: PaymentId, picture: Picture, words: Words) -> Plan:
    """The parts of it that are not told yet, of payments that are known there. Raises CannotTell.

    Which payment gives is decided here: a refund names none, AuraConnect wants one. What was told once stays as it was
    told, whatever becomes known later.
    """
    order_record = picture.record(record_of("order", order.id))
    if waits_for_end(order_record, order, refund_id):
        return Plan()
    there = payments_there(order_record)
    for returned, parts in shared_out(order, picture, words):
        if returned.id == refund_id:
            steps = (_refund(record, order_record, returned, one) for one in parts if one.payment_id in there)
            return Plan(tuple(steps))
    return Plan()


def shared_out(order: Order, picture: Picture, words: Words) -> Iterator[tuple[Returned, tuple[Part, ...]]]:
    """What is left to be told of everything that went back: on payments of its tender first, the oldest first."""
    there = payments_there(picture.record(record_of("order", order.id)))
    known = [one for one in order.payments if one.id in there or one.id not in order.reversals]
    oldest = sorted(known, key=lambda one: (one.taken_at, one.id))
    left = {one.id: one.amount for one in oldest}
    tenders = {one.id: one.tender for one in oldest}
    open_: list[tuple[Returned, Money]] = []
    for returned in _returned(order, words):
        record = picture.record(record_of("refund", refund_local_id(order.id, returned.id)))
        told = parts_told(record, order.currency)
        for part in told:
            left[part.payment_id] = left.get(part.payment_id, part.amount) - part.amount
        rest = returned.amount - total((part.amount for part in told), order.currency)
        open_.append((returned, Money(0, order.currency) if record.set_aside else rest))
    for returned, rest in open_:
        ways = [returned.of] if returned.of else sorted(left, key=lambda one: tenders[one] != returned.tender)
        yield returned, tuple(_parts(rest, [one for one in ways if one in left], left))


def parts_told(record: CentralRecord, currency: str) -> tuple[Part, ...]:
    """What the central was told of one refund: of which payment how much."""
    steps = [(step, amount) for step, amount in record.said.items() if step.startswith(REFUND)]
    return tuple(Part(PaymentId(_payment_of(step)), parse_money(amount, currency)) for step, amount in steps)


def read_refund(row: WireRow, sent: Mapping[str, object], reading: Found) -> Done:
    """A refund: how much of which payment went back, and its own id there where the reply gives one."""
    bare = unwrapped(reading)
    found = first_of(bare, "refund_id", "id") if isinstance(bare.value, dict) else None
    amount = str(sent.get("amount", Decimal(0)))
    return Done(name_of(row.record).local_id if found is None else found.id(), said=((row.step, amount),))


def _payment_of(step: str) -> str:
    return step.removeprefix(REFUND).partition("#")[0]


def _parts(amount: Money, ways: Iterable[PaymentId], left: dict[PaymentId, Money]) -> Iterator[Part]:
    for payment_id in ways:
        part = min(amount, left[payment_id])
        if part.minor > 0:
            left[payment_id] -= part
            amount -= part
            yield Part(payment_id, part)


def _returned(order: Order, words: Words) -> list[Returned]:
    """Mistakes first, as they leave nothing of their payment; then refunds in the order they were given."""
    oldest = sorted(order.payments, key=lambda one: (one.taken_at, one.id))
    mistakes = [
        Returned(one.id, one.amount, one.tender, words.reasons["mistake"], _why(order, one.id), one.id)
        for one in oldest
        if one.id in order.reversals
    ]
    given = sorted(order.refunds.values(), key=lambda one: (one.act.at, one.refund.id))
    return mistakes + [
        Returned(one.refund.id, one.refund.amount, one.refund.tender, words.reasons["refund"], one.act.approval.purpose)
        for one in given
        if one.refund.id not in order.reversals
    ]


def _why(order: Order, payment_id: PaymentId) -> str:
    return order.reversals[payment_id].act.approval.purpose


def _refund(record: CentralRecord, order_record: CentralRecord, returned: Returned, part: Part) -> Step:
    if not order_record.parts.get(part.payment_id):
        raise CannotTell(Problem.UNREADABLE, "payments/process: payment_id")
    body: dict[str, Plain] = {
        "payment_id": as_sent(order_record.parts[part.payment_id]),
        "amount": part.amount.plain(),
        "reason": returned.reason,
        "notes": returned.notes,
        "reference": returned.id,
    }
    before = sum(_payment_of(step) == part.payment_id for step in record.done if record.was_told(step))
    step = f"{REFUND}{part.payment_id}#{before + 1}" if before else f"{REFUND}{part.payment_id}"
    return Step(record.id, step, Lane.MONEY, REFUND_PAYMENT.call(body), digest_of(body), needs=(order_record.id,))
