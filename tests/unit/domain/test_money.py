"""Amounts are exact: parts add up to the whole, and what is not an amount is refused instead of rounded."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import (
    EXPONENTS,
    LARGEST_MINOR,
    Money,
    RoundingMode,
    exponent_of,
    parse_money,
    round_ratio,
    total,
)

MINOR = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@given(MINOR, WEIGHTS)
def test_shares_add_up_to_the_whole(minor: int, weights: list[int]) -> None:
    shares = Money(minor, "EUR").split(weights)
    assert total(shares, "EUR") == Money(minor, "EUR")
    assert len(shares) == len(weights)


@given(MINOR, WEIGHTS)
def test_a_share_is_within_one_minor_unit_of_its_exact_part_and_on_the_same_side(
    minor: int, weights: list[int]
) -> None:
    for share, weight in zip(Money(minor, "EUR").split(weights), weights, strict=True):
        assert abs(share.minor - Fraction(minor * weight, sum(weights))) < 1
        assert share.minor * minor >= 0
        if weight == 0:
            assert share.minor == 0


@given(MINOR, WEIGHTS)
def test_shares_of_a_refund_are_those_of_the_sale_turned_around(minor: int, weights: list[int]) -> None:
    sale, refund = Money(minor, "EUR"), Money(-minor, "EUR")
    assert [-share for share in sale.split(weights)] == list(refund.split(weights))


@given(st.integers(0, 10**9), st.integers(2, 20))
def test_even_splits_differ_by_one_minor_unit_at_most(minor: int, ways: int) -> None:
    shares = [share.minor for share in Money(minor, "EUR").split([1] * ways)]
    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [3, -1]])
def test_weights_that_say_nothing_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100, "EUR").split(weights)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rounding_goes_to_the_nearest_and_halves_by_the_mode(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    up = round_ratio(numerator, denominator, RoundingMode.HALF_UP)
    even = round_ratio(numerator, denominator, RoundingMode.HALF_EVEN)
    assert abs(up - exact) <= Fraction(1, 2)
    assert even == round(exact)
    if abs(up - exact) == Fraction(1, 2):
        assert abs(up) > abs(exact)
    else:
        assert up == even
    assert round_ratio(-numerator, denominator, RoundingMode.HALF_UP) == -up


@given(st.integers(-(10**9), 10**9), st.sampled_from([1, 5, 10, 50, 100]))
def test_cash_is_rounded_to_the_nearest_coin(minor: int, step: int) -> None:
    rounded = Money(minor, "CHF").rounded_to(step)
    assert rounded.minor % step == 0
    assert 2 * abs(rounded.minor - minor) <= step
    assert rounded.rounded_to(step) == rounded


def test_an_exact_half_coin_goes_away_from_zero() -> None:
    assert Money(1025, "SEK").rounded_to(50) == Money(1050, "SEK")
    assert Money(-1025, "SEK").rounded_to(50) == Money(-1050, "SEK")


@given(st.integers(-LARGEST_MINOR, LARGEST_MINOR), st.sampled_from(sorted(EXPONENTS)))
def test_what_is_written_plainly_is_read_back(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert parse_money(amount.plain(), currency) == amount
    assert Decimal(amount.plain()).scaleb(exponent_of(currency)) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("12.5", "EUR", 1250), ("12", "EUR", 1200), ("12.500", "EUR", 1250), (" 0.05 ", "EUR", 5), ("-1.20", "EUR", -120),
     ("+3", "EUR", 300), ("900", "JPY", 900), ("900.0", "JPY", 900), ("1.234", "KWD", 1234)],
)  # fmt: skip
def test_people_may_write_an_amount_in_several_ways(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        *("", "abc", "1,50", "1.234", "1e3", "1_000", "NaN", "sNaN", "Infinity", "1e999999", "--1", "1.", ".5", "٣"),
        "12.50000000000000000000000000000000001",
        "0.1234567890123456789012345678901",
        "99999999999999999999.00",
        str(LARGEST_MINOR),
    ],
)
def test_what_is_not_exactly_an_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="EUR"):
        parse_money(text, "EUR")


def test_amounts_of_two_currencies_never_meet() -> None:
    with pytest.raises(RuleBroken) as refused:
        Money(100, "EUR") + Money(100, "USD")
    assert refused.value.rule is Rule.CURRENCY_MIXED


def test_an_unknown_currency_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"unknown currency 'XXX'; known are AED,"):
        exponent_of("XXX")
