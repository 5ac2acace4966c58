"""Documents of the house as the API shows them: programmes, tiers, rewards, promotions, supplies."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.loyalty import LoyaltyProgramme, LoyaltyTier, Reward
from aura_terminal.domain.promotions import Promotion, PromotionKind, PromotionUses
from aura_terminal.domain.supplies import Supply, SupplyLevel
from sync.central.api.values import timestamp
from sync.central.store.desk import Desk

Body = dict[str, Any]


def programme(desk: Desk, one: LoyaltyProgramme, extra: Body) -> Body:
    """A programme as the API shows it."""
    return {
        "name": one.name, "points_per_unit": format(one.points_per_unit.normalize(), "f"), "is_active": one.active,
        "offline_redeem_limit": one.most_alone,
    }  # fmt: skip


def tier(desk: Desk, one: LoyaltyTier, extra: Body) -> Body:
    """A tier as the API shows it."""
    return {
        "name": one.name, "program_id": desk.shelf.numbers.get("loyalty_programme", {}).get(one.programme),
        "points_required": one.threshold, "points_multiplier": format(one.multiplier.normalize(), "f"),
        "benefits": list(one.benefits),
    }  # fmt: skip


def reward(desk: Desk, one: Reward, extra: Body) -> Body:
    """A reward as the API shows it."""
    reduction = one.reduction
    percent = None if reduction is None or reduction.amount is not None else format(reduction.percent.normalize(), "f")
    amount = None if reduction is None or reduction.amount is None else reduction.amount.plain()
    return {
        "name": one.name, "description": one.description or None, "points_required": one.points,
        "program_id": desk.shelf.numbers.get("loyalty_programme", {}).get(one.programme),
        "discount_percentage": percent, "discount_amount": amount, "is_active": one.active,
    }  # fmt: skip


def promotion(desk: Desk, one: Promotion, extra: Body) -> Body:
    """Reference, "POST /api/v1/promotions", with how often it was used."""
    uses: PromotionUses = desk.aggregate(Aggregate.PROMOTION, one.id)
    numbers = desk.shelf.numbers
    is_share = one.kind is PromotionKind.PERCENTAGE
    amount = None if one.amount is None else one.amount.plain()
    return {
        "name": one.name, "description": one.description or None, "type": one.kind.value,
        "value": as_number(one.percent) if is_share else amount, "applies_to": one.applies_to.value,
        "category_ids": [numbers["category"][id_] for id_ in one.categories if id_ in numbers.get("category", {})],
        "item_ids": [numbers["item"][id_] for id_ in one.items if id_ in numbers.get("item", {})],
        "start_date": None if one.starts_at is None else timestamp(one.starts_at),
        "end_date": None if one.ends_at is None else timestamp(one.ends_at),
        "days_of_week": [day.value for day in one.days],
        "start_time": None if one.from_time is None else one.from_time.isoformat("minutes"),
        "end_time": None if one.until_time is None else one.until_time.isoformat("minutes"),
        "minimum_order_amount": None if one.minimum is None else one.minimum.plain(),
        "maximum_discount_amount": None if one.maximum is None else one.maximum.plain(),
        "usage_limit_per_customer": one.per_guest or None, "total_usage_limit": one.in_all or None,
        "requires_code": one.needs_code, "code": one.code or None, "is_active": one.active,
        "times_used": len(uses.counted),
    }  # fmt: skip


def supply(desk: Desk, one: Supply, extra: Body) -> Body:
    """A supply as the API shows it, with how much there is."""
    level: SupplyLevel = desk.aggregate(Aggregate.SUPPLY, one.id)
    is_low = level.quantity <= one.minimum
    last = max((fact.adjusted_at for fact in level.adjustments.values()), default=None)
    return {
        "supplier_id": None, "temperature_requirements": None, "expiry_tracking": False, "auto_order": False,
        "auto_order_quantity": None, "description": None, **extra,
        "name": one.name, "sku": one.sku or None, "category": one.category or None, "unit": one.unit,
        "current_quantity": as_number(level.quantity), "minimum_quantity": as_number(one.minimum),
        "maximum_quantity": None if one.maximum is None else as_number(one.maximum),
        "unit_cost": None if one.cost is None else one.cost.plain(), "storage_location": one.location or None,
        "shelf_life_days": one.shelf_life_days or None, "is_low_stock": is_low,
        "stock_status": "low" if is_low else "ok", "is_active": one.active,
        "last_adjusted_at": None if last is None else timestamp(last),
    }  # fmt: skip


def as_number(quantity: Decimal) -> int | float:
    """A JSON number: a quantity of at most four decimals reads back exactly."""
    return int(quantity) if quantity == quantity.to_integral_value() else float(quantity)
