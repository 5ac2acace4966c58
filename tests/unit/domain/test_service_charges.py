"""Charges for service and the tip the house asks: exact, after discounts, under the rules an order was opened with."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.charges import addable
from aura_terminal.domain.day_sums import day_totals
from aura_terminal.domain.discounting import apply_discount
from aura_terminal.domain.discounts import Discount, Reduction
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.figures import FigureKind, figures_of
from aura_terminal.domain.ids import ChargeId, DiscountId, LineId, PaymentId, ReturnId, StaffId, TableId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.order_facts import OrderFact
from aura_terminal.domain.ordering import Order, order_of
from aura_terminal.domain.returns import take_back
from aura_terminal.domain.service_facts import GRATUITY
from aura_terminal.domain.service_rules import (
    AS_DISHES,
    UNTAXED,
    Applied,
    ChargeBy,
    ChargeRule,
    FrozenCharge,
    GratuityRule,
    ServiceRules,
    ServiceTerms,
    Turnover,
    check_rules,
)
from aura_terminal.domain.settling import Act
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxTerms
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
from tests.unit.domain.orders import HIGH, LOW, MANAGER, NOW, TERMS, TODAY, add, opened, sold, taking

TEN = ChargeRule(ChargeId("service"), "Service 10 %", percent=Decimal(10))
COVER = ChargeRule(ChargeId("cover"), "Coperto", ChargeBy.GUEST, amount_minor=250, tax=UNTAXED)
PASSED = ChargeRule(ChargeId("bottle"), "Deposit", ChargeBy.ORDER, amount_minor=100, turnover=Turnover.PASSED_ON)
BY_HAND = ChargeRule(ChargeId("cake"), "Cake", ChargeBy.ORDER, amount_minor=500, applied=Applied.BY_HAND, tax=UNTAXED)
EIGHTEEN = GratuityRule(2, Decimal(18))
EXCLUSIVE = TaxTerms(PricesAre.EXCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)


def order_under(*rules: ChargeRule, gratuity: GratuityRule | None = None, terms: TaxTerms = TERMS) -> Order:
    """A party of two under these rules, with a burger for 12.99 and a soup for 6.00 of another rate."""
    order = Order(opened().order_id)
    frozen = tuple(FrozenCharge(rule) for rule in rules)
    order.apply(replace(opened(terms), service=ServiceTerms(frozen, gratuity)))
    add(order, "l1", sold("Burger", 1299, LOW))
    add(order, "l2", sold("Soup", 600, HIGH))
    return order


def euros(minor: int) -> Money:
    return Money(minor, "EUR")


def do(order: Order, fact: OrderFact) -> None:
    order.apply(fact)


def test_a_percentage_is_taken_after_discounts_and_bears_the_taxes_of_the_dishes() -> None:
    order = order_under(TEN)
    assert [one.amount for one in order.bill.charges] == [euros(190)]
    half = Discount(DiscountId("d"), "Half", Reduction(Decimal(50)))
    do(order, apply_discount(order, half, NOW, StaffId("marta"), reason="regular", approval=MANAGER))
    bill = order.bill
    left = 1899 - bill.discount.minor
    assert bill.charges[0].amount == euros(round(left / 10))
    assert bill.total == bill.tax.net + bill.tax.tax == euros(left + bill.charges[0].amount.minor)
    assert {line.rate for line in bill.tax.lines} == {LOW, HIGH}


def test_where_prices_are_without_tax_so_is_the_charge() -> None:
    order = order_under(TEN, terms=EXCLUSIVE)
    bill = order.bill
    assert bill.charges[0].amount == euros(190)
    assert bill.tax.net == euros(1899 + 190)
    assert bill.total == bill.tax.gross


def test_an_amount_for_each_guest_follows_their_number_and_untaxed_ones_bear_no_tax() -> None:
    order = order_under(COVER)
    without = order_under().bill.tax.tax
    assert order.bill.charges[0].amount == euros(500)
    assert order.bill.tax.tax == without
    do(order, order.assign_table(None, "", 5))
    assert order.bill.total == euros(1899 + 1250)


def test_what_is_passed_on_is_paid_with_the_bill_and_is_no_turnover() -> None:
    order = order_under(PASSED)
    assert (order.bill.total, order.bill.tax.gross) == (euros(1999), euros(1899))
    do(order, order.take_cash(taking(), euros(1999)))
    do(order, order.close(NOW, TODAY, "R1"))
    day = day_totals(TODAY, "EUR", [order])
    assert (day.gross, day.tenders[0].amount) == (euros(1899), euros(1999))
    assert [(row.name, row.amount) for row in day.liabilities] == [("Deposit", euros(100))]


def test_the_day_shows_a_charge_beside_its_sales() -> None:
    order = order_under(TEN)
    do(order, order.take_cash(taking(), order.bill.due))
    do(order, order.close(NOW, TODAY, "R1"))
    day = day_totals(TODAY, "EUR", [order])
    assert day.gross == euros(1899 + 190) == day.tenders[0].amount
    assert sum(row.amount.minor for row in (*day.categories, *day.charges)) == day.gross.minor
    rows = [one.minor for key, one in figures_of(order).items() if key.kind is FigureKind.CHARGE]
    assert rows == [190]


def test_a_charge_is_for_kinds_of_order_tables_and_parties_it_names() -> None:
    only_delivery = replace(TEN, order_types=(OrderType.DELIVERY,))
    large = replace(TEN, least_guests=6)
    assert not order_under(only_delivery).bill.charges
    assert not order_under(large).bill.charges
    order = Order(opened().order_id)
    terrace = FrozenCharge(TEN, (TableId("t9"),))
    do(order, replace(opened(), service=ServiceTerms((terrace,))))
    add(order, "l1")
    assert not order.bill.charges
    do(order, order.assign_table(TableId("t9"), "9", 2))
    assert order.bill.charges


def test_nothing_is_charged_on_nothing_and_a_part_of_a_divided_order_pays_no_amount_again() -> None:
    order = order_under(COVER, TEN)
    for line in ("l1", "l2"):
        do(order, order.remove_line(LineId(line)))
    assert not order.bill.charges
    part = Order(opened().order_id)
    frozen = ServiceTerms((FrozenCharge(COVER), FrozenCharge(TEN)))
    do(part, replace(opened(), service=frozen, split_from=opened().order_id))
    add(part, "l3")
    assert [one.id for one in part.bill.charges] == ["service"]


def test_a_charge_of_half_a_percent_more_is_that_much_more_and_a_cents_worth_is_a_cover() -> None:
    assert [one.amount for one in order_under(replace(TEN, percent=Decimal("7.5"))).bill.charges] == [euros(142)]
    order = order_under(COVER)
    for line in ("l1", "l2"):
        do(order, order.remove_line(LineId(line)))
    add(order, "l3", sold("Sweet", 1))
    assert order.bill.total == euros(501)


def test_a_charge_bears_no_tax_of_a_dish_that_cost_nothing() -> None:
    order = order_under(replace(COVER, tax=AS_DISHES))
    for line in ("l1", "l2"):
        do(order, order.remove_line(LineId(line)))
    add(order, "l3", sold("Tea", 100, LOW))
    add(order, "l4", sold("Bread", 0, HIGH))
    assert [line.rate for line in order.bill.tax.lines] == [LOW]


def test_a_waived_charge_is_not_asked_until_it_is_asked_after_all() -> None:
    order = order_under(TEN)
    do(order, waive(order, TEN.id, NOW, StaffId("marta"), "slow", MANAGER))
    assert order.bill.total == euros(1899)
    with pytest.raises(RuleBroken) as refused:
        waive(order, TEN.id, NOW, StaffId("marta"), "slow", MANAGER)
    assert refused.value.rule is Rule.CHARGE_GONE
    do(order, restore(order, TEN.id, NOW, StaffId("marta")))
    assert order.bill.total == euros(2089)


def test_a_charge_is_not_waived_once_more_was_paid_than_would_be_left() -> None:
    order = order_under(TEN)
    do(order, order.take_cash(taking(), euros(2000)))
    with pytest.raises(RuleBroken) as refused:
        waive(order, TEN.id, NOW, StaffId("marta"), "slow", MANAGER)
    assert refused.value.rule is Rule.WOULD_OVERPAY


def test_a_charge_that_does_not_come_by_itself_is_put_on_by_a_person() -> None:
    order = order_under(BY_HAND)
    assert not order.bill.charges
    assert [one.rule for one in addable(order)] == [BY_HAND]
    do(order, add_charge(order, BY_HAND.id, NOW, StaffId("marta")))
    assert order.bill.total == euros(2399)
    assert not addable(order)


def test_the_end_of_an_order_freezes_what_was_charged() -> None:
    order = order_under(TEN, COVER)
    do(order, order.take_cash(taking(), order.bill.due))
    closed = order.close(NOW, TODAY, "R1")
    do(order, closed)
    before = order.bill
    assert closed.charges == before.charges
    late = order_of(order.id, [replace(opened(), service=ServiceTerms((FrozenCharge(COVER),)), guests=9)])
    add(late, "l1")
    late.apply(replace(closed, covers=((LineId("l1"), 1),)))
    assert late.bill.charges == before.charges


def test_the_house_asks_a_tip_of_a_large_party_until_somebody_waives_it() -> None:
    order = order_under(gratuity=EIGHTEEN)
    gratuity = gratuity_of(order)
    assert gratuity is not None
    assert gratuity.amount == euros(round(order.bill.tax.net.minor * 0.18))
    assert order.bill.total == euros(1899)  # a tip is no part of the bill
    do(order, order.assign_table(None, "", 1))
    assert gratuity_of(order) is None
    do(order, order.assign_table(None, "", 2))
    do(order, waive(order, GRATUITY, NOW, StaffId("marta"), "unhappy", MANAGER))
    assert not gratuity_left(order)
    must_leave_gratuity(order, order.bill.due, euros(0))


def test_a_smaller_tip_than_is_asked_is_refused() -> None:
    order = order_under(gratuity=EIGHTEEN)
    asked = gratuity_left(order)
    must_leave_gratuity(order, order.bill.due, asked)
    with pytest.raises(RuleBroken) as refused:
        must_leave_gratuity(order, order.bill.due, asked - euros(1))
    assert refused.value.rule is Rule.GRATUITY_COUNTS


@settings(max_examples=20)
@given(parts=st.lists(st.integers(1, 900), max_size=5), step=st.sampled_from((1, 5)), extra=st.integers(0, 5000))
def test_parts_paid_in_cash_leave_exactly_what_is_asked_and_a_tip_is_never_change(
    parts: list[int], step: int, extra: int
) -> None:
    order = order_under(gratuity=EIGHTEEN, terms=replace(TERMS, cash_step=step))
    asked = gratuity_left(order)
    for place, minor in enumerate((*parts, 10_000 + extra)):
        tendered = euros(-(-minor // step) * step)
        if order.bill.due.minor <= 0:
            break
        taken = order.take_cash(taking(f"p{place}"), tendered, cash_tip(order, tendered, order.bill.due))
        one = taken.payment
        assert one.tendered - one.change == one.amount + one.rounding + one.tip
        assert one.change.minor >= 0
        order.apply(taken)
    tips = sum(one.tip.minor for one in order.payments)
    assert not order.bill.due
    assert abs(tips - asked.minor) < step or tips >= asked.minor - step * len(order.payments)
    assert sum(one.amount.minor for one in order.payments) == order.bill.total.minor


@settings(max_examples=20)
@given(cuts=st.lists(st.integers(1, 600), min_size=1, max_size=6))
def test_shares_of_what_is_asked_add_up_to_it(cuts: list[int]) -> None:
    order = order_under(TEN, gratuity=EIGHTEEN)
    asked = gratuity_left(order)
    for place, minor in enumerate((*cuts, 100_000)):
        if order.bill.due.minor <= 0:
            break
        amount = min(euros(minor), order.bill.due)
        tip = gratuity_share(order, amount)
        order.apply(order.take_cash(taking(f"p{place}"), amount + tip, tip))
    assert sum(one.tip.minor for one in order.payments) == asked.minor
    assert not order.bill.due


def test_a_tip_out_of_cash_is_neither_change_nor_a_discount() -> None:
    order = order_under()
    taken = order.take_cash(taking(), euros(5000), euros(300)).payment
    assert (taken.amount, taken.tip, taken.change) == (euros(1899), euros(300), euros(2801))
    part = order.take_cash(taking(), euros(1000), euros(300)).payment
    assert (part.amount, part.tip, part.change) == (euros(700), euros(300), euros(0))
    for wrong in (-1, 1000):
        with pytest.raises(RuleBroken) as refused:
            order.take_cash(taking(), euros(1000), euros(wrong))
        assert refused.value.rule is Rule.TIP_OUT_OF_RANGE


def test_two_terminals_that_did_not_hear_each_other_come_to_one_bill_in_whatever_order() -> None:
    base = order_under(TEN, BY_HAND)
    start = [replace(opened(), service=base.service.terms)]
    lines = [base.add_line(LineId(f"m{n}"), sold("Soup", 600), quantity=1, course=0, seat=n) for n in (1, 2)]
    waived = waive(base, TEN.id, NOW, StaffId("marta"), "slow", MANAGER)
    added = add_charge(base, BY_HAND.id, NOW, StaffId("sofia"))
    stamped = list(enumerate([*start, *lines, waived, added, added, waived]))
    bills = set()
    for there in permutations(stamped[1:5]):
        arrived = sorted([stamped[0], *there, *stamped[5:]])
        folded = order_of(base.id, [fact for _, fact in arrived])
        bills.add((folded.bill.total, folded.bill.charges))
    assert len(bills) == 1
    assert next(iter(bills))[0] == euros(1200 + 500)


def test_a_tip_entered_later_is_no_money_of_the_bill() -> None:
    from aura_terminal.domain.tip_entries import enter_tip, tip_of

    order = order_under()
    do(order, order.take_cash(taking(), order.bill.due))
    do(order, order.close(NOW, TODAY, "R1"))
    before = order.bill
    payment = order.payments[0]
    entered = enter_tip(order, payment.id, euros(250), euros(0), NOW, StaffId("marta"), TODAY, "R1")
    do(order, entered)
    do(order, entered)
    assert order.bill == before
    assert tip_of(order, payment) == euros(250)
    day = day_totals(TODAY, "EUR", [order])
    assert [(row.count, row.amount) for row in day.tips] == [(0, euros(250))]
    tips = [one.minor for key, one in figures_of(order).items() if key.kind is FigureKind.TIP]
    assert tips == [250]
    for seen, rule in ((euros(0), Rule.TIP_ENTERED_ALREADY),):
        with pytest.raises(RuleBroken) as refused:
            enter_tip(order, payment.id, euros(300), seen, NOW, StaffId("marta"), TODAY, "R1")
        assert refused.value.rule is rule
    with pytest.raises(RuleBroken) as gone:
        enter_tip(order, PaymentId("other"), euros(1), euros(0), NOW, StaffId("marta"), TODAY, "R1")
    assert gone.value.rule is Rule.TIP_NOT_ADJUSTABLE


@pytest.mark.parametrize(
    "wrong",
    [
        ServiceRules(charges=(replace(TEN, name=" "),)),
        ServiceRules(charges=(replace(TEN, percent=Decimal(0)),)),
        ServiceRules(charges=(replace(TEN, percent=Decimal("NaN")),)),
        ServiceRules(charges=(replace(COVER, amount_minor=0),)),
        ServiceRules(charges=(TEN, TEN)),
        ServiceRules(gratuity=GratuityRule(5, Decimal(101))),
        ServiceRules(tip_percents=(0,)),
        ServiceRules(courses=("x",) * 10),
    ],
)
def test_rules_that_cannot_be_reckoned_are_refused(wrong: ServiceRules) -> None:
    with pytest.raises(RuleBroken):
        check_rules(wrong)


@pytest.mark.parametrize("terms", [TERMS, EXCLUSIVE])
def test_charges_come_back_with_the_last_of_an_order_and_leave_no_row_of_their_own(terms: TaxTerms) -> None:
    order = order_under(TEN, COVER, PASSED, terms=terms)
    order.apply(order.take_cash(taking("p1"), order.bill.due))
    order.apply(order.close(NOW, TODAY, "R1"))
    act = Act(NOW, TODAY, "R1", MANAGER)
    order.apply(take_back(order, ReturnId("a"), [(LineId("l1"), 1), (LineId("l2"), 1)], act))
    day = day_totals(TODAY, "EUR", [order])
    assert day.returns[0].amount == -order.bill.total
    rows = (*day.charges, *day.liabilities, *day.categories)
    assert {one.name: (one.count, one.amount.minor) for one in rows} == {one.name: (0, 0) for one in rows}
    assert (day.gross.minor, len(day.charges), len(day.liabilities)) == (0, 2, 1)
    kinds = (FigureKind.CHARGE, FigureKind.LIABILITY)
    assert all((one.units, one.minor) == (0, 0) for key, one in figures_of(order).items() if key.kind in kinds)
