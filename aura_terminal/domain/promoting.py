"""Which promotion a code stands for, and whether it applies to an order now: the same offline as online."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.discounts import PROMOTION_SLOT, WHOLE_ORDER, Coverage, Discount, Reduction, covers
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, DiscountId, ItemId, PromotionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import bill_for, charged, part_of
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promotions import AppliesTo, Promotion, PromotionKind, PromotionUses, Weekday
from aura_terminal.domain.wall_clock import within

NO_CATEGORY, NO_ITEM = (CategoryId(""),), (ItemId(""),)

UsesOf = Callable[[PromotionId], PromotionUses]


def promotion_for(
    code: str, promotions: Iterable[Promotion], order: Order, uses_of: UsesOf, now: datetime, calendar: BusinessCalendar
) -> Promotion:
    """The promotion of a code, if it applies to the order now; case and spaces around a code do not matter.

    Of several with one code the first that applies, by id. Raises RuleBroken: CODE_UNKNOWN, and as `must_apply`.
    """
    asked = code.strip().casefold()
    found = sorted(
        (one for one in promotions if one.active and asked and one.code.strip().casefold() == asked),
        key=lambda one: one.id,
    )
    if not found:
        raise RuleBroken(Rule.CODE_UNKNOWN, code=code.strip())
    refusals = []
    for promotion in found:
        try:
            must_apply(promotion, order, uses_of(promotion.id), now, calendar)
        except RuleBroken as refused:
            refusals.append(refused)
        else:
            return promotion
    raise refusals[0]


def must_apply(
    promotion: Promotion, order: Order, uses: PromotionUses, now: datetime, calendar: BusinessCalendar
) -> None:
    """Refuse a promotion that does not apply: PROMOTION_NOT_NOW, PROMOTION_COVERS_NOTHING, PROMOTION_TOO_LITTLE,
    GUEST_NEEDED (where it is limited per guest and the order is of nobody known), PROMOTION_USED_UP."""
    name = promotion.name
    fits = not promotion.order_types or order.order_type in promotion.order_types
    if not (promotion.active and fits and runs(promotion, now, calendar)):
        raise RuleBroken(Rule.PROMOTION_NOT_NOW, promotion=name)
    coverage = coverage_of(promotion)
    if not any(quantity and covers(coverage, part_of(line, quantity)) for line, quantity in charged(order)):
        raise RuleBroken(Rule.PROMOTION_COVERS_NOTHING, promotion=name)
    if promotion.minimum is not None and _turnover(order) < promotion.minimum:
        raise RuleBroken(Rule.PROMOTION_TOO_LITTLE, promotion=name, minimum=promotion.minimum.plain())
    if promotion.per_guest and order.guest_id is None:
        raise RuleBroken(Rule.GUEST_NEEDED)
    others = [use for use in uses.counted if use.order_id != order.id]
    by_guest = sum(use.guest_id == order.guest_id for use in others)
    if (promotion.in_all and len(others) >= promotion.in_all) or (
        promotion.per_guest and by_guest >= promotion.per_guest
    ):
        raise RuleBroken(Rule.PROMOTION_USED_UP, promotion=name)


def _turnover(order: Order) -> Money:
    """What is charged at menu prices, without money put on accounts."""
    return bill_for(order, [one for one in charged(order) if not one[0].is_liability]).subtotal


def runs(promotion: Promotion, now: datetime, calendar: BusinessCalendar) -> bool:
    """Whether it is the time of a promotion: its dates, its days (of the business date) and its hours."""
    begun = promotion.starts_at is None or promotion.starts_at <= now
    over = promotion.ends_at is not None and promotion.ends_at <= now
    today = list(Weekday)[calendar.date_of(now).weekday()]
    of_today = not promotion.days or today in promotion.days
    return (
        begun
        and not over
        and of_today
        and within(calendar.local(now).time(), promotion.from_time, promotion.until_time)
    )


def discount_of(promotion: Promotion, discount_id: DiscountId) -> Discount:
    """What a promotion grants, frozen: what becomes of the promotion later changes nothing."""
    percentage = promotion.kind is PromotionKind.PERCENTAGE
    return Discount(
        discount_id, promotion.name,
        Reduction(promotion.percent, None, promotion.maximum) if percentage else Reduction(amount=_capped(promotion)),
        coverage_of(promotion), PROMOTION_SLOT, promotion.minimum, promotion.id, promotion.code,
    )  # fmt: skip


def coverage_of(promotion: Promotion) -> Coverage:
    """The lines a promotion is reckoned on; one for categories or items that names none is for nothing."""
    if promotion.applies_to is AppliesTo.ORDER:
        return WHOLE_ORDER
    if promotion.applies_to is AppliesTo.CATEGORY:
        return Coverage(categories=promotion.categories or NO_CATEGORY)
    return Coverage(items=promotion.items or NO_ITEM)


def _capped(promotion: Promotion) -> Money | None:
    amount, most = promotion.amount, promotion.maximum
    return amount if amount is None or most is None else min(amount, most)
