"""Sharing a bill, and taking money for one share of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import LineId, PlanId, ShareId, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.order_money import covers_now
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Payment, Taking, pay_in_cash
from aura_terminal.domain.releasing import must_be_released
from aura_terminal.domain.share_parts import MOST_PARTS, MOST_SHARES
from aura_terminal.domain.shares import ShareBill, shares_of
from aura_terminal.domain.sharing_facts import BillShared, LinePart, Share, SharedBy, SharePaper, SharePrinted


def share_bill(
    order: Order, plan_id: PlanId, by: SharedBy, shares: Sequence[Share], now: datetime, who: StaffId
) -> BillShared:
    """Have the bill paid in shares; what an earlier plan's share has paid goes on, under the name it had.

    Raises RuleBroken: ORDER_NOT_OPEN, ORDER_EMPTY, SHARE_PAID where a share that has paid is missing, and SHARES_WRONG
    for fewer than two shares or too many, for amounts above what is due, and for anything given twice.
    """
    _must_be_open(order)
    covers = covers_now(order)
    if not covers:
        raise RuleBroken(Rule.ORDER_EMPTY)
    kept = paid_shares(order)
    for share in kept:
        if all(one.id != share.id for one in shares):
            raise RuleBroken(Rule.SHARE_PAID, share=share.label, order=order.number)
    by_id = {share.id: share for share in kept}
    new = tuple(by_id.get(share.id, share) for share in shares)
    _must_fit(order, by, new, {share.id for share in kept})
    return BillShared(order.id, plan_id, by, new, covers, now, who)


def one_bill(order: Order, plan_id: PlanId, now: datetime, who: StaffId) -> BillShared:
    """Take the sharing back. Raises RuleBroken: ORDER_NOT_OPEN, SHARE_PAID once a share has paid anything."""
    _must_be_open(order)
    for share in paid_shares(order):
        raise RuleBroken(Rule.SHARE_PAID, share=share.label, order=order.number)
    return BillShared(order.id, plan_id, SharedBy.EVEN, (), (), now, who)


def paid_shares(order: Order) -> tuple[Share, ...]:
    """The shares of the plan that have paid something, each under the name it has and for the dishes it stands for."""
    plan, bills = order.party.plan, shares_of(order)
    pairs = zip(plan.shares if plan else (), bills, strict=True)
    return tuple(
        replace(share, label=bill.name, lines=_parts(bill) or share.lines) for share, bill in pairs if bill.paid
    )


def _parts(bill: ShareBill) -> tuple[LinePart, ...]:
    parts = ((one.line.id, one.part.limit_denominator(MOST_PARTS)) for one in bill.lines)
    return tuple(LinePart(line_id, part.numerator, part.denominator) for line_id, part in parts if part)


def share_of(order: Order, share_id: ShareId) -> ShareBill:
    """What one share comes to. Raises RuleBroken(SHARE_UNKNOWN) for one the plan in force does not have."""
    found = next((one for one in shares_of(order) if one.id == share_id), None)
    if found is None:
        raise RuleBroken(Rule.SHARE_UNKNOWN, order=order.number)
    return found


def due_on(order: Order, share_id: ShareId) -> ShareBill:
    """The share money is to be taken for. Raises RuleBroken: ORDER_NOT_OPEN, ORDER_HELD, SHARE_UNKNOWN, NOTHING_DUE."""
    _must_be_open(order)
    must_be_released(order)
    share = share_of(order, share_id)
    if share.due.minor <= 0:
        raise RuleBroken(Rule.NOTHING_DUE)
    return share


def for_share(order: Order, payment: Payment, share_id: ShareId) -> Payment:
    """The payment as one for a share; of a share that is gone meanwhile it is everybody's."""
    share = next((one for one in shares_of(order) if one.id == share_id), None)
    if share is None:
        return payment
    return replace(payment, share=share_id, settles=payment.amount >= share.due)


def take_cash_for(
    order: Order, share_id: ShareId, taking: Taking, tendered: Money, tip: Money | None = None
) -> PaymentTaken:
    """Take cash on what is due of a share, with a tip out of it; change and coin rounding are worked out here.

    Raises as `due_on` does.
    """
    share = due_on(order, share_id)
    assert order.terms is not None
    paid = pay_in_cash(taking, share.due, tendered, order.terms.cash_step, tip)
    return PaymentTaken(order.id, replace(paid, share=share_id, settles=paid.amount >= share.due))


def print_share(order: Order, share_id: ShareId, now: datetime, who: StaffId) -> SharePrinted:
    """Bring a guest the check of a share, or its receipt once it is paid. Raises RuleBroken(SHARE_UNKNOWN)."""
    share = share_of(order, share_id)
    what = SharePaper.RECEIPT if share.is_paid else SharePaper.CHECK
    return SharePrinted(order.id, share_id, what, now, who, share.total, share.due)


def _must_fit(order: Order, by: SharedBy, shares: Sequence[Share], kept: set[ShareId]) -> None:
    wrong = RuleBroken(Rule.SHARES_WRONG, most=MOST_SHARES)
    if not 2 <= len(shares) <= MOST_SHARES or len({share.id for share in shares}) < len(shares):
        raise wrong
    seats = [seat for share in shares for seat in share.seats]
    if len(set(seats)) < len(seats) or any(seat < 1 for seat in seats):
        raise wrong
    given: dict[LineId, Fraction] = {}
    for share in shares:
        for part in share.lines:
            if share.id in kept and not (part.line_id in order.lines and order.line(part.line_id).charged_quantity):
                continue
            line = order.line(part.line_id)
            if not 1 <= part.numerator <= part.denominator <= MOST_PARTS or not line.charged_quantity:
                raise wrong
            given[line.id] = given.get(line.id, Fraction(0)) + Fraction(part.numerator, part.denominator)
    if any(part > 1 for part in given.values()):
        raise wrong
    amounts = [share.amount for share in shares if share.amount is not None and share.id not in kept]
    if any(one.minor <= 0 or one.currency != order.currency for one in amounts):
        raise wrong
    if by is SharedBy.AMOUNT and (shares[-1].amount is not None or sum(one.minor for one in amounts) > _left(order)):
        raise wrong


def _left(order: Order) -> int:
    return order.bill.due.minor


def _must_be_open(order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)
