"""Money on an order: taken, split, given back. What was taken at a terminal is a fact and is recorded as it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy import select

from aura_terminal.domain.ids import AttemptId, PaymentId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money, zero
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.settling import Act, PaymentRefunded, Refund
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tenders import Tender
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import duplicate, invalid, not_found, wrong_state
from sync.central.api.rights import RECORD
from sync.central.api.values import Amount, Answered, Asked, NoCard, Note, Number, Reference, plain, timestamp
from sync.central.selling.extras import extra_of, put_extra
from sync.central.selling.money import figures_of, payment_name, refunded_of
from sync.central.selling.orders import details, existing, headline
from sync.central.selling.sandbox import CardAnswer, charge_test_card
from sync.central.store.tables import PAYMENTS

MOST_TIMES = 10
"""How many times the order a recorded payment may come to."""
LEAST_BOUND = "100"
"""In major units: what even an order that comes to nothing may get as a tip."""

Method = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$", examples=["credit_card"])]
PaymentWord = Literal["completed", "partially_refunded", "refunded", "cancelled"]


class CardDetails(Asked):
    """Reference, "POST /api/v1/payments/process". Read for a test card's answer, never stored, never logged."""

    number: Annotated[str, Field(pattern=r"^[0-9 ]{12,23}$", repr=False)]
    exp_month: Annotated[str, Field(pattern=r"^(0?[1-9]|1[0-2])$", repr=False)]
    exp_year: Annotated[str, Field(pattern=r"^[0-9]{2}([0-9]{2})?$", repr=False)]
    cvv: Annotated[str, Field(pattern=r"^[0-9]{3,4}$", repr=False)]
    zip: Annotated[Annotated[str, Field(max_length=12, pattern=r"^[^\x00]*$")] | None, Field(repr=False)] = None


class AskedPayment(Asked):
    """Reference, "POST /api/v1/payments/process". The tip is on top of the amount."""

    order_id: Number
    payment_method: Method
    amount: Amount
    card_details: CardDetails | None = None
    tip_amount: Amount | None = None
    reference: Reference | None = None
    notes: Note | None = None


class AskedPart(Asked):
    """One part of a split payment."""

    payment_method: Method
    amount: Amount
    card_details: CardDetails | None = None
    tip_amount: Amount | None = None
    reference: Reference | None = None


class AskedSplit(Asked):
    """Reference, "POST /api/v1/payments/split"."""

    order_id: Number
    splits: Annotated[list[AskedPart], Field(min_length=1, max_length=50)]
    notes: Note | None = None


class AskedRefund(Asked):
    """Reference, "POST /api/v1/payments/refund"."""

    payment_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", examples=["pay_1"])]
    amount: Amount | None = None
    reason: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"), NoCard]
    notes: Note | None = None


class PaymentOut(Answered):
    """A payment that was taken."""

    payment_id: str
    order_id: int
    payment_method: str
    amount: str
    tip_amount: str
    status: PaymentWord
    reference: str | None = None
    created_at: str
    order_payment_status: str
    amount_due: str


class SplitOut(Answered):
    """The parts of a split payment, in the order of the request."""

    order_id: int
    payments: list[PaymentOut]
    order_payment_status: str
    amount_due: str


class RefundOut(Answered):
    """Money given back."""

    refund_id: str
    payment_id: str
    order_id: int
    amount: str
    status: Literal["completed"]
    payment_status: PaymentWord
    reason: str
    created_at: str


def process(desk: ServedDesk, asked: AskedPayment) -> PaymentOut:
    """Take one payment; `tip_amount` is on top, and what exceeds the due up to the announced tip is a tip as well."""
    part = AskedPart.model_construct(**{name: getattr(asked, name) for name in AskedPart.model_fields})
    order = _payable(desk, asked.order_id)
    return _told(desk, asked.order_id, [_take(desk, order, asked.order_id, part, "")])[0]


def split(desk: ServedDesk, asked: AskedSplit) -> SplitOut:
    """Take several at once: all of them or none."""
    order = _payable(desk, asked.order_id)
    taken = [_take(desk, order, asked.order_id, part, f"splits.{at}.") for at, part in enumerate(asked.splits)]
    said = _told(desk, asked.order_id, taken)
    last = said[-1]
    return SplitOut(
        order_id=asked.order_id, payments=said, order_payment_status=last.order_payment_status,
        amount_due=last.amount_due,
    )  # fmt: skip


