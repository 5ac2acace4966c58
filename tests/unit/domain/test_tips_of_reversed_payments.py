"""A payment that was reversed takes its tips back on the day of the reversal; days before it stay as they were."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest

from aura_terminal.domain.day_sums import day_totals
from aura_terminal.domain.deciding import carried_over
from aura_terminal.domain.figures import FigureKind, figures_of
from aura_terminal.domain.ids import OrderId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_facts import TipEntered
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.tip_entries import tip_of
from tests.unit.domain.orders import LOW, MANAGER, NOW, TODAY, add, opened, sold, taking

MARTA = StaffId("marta")
NEXT, LAST = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
REVERSAL = Act(NOW, LAST, "R1", MANAGER)


@pytest.fixture
def order() -> Order:
    """Paid today; 2.50 were entered from the slip, and 3.00 in its place the day after."""
    order = Order(opened().order_id)
    order.apply(opened())
    add(order, "l1", sold("Burger", 1299, LOW))
    order.apply(order.take_cash(taking(), order.bill.due))
    for tip, before, day in ((250, 0, TODAY), (300, 250, NEXT)):
        order.apply(entry(order, tip, before, day))
    return order


def entry(order: Order, tip: int, before: int, day: date) -> TipEntered:
    return TipEntered(order.id, order.payments[0].id, euros(tip), euros(before), NOW, MARTA, day, "R1")


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def tips_on(order: Order, day: date) -> int:
    return sum(row.amount.minor for row in day_totals(day, "EUR", [order]).tips)


def figured(order: Order) -> dict[date, int]:
    found: dict[date, int] = defaultdict(int)
    for key, one in figures_of(order).items():
        if key.kind is FigureKind.TIP:
            found[key.business_date] += one.minor
    return found


def test_tips_that_were_entered_stay_on_their_dates_and_go_on_that_of_the_reversal(order: Order) -> None:
    order.apply(PaymentReversed(order.id, order.payments[0].id, REVERSAL))
    told = {day: tips_on(order, day) for day in (TODAY, NEXT, LAST)}
    assert told == {TODAY: 250, NEXT: 50, LAST: -300} == figured(order)


def test_what_is_entered_after_the_reversal_counts_nowhere(order: Order) -> None:
    order.apply(PaymentReversed(order.id, order.payments[0].id, REVERSAL))
    order.apply(entry(order, 900, 300, LAST))
    assert [tips_on(order, day) for day in (TODAY, NEXT, LAST)] == [250, 50, -300]


def test_a_payment_that_is_counted_at_another_order_brings_what_was_entered_along(order: Order) -> None:
    ids = count(1)
    before = order.payments[0]
    gone, brought = carried_over(order, OrderId("other"), REVERSAL, lambda: f"id-{next(ids)}")
    order.apply(gone)
    assert isinstance(brought, PaymentTaken)
    moved = brought.payment
    other = Order(OrderId("other"))
    other.apply(replace(opened(), order_id=other.id))
    other.apply(brought)
    assert (moved.amount, moved.tip, tip_of(other, moved)) == (before.amount, euros(300), euros(300))
    assert moved.tendered - moved.change == moved.amount + moved.rounding + moved.tip
    assert tips_on(order, LAST) + tips_on(other, LAST) == 0
