"""What each guest pays when a bill is shared, to the cent, and what their paper says of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from aura_terminal.domain.bill_sharing import paid_shares, share_bill, take_cash_for
from aura_terminal.domain.discounts import Coverage, Discount, Reduction
from aura_terminal.domain.ids import ChargeId, DiscountId, LineId, PaymentId, PlanId, ShareId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.moving import LineSplit
from aura_terminal.domain.order_facts import DiscountApplied, Sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.service_rules import ChargeRule, FrozenCharge, ServiceTerms
from aura_terminal.domain.settling import Act, PaymentReversed
from aura_terminal.domain.shares import ShareBill, shares_of
from aura_terminal.domain.sharing_facts import BillShared, LinePart, Share, SharedBy
from aura_terminal.domain.tax import PricesAre, TaxRate
from tests.unit.domain.orders import (
    HIGH,
    LOW,
    MANAGER,
    NOW,
    ORDER,
    TERMS,
    TODAY,
    add,
    chosen,
    new_order,
    opened,
    pay,
    sold,
    taking,
)

MARTA, PLAN = StaffId("marta"), PlanId("plan")
WITHOUT_TAX = replace(TERMS, prices=PricesAre.EXCLUSIVE)


def table(*dishes: Sold, seats: tuple[int, ...] = ()) -> Order:
    """An order of these dishes, their lines called by their names, each for a seat where seats are told."""
    order = new_order()
    for place, dish in enumerate(dishes):
        dine(order, dish, seat=seats[place] if seats else 0)
    return order


def dine(order: Order, dish: Sold, seat: int = 0) -> None:
    order.apply(order.add_line(LineId(dish.name), dish, quantity=1, course=0, seat=seat))


def who(name: str, *dishes: str | LinePart, seats: tuple[int, ...] = (), cents: int | None = None) -> Share:
    """A guest who pays for these dishes, or parts of them, for these seats, or so many cents."""
    lines = tuple(one if isinstance(one, LinePart) else LinePart(LineId(one)) for one in dishes)
    return Share(ShareId(name), lines=lines, seats=seats, amount=None if cents is None else Money(cents, "EUR"))


def part(dish: str, numerator: int, denominator: int) -> LinePart:
    return LinePart(LineId(dish), numerator, denominator)


def shared(order: Order, by: SharedBy, *guests: Share) -> Order:
    order.apply(share_bill(order, PLAN, by, [*paid_shares(order), *guests], NOW, MARTA))
    return order


def pays(order: Order, guest: str, cents: int | None = None) -> None:
    """A guest pays what is due of their share, or so much of it."""
    due = share(order, guest).due
    order.apply(take_cash_for(order, ShareId(guest), taking(f"by-{guest}-{cents}"), cents_of(due, cents)))


def cents_of(due: Money, cents: int | None) -> Money:
    return due if cents is None else Money(cents, "EUR")


def share(order: Order, guest: str) -> ShareBill:
    return next(one for one in shares_of(order) if one.id == guest)


def totals(order: Order) -> list[int]:
    return [one.total.minor for one in shares_of(order)]


def dues(order: Order) -> list[int]:
    return [one.due.minor for one in shares_of(order)]


def on_paper(order: Order) -> list[list[tuple[str, int]]]:
    """Of each share the dishes and what it pays of each."""
    return [[(one.line.sold.name, one.price.minor) for one in bill.lines] for bill in shares_of(order)]


def taxes(order: Order) -> list[dict[str, tuple[int, int]]]:
    return [{tax.rate.id: (tax.net.minor, tax.tax.minor) for tax in bill.taxes} for bill in shares_of(order)]


def cheaper(order: Order, *dishes: str, percent: int) -> Order:
    covered = Coverage(lines=tuple(map(LineId, dishes)))
    off = Discount(DiscountId(f"off-{percent}"), "Off", Reduction(Decimal(percent)), covered)
    order.apply(DiscountApplied(ORDER, off, NOW, MARTA))
    return order


STEAK, WATER = sold("Steak", 1180), sold("Water", 20)
SALAD, SOUP, FISH = sold("Salad", 1000), sold("Soup", 1000), sold("Fish", 1000)


def test_who_had_the_water_pays_for_the_water() -> None:
    order = shared(table(STEAK, WATER), SharedBy.ITEM, who("ann", "Water"), who("bob", "Steak"))
    assert totals(order) == [20, 1180]
    assert on_paper(order) == [[("Water", 20)], [("Steak", 1180)]]


def test_who_had_nothing_owes_nothing_and_has_paid_nothing() -> None:
    order = shared(table(STEAK, WATER), SharedBy.ITEM, who("ann", "Steak", "Water"), who("bob"))
    assert totals(order) == [1200, 0]
    assert not share(order, "bob").is_paid


def test_prices_without_tax_cost_each_guest_the_tax_of_their_own_dishes() -> None:
    here, there = (TaxRate(name, name, "A", Decimal(percent)) for name, percent in (("a", "2.5"), ("b", "20")))
    order = new_order(WITHOUT_TAX)
    dine(order, sold("Salad", 10_000, here))
    dine(order, sold("Soup", 10_000, there))
    shared(order, SharedBy.ITEM, who("ann", "Salad"), who("bob", "Soup"))
    assert totals(order) == [10_250, 12_000]
    assert taxes(order) == [{"a": (10_000, 250)}, {"b": (10_000, 2000)}]
    assert [one.subtotal.minor for one in shares_of(order)] == [10_000, 10_000]


def test_a_receipt_has_the_tax_of_what_was_eaten_and_no_other() -> None:
    order = table(sold("Steak", 1070, LOW), sold("Wine", 119, HIGH))
    shared(order, SharedBy.ITEM, who("ann", "Wine"), who("bob", "Steak"))
    assert taxes(order) == [{"high": (100, 19)}, {"low": (1000, 70)}]
    assert [one.tax.minor for one in shares_of(order)] == [19, 70]
    assert [one.subtotal.minor for one in shares_of(order)] == [119, 1070]


def test_even_shares_bear_the_taxes_evenly() -> None:
    order = table(sold("Steak", 1070, LOW), sold("Wine", 238, HIGH))
    shared(order, SharedBy.EVEN, who("ann"), who("bob"))
    assert taxes(order) == [{"low": (500, 35), "high": (100, 19)}] * 2
    assert on_paper(order) == [[], []]


def test_who_pays_an_amount_bears_the_taxes_in_that_part() -> None:
    order = shared(table(sold("Steak", 1070, LOW)), SharedBy.AMOUNT, who("ann", cents=107), who("bob"))
    assert taxes(order) == [{"low": (100, 7)}, {"low": (900, 63)}]


def test_a_discount_on_one_dish_is_for_whoever_had_it() -> None:
    order = shared(cheaper(table(SALAD, SOUP), "Soup", percent=20), SharedBy.ITEM, who("ann", "Salad"), who("bob"))
    assert [(one.subtotal.minor, one.discount.minor, one.total.minor) for one in shares_of(order)] == [
        (1000, 0, 1000), (1000, 200, 800),
    ]  # fmt: skip


def test_a_discount_on_the_whole_lowers_the_small_share_by_its_own_part_alone() -> None:
    order = cheaper(table(STEAK, WATER), percent=50)
    shared(order, SharedBy.ITEM, who("ann", "Water"), who("bob", "Steak"))
    assert [(one.discount.minor, one.total.minor) for one in shares_of(order)] == [(10, 10), (590, 590)]


def test_even_shares_have_the_discount_evenly_whoever_had_the_dish() -> None:
    order = shared(cheaper(table(SALAD, SOUP), "Soup", percent=20), SharedBy.EVEN, who("ann"), who("bob"))
    assert [(one.subtotal.minor, one.discount.minor) for one in shares_of(order)] == [(1000, 100), (1000, 100)]


def test_what_is_on_the_house_stands_on_the_last_paper() -> None:
    order = shared(cheaper(table(SALAD), percent=100), SharedBy.EVEN, who("ann"), who("bob"), who("cid"))
    assert [(one.subtotal.minor, one.discount.minor, one.total.minor) for one in shares_of(order)] == [
        (0, 0, 0), (0, 0, 0), (1000, 1000, 0),
    ]  # fmt: skip


def test_a_charge_for_service_is_shared_as_the_bill_is() -> None:
    order = Order(ORDER)
    rule = FrozenCharge(ChargeRule(ChargeId("service"), "Service", percent=Decimal(10)))
    order.apply(replace(opened(), service=ServiceTerms((rule,))))
    dine(order, SALAD)
    dine(order, sold("Fish", 3000))
    shared(order, SharedBy.ITEM, who("ann", "Salad"), who("bob", "Fish"))
    assert [(one.subtotal.minor, one.charges.minor, one.total.minor) for one in shares_of(order)] == [
        (1000, 100, 1100), (3000, 300, 3300),
    ]  # fmt: skip


def test_what_was_paid_before_bears_its_part_of_the_taxes_too() -> None:
    order = table(sold("Steak", 4280, LOW))
    pay(order, 2140)
    shared(order, SharedBy.EVEN, who("ann"), who("bob"))
    assert totals(order) == [1070, 1070]
    assert taxes(order) == [{"low": (1000, 70)}] * 2


def test_a_share_is_paid_with_the_last_cent_and_not_before() -> None:
    order = shared(table(SALAD, SOUP), SharedBy.EVEN, who("ann"), who("bob"))
    pays(order, "ann", 999)
    assert (share(order, "ann").due.minor, share(order, "ann").is_paid) == (1, False)
    pays(order, "ann")
    assert share(order, "ann").is_paid


def test_one_cent_pays_a_share_of_one_cent() -> None:
    order = shared(table(sold("Sweet", 2)), SharedBy.EVEN, who("ann"), who("bob"))
    pays(order, "ann")
    assert [one.is_paid for one in shares_of(order)] == [True, False]


def test_a_share_whose_payment_never_happened_is_due_again_and_one_that_was_paid_stays_as_it_is() -> None:
    order = shared(table(SALAD, SOUP, FISH), SharedBy.EVEN, who("ann"), who("bob"), who("cid"))
    pays(order, "ann")
    pays(order, "bob")
    order.apply(PaymentReversed(ORDER, PaymentId("by-ann-None"), Act(NOW, TODAY, "R1", MANAGER)))
    assert dues(order) == [1000, 0, 1000]
    cheaper(order, percent=20)
    assert totals(order) == [700, 1000, 700]


def test_what_comes_when_everybody_has_paid_is_the_last_ones() -> None:
    order = shared(table(SALAD, SOUP), SharedBy.ITEM, who("ann", "Salad"), who("bob", "Soup"))
    pays(order, "bob")
    pays(order, "ann")
    dine(order, FISH)
    assert dues(order) == [0, 1000]
    assert on_paper(order) == [[("Salad", 1000)], [("Soup", 1000), ("Fish", 1000)]]


def test_what_comes_when_the_last_has_paid_is_the_one_befores() -> None:
    order = table(SALAD, SOUP)
    shared(order, SharedBy.ITEM, who("ann"), who("bob", "Salad"), who("cid", "Soup"))
    pays(order, "cid")
    dine(order, FISH)
    assert dues(order) == [0, 2000, 0]
    assert on_paper(order) == [[], [("Salad", 1000), ("Fish", 1000)], [("Soup", 1000)]]


def test_who_paid_more_than_their_part_is_now_stays_at_that_and_the_others_pay_the_rest() -> None:
    order = shared(table(SALAD, SOUP, FISH), SharedBy.EVEN, who("ann"), who("bob"), who("cid"))
    pays(order, "ann", 800)
    order.apply(order.remove_line(LineId("Fish")))
    assert [(one.total.minor, one.due.minor, one.is_paid) for one in shares_of(order)] == [
        (800, 0, True), (600, 600, False), (600, 600, False),
    ]  # fmt: skip


def test_amounts_reach_as_far_as_the_bill_does() -> None:
    order = table(SALAD, sold("Soup", 500))
    shared(order, SharedBy.AMOUNT, who("ann", cents=400), who("bob", cents=400), who("cid", cents=400), who("dan"))
    assert totals(order) == [400, 400, 400, 300]
    order.apply(order.remove_line(LineId("Salad")))
    assert totals(order) == [400, 100, 0, 0]


def test_where_whoever_pays_the_rest_has_paid_the_last_amount_grows() -> None:
    order = shared(table(SALAD), SharedBy.AMOUNT, who("ann", cents=300), who("bob", cents=300), who("cid"))
    pays(order, "cid")
    dine(order, SOUP)
    assert totals(order) == [300, 1300, 400]


def test_a_new_dish_is_not_for_who_has_still_to_pay_a_fixed_amount() -> None:
    order = shared(table(SALAD, SOUP), SharedBy.AMOUNT, who("ann", cents=500), who("bob"))
    pays(order, "ann", 100)
    shared(order, SharedBy.ITEM, who("cid", "Salad"), who("dan"))
    assert dues(order) == [400, 750, 750]
    pays(order, "dan")
    dine(order, FISH)
    assert dues(order) == [400, 1750, 0]
    assert [name for name, _ in on_paper(order)[1]] == ["Salad", "Fish"]


def test_three_who_share_three_dishes_pay_the_odd_cent_in_turn() -> None:
    order = table(*(sold(name, 100) for name in ("Salad", "Soup", "Fish")))
    shared(order, SharedBy.SEAT, *(who(str(seat), seats=(seat,)) for seat in (1, 2, 3)))
    assert totals(order) == [100, 100, 100]
    assert [[price for _, price in lines] for lines in on_paper(order)] == [[34, 33, 33], [33, 34, 33], [33, 33, 34]]


def test_two_thirds_of_a_dish_cost_two_thirds_of_it() -> None:
    order = table(sold("Fish", 1000))
    shared(order, SharedBy.ITEM, who("ann", part("Fish", 2, 3)), who("bob"))
    assert on_paper(order) == [[("Fish", 667)], [("Fish", 333)]]
    assert [one.part for bill in shares_of(order) for one in bill.lines] == [Fraction(2, 3), Fraction(1, 3)]


def test_a_hundredth_of_a_sweet_costs_nothing_and_of_ten_of_them_a_cent() -> None:
    sweets = [sold(f"Sweet {number}", 10) for number in range(10)]
    order = table(*sweets)
    shared(order, SharedBy.ITEM, who("ann", *(part(one.name, 1, 100) for one in sweets)), who("bob"))
    paid = [price for _, price in on_paper(order)[0]]
    assert (paid[0], sum(paid)) == (0, 1)
    assert totals(order) == [1, 99]


def test_two_who_were_ahead_by_half_a_cent_each_are_charged_it_once() -> None:
    order = table(sold("Bread", 2), sold("Olives", 101))
    halves = [who(name, part("Bread", 1, 4), part("Olives", 1, 2)) for name in ("cid", "dan")]
    shared(order, SharedBy.ITEM, *(who(name, part("Bread", 1, 4)) for name in ("ann", "bob")), *halves)
    assert on_paper(order) == [
        [("Bread", 1)], [("Bread", 1)], [("Bread", 0), ("Olives", 51)], [("Bread", 0), ("Olives", 50)],
    ]  # fmt: skip


def test_who_is_ahead_by_a_part_of_a_cent_pays_nothing_for_the_next_dish_and_never_less() -> None:
    order = table(sold("Bread", 2), sold("Olives", 2))
    parts = {"ann": (19, 31), "bob": (19, 31), "cid": (18, 37), "dan": (22, 0), "eve": (22, 1)}
    guests = [
        who(name, part("Bread", bread, 100), *([part("Olives", olives, 100)] if olives else []))
        for name, (bread, olives) in parts.items()
    ]
    shared(order, SharedBy.ITEM, *guests)
    assert [[price for _, price in lines] for lines in on_paper(order)] == [[0, 1], [0, 0], [0, 1], [1], [1, 0]]


def test_a_dish_that_costs_less_than_nothing_is_shared_like_any_other() -> None:
    order = table(sold("Cake", 500))
    add(order, "Tea", sold("Tea", 100, HIGH), 1, chosen("Own cup", 1, -160))
    shared(order, SharedBy.SEAT, who("ann", seats=(1,)), who("bob", seats=(2,)))
    assert totals(order) == [220, 220]
    assert on_paper(order) == [[("Cake", 250), ("Tea", -30)], [("Cake", 250), ("Tea", -30)]]
    assert [one["high"] for one in taxes(order)] == [(-25, -5), (-25, -5)]


def test_nobody_is_owed_anything_for_a_dish_that_costs_less_than_nothing() -> None:
    order = table(sold("Cake", 500))
    add(order, "Tea", sold("Tea", 100), 1, chosen("Own cup", 1, -160))
    shared(order, SharedBy.ITEM, who("ann", "Tea"), who("bob", "Cake"))
    assert dues(order) == [0, 440]


def test_who_has_paid_their_own_dish_in_part_pays_nothing_of_what_the_others_share_evenly() -> None:
    order = table(SALAD, SOUP, sold("Fish", 2000))
    shared(order, SharedBy.ITEM, who("ann", "Salad"), who("bob"))
    pays(order, "ann", 400)
    shared(order, SharedBy.EVEN, who("cid"), who("dan"))
    assert totals(order) == [1000, 1500, 1500]


def test_what_nobody_names_is_the_last_ones_alone() -> None:
    order = shared(table(SALAD, SOUP), SharedBy.ITEM, who("ann", "Salad"), who("bob"), who("cid"))
    assert totals(order) == [1000, 0, 1000]


def test_a_dish_that_is_split_and_split_again_stays_with_whoever_pays_for_it() -> None:
    order = new_order()
    add(order, "Fish", FISH, 3)
    add(order, "Soup", SOUP)
    shared(order, SharedBy.ITEM, who("ann", "Fish"), who("bob"))
    order.apply(LineSplit(ORDER, LineId("Fish"), LineId("two"), 2))
    order.apply(LineSplit(ORDER, LineId("two"), LineId("one"), 1))
    assert totals(order) == [3000, 1000]


def test_of_a_dish_that_two_plans_gave_away_more_than_once_the_first_has_its_part() -> None:
    order = table(SALAD, SOUP)
    guests = (who("ann", part("Salad", 2, 3)), who("bob", part("Salad", 2, 3)), who("cid"))
    order.apply(BillShared(ORDER, PLAN, SharedBy.ITEM, guests, ((LineId("Salad"), 1), (LineId("Soup"), 1)), NOW, MARTA))
    assert totals(order) == [667, 333, 1000]


def test_a_seat_pays_its_own_and_a_dish_of_a_seat_nobody_pays_for_is_the_last_ones() -> None:
    order = table(SALAD, SOUP, sold("Wine", 300), sold("Fish", 700), seats=(1, 2, 0, 3))
    shared(order, SharedBy.SEAT, who("ann", seats=(1, 4)), who("bob", seats=(2,)))
    assert totals(order) == [1200, 1800]
    assert on_paper(order) == [[("Salad", 1000), ("Wine", 200)], [("Soup", 1000), ("Wine", 100), ("Fish", 700)]]


def test_when_the_check_with_the_rest_is_paid_first_the_others_owe_what_they_owed_before() -> None:
    order = table(SALAD, FISH, SOUP)
    shared(order, SharedBy.ITEM, who("ann", "Salad"), who("bob", "Fish"), who("cid"))
    before = on_paper(order), taxes(order)
    pays(order, "cid")
    assert dues(order) == [1000, 1000, 0]
    assert (on_paper(order), taxes(order)) == before


def test_more_of_a_dish_whose_check_is_paid_is_on_the_next_one() -> None:
    order = table(SALAD, SOUP)
    shared(order, SharedBy.ITEM, who("ann", "Salad"), who("bob"))
    pays(order, "bob")
    order.apply(order.change_quantity(LineId("Soup"), 2, ()))
    assert dues(order) == [2000, 0]
    assert on_paper(order) == [[("Salad", 1000), ("Soup", 1000)], [("Soup", 1000)]]


def test_shared_anew_the_dishes_that_are_paid_for_are_nobody_elses() -> None:
    order = table(SALAD, FISH, SOUP)
    shared(order, SharedBy.ITEM, who("ann", "Salad"), who("bob", "Fish"), who("cid"))
    pays(order, "cid")
    shared(order, SharedBy.ITEM, who("dan", part("Salad", 1, 2)), who("eve"))
    assert [(one.id, one.name, one.due.minor) for one in shares_of(order)] == [
        ("cid", "3 of 3", 0), ("dan", "2 of 3", 500), ("eve", "3 of 3", 1500),
    ]  # fmt: skip


def test_a_seat_that_has_paid_keeps_its_dishes_when_the_others_share_by_dishes() -> None:
    order = table(SALAD, SOUP, sold("Wine", 300), seats=(1, 2, 0))
    shared(order, SharedBy.SEAT, *(who(str(seat), seats=(seat,)) for seat in (1, 2, 3)))
    pays(order, "1")
    shared(order, SharedBy.ITEM, who("bob", "Soup"), who("cid"))
    assert dues(order) == [0, 1000, 200]
    shared(order, SharedBy.EVEN, who("bob"), who("cid"))
    assert dues(order) == [0, 600, 600]


def test_who_has_paid_for_a_dish_that_was_taken_back_hinders_no_other_plan() -> None:
    order = shared(table(SALAD, SOUP), SharedBy.ITEM, who("ann", "Salad"), who("bob"))
    pays(order, "ann")
    order.apply(order.remove_line(LineId("Salad")))
    shared(order, SharedBy.EVEN, who("bob"), who("cid"))
    assert [one.paid.minor for one in shares_of(order)] == [1000, 0, 0]
