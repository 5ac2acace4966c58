"""Promotions that need no code: the best one counts, by itself, for as long as it applies."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from decimal import Decimal

from aura_terminal.domain.automatic import PROGRAM, best_for, change_due
from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.discounting import apply_discount, remove_discount
from aura_terminal.domain.ids import DiscountId, GuestId, LineId, OrderId, PromotionId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import DiscountApplied, DiscountRemoved
from aura_terminal.domain.order_money import counting
from aura_terminal.domain.ordering import Order, order_of
from aura_terminal.domain.promoting import discount_of
from aura_terminal.domain.promotions import Promotion, PromotionKind, PromotionUsed, PromotionUses
from tests.unit.domain.orders import NOW, ORDER, new_order, opened, pay, sold

BERLIN = BusinessCalendar("Europe/Berlin")
TENTH = Promotion(PromotionId("tenth"), "Evening", PromotionKind.PERCENTAGE, Decimal(10))
FIVE = Promotion(
    PromotionId("five"), "Five off", PromotionKind.FIXED_AMOUNT, amount=Money(500, "EUR"), minimum=Money(1500, "EUR")
)
CARLA = StaffId("carla")
OTHER = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c07ce")


def order_with(*minors: int) -> Order:
    order = new_order()
    for place, minor in enumerate(minors):
        name = f"Dish {place}"
        order.apply(order.add_line(LineId(name), sold(name, minor), quantity=1, course=0))
    return order


def settled(
    order: Order, *promotions: Promotion, uses: PromotionUses | None = None
) -> DiscountApplied | DiscountRemoved | None:
    """What is due, applied."""
    known = uses or PromotionUses(PromotionId("any"))
    change = change_due(order, promotions, lambda id_: known, NOW, BERLIN)
    if change is not None:
        order.apply(change)
    assert change_due(order, promotions, lambda id_: known, NOW, BERLIN) is None
    return change


def names(order: Order) -> list[str]:
    return [one.name for one in counting(order)]


def test_the_one_that_takes_most_off_counts_and_changes_as_the_order_grows() -> None:
    order = order_with(1299)
    assert isinstance(settled(order, TENTH, FIVE), DiscountApplied)
    assert (names(order), order.bill.discount.minor) == (["Evening"], 130)
    order.apply(order.add_line(LineId("more"), sold("More", 600), quantity=1, course=0))
    change = settled(order, TENTH, FIVE)
    assert isinstance(change, DiscountApplied)
    assert change.applied_by == PROGRAM
    assert (names(order), order.bill.discount.minor) == (["Five off"], 500)
    order.apply(order.remove_line(LineId("more")))
    settled(order, TENTH, FIVE)
    assert (names(order), order.bill.discount.minor) == (["Evening"], 130)


def test_it_is_taken_off_when_its_time_is_over_or_nothing_is_left_of_what_it_covers() -> None:
    order = order_with(2000)
    settled(order, TENTH)
    over = replace(TENTH, until_time=time(19))
    change = settled(order, over)
    assert isinstance(change, DiscountRemoved)
    assert change.removed_by == PROGRAM
    assert names(order) == []


def test_a_code_somebody_gave_counts_instead_until_it_is_taken_off() -> None:
    order = order_with(2000)
    settled(order, TENTH)
    code = discount_of(replace(TENTH, id=PromotionId("code"), percent=Decimal(5), name="Code"), DiscountId("c"))
    order.apply(apply_discount(order, code, NOW, CARLA))
    assert settled(order, TENTH) is None
    assert names(order) == ["Code"]
    order.apply(remove_discount(order, DiscountId("c"), NOW, CARLA))
    settled(order, TENTH)
    assert names(order) == ["Evening"]


def test_what_a_person_took_off_is_not_granted_on_that_order_again() -> None:
    order = order_with(2000)
    settled(order, TENTH, FIVE)
    assert names(order) == ["Five off"]
    (counted,) = counting(order)
    order.apply(remove_discount(order, counted.id, NOW, CARLA))
    settled(order, TENTH, FIVE)
    assert names(order) == ["Evening"]


def test_nothing_changes_once_money_was_taken_and_nothing_on_orders_of_a_back_office() -> None:
    order = order_with(2000)
    pay(order, 500)
    assert settled(order, TENTH) is None
    online = order_with(2000)
    online.source = "auraconnect"
    assert settled(online, TENTH) is None


def test_limits_of_use_and_of_guests_hold() -> None:
    once = replace(TENTH, in_all=1)
    uses = PromotionUses(once.id)
    uses.apply(PromotionUsed(once.id, DiscountId("d"), OTHER, NOW))
    order = order_with(2000)
    assert best_for(order, [once], lambda id_: uses, NOW, BERLIN) is None
    of_guests = replace(TENTH, per_guest=1)
    assert best_for(order, [of_guests], PromotionUses, NOW, BERLIN) is None
    order.guest_id = GuestId("ada")
    assert best_for(order, [of_guests], PromotionUses, NOW, BERLIN) == of_guests


def test_two_terminals_that_did_not_hear_each_other_grant_it_once() -> None:
    here, there = order_with(2000), order_with(2000)
    one, other = settled(here, TENTH), settled(there, TENTH)
    assert one is not None
    assert other is not None
    line = here.add_line(LineId("a"), sold("A", 1000), quantity=1, course=0)
    for facts in ([opened(), line, one, other], [opened(), line, other, one]):
        order = order_of(ORDER, facts)
        assert names(order) == ["Evening"]
        assert order.bill.discount.minor == 100
        assert conflicts_of(order) == ()