def refund(desk: ServedDesk, asked: AskedRefund) -> RefundOut:
    """Give back a payment or a part of it, never more than was taken by it."""
    number, payment_id = _payment_named(desk, asked.payment_id)
    order = existing(desk, number)
    desk.must_hold(order)
    payment = next((one for one in order.payments if one.id == payment_id), None)
    if payment is None or payment.id in order.reversals:
        raise not_found("Payment")
    left = payment.amount.minor + payment.tip.minor - refunded_of(extra_of(desk, number), payment.id)
    amount = Money(left, order.currency) if asked.amount is None else money(desk, asked.amount, "amount")
    if not left:
        raise wrong_state("The payment was given back already")
    if not 0 < amount.minor <= left:
        raise invalid("amount", f"must be more than nothing and at most {plain(left, order.currency)}")
    return _give_back(desk, order, number, payment, amount, asked)


def _give_back(
    desk: ServedDesk, order: Order, number: int, payment: Payment, amount: Money, asked: AskedRefund
) -> RefundOut:
    refund_id = PaymentId(desk.press.ids.new())
    act = Act(desk.now, desk.today, desk.tenant.label, Approval(desk.actor, desk.now, asked.reason))
    back = Refund(refund_id, payment.tender, amount, zero(order.currency))
    desk.keep(PaymentRefunded(order.id, back, act))
    entry = {"refund_id": refund_id, "payment_id": payment.id, "amount": amount.minor, "reason": asked.reason}
    if asked.notes:
        entry["notes"] = asked.notes
    put_extra(desk, number, refunds=[*extra_of(desk, number).get("refunds", ()), entry])
    left = payment.amount.minor + payment.tip.minor - refunded_of(extra_of(desk, number), payment.id)
    details(desk, order.id)
    name = f"ref_{desk.number('refund', refund_id)}"
    desk.tell("payment.refunded", {"id": name, "payment_id": asked.payment_id, "order_id": number,
                                   "amount": amount.plain()})  # fmt: skip
    return RefundOut(
        refund_id=name, payment_id=payment_name(desk.number("payment", payment.id)), order_id=number,
        amount=amount.plain(), status="completed", reason=asked.reason, created_at=timestamp(desk.now),
        payment_status="partially_refunded" if left else "refunded",
    )  # fmt: skip


def _payable(desk: ServedDesk, number: int) -> Order:
    order_id = desk.local("order", number)
    if order_id is None:
        raise invalid("order_id", "there is no such order")
    order = desk.order(order_id)
    if order.status in (OrderStatus.CANCELLED, OrderStatus.MERGED):
        raise wrong_state(f"The order is {order.status.value}")
    desk.must_hold(order)
    return order


def _take(desk: ServedDesk, order: Order, number: int, part: AskedPart, field: str) -> PaymentId:
    amount = money(desk, part.amount, f"{field}amount")
    tip = money(desk, part.tip_amount, f"{field}tip_amount") if part.tip_amount else zero(order.currency)
    if not (amount or tip) and order.bill.due.minor:
        raise invalid(f"{field}amount", "must be more than nothing")
    _must_be_known(desk, part.payment_method, f"{field}payment_method")
    _must_be_new(desk, number, part, amount)
    amount, tip = _with_tip(desk, order, number, amount, tip)
    _must_be_sane(desk, order, number, amount + tip, f"{field}amount")
    if part.card_details is not None:
        if amount.minor > order.bill.due.minor:
            raise invalid(f"{field}amount", f"only {order.bill.due.plain()} is due")
        _charge(desk, part.card_details, f"{field}card_details")
    none = zero(order.currency)
    payment = Payment(
        PaymentId(desk.press.ids.new()), AttemptId(desk.press.ids.new()), part.payment_method, amount, amount + tip,
        none, none, tip, desk.now, desk.today, desk.tenant.label, part.reference or "",
    )  # fmt: skip
    desk.new_numbers("payment", [payment.id])
    desk.keep(PaymentTaken(order.id, payment))
    return payment.id


