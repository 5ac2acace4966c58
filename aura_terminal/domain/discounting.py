"""The verbs that lower what an order costs, and take that back. Each decides and changes nothing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from aura_terminal.domain.discounts import Discount
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DiscountId, StaffId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.order_facts import DiscountApplied, DiscountRemoved
from aura_terminal.domain.order_money import bill_for, charged, counting
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Approval

PERCENT_PLACES = 4


def apply_discount(
    order: Order, discount: Discount, now: datetime, by: StaffId, *, reason: str = "", approval: Approval | None = None
) -> DiscountApplied:
    """Let an open order cost less; what counted in the same slot is replaced.

    Raises RuleBroken: ORDER_NOT_OPEN, ORDER_EMPTY, DISCOUNT_OUT_OF_RANGE, CURRENCY_MIXED, and WOULD_OVERPAY where more
    was paid than would be left.
    """
    _must_be_open(order)
    _must_make_sense(order, discount)
    before = counting(order)
    replaced = next((one for one in before if one.slot == discount.slot), None)
    kept = tuple(one for one in before if one.slot != discount.slot)
    left = bill_for(order, charged(order), (*kept, discount))
    if order.payments and left.total < left.paid:
        raise RuleBroken(Rule.WOULD_OVERPAY, line=discount.name)
    replaces = None if replaced is None else replaced.id
    return DiscountApplied(order.id, discount, now, by, reason, approval, replaces)


def remove_discount(order: Order, discount_id: DiscountId, now: datetime, by: StaffId) -> DiscountRemoved:
    """Take a discount off an open order. Raises RuleBroken: ORDER_NOT_OPEN, DISCOUNT_GONE."""
    _must_be_open(order)
    granted(order, discount_id)
    return DiscountRemoved(order.id, discount_id, now, by)


def granted(order: Order, discount_id: DiscountId) -> Discount:
    """A discount that counts. Raises RuleBroken(DISCOUNT_GONE)."""
    found = next((one for one in counting(order) if one.id == discount_id), None)
    if found is None:
        raise RuleBroken(Rule.DISCOUNT_GONE)
    return found


def _must_be_open(order: Order) -> None:
    if order.status is not OrderStatus.OPEN:
        raise RuleBroken(Rule.ORDER_NOT_OPEN, order=order.number, status=order.status.value)


def _must_make_sense(order: Order, discount: Discount) -> None:
    reduction = discount.reduction
    amounts = [money for money in (reduction.amount, reduction.most, discount.least) if money is not None]
    for money in amounts:
        if money.currency != order.currency:
            raise RuleBroken(Rule.CURRENCY_MIXED, one=order.currency, other=money.currency)
    if reduction.amount is not None and reduction.amount.minor <= 0:
        raise RuleBroken(Rule.DISCOUNT_OUT_OF_RANGE, value=reduction.amount.plain())
    if reduction.amount is None:
        check_percent(reduction.percent)


def check_percent(percent: Decimal) -> None:
    """Refuse a percentage that is not above 0 and at most 100, or finer than four places."""
    exponent = percent.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > PERCENT_PLACES or not 0 < percent <= 100:
        raise RuleBroken(Rule.DISCOUNT_OUT_OF_RANGE, value=f"{percent} %")
