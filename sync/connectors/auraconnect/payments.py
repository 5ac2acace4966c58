"""Money taken as AuraConnect is told of it, alone or split; never card data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import OrderId, PaymentId
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_money import bill_sold, liabilities
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.tax import tax_of
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import PROCESS_PAYMENT, SPLIT_PAYMENT
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Lane, Step, digest_of

PAYMENT = "payment/"


def payment_steps(record: CentralRecord, order: Order, picture: Picture, words: Words) -> tuple[Step, ...]:
    """What was taken and is not told yet: one payment is processed, several together are split.

    What the central refused stays together as it was refused, so that a person decides about just that; what it was
    perhaps told stays together as it was told, so that it is the same request under the same key.
    """
    told = told_payments(record)
    waiting = [one for one in _taken(order, picture) if one.id not in told]
    doubted = filter(record.is_in_doubt, record.done)
    groups = [ids for step in dict.fromkeys((*record.refused, *doubted)) if (ids := _ids_of(step))]
    held = {payment_id for ids in groups for payment_id in ids}
    by_id = {one.id: one for one in waiting}
    together = [[by_id[one] for one in ids if one in by_id] for ids in groups]
    fresh = [one for one in waiting if one.id not in held]
    return tuple(_step(record, order, group, picture, words) for group in (*together, fresh) if group)


def told_payments(record: CentralRecord) -> frozenset[PaymentId]:
    """Payments the central has, and those a person said it is not to have.

    Of several told together, one with an empty id turned out not to be there.
    """
    return payments_there(record) | {one for step in record.set_aside for one in _ids_of(step)}


def payments_there(record: CentralRecord) -> frozenset[PaymentId]:
    """Payments the central has."""
    told = (one for step in record.done if record.was_told(step) for one in _ids_of(step))
    return frozenset(one for one in told if record.parts.get(one) != "")


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
    paid = _charges_as_tips(order, [_paid(one) for one in sorted(real, key=lambda one: (one.taken_at, one.id))])
    never_given = sorted(one for one in order.refunds if one in order.reversals)
    again = [order.refunds[one].refund for one in never_given if _was_told(order.id, one, picture)]
    beside = [_Taken(one.id, one.tender, one.amount, notes="refund entered by mistake") for one in again]
    return _for_turnover(paid, liabilities(order)) + beside


def _charges_as_tips(order: Order, paid: list[_Taken]) -> list[_Taken]:
    """The payments with their part of charges for service told as a tip.

    The documents know no charge beside items, discounts and tips: the order comes to less there by what was charged.
    """
    bill = bill_sold(order) if order.terms is not None and paid else None
    if bill is None or order.terms is None or not bill.charges:
        return paid
    charged = bill.total - tax_of(bill.left, order.terms, order.currency).gross
    amounts = [max(0, one.amount.minor) for one in paid]
    rest = max(0, bill.total.minor - sum(amounts))
    if charged.minor <= 0 or not sum(amounts):
        return paid
    shares = charged.split([*amounts, rest])
    none = zero(order.currency)
    return [
        replace(one, amount=one.amount - share, tip=((one.tip or none) + share) or None)
        for one, share in zip(paid, shares, strict=False)
    ]


def _for_turnover(paid: list[_Taken], owed: Money) -> list[_Taken]:
    """The payments without what paid for value put on accounts: the newest ones are taken to have paid for that."""
    left, kept = owed, list[_Taken]()
    for one in reversed(paid):
        share = max(zero(owed.currency), min(left, one.amount))
        left = left - share
        if one.amount != share or not share:
            kept.append(replace(one, amount=one.amount - share))
    return kept[::-1]


def _paid(payment: Payment) -> _Taken:
    notes = f"rounded by {payment.rounding.plain()}" if payment.rounding else ""
    return _Taken(payment.id, payment.tender, payment.amount, payment.tip or None, notes)


def _was_told(order_id: OrderId, refund_id: PaymentId, picture: Picture) -> bool:
    return bool(picture.record(record_of("refund", refund_local_id(order_id, refund_id))).done)


def _step(record: CentralRecord, order: Order, payments: list[_Taken], picture: Picture, words: Words) -> Step:
    name = PAYMENT + "+".join(one.id for one in payments)
    if len(payments) == 1:
        body: dict[str, Plain] = {"order_id": as_sent(record.central_id), **_share(payments[0], order, picture, words)}
        return Step(record.id, name, Lane.MONEY, PROCESS_PAYMENT.call(body), digest_of(body), creates=True)
    body = {"order_id": as_sent(record.central_id), "splits": [_share(one, order, picture, words) for one in payments]}
    return Step(record.id, name, Lane.MONEY, SPLIT_PAYMENT.call(body), digest_of(body), creates=True)


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


def refund_local_id(order_id: OrderId, payment_id: PaymentId) -> str:
    """The local id of what the central is told about money given back: it names the order as well."""
    return f"{order_id}/{payment_id}"
