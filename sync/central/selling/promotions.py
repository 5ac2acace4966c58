"""Promotions: made here, valid at every terminal offline, their uses counted from facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from aura_terminal.domain.discounting import check_percent
from aura_terminal.domain.discounts import Part, covers, take_off
from aura_terminal.domain.documents import DocumentKind, put
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import CategoryId, DiscountId, ItemId, LineId, PromotionId
from aura_terminal.domain.menu import Category, Item
from aura_terminal.domain.money import Money, total
from aura_terminal.domain.promoting import coverage_of, discount_of, runs
from aura_terminal.domain.promotions import AppliesTo, Promotion, PromotionKind, PromotionUses, Weekday
from sync.central import resources
from sync.central.api.amounts import money, money_of
from sync.central.api.calling import ServedDesk, View
from sync.central.api.errors import duplicate, invalid, not_found
from sync.central.api.values import plain
from sync.central.catalogue.kinds import PROMOTION
from sync.central.store import journal
from sync.central.store.desk import Desk
from sync.central.store.tables import ORDERS

Said = Mapping[str, Any]


def create(desk: ServedDesk, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/promotions"."""
    promotion = Promotion(PromotionId(desk.press.ids.new()), said["name"], PromotionKind(said["type"]))
    return _put(desk, promotion, said)


def change(desk: ServedDesk, number: int, said: Said) -> dict[str, Any]:
    """Reference, "PUT /api/v1/promotions/{id}": what is not named stays as it is."""
    return _put(desk, known(desk, number), said)


def deactivate(desk: ServedDesk, number: int) -> None:
    """Reference, "DELETE /api/v1/promotions/{id}": what was granted stays granted."""
    desk.keep(put(replace(known(desk, number), active=False)))


def known(desk: ServedDesk, number: int) -> Promotion:
    """The promotion a path names. Raises Refused (404)."""
    local = desk.shelf.local("promotion", number)
    if local is None or (DocumentKind.PROMOTION.value, local) not in desk.shelf.documents:
        raise not_found(PROMOTION.title)
    return desk.shelf.get(Promotion, local)


def usage(view: View, number: int) -> dict[str, Any]:
    """Reference, "GET /api/v1/promotions/{id}/usage": counted from facts; amounts from the orders that carry it."""
    stored = resources.existing(view.connection, view.tenant, PROMOTION, number)
    local = view.shelf.local("promotion", number) or ""
    uses = _uses(view, local)
    code, name = stored.body.get("code") or "", stored.body["name"]
    asked = select(ORDERS.c.discount, ORDERS.c.total).where(
        ORDERS.c.tenant == view.tenant, ORDERS.c.number.in_(_orders_of(view, uses))
    )
    rows = view.connection.execute(asked).all()
    limit = stored.body.get("total_usage_limit")
    guests = {use.guest_id for use in uses.counted if use.guest_id is not None}
    return {
        "promotion_id": number, "name": name, "code": code or None, "times_used": len(uses.counted),
        "unique_customers": len(guests), "total_usage_limit": limit,
        "remaining_uses": None if limit is None else max(0, limit - len(uses.counted)),
        "total_discount_amount": plain(sum(int(row.discount) for row in rows), view.currency),
        "total_order_amount": plain(sum(int(row.total) for row in rows), view.currency),
    }  # fmt: skip


def validate(view: View, said: Said) -> dict[str, Any]:
    """Reference, "POST /api/v1/promotions/validate": whether a code is worth something on such an order now."""
    code, amount = said["code"].strip(), money_of(said["order_amount"], view.currency, "order_amount")
    found = [one for one in view.shelf.all(Promotion) if one.active and one.code.casefold() == code.casefold()]
    if not found:
        return _no(code, "There is no such code")
    promotion = found[0]
    calendar = view.shelf.profile.calendar
    if not runs(promotion, view.now, calendar):
        return _no(code, "The promotion does not apply now", promotion)
    if promotion.minimum is not None and amount < promotion.minimum:
        return _no(code, f"The order must come to at least {promotion.minimum.plain()}", promotion)
    if promotion.in_all and len(_uses(view, promotion.id).counted) >= promotion.in_all:
        return _no(code, "The promotion has been used as often as it may", promotion)
    parts = _parts(view, said.get("items", ()), amount)
    coverage = coverage_of(promotion)
    if not any(covers(coverage, part) and part.price for part in parts):
        return _no(code, "The promotion is for nothing on this order", promotion)
    granted = replace(discount_of(promotion, DiscountId("")), least=None)
    (taken,) = take_off([granted], parts, view.currency, view.shelf.regime.terms.mode)
    return {
        "valid": True, "code": promotion.code, "promotion_id": view.shelf.number("promotion", promotion.id),
        "name": promotion.name, "type": promotion.kind.value, "discount_amount": taken.amount.plain(),
        "final_amount": (amount - taken.amount).plain(), "message": "The code is valid",
    }  # fmt: skip


def lay_out_uses(desk: Desk, promotion_id: str) -> None:
    """How often it was used is part of the promotion's row."""
    if (DocumentKind.PROMOTION.value, promotion_id) in desk.shelf.documents:
        desk.touch_document(put(desk.shelf.get(Promotion, promotion_id)))


