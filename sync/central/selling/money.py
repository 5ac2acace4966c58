"""The money side of an order: its figures, and every payment as a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from aura_terminal.domain.order_money import bill_sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment
from sync.central.api.values import plain, timestamp
from sync.central.selling.models import PaymentLine
from sync.central.store.desk import Desk, milliseconds
from sync.central.store.statements import changing, inserting
from sync.central.store.tables import PAYMENTS

PAID, REFUNDED, PARTLY, REVERSED = "completed", "refunded", "partially_refunded", "cancelled"


@dataclass(frozen=True, slots=True)
class Figures:
    """Minor units. `total` is what the order comes to with its tip; `due` what is still to be paid of it.

    `subtotal` is at menu prices, before discounts. Where prices are net, subtotal - discount + tax + tip = total; where
    they contain the tax, subtotal - discount + tip = total.
    """

    subtotal: int
    discount: int
    tax: int
    tip: int
    total: int
    due: int
    payment_status: str


def figures_of(order: Order, extra: Mapping[str, Any]) -> Figures:
    """The figures by the rules of the shop; the tip is what was announced, or what was taken where that is more."""
    bill = bill_sold(order)
    counted = [one for one in order.payments if one.id not in order.reversals]
    tip = max(int(extra.get("tip", 0)), sum(one.tip.minor for one in counted))
    due = max(0, bill.due.minor)
    return Figures(
        bill.subtotal.minor, bill.discount.minor, bill.tax.tax.minor, tip, bill.total.minor + tip, due,
        _payment_status(order, bill.due.minor, counted),
    )  # fmt: skip


def _payment_status(order: Order, due: int, counted: list[Payment]) -> str:
    given_back = sum(one.refund.amount.minor for one in order.refunds.values() if one.refund.id not in order.reversals)
    taken = sum(one.amount.minor + one.tip.minor for one in counted)
    if given_back and given_back >= taken:
        return "refunded"
    if given_back:
        return "partially_refunded"
    if not counted:
        return "pending" if due > 0 else "paid"
    return "overpaid" if due < 0 else "partially_paid" if due else "paid"


def payment_name(number: int) -> str:
    """A payment's id as the API gives it (reference: "pay_abc123")."""
    return f"pay_{number}"


def refunded_of(extra: Mapping[str, Any], payment_id: str) -> int:
    """How much of a payment was given back, in minor units."""
    return sum(one["amount"] for one in extra.get("refunds", ()) if one["payment_id"] == payment_id)


def lay_out_payments(desk: Desk, order: Order, number: int, extra: Mapping[str, Any]) -> list[PaymentLine]:
    """Write a row for every payment of an order; answers them as the order shows them."""
    if not order.payments:
        return []
    numbers = desk.numbers("payment", [one.id for one in order.payments])
    about = desk.about(number)
    if "payments" not in about:
        asked = select(PAYMENTS.c.number, PAYMENTS.c.body)
        found = asked.where(PAYMENTS.c.tenant == desk.tenant.number, PAYMENTS.c.order_number == number)
        about["payments"] = {row[0]: row[1] for row in desk.connection.execute(found)}
    before: dict[int, str] = about["payments"]
    lines = []
    for payment in order.payments:
        given = numbers[payment.id]
        line = _line(order, payment, given, extra)
        lines.append(line)
        row = _row(order, payment, line, extra)
        if given not in before:
            desk.write(_NEW, {"tenant": desk.tenant.number, "number": given, "order_number": number, **row})
        elif before[given] != row["body"]:
            desk.write(_CHANGED, {"key_tenant": desk.tenant.number, "key_number": given, **row})
        before[given] = row["body"]
    return lines


def begin_payments(desk: Desk, number: int) -> None:
    """Note that a new order has no payments to look for."""
    desk.about(number)["payments"] = {}


_NEW = inserting(PAYMENTS)
_CHANGED = changing(PAYMENTS, ("tenant", "number"), (
    "payment_id", "kind", "method", "amount", "tip", "status", "reference", "business_date", "taken_ms", "body",
))  # fmt: skip


def _line(order: Order, payment: Payment, number: int, extra: Mapping[str, Any]) -> PaymentLine:
    return PaymentLine(
        payment_id=payment_name(number), payment_method=payment.tender, amount=payment.amount.plain(),
        tip_amount=payment.tip.plain(),
        refunded_amount=plain(refunded_of(extra, payment.id), order.currency),
        reference=payment.reference or None, created_at=timestamp(payment.taken_at),
    )  # fmt: skip


def _row(order: Order, payment: Payment, line: PaymentLine, extra: Mapping[str, Any]) -> dict[str, Any]:
    back = refunded_of(extra, payment.id)
    status = REVERSED if payment.id in order.reversals else PAID
    if back:
        status = REFUNDED if back >= payment.amount.minor + payment.tip.minor else PARTLY
    return {
        "payment_id": payment.id, "kind": "payment", "method": payment.tender, "amount": payment.amount.minor,
        "tip": payment.tip.minor, "status": status, "reference": payment.reference,
        "business_date": payment.business_date.isoformat(), "taken_ms": milliseconds(payment.taken_at),
        "body": f"{status} {line.model_dump_json()}",
    }  # fmt: skip
