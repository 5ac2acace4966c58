"""When a promotion applies: its dates, days and hours on the store's clock, what it covers, how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal

import pytest

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.discounting import apply_discount
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, DiscountId, GuestId, ItemId, LineId, OrderId, PromotionId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.promoting import discount_of, promotion_for, runs
from aura_terminal.domain.promotions import (
    AppliesTo,
    Promotion,
    PromotionKind,
    PromotionReturned,
    PromotionUsed,
    PromotionUses,
    Weekday,
)
from aura_terminal.domain.tax import OrderType
from tests.unit.domain.orders import NOW, new_order, sold

BERLIN = BusinessCalendar("Europe/Berlin")
HALF = Promotion(PromotionId("p"), "Happy hour", PromotionKind.PERCENTAGE, Decimal(50), needs_code=True, code="HAPPY50")
GUEST = GuestId("g1")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def dinner(*, guest: GuestId | None = None) -> Order:
    order = new_order()
    order.guest_id = guest
    for name, minor in (("Burger", 1299), ("Soup", 600)):
        order.apply(order.add_line(LineId(name), sold(name, minor), quantity=1, course=0))
    return order


def found(promotion: Promotion, order: Order, uses: PromotionUses | None = None, code: str = "HAPPY50") -> Promotion:
    known = uses or PromotionUses(promotion.id)
    return promotion_for(code, [promotion], order, lambda id_: known, NOW, BERLIN)


@pytest.mark.parametrize(
    ("now", "runs_then"),
    [
        ("2026-05-15T16:00:00+02:00", True),
        ("2026-05-15T15:59:59+02:00", False),
        ("2026-05-15T18:00:00+02:00", False),
        ("2026-05-16T17:00:00+02:00", False),  # a Saturday
    ],
)
def test_hours_are_those_of_the_stores_clock_on_the_named_days(now: str, runs_then: bool) -> None:
    weekdays = tuple(Weekday)[:5]
    happy = replace(HALF, days=weekdays, from_time=time(16), until_time=time(18))
    assert runs(happy, at(now), BERLIN) is runs_then


@pytest.mark.parametrize(
    ("now", "runs_then"),
    [
        ("2026-05-15T22:30:00+02:00", True),
        ("2026-05-16T01:30:00+02:00", True),  # still Friday's business day
        ("2026-05-16T22:30:00+02:00", False),
        ("2026-05-15T01:30:00+02:00", False),  # still Thursday's
    ],
)
def test_hours_that_pass_midnight_belong_to_the_day_they_began_on(now: str, runs_then: bool) -> None:
    late = replace(HALF, days=(Weekday.FRIDAY,), from_time=time(22), until_time=time(2))
    assert runs(late, at(now), BERLIN) is runs_then


def test_it_runs_from_its_beginning_until_before_its_end() -> None:
    dated = replace(HALF, starts_at=at("2026-05-15T16:00:00Z"), ends_at=at("2026-05-15T18:00:00Z"))
    times = ("15:59:59", "16:00:00", "17:59:59", "18:00:00")
    assert [runs(dated, at(f"2026-05-15T{t}Z"), BERLIN) for t in times] == [False, True, True, False]


@pytest.mark.parametrize("code", ["happy50", " HAPPY50 ", "Happy50"])
def test_how_a_code_is_typed_does_not_matter(code: str) -> None:
    assert found(HALF, dinner(), code=code) == HALF


@pytest.mark.parametrize(
    ("promotion", "rule"),
    [
        (replace(HALF, active=False), Rule.CODE_UNKNOWN),
        (replace(HALF, code=""), Rule.CODE_UNKNOWN),
        (replace(HALF, order_types=(OrderType.TAKEOUT,)), Rule.PROMOTION_NOT_NOW),
        (replace(HALF, minimum=Money(1900, "EUR")), Rule.PROMOTION_TOO_LITTLE),
        (replace(HALF, applies_to=AppliesTo.ITEM, items=(ItemId("pasta"),)), Rule.PROMOTION_COVERS_NOTHING),
        (replace(HALF, applies_to=AppliesTo.CATEGORY), Rule.PROMOTION_COVERS_NOTHING),
        (replace(HALF, per_guest=1), Rule.GUEST_NEEDED),
    ],
)
def test_a_promotion_that_does_not_apply_says_why(promotion: Promotion, rule: Rule) -> None:
    with pytest.raises(RuleBroken, match=rule.value):
        found(promotion, dinner())


def test_uses_of_others_count_and_those_of_the_same_order_do_not() -> None:
    limited = replace(HALF, in_all=2, per_guest=1)
    uses = PromotionUses(HALF.id)
    order = dinner(guest=GUEST)
    for number, (order_id, guest) in enumerate([(order.id, GUEST), (OrderId("o2"), GuestId("g2"))]):
        uses.apply(PromotionUsed(HALF.id, DiscountId(f"d{number}"), order_id, NOW, guest))
    assert found(limited, order, uses) == limited
    uses.apply(PromotionUsed(HALF.id, DiscountId("d9"), OrderId("o9"), NOW, GUEST))
    with pytest.raises(RuleBroken, match=Rule.PROMOTION_USED_UP.value):
        found(limited, order, uses)
    uses.apply(PromotionReturned(HALF.id, DiscountId("d9"), NOW))
    assert found(limited, order, uses) == limited


def test_a_use_that_came_back_before_it_was_heard_of_never_counts() -> None:
    uses = PromotionUses(HALF.id)
    uses.apply(PromotionReturned(HALF.id, DiscountId("d1"), NOW))
    uses.apply(PromotionUsed(HALF.id, DiscountId("d1"), OrderId("o1"), NOW, GUEST))
    assert (uses.counted, uses.by_guest(GUEST)) == ((), 0)


def test_of_several_promotions_with_one_code_the_one_that_applies_is_meant() -> None:
    never = replace(HALF, id=PromotionId("a"), order_types=(OrderType.DELIVERY,))
    order = dinner()
    meant = promotion_for("HAPPY50", [HALF, never], order, PromotionUses, NOW, BERLIN)
    assert meant == HALF


@pytest.mark.parametrize(
    ("promotion", "off"),
    [
        (HALF, 950),
        (replace(HALF, maximum=Money(300, "EUR")), 300),
        (replace(HALF, applies_to=AppliesTo.ITEM, items=(ItemId("soup"),)), 300),
        (replace(HALF, kind=PromotionKind.FIXED_AMOUNT, amount=Money(400, "EUR")), 400),
        (replace(HALF, kind=PromotionKind.FIXED_AMOUNT, amount=Money(400, "EUR"), maximum=Money(250, "EUR")), 250),
        (replace(HALF, applies_to=AppliesTo.CATEGORY, categories=(CategoryId("mains"),)), 950),
    ],
)
def test_what_a_promotion_takes_off(promotion: Promotion, off: int) -> None:
    order = dinner()
    order.apply(apply_discount(order, discount_of(promotion, DiscountId("d")), NOW, StaffId("marta")))
    assert order.bill.discount.minor == off