def _put(desk: ServedDesk, promotion: Promotion, said: Said) -> dict[str, Any]:
    kind = PromotionKind(said.get("type", promotion.kind.value))
    code = said.get("code", promotion.code)
    others = (one for one in desk.shelf.all(Promotion) if one.id != promotion.id and one.active)
    if code and any(one.code.casefold() == code.casefold() for one in others):
        raise duplicate("Another promotion has this code", "code")
    needs = said.get("requires_code", promotion.needs_code or bool(code))
    if needs and not code:
        raise invalid("code", "is needed where requires_code is true")
    made = replace(
        promotion, name=said.get("name", promotion.name), kind=kind, code=code, needs_code=needs,
        description=said.get("description", promotion.description),
        percent=_percent(said, promotion) if kind is PromotionKind.PERCENTAGE else Decimal(0),
        amount=None if kind is PromotionKind.PERCENTAGE else _amount(desk, said, promotion),
        applies_to=AppliesTo(said.get("applies_to", promotion.applies_to.value)),
        categories=_locals(desk, said, "category_ids", Category, promotion.categories, CategoryId),
        items=_locals(desk, said, "item_ids", Item, promotion.items, ItemId),
        starts_at=_moment(said, "start_date", promotion.starts_at),
        ends_at=_moment(said, "end_date", promotion.ends_at),
        days=tuple(map(Weekday, said["days_of_week"])) if "days_of_week" in said else promotion.days,
        from_time=_time(said, "start_time", promotion.from_time),
        until_time=_time(said, "end_time", promotion.until_time),
        minimum=_money(desk, said, "minimum_order_amount", promotion.minimum),
        maximum=_money(desk, said, "maximum_discount_amount", promotion.maximum),
        per_guest=said.get("usage_limit_per_customer", promotion.per_guest),
        in_all=said.get("total_usage_limit", promotion.in_all), active=said.get("is_active", promotion.active),
    )  # fmt: skip
    if made.starts_at is not None and made.ends_at is not None and made.ends_at <= made.starts_at:
        raise invalid("end_date", "is not after start_date")
    if made != promotion or (DocumentKind.PROMOTION.value, promotion.id) not in desk.shelf.documents:
        desk.keep(put(made))
    desk.lay_out()
    number = desk.shelf.number("promotion", promotion.id)
    return resources.existing(desk.connection, desk.tenant.number, PROMOTION, number).answered()


def _percent(said: Said, promotion: Promotion) -> Decimal:
    percent = Decimal(str(said["value"])) if "value" in said else promotion.percent
    try:
        check_percent(percent)
    except RuleBroken as broken:
        raise invalid("value", "is a percentage above 0 and at most 100") from broken
    return percent


def _amount(desk: ServedDesk, said: Said, promotion: Promotion) -> Money:
    found = money(desk, str(said["value"]), "value") if "value" in said else promotion.amount
    if found is None or found.minor <= 0:
        raise invalid("value", "is an amount above nothing")
    return found


def _locals(
    desk: ServedDesk, said: Said, field: str, type_: type[Any], before: tuple[Any, ...], make: Any
) -> tuple[Any, ...]:  # ids of one kind
    """Categories or items by their numbers. Raises Refused (422) for one the menu does not know."""
    if field not in said:
        return before
    kind = "category" if type_ is Category else "item"
    found = [desk.shelf.local(kind, number) for number in said[field]]
    if any(local is None or (kind, local) not in desk.shelf.documents for local in found):
        raise invalid(field, f"there is no such {kind}")
    return tuple(make(local) for local in found)


def _moment(said: Said, field: str, before: datetime | None) -> datetime | None:
    return datetime.fromisoformat(said[field]) if field in said else before


def _time(said: Said, field: str, before: time | None) -> time | None:
    return time.fromisoformat(said[field]) if field in said else before


def _money(desk: ServedDesk, said: Said, field: str, before: Money | None) -> Money | None:
    return money(desk, said[field], field) if field in said else before


def _uses(view: View, promotion_id: str) -> PromotionUses:
    uses: PromotionUses = view.house.press.folds[Aggregate.PROMOTION](promotion_id)
    codec = view.house.press.codec
    for _, fact in journal.history(view.connection, codec, view.tenant, Aggregate.PROMOTION.value, promotion_id):
        uses.apply(fact)
    return uses


def _orders_of(view: View, uses: PromotionUses) -> list[int]:
    from_ids = select(ORDERS.c.number).where(
        ORDERS.c.tenant == view.tenant, ORDERS.c.order_id.in_([use.order_id for use in uses.counted][:500])
    )
    return [int(row[0]) for row in view.connection.execute(from_ids)]


def _parts(view: View, items: Sequence[Said], amount: Money) -> list[Part]:
    """The items as lines at the menu's prices, and what the order comes to beyond them as one more."""
    listed = [(desk_item, one["quantity"]) for one in items if (desk_item := _item(view, one)) is not None]
    prices = [item.from_price() * quantity for item, quantity in listed]
    whole = total(prices, amount.currency)
    rest = amount - whole
    parts = [
        Part(LineId(str(place)), item.id, item.category, price)
        for place, ((item, _), price) in enumerate(zip(listed, prices, strict=True))
    ]
    if rest.minor > 0:
        parts.append(Part(LineId("rest"), ItemId(""), CategoryId(""), rest))
    return parts


def _item(view: View, one: Said) -> Item | None:
    local = view.shelf.local("item", one["menu_item_id"])
    found = None if local is None else view.shelf.documents.get(("item", local))
    return found if isinstance(found, Item) else None


def _no(code: str, message: str, promotion: Promotion | None = None) -> dict[str, Any]:
    name = None if promotion is None else promotion.name
    return {"valid": False, "code": code, "name": name, "discount_amount": None, "message": message}
