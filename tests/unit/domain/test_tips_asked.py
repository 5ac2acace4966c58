"""The tip the house asks of a party, how much of it goes with each payment, and charges that a person decides about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ChargeId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_rules import ChargeRule, FrozenCharge, GratuityRule, ServiceTerms, TipBasis
from aura_terminal.domain.waiving import (
    add_charge,
    cash_tip,
    gratuity_left,
    gratuity_of,
    gratuity_share,
    must_leave_gratuity,
    restore,
    waive,
)
from tests.unit.domain.orders import MANAGER, NOW, TERMS, TODAY, add, opened, sold, taking

MARTA = StaffId("marta")
SERVICE = ChargeRule(ChargeId("service"), "Service", percent=Decimal(10))
TENTH = GratuityRule(2, Decimal(10), TipBasis.AFTER_TAX)


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def table(minor: int = 1000, step: int = 1, *, gratuity: GratuityRule | None = TENTH, charge: bool = False) -> Order:
    """A party of two whose dinner costs so much; the house asks a tenth of it."""
    order = Order(opened().order_id)
    charges = (FrozenCharge(SERVICE),) if charge else ()
    terms = replace(TERMS, cash_step=step)
    order.apply(replace(opened(terms), service=ServiceTerms(charges, gratuity)))
    add(order, "a", sold("Dinner", minor))
    return order


def paid(order: Order, minor: int, tip: int = 0) -> Order:
    """So much of the bill was paid, and a tip beside it."""
    order.apply(order.take_cash(taking(f"p{minor}"), euros(minor + tip), euros(tip) if tip else None))
    return order


def refused(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as broken:
        act()
    return broken.value.rule


@pytest.mark.parametrize(("minor", "asked"), [(0, None), (4, None), (5, 1), (1000, 100)])
def test_a_tip_is_asked_once_it_comes_to_a_cent(minor: int, asked: int | None) -> None:
    gratuity = gratuity_of(table(minor))
    assert (None if gratuity is None else gratuity.amount.minor) == asked


def test_what_was_given_already_is_not_asked_again() -> None:
    assert gratuity_left(paid(table(), 500, tip=30)) == euros(70)
    assert gratuity_left(paid(table(), 500, tip=130)) == euros(0)


@pytest.mark.parametrize(
    ("before", "amount", "share"),
    [(0, 500, 50), (0, 999, 99), (0, 1000, 100), (0, 2000, 100), (0, 0, 0), (998, 0, 0), (998, 1, 50), (998, 2, 100),
     (999, 0, 0), (999, 1, 100)],
)  # fmt: skip
def test_a_payment_takes_its_part_of_the_tip_and_the_last_one_the_rest(before: int, amount: int, share: int) -> None:
    order = paid(table(), before) if before else table()
    assert gratuity_share(order, euros(amount)) == euros(share)


def test_once_nothing_is_due_all_of_the_tip_is_still_asked() -> None:
    order = paid(table(), 1000)
    assert gratuity_share(order, euros(0)) == euros(100)
    assert cash_tip(order, euros(100), order.bill.due) is None


def test_where_no_tip_is_asked_none_goes_with_a_payment() -> None:
    order = table(gratuity=None)
    assert (gratuity_share(order, euros(500)), cash_tip(order, euros(500), order.bill.due)) == (euros(0), None)
    must_leave_gratuity(order, euros(500), euros(0))


@pytest.mark.parametrize(
    ("step", "tendered", "tip"),
    [(1, 1100, 100), (1, 2000, 100), (1, 1099, 100), (1, 1089, 99), (1, 550, 50), (1, 551, 51), (1, 1, None), (1, 2, 1),
     (5, 1100, 100), (5, 1095, 100), (5, 55, 5), (5, 60, 10), (5, 5, None), (5, 10, 5)],
)  # fmt: skip
def test_cash_leaves_its_part_of_the_tip_in_coins_there_are(step: int, tendered: int, tip: int | None) -> None:
    order = table(step=step)
    assert cash_tip(order, euros(tendered), order.bill.due) == (None if tip is None else euros(tip))


def test_cash_that_is_all_that_coins_can_pay_leaves_what_is_asked_in_coins() -> None:
    order = table(1003, step=5)
    assert cash_tip(order, euros(1105), order.bill.due) == euros(100)


def test_the_last_cent_of_a_bill_leaves_the_whole_tip() -> None:
    order = paid(table(), 999)
    assert cash_tip(order, euros(500), order.bill.due) == euros(100)


@pytest.mark.parametrize("step", [1, 5, 10])
def test_whatever_cash_is_handed_over_leaves_tip_enough_where_nobody_names_one(step: int) -> None:
    order = table(step=step, gratuity=replace(TENTH, percent=Decimal(18)))
    for tendered in range(step, 1300, step):
        tip = cash_tip(order, euros(tendered), order.bill.due)
        payment = order.take_cash(taking(), euros(tendered), tip).payment
        must_leave_gratuity(order, payment.amount, payment.tip)


@pytest.mark.parametrize(("step", "tip", "is_enough"), [(1, 100, True), (1, 99, False), (5, 96, True), (5, 95, False)])
def test_less_than_is_asked_by_more_than_coins_can_help_is_too_little(step: int, tip: int, is_enough: bool) -> None:
    order = table(step=step)
    if is_enough:
        must_leave_gratuity(order, order.bill.due, euros(tip))
    else:
        assert refused(lambda: must_leave_gratuity(order, order.bill.due, euros(tip))) is Rule.GRATUITY_COUNTS


def test_a_charge_is_waived_as_long_as_no_more_was_paid_than_would_be_left() -> None:
    order = paid(table(charge=True), 1000)
    assert order.bill.due == euros(100)
    assert waive(order, SERVICE.id, NOW, MARTA, "slow", MANAGER).charge_id == SERVICE.id
    assert refused(lambda: waive(paid(order, 1), SERVICE.id, NOW, MARTA, "slow", MANAGER)) is Rule.WOULD_OVERPAY


def test_a_charge_nobody_knows_is_neither_put_on_nor_asked_after_all() -> None:
    order = table(charge=True)
    assert refused(lambda: add_charge(order, ChargeId("cake"), NOW, MARTA)) is Rule.CHARGE_GONE
    assert refused(lambda: restore(order, SERVICE.id, NOW, MARTA)) is Rule.CHARGE_GONE


def test_nothing_is_decided_about_charges_once_the_order_has_ended() -> None:
    order = table(charge=True)
    order.apply(waive(order, SERVICE.id, NOW, MARTA, "slow", MANAGER))
    order.apply(order.cancel(NOW, TODAY, "left", MANAGER, "R1"))
    for act in (
        lambda: add_charge(order, SERVICE.id, NOW, MARTA),
        lambda: waive(order, SERVICE.id, NOW, MARTA, "slow", MANAGER),
        lambda: restore(order, SERVICE.id, NOW, MARTA),
    ):
        assert refused(act) is Rule.ORDER_NOT_OPEN
