"""What comes off an order: an amount as it was given elsewhere, or what a promotional code is worth here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aura_terminal.domain.discounts import ORDER_SLOT, Coverage, Discount, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import DiscountId, LineId, PromotionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import DiscountApplied, DiscountRemoved
from aura_terminal.domain.order_money import counting
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promoting import discount_of, promotion_for
from aura_terminal.domain.promotions import Promotion, PromotionReturned, PromotionUsed, PromotionUses
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import forbidden, invalid
from sync.central.api.rights import RECORD
from sync.central.api.values import plain
from sync.central.selling.models import AskedOrder, ChangedOrder


def lower(desk: ServedDesk, order: Order, asked: AskedOrder | ChangedOrder, lines: Sequence[Sequence[LineId]]) -> None:
    """Make the order cost as much less as the request says; what it says nothing of stays.

    Who records sales made elsewhere says amounts, of items (`lines` are those of each) and of the whole, of which the
    items' are a part. Anybody names a code, and its promotion is reckoned here.
    """
    code = (asked.promotional_code or "").strip()
    items = _of_items(desk, asked, lines)
    if asked.discount_amount is not None or items:
        of_items = sum(one.reduction.amount.minor for one in items.values() if one.reduction.amount is not None)
        whole = Money(of_items, order.currency)
        if asked.discount_amount is not None:
            whole = money(desk, asked.discount_amount, "discount_amount")
        if whole.minor < of_items:
            raise invalid("discount_amount", "is less than what comes off the items")
        rest = Money(whole.minor - of_items, order.currency)
        _grant(desk, order, {**items, **({ORDER_SLOT: _amount(desk, rest, code)} if rest else {})})
    elif code and code.casefold() not in {one.code.casefold() for one in counting(order)}:
        promised = _promised(desk, order, code)
        _grant(desk, order, {promised.slot: promised})


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


def _of_items(
    desk: ServedDesk, asked: AskedOrder | ChangedOrder, lines: Sequence[Sequence[LineId]]
) -> dict[str, Discount]:
    found = {}
    for at, (one, ids) in enumerate(zip(asked.items or (), lines, strict=bool(lines))):
        given = money(desk, one.discount_amount or "0", f"items.{at}.discount_amount")
        if given:
            coverage = Coverage(lines=tuple(ids))
            id_ = DiscountId(desk.press.ids.new())
            found[f"item/{ids[0]}"] = Discount(
                id_, "Discount", Reduction(amount=given), coverage, f"item/{ids[0]}", code=asked.promotional_code or ""
            )
    return found


def _grant(desk: ServedDesk, order: Order, wanted: Mapping[str, Discount]) -> None:
    """Let just these discounts count, by their slots; those that count already stay as they are."""
    before = {one.slot: one for one in counting(order)}
    changed = [one for slot, one in wanted.items() if slot not in before or not _is_same(before[slot], one)]
    gone = [one for slot, one in before.items() if slot not in wanted]
    if (changed or gone) and not desk.by.may(RECORD) and any(one.promotion_id is None for one in (*changed, *gone)):
        raise forbidden("Only who records sales made elsewhere may say a discount of their own")
    desk.keep(*(DiscountRemoved(order.id, one.id, desk.now, desk.actor) for one in gone))
    uses_returned(desk, (*gone, *(before[one.slot] for one in changed if one.slot in before)))
    for one in changed:
        replaced = before[one.slot].id if one.slot in before else None
        desk.keep(DiscountApplied(order.id, one, desk.now, desk.actor, "", None, replaced))
        _use_up(desk, order, one)


def _is_same(one: Discount, other: Discount) -> bool:
    return (one.reduction, one.coverage, one.promotion_id) == (other.reduction, other.coverage, other.promotion_id)


def _amount(desk: ServedDesk, given: Money, code: str) -> Discount:
    return Discount(DiscountId(desk.press.ids.new()), code or "Discount", Reduction(amount=given), code=code)


def _promised(desk: ServedDesk, order: Order, code: str) -> Discount:
    """The discount a promotional code stands for. Raises Refused (422) when it is worth nothing here."""

    def uses_of(promotion_id: PromotionId) -> PromotionUses:
        uses: PromotionUses = desk.aggregate(Aggregate.PROMOTION, promotion_id)
        return uses

    calendar = desk.shelf.profile.calendar
    try:
        promotion = promotion_for(code, desk.shelf.all(Promotion), order, uses_of, desk.now, calendar)
    except RuleBroken as broken:
        words = WHY_NOT.get(broken.rule)
        if words is None:
            raise
        minimum = str(broken.details.get("minimum", ""))
        raise invalid("promotional_code", words.format(minimum=minimum)) from broken
    return discount_of(promotion, DiscountId(desk.press.ids.new()))


WHY_NOT = {
    Rule.CODE_UNKNOWN: "there is no such code",
    Rule.PROMOTION_NOT_NOW: "is not valid now",
    Rule.PROMOTION_TOO_LITTLE: "needs an order of at least {minimum}",
    Rule.PROMOTION_COVERS_NOTHING: "is for nothing on this order",
    Rule.PROMOTION_USED_UP: "has been used as often as it may",
    Rule.GUEST_NEEDED: "needs a customer",
}


def uses_returned(desk: ServedDesk, gone: Iterable[Discount]) -> None:
    """What limited promotions get back when a discount comes to nothing."""
    for one in gone:
        if one.promotion_id is None:
            continue
        uses: PromotionUses = desk.aggregate(Aggregate.PROMOTION, one.promotion_id)
        if one.id in uses.used:
            desk.keep(PromotionReturned(one.promotion_id, one.id, desk.now))


def _use_up(desk: ServedDesk, order: Order, granted: Discount) -> None:
    """Count a use of a promotion where something limits it."""
    if granted.promotion_id is None:
        return
    promotion = desk.shelf.get(Promotion, granted.promotion_id)
    if promotion.is_counted:
        desk.keep(PromotionUsed(promotion.id, granted.id, order.id, desk.now, order.guest_id))
