"""Goods that come back: pieces add up to what was paid, whatever discounts and taxes were on it, and figures agree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.closing import day_totals
from aura_terminal.domain.conflicts import conflicts_of
from aura_terminal.domain.discounting import apply_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.figures import FigureKind, figures_of
from aura_terminal.domain.ids import ChargeId, DiscountId, LineId, PaymentId, ReturnId, StaffId, ValueAccountId
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import CASH
from aura_terminal.domain.returns import GoodsReturned, credited, credits_of, left_with_guest, take_back, worth
from aura_terminal.domain.service_rules import ChargeRule, FrozenCharge, ServiceTerms
from aura_terminal.domain.settling import Act, ConflictKind, PaymentRefunded, Refund
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxTerms
from aura_terminal.domain.value_facts import AccountKind, Liability
from tests.unit.domain.orders import (
    HIGH,
    LOW,
    MANAGER,
    NOW,
    TERMS,
    TODAY,
    add,
    chosen,
    new_order,
    opened,
    pay,
    send,
    sold,
)

ACT = Act(NOW, TODAY, "R1", MANAGER)
ALL_TERMS = [
    TaxTerms(prices, scope, mode) for prices in PricesAre for scope in RoundingScope for mode in (RoundingMode.HALF_UP,)
]


def closed(order: Order) -> Order:
    send(order)
    if order.bill.due.minor:
        pay(order, order.bill.due.minor)
    order.apply(order.close(NOW, TODAY, "R1"))
    return order


def come_back(order: Order, name: str, *lines: tuple[str, int]) -> Money:
    fact = take_back(order, ReturnId(name), [(LineId(line), many) for line, many in lines], ACT)
    order.apply(fact)
    return credits_of(order)[-1].amount


def refunded(order: Order, amount: Money, name: str = "r1") -> None:
    order.apply(PaymentRefunded(order.id, Refund(PaymentId(name), CASH, amount, Money(0, "EUR")), ACT))


CARD = replace(sold("Gift card", 2500, LOW), rates=(), liability=Liability(ValueAccountId("v"), AccountKind.GIFT_CARD))


def dinner(terms: TaxTerms = TERMS) -> Order:
    order = new_order(terms)
    add(order, "burgers", sold("Burger", 1299, LOW), 3, chosen(quantity=2))
    add(order, "beer", sold("Beer", 450, HIGH), 2)
    return order


def test_what_comes_back_is_owed_until_it_is_given_back() -> None:
    order = closed(dinner())
    assert come_back(order, "a", ("beer", 1)).minor == 450
    (conflict,) = conflicts_of(order)
    assert (conflict.kind, conflict.amount) == (ConflictKind.OVERPAID, Money(450, "EUR"))
    refunded(order, Money(450, "EUR"))
    assert (conflicts_of(order), order.bill.due.minor) == ((), 0)
    assert left_with_guest(order) == {"burgers": 3, "beer": 1}


def test_no_more_comes_back_than_the_guest_has() -> None:
    order = closed(dinner())
    come_back(order, "a", ("beer", 2))
    for lines in ([("beer", 1)], [("burgers", 4)], [("burgers", 2), ("burgers", 2)], [("burgers", 0)]):
        with pytest.raises(RuleBroken, match=Rule.ALREADY_BACK.value):
            take_back(order, ReturnId("b"), [(LineId(line), many) for line, many in lines], ACT)
    with pytest.raises(RuleBroken) as gone:
        take_back(order, ReturnId("b"), [(LineId("beer"), 1)], ACT)
    assert gone.value.details["left"] == 0
    with pytest.raises(RuleBroken, match=Rule.ORDER_EMPTY.value):
        take_back(order, ReturnId("b"), [], ACT)
    with pytest.raises(RuleBroken, match=Rule.LINE_GONE.value):
        take_back(order, ReturnId("b"), [(LineId("soup"), 1)], ACT)


def test_an_order_that_is_not_paid_gives_nothing_back() -> None:
    with pytest.raises(RuleBroken, match=Rule.ORDER_NOT_PAID.value):
        take_back(dinner(), ReturnId("a"), [(LineId("beer"), 1)], ACT)
    assert (left_with_guest(dinner()), worth(dinner(), [(LineId("beer"), 1)])) == ({}, Money(0, "EUR"))


def test_value_on_a_gift_card_does_not_come_back_over_the_counter() -> None:
    order = dinner()
    add(order, "card", CARD)
    closed(order)
    with pytest.raises(RuleBroken, match=Rule.NOT_TAKEN_BACK.value):
        take_back(order, ReturnId("a"), [(LineId("card"), 1)], ACT)


def test_a_charge_for_service_comes_back_with_the_last_dish_whatever_is_on_a_gift_card() -> None:
    order = Order(opened().order_id)
    service = FrozenCharge(ChargeRule(ChargeId("service"), "Service", percent=Decimal(10)))
    order.apply(replace(opened(), service=ServiceTerms((service,))))
    for name, what in (("soup", sold("Soup", 600)), ("beer", sold("Beer", 400)), ("card", CARD)):
        add(order, name, what)
    closed(order)
    assert [come_back(order, "a", ("soup", 1)).minor, come_back(order, "b", ("beer", 1)).minor] == [600, 500]
    order.apply(GoodsReturned(order.id, ReturnId("c"), ((LineId("soup"), 1), (LineId("unheard of"), 1)), ACT))
    assert [(len(one.taken.parts), len(one.taken.charges)) for one in credits_of(order)] == [(1, 0), (1, 1), (0, 0)]


def test_what_comes_back_bears_the_taxes_of_its_own_and_the_discount_it_had() -> None:
    order = dinner()
    cent = Discount(DiscountId("cent"), "A cent", Reduction(amount=Money(1, "EUR")))
    order.apply(apply_discount(order, cent, NOW, StaffId("carla")))
    closed(order)
    for name in ("a", "b"):
        come_back(order, name, ("beer", 1))
    for name in ("c", "d", "e"):
        come_back(order, name, ("burgers", 1))
    taken = [one.taken for one in credits_of(order)]
    assert [[line.rate.id for line in one.tax.lines] for one in taken] == [["high"]] * 2 + [["low"]] * 3
    assert [[off.minor for _, off in part.off] for one in taken for part in one.parts] == [[], [], [1], [], []]


def test_the_same_goods_taken_back_at_two_terminals_count_once_and_what_was_given_twice_is_shown() -> None:
    order = closed(dinner())
    first = take_back(order, ReturnId("a"), [(LineId("beer"), 2)], ACT)
    second = take_back(order, ReturnId("b"), [(LineId("beer"), 2), (LineId("burgers"), 1)], ACT)
    for name, fact in (("r1", first), ("r2", second)):
        refunded(order, worth(order, fact.lines), name)
        order.apply(fact)
        order.apply(fact)
    refunded(order, Money(900, "EUR"), "r3")  # the second one gave for the beer as well
    assert [one.amount.minor for one in credits_of(order)] == [900, 1299]
    (conflict,) = conflicts_of(order)
    assert (conflict.kind, conflict.amount) == (ConflictKind.UNDERPAID, Money(900, "EUR"))


LINES = st.lists(
    st.tuples(st.integers(0, 2500), st.integers(1, 5), st.integers(0, 6), st.sampled_from([(LOW,), (HIGH,), ()])),
    min_size=1, max_size=5,
)  # fmt: skip
REDUCTIONS = st.one_of(
    st.none(),
    st.builds(Reduction, st.integers(1, 100).map(Decimal)),
    st.builds(lambda minor: Reduction(amount=Money(minor, "EUR")), st.integers(1, 3000)),
)


@given(LINES, REDUCTIONS, REDUCTIONS, st.sampled_from(ALL_TERMS), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_pieces_that_come_back_add_up_to_what_was_paid_and_every_figure_to_nothing(
    lines: list[tuple[int, int, int, tuple[object, ...]]],
    first: Reduction | None,
    second: Reduction | None,
    terms: TaxTerms,
    random: object,
) -> None:
    order = new_order(terms)
    for place, (minor, quantity, extras, rates) in enumerate(lines):
        modifiers = (chosen(quantity=extras),) if extras else ()
        what = sold(f"Item {place}", minor, *rates)  # type: ignore[arg-type]  # rates of the menu
        add(order, f"line {place}", what, quantity, *modifiers)
    for slot, reduction in (("order", first), ("promotion", second)):
        if reduction is not None:
            discount = Discount(DiscountId(slot), slot, reduction, slot=slot)
            order.apply(apply_discount(order, discount, NOW, StaffId("carla")))
    closed(order)
    paid = order.bill.total
    number = 0
    while left := left_with_guest(order):
        line_id = random.choice(sorted(left))  # type: ignore[attr-defined]  # a Random of hypothesis
        many = random.randint(1, left[line_id])  # type: ignore[attr-defined]
        asked = worth(order, [(line_id, many)])
        given = come_back(order, f"return {number}", (line_id, many))
        assert asked == given
        assert given.minor >= 0
        number += 1
    assert credited(order) == paid
    day = day_totals(TODAY, "EUR", [order])
    assert (day.gross.minor, day.net.minor, day.tax.minor) == (0, 0, 0)
    assert all(figure.amount.minor == 0 for figure in (*day.items, *day.categories, *day.order_types, *day.discounts))
    assert all((tax.net.minor, tax.tax.minor) == (0, 0) for tax in day.taxes)
    assert [-figure.amount.minor for figure in day.returns] == [paid.minor]
    sums = dict.fromkeys((FigureKind.HOUR, FigureKind.SERVER, FigureKind.ITEM, FigureKind.TAX, FigureKind.DISCOUNT), 0)
    for key, one in figures_of(order).items():
        if key.kind in sums:
            sums[key.kind] += one.minor
    assert not any(sums.values())
