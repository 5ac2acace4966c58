"""Promotions that apply by themselves: which one is best for the guest now, and what has to change for it to count.

One promotion counts on an order. Of those that need no code the one counts that takes most off; of two that take the
same, the one with the lower id. A code somebody gave counts instead of any of them for as long as it is not taken off,
and a promotion a person took off by hand is not granted on that order again. Nothing changes once money was taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.discounts import PROMOTION_SLOT, Discount
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import DiscountId, PromotionId, StaffId, derived
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.order_facts import DiscountApplied, DiscountRemoved
from aura_terminal.domain.order_money import bill_for, charged, counting
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promoting import UsesOf, discount_of, must_apply
from aura_terminal.domain.promotions import Promotion

PROGRAM = StaffId("system")
"""Who grants what applies by itself."""

Change = DiscountApplied | DiscountRemoved


def change_due(
    order: Order, promotions: Iterable[Promotion], uses_of: UsesOf, now: datetime, calendar: BusinessCalendar
) -> Change | None:
    """What has to happen so that the best promotion counts; None where it does, or where none is granted here."""
    if order.terms is None or order.status is not OrderStatus.OPEN or order.payments or order.source:
        return None
    present = next((one for one in counting(order) if one.slot == PROMOTION_SLOT), None)
    if present is not None and not _is_automatic(order, present):
        return None
    best = best_for(order, promotions, uses_of, now, calendar)
    if present is not None and (best is None or present.promotion_id == best.id):
        return None if best is not None and _says_the_same(present, best) else _off(order, present, best, now)
    return None if best is None else _granted(order, best, present, now)


def best_for(
    order: Order, promotions: Iterable[Promotion], uses_of: UsesOf, now: datetime, calendar: BusinessCalendar
) -> Promotion | None:
    """The promotion that takes most off among those that need no code, apply now and were not declined."""
    declined = _declined(order)
    found: list[tuple[int, PromotionId, Promotion]] = []
    for promotion in promotions:
        if promotion.needs_code or not promotion.active or promotion.id in declined:
            continue
        try:
            must_apply(promotion, order, uses_of(promotion.id), now, calendar)
        except RuleBroken:
            continue
        off = _takes_off(order, discount_of(promotion, DiscountId(promotion.id)))
        if off > 0:
            found.append((-off, promotion.id, promotion))
    return min(found)[2] if found else None


def _takes_off(order: Order, discount: Discount) -> int:
    """How much lower the bill is with it, in minor units, beside all that counts on other slots."""
    others = tuple(one for one in counting(order) if one.slot != PROMOTION_SLOT)
    without = bill_for(order, charged(order), others).discount.minor
    return bill_for(order, charged(order), (*others, discount)).discount.minor - without


def _granted(order: Order, best: Promotion, present: Discount | None, now: datetime) -> DiscountApplied:
    """Two terminals that grant it at the same time write the same discount, so that it counts once."""
    before = sum(one.discount.promotion_id == best.id for one in order.discounts.values())
    discount = _by_itself(best, DiscountId(derived(order.id, f"automatic/{best.id}/{before}")))
    replaced = None if present is None else present.id
    return DiscountApplied(order.id, discount, now, PROGRAM, replaces=replaced)


def _off(order: Order, present: Discount, best: Promotion | None, now: datetime) -> Change:
    if best is None:
        return DiscountRemoved(order.id, present.id, now, PROGRAM)
    return _granted(order, best, present, now)


def _says_the_same(present: Discount, promotion: Promotion) -> bool:
    return replace(present, id=DiscountId("")) == _by_itself(promotion, DiscountId(""))


def _by_itself(promotion: Promotion, discount_id: DiscountId) -> Discount:
    """What a promotion grants to whom nobody named its code."""
    return replace(discount_of(promotion, discount_id), code="")


def _is_automatic(order: Order, discount: Discount) -> bool:
    return order.discounts[discount.id].applied_by == PROGRAM and not discount.code


def _declined(order: Order) -> frozenset[PromotionId]:
    off = (order.discounts[one].discount.promotion_id for one, by in order.discounts_off.items() if by != PROGRAM
           if one in order.discounts)  # fmt: skip
    return frozenset(one for one in off if one is not None)
