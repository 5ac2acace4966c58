"""What comes off an order: an amount as it was given elsewhere, or what a promotional code is worth here."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from aura_terminal.domain.discounts import PROMOTION_SLOT, Coverage, Discount, Reduction
from aura_terminal.domain.ids import CategoryId, DiscountId, ItemId, PromotionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import DiscountApplied, DiscountRemoved
from aura_terminal.domain.order_money import counting
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promotions import AppliesTo, Promotion, PromotionKind
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import forbidden, invalid
from sync.central.api.rights import RECORD
from sync.central.api.values import plain
from sync.central.selling.models import AskedOrder, ChangedOrder


def lower(desk: ServedDesk, order: Order, asked: AskedOrder | ChangedOrder) -> None:
    """Make the order cost as much less as the request says; what it says nothing of stays.

    Who records sales made elsewhere says the amount; anybody names a code, and its promotion is reckoned here.
    """
    code = (asked.promotional_code or "").strip()
    if asked.discount_amount is not None:
        given = money(desk, asked.discount_amount, "discount_amount")
        if given.minor == order.bill.discount.minor:
            return
        if not desk.by.may(RECORD):
            raise forbidden("Only who records sales made elsewhere may say a discount of their own")
        _replace(desk, order, _amount(desk, given, code) if given.minor else None)
    elif code and code.casefold() not in {one.code.casefold() for one in counting(order)}:
        _replace(desk, order, _promised(desk, order, code))


def applied(order: Order, currency: str) -> list[Mapping[str, Any]]:
    """What came off, as the reference shows it: code, discount, type."""
    return [
        {
            "code": taken.discount.code,
            "discount": plain(taken.amount.minor, currency),
            "type": "fixed_amount" if taken.discount.reduction.amount is not None else "percentage",
        }
        for taken in order.bill.taken
        if taken.amount
    ]


def _replace(desk: ServedDesk, order: Order, discount: Discount | None) -> None:
    before = counting(order)
    if discount is None:
        desk.keep(*(DiscountRemoved(order.id, one.id, desk.now, desk.actor) for one in before))
        return
    same = [one for one in before if one.slot == discount.slot]
    desk.keep(*(DiscountRemoved(order.id, one.id, desk.now, desk.actor) for one in before if one not in same))
    replaced = same[-1].id if same else None
    desk.keep(DiscountApplied(order.id, discount, desk.now, desk.actor, "", None, replaced))


def _amount(desk: ServedDesk, given: Money, code: str) -> Discount:
    return Discount(DiscountId(desk.press.ids.new()), code or "Discount", Reduction(amount=given), code=code)


def _promised(desk: ServedDesk, order: Order, code: str) -> Discount:
    """The discount a promotional code stands for. Raises Refused (422) when it is worth nothing here."""
    promotion = next((one for one in desk.shelf.all(Promotion) if one.code.casefold() == code.casefold()), None)
    if promotion is None or not promotion.active:
        raise invalid("promotional_code", "there is no such code")
    if (promotion.starts_at and desk.now < promotion.starts_at) or (
        promotion.ends_at and desk.now >= promotion.ends_at
    ):
        raise invalid("promotional_code", "is not valid now")
    if promotion.minimum is not None and order.bill.subtotal < promotion.minimum:
        raise invalid("promotional_code", f"needs an order of at least {promotion.minimum.plain()}")
    return discount_of(promotion, DiscountId(desk.press.ids.new()))


def discount_of(promotion: Promotion, id_: DiscountId) -> Discount:
    """What a promotion takes off, frozen."""
    is_percentage = promotion.kind is PromotionKind.PERCENTAGE
    percent = promotion.percent if is_percentage else Decimal(0)
    reduction = Reduction(percent, None if is_percentage else promotion.amount, promotion.maximum)
    coverage = Coverage()
    if promotion.applies_to is AppliesTo.CATEGORY:
        coverage = Coverage(categories=tuple(map(CategoryId, promotion.categories)))
    elif promotion.applies_to is AppliesTo.ITEM:
        coverage = Coverage(items=tuple(map(ItemId, promotion.items)))
    return Discount(
        id_, promotion.name, reduction, coverage, PROMOTION_SLOT, promotion.minimum, PromotionId(promotion.id),
        promotion.code,
    )  # fmt: skip
