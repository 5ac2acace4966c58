"""What comes off a bill: the parts are the whole, nothing falls below zero, and tax is reckoned on what is left."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.checks import bill_less
from aura_terminal.domain.discounts import Coverage, Discount, Part, Reduction, amount_off, shared_out, take_off
from aura_terminal.domain.ids import CategoryId, DiscountId, ItemId, LineId
from aura_terminal.domain.money import Money, RoundingMode, total
from aura_terminal.domain.tax import PricesAre, RoundingScope, Taxable, TaxRate, TaxTerms

EUR = "EUR"
HALF_UP = RoundingMode.HALF_UP
PRICES = st.lists(st.one_of(st.integers(0, 20), st.integers(0, 3000), st.integers(0, 10**9)), min_size=1, max_size=15)
RATES = tuple(TaxRate(f"r{n}", f"{n}", "ABC"[n], Decimal(p)) for n, p in enumerate(("7", "19", "8.875")))
TERMS = st.builds(
    TaxTerms, st.sampled_from(PricesAre), st.sampled_from(RoundingScope), st.sampled_from(RoundingMode), st.just(1)
)
PERCENTS = st.decimals("0.0001", "100", places=4)
AMOUNTS = st.integers(1, 5000).map(lambda minor: Money(minor, EUR))
REDUCTIONS = st.one_of(
    st.builds(Reduction, PERCENTS, st.none(), st.none() | AMOUNTS), st.builds(lambda m: Reduction(amount=m), AMOUNTS)
)
COVERAGES = st.builds(
    Coverage,
    categories=st.lists(st.sampled_from(["c0", "c1"]).map(CategoryId), max_size=1).map(tuple),
    items=st.lists(st.sampled_from(["i0", "i1", "i2"]).map(ItemId), max_size=2).map(tuple),
)


def parts_of(prices: list[int]) -> list[Part]:
    return [
        Part(LineId(f"l{n:02d}"), ItemId(f"i{n % 3}"), CategoryId(f"c{n % 2}"), Money(price, EUR))
        for n, price in enumerate(prices)
    ]


def discounts_of(pairs: list[tuple[Reduction, Coverage]]) -> list[Discount]:
    return [Discount(DiscountId(f"d{n}"), f"d{n}", one, over, f"s{n}") for n, (one, over) in enumerate(pairs)]


GRANTED = st.lists(st.tuples(REDUCTIONS, COVERAGES), max_size=4).map(discounts_of)


@given(PRICES, GRANTED, TERMS)
def test_the_parts_of_a_lowered_bill_are_the_whole_and_nothing_is_below_zero(
    prices: list[int], granted: list[Discount], terms: TaxTerms
) -> None:
    parts = parts_of(prices)
    taxables = [Taxable(part.price, RATES[n % 3 : n % 3 + 1 + n % 2]) for n, part in enumerate(parts)]
    bill = bill_less(parts, taxables, granted, Money(0, EUR), terms, EUR)
    assert bill.tax.net + bill.tax.tax == bill.tax.gross == bill.total
    assert bill.discount == total((one.amount for one in bill.taken), EUR)
    for one in bill.taken:
        assert total(one.shares, EUR) == one.amount
    for place, part in enumerate(parts):
        off = sum(one.shares[place].minor for one in bill.taken)
        assert 0 <= off <= part.price.minor
    left = bill.subtotal - bill.discount
    assert left.minor >= 0
    assert (bill.total if terms.prices is PricesAre.INCLUSIVE else bill.tax.net) == left
    assert total((line.tax for line in bill.tax.lines), EUR) == bill.tax.tax


@given(PRICES, GRANTED, st.randoms(use_true_random=False))
def test_lines_bear_the_same_shares_in_whatever_order_they_are_listed(
    prices: list[int], granted: list[Discount], chance: Random
) -> None:
    parts = parts_of(prices)
    shuffled = list(parts)
    chance.shuffle(shuffled)
    straight, mixed = take_off(granted, parts, EUR, HALF_UP), take_off(granted, shuffled, EUR, HALF_UP)
    for one, other in zip(straight, mixed, strict=True):
        assert dict(zip(parts, one.shares, strict=True)) == dict(zip(shuffled, other.shares, strict=True))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.integers(0, 10**6))
def test_a_share_is_never_a_whole_cent_away_from_its_part(weights: list[int], amount: int) -> None:
    whole = sum(weights)
    amount = min(amount, whole)
    shares = shared_out(amount, weights, [str(place) for place in range(len(weights))])
    assert sum(shares) == (amount if whole else 0)
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share <= weight
        assert not whole or abs(share * whole - amount * weight) < whole


def test_what_is_left_over_goes_to_the_lines_whose_share_lost_most_by_rounding() -> None:
    assert shared_out(3, [50, 25, 25], ["dear", "cheap", "cheaper"]) == [1, 1, 1]


def test_a_percentage_is_rounded_once_on_all_it_covers() -> None:
    (taken,) = take_off(
        [Discount(DiscountId("d"), "d", Reduction(Decimal(10)))], parts_of([1299, 1299, 150]), EUR, HALF_UP
    )
    assert taken.amount == Money(275, EUR)
    assert [share.minor for share in taken.shares] == [130, 130, 15]


@pytest.mark.parametrize(
    ("reduction", "base", "off"),
    [
        (Reduction(Decimal(50), most=Money(300, EUR)), 1000, 300),
        (Reduction(amount=Money(500, EUR)), 300, 300),
        (Reduction(Decimal("12.5")), 99, 12),
        (Reduction(Decimal("100")), 99, 99),
        (Reduction(Decimal(10)), 0, 0),
        (Reduction(Decimal(100)), 1, 1),
        (Reduction(amount=Money(5, EUR)), 1, 1),
        (Reduction(amount=Money(0, EUR)), 100, 0),
        (Reduction(amount=Money(-5, EUR)), 100, 0),
        (Reduction(Decimal(0)), 100, 0),
        (Reduction(), 10_000, 0),
        (Reduction(Decimal(10)), -100, 0),
    ],
)
def test_a_discount_is_never_more_than_its_cap_or_than_there_is(reduction: Reduction, base: int, off: int) -> None:
    assert amount_off(reduction, base, HALF_UP) == off


def test_a_discount_sleeps_while_the_order_is_below_its_minimum() -> None:
    granted = [Discount(DiscountId("d"), "d", Reduction(amount=Money(500, EUR)), least=Money(2000, EUR))]
    assert take_off(granted, parts_of([1999]), EUR, HALF_UP)[0].amount == Money(0, EUR)
    assert take_off(granted, parts_of([2000]), EUR, HALF_UP)[0].amount == Money(500, EUR)


def test_nothing_comes_off_a_liability_and_it_counts_for_no_minimum() -> None:
    meal, card = parts_of([1000, 5000])
    parts = [meal, replace(card, is_liability=True)]
    (taken,) = take_off([Discount(DiscountId("d"), "d", Reduction(Decimal(10)))], parts, EUR, HALF_UP)
    assert [share.minor for share in taken.shares] == [100, 0]
    least = Discount(DiscountId("d"), "d", Reduction(Decimal(10)), least=Money(2000, EUR))
    assert take_off([least], parts, EUR, HALF_UP)[0].amount == Money(0, EUR)


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [(5, [0, 0], [0, 0]), (0, [1, 2], [0, 0]), (-3, [1, 2], [0, 0]), (1, [1], [1]), (1, [0, 1], [0, 1]), (5, [], [])],
)
def test_where_there_is_nothing_to_share_or_nobody_to_bear_it_the_shares_are_nothing(
    amount: int, weights: list[int], shares: list[int]
) -> None:
    assert shared_out(amount, weights, [f"l{place}" for place in range(len(weights))]) == shares