def _with_tip(desk: ServedDesk, order: Order, number: int, amount: Money, tip: Money) -> tuple[Money, Money]:
    """Who pays `total_amount` pays the tip that was announced with it."""
    announced = int(extra_of(desk, number).get("tip", 0)) - sum(one.tip.minor for one in order.payments)
    above = amount.minor - order.bill.due.minor
    if tip or above <= 0 or above > announced:
        return amount, tip
    within = Money(above, order.currency)
    return replace(amount, minor=amount.minor - above), within


def _must_be_sane(desk: ServedDesk, order: Order, number: int, taken: Money, field: str) -> None:
    """Who records a sale made elsewhere says what was taken, too much of it included, up to where it can only be a
    slip: ten times what the order comes to at menu prices. Others take what is due, and once more what it comes to."""
    figures = figures_of(order, extra_of(desk, number))
    whole = max(figures.subtotal + figures.tax + figures.tip, money(desk, LEAST_BOUND, field).minor)
    most = MOST_TIMES * whole if desk.by.may(RECORD) else figures.due + whole
    if taken.minor > most:
        raise invalid(field, f"is more than anybody pays on this order: at most {plain(most, order.currency)}")


def _charge(desk: ServedDesk, card: CardDetails, field: str) -> None:
    if not desk.house.settings.sandbox:
        raise invalid(field, "this central takes no cards: take it at a terminal and record it without card_details")
    answer = charge_test_card(card.number)
    if answer is not CardAnswer.APPROVED:
        raise invalid(f"{field}.number", answer.value)


def _must_be_known(desk: ServedDesk, method: str, field: str) -> None:
    tenders = desk.shelf.all(Tender)
    if tenders and method not in {tender.id for tender in tenders}:
        raise invalid(field, f"there is no payment method {method}")


def _must_be_new(desk: ServedDesk, number: int, part: AskedPart, amount: Money) -> None:
    """A record of one payment that arrives under another key is refused; the order shows the one that is there."""
    if not part.reference:
        return
    asked = select(PAYMENTS.c.number).where(
        PAYMENTS.c.tenant == desk.tenant.number, PAYMENTS.c.reference == part.reference,
        PAYMENTS.c.order_number == number, PAYMENTS.c.method == part.payment_method,
        PAYMENTS.c.amount == amount.minor,
    )  # fmt: skip
    found = desk.connection.execute(asked).scalar()
    if found is not None:
        raise duplicate(f"The payment is recorded as {payment_name(int(found))}", "reference")


def _told(desk: ServedDesk, number: int, taken: list[PaymentId]) -> list[PaymentOut]:
    """The payments as they are answered, once the order's rows are written."""
    order = existing(desk, number)
    details(desk, order.id)
    figures = figures_of(order, extra_of(desk, number))
    numbers = desk.numbers("payment", list(taken))
    said = []
    for payment in (one for one in order.payments if one.id in numbers):
        said.append(PaymentOut(
            payment_id=payment_name(numbers[payment.id]), order_id=number, payment_method=payment.tender,
            amount=payment.amount.plain(), tip_amount=payment.tip.plain(), status="completed",
            reference=payment.reference or None, created_at=timestamp(payment.taken_at),
            order_payment_status=figures.payment_status, amount_due=plain(figures.due, order.currency),
        ))  # fmt: skip
        desk.tell("payment.completed", {"id": said[-1].payment_id, "order_id": number, "amount": said[-1].amount,
                                        "order": headline(desk, number)})  # fmt: skip
    return said


def _payment_named(desk: ServedDesk, name: str) -> tuple[int, str]:
    """The order and the local id of a payment by the id the API gave it. Raises Refused (404)."""
    stem, _, digits = name.partition("_")
    if stem == "pay" and digits.isdecimal() and len(digits) < 16:
        asked = select(PAYMENTS.c.order_number, PAYMENTS.c.payment_id).where(
            PAYMENTS.c.tenant == desk.tenant.number, PAYMENTS.c.number == int(digits)
        )  # fmt: skip
        row = desk.connection.execute(asked).one_or_none()
        if row is not None:
            return int(row[0]), str(row[1])
    raise not_found("Payment")
