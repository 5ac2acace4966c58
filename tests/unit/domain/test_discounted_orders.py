"""A discount on an order: one counts in each slot, the end says which counted, and nothing is stacked in silence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.closing import day_totals
from aura_terminal.domain.conflicts import choices_for, conflicts_of
from aura_terminal.domain.discounting import apply_discount, remove_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DiscountId, LineId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_money import counting
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.settling import ChoiceCode, ConflictKind
from tests.unit.domain.apart import BURGER, desks, meet
from tests.unit.domain.orders import MANAGER, NOW, TODAY, new_order, sold

CARLA = StaffId("carla")
TENTH = Discount(DiscountId("tenth"), "Regular", Reduction(Decimal(10)))
FIVE = Discount(DiscountId("five"), "Cold soup", Reduction(amount=Money(500, "EUR")))


def dinner() -> Order:
    order = new_order()
    for name, minor in (("Burger", 1299), ("Soup", 600)):
        order.apply(order.add_line(LineId(name), sold(name, minor), quantity=1, course=0))
    return order


def test_one_discount_counts_in_a_slot_and_taking_it_off_does_not_bring_the_one_before_back() -> None:
    order = dinner()
    order.apply(apply_discount(order, TENTH, NOW, CARLA))
    assert (order.bill.discount.minor, order.bill.total.minor) == (190, 1709)
    order.apply(apply_discount(order, FIVE, NOW, CARLA))
    assert [one.id for one in counting(order)] == ["five"]
    order.apply(remove_discount(order, FIVE.id, NOW, CARLA))
    assert (counting(order), order.bill.total.minor) == ((), 1899)
    with pytest.raises(RuleBroken, match=Rule.DISCOUNT_GONE.value):
        remove_discount(order, TENTH.id, NOW, CARLA)


def test_other_slots_come_off_one_after_the_other() -> None:
    order = dinner()
    order.apply(apply_discount(order, TENTH, NOW, CARLA))
    order.apply(apply_discount(order, replace(FIVE, slot="promotion"), NOW, CARLA))
    assert [one.amount.minor for one in order.bill.taken] == [190, 500]
    assert order.bill.total.minor == 1899 - 690


@pytest.mark.parametrize(
    ("reduction", "rule"),
    [
        (Reduction(Decimal(0)), Rule.DISCOUNT_OUT_OF_RANGE),
        (Reduction(Decimal(101)), Rule.DISCOUNT_OUT_OF_RANGE),
        (Reduction(amount=Money(0, "EUR")), Rule.DISCOUNT_OUT_OF_RANGE),
        (Reduction(amount=Money(5, "USD")), Rule.CURRENCY_MIXED),
    ],
)
def test_a_discount_that_makes_no_sense_is_refused(reduction: Reduction, rule: Rule) -> None:
    with pytest.raises(RuleBroken, match=rule.value):
        apply_discount(dinner(), replace(TENTH, reduction=reduction), NOW, CARLA)


def test_a_bill_is_not_lowered_below_what_was_paid_on_it() -> None:
    desk = desks(1)[0]
    order_id = desk.open()
    desk.add(order_id)
    desk.take(order_id, 1200)
    assert not desk.discount(order_id, 10)
    assert desk.discount(order_id, 5)
    assert desk.pay(order_id)
    assert not desk.discount(order_id, 1)


def test_the_end_says_which_discounts_counted_and_what_comes_later_changes_no_sale() -> None:
    first, second = desks(2)
    order_id = first.open()
    first.add(order_id, BURGER, 2)
    first.discount(order_id, 50)
    second.hear(first)
    second.discount(order_id, 10)
    first.pay(order_id)
    order = meet(first, second)[order_id]
    assert (order.bill.total.minor, order.bill.due.minor) == (1299, 0)
    (conflict,) = conflicts_of(order)
    assert (conflict.kind, conflict.detail("item")) == (ConflictKind.DISCOUNTED_TWICE, "10 %")
    assert [one.code for one in choices_for(conflict)] == [ChoiceCode.NOTED]
    first.decide(order_id)
    assert conflicts_of(meet(first, second)[order_id]) == ()


def test_two_discounts_granted_apart_are_not_stacked_and_the_one_passed_over_is_shown() -> None:
    first, second = desks(2)
    order_id = first.open()
    first.add(order_id)
    second.hear(first)
    first.discount(order_id, 10)
    second.discount(order_id, 20)
    order = meet(first, second)[order_id]
    assert len(order.bill.taken) == 1
    assert [one.kind for one in conflicts_of(order)] == [ConflictKind.DISCOUNTED_TWICE]
    first.full_price(order_id)
    assert [one.name for one in counting(meet(first, second)[order_id])] == ["10 %"]


def test_a_discount_stays_with_its_order_when_lines_leave_it() -> None:
    desk = desks(1)[0]
    one, other = desk.open(), desk.open()
    desk.add(one)
    desk.add(other)
    desk.discount(one, 50)
    (line_id,) = desk.order(one).lines
    desk.move(one, line_id, other)
    orders = desk.orders
    assert (orders[one].bill.total.minor, orders[other].bill.total.minor) == (0, 2598)


def test_an_order_merged_into_another_brings_no_discount_along() -> None:
    desk = desks(1)[0]
    older, younger = desk.open(), desk.open()
    desk.add(older)
    desk.add(younger)
    desk.discount(younger, 50)
    desk.merge(older, younger)
    assert desk.order(older).bill.total.minor == 2598


def test_the_day_shows_what_discounts_took_off_its_sales() -> None:
    desk = desks(1)[0]
    order_id = desk.open()
    desk.add(order_id, BURGER, 2)
    desk.discount(order_id, 25)
    desk.pay(order_id)
    totals = day_totals(TODAY, "EUR", desk.orders.values())
    (figure,) = totals.discounts
    assert (figure.name, figure.count, figure.amount.minor) == ("25 %", 1, -650)
    assert sum(one.amount.minor for one in totals.categories) + figure.amount.minor == totals.gross.minor
    assert sum(one.amount.minor for one in totals.tenders) == totals.gross.minor


def test_an_approval_is_part_of_what_it_allowed() -> None:
    fact = apply_discount(dinner(), TENTH, NOW, CARLA, reason="regular", approval=MANAGER)
    assert (fact.approval, fact.reason, fact.replaces) == (MANAGER, "regular", None)
