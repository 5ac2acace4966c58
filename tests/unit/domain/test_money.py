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
    zero,
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


def test_minor_units_are_those_of_iso_4217() -> None:
    other = {"CLP": 0, "ISK": 0, "JPY": 0, "KRW": 0, "VND": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
    assert {currency: exponent for currency, exponent in EXPONENTS.items() if exponent != 2} == other


def test_amounts_are_added_taken_away_multiplied_and_turned_around() -> None:
    amount = Money(250, "EUR")
    assert amount + Money(70, "EUR") == Money(320, "EUR")
    assert amount - Money(70, "EUR") == Money(180, "EUR")
    assert (amount * 3, amount * 0, amount * -2) == (Money(750, "EUR"), Money(0, "EUR"), Money(-500, "EUR"))
    assert -amount == Money(-250, "EUR")


@pytest.mark.parametrize(("minor", "is_some"), [(0, False), (1, True), (-1, True)])
def test_nothing_is_false_and_any_amount_true(minor: int, is_some: bool) -> None:
    assert bool(Money(minor, "EUR")) is is_some


def test_a_sum_begins_at_nothing_and_is_of_one_currency() -> None:
    assert total([], "EUR") == zero("EUR") == Money(0, "EUR")
    with pytest.raises(RuleBroken) as refused:
        total([Money(1, "EUR"), Money(1, "USD")], "EUR")
    assert refused.value.rule is Rule.CURRENCY_MIXED


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_rounding_by_nothing_or_less_is_refused(denominator: int) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        round_ratio(1, denominator, RoundingMode.HALF_UP)


def test_the_largest_amount_is_the_largest_all_of_json_sqlite_and_javascript_agree_on() -> None:
    assert parse_money("90071992547409.91", "EUR").minor == LARGEST_MINOR == 9_007_199_254_740_991
    with pytest.raises(ValueError, match="larger than any amount"):
        parse_money("90071992547409.92", "EUR")


@pytest.mark.parametrize(
    ("halves", "up", "even"),
    [
        (0, 0, 0),
        (1, 1, 0),
        (3, 2, 2),
        (5, 3, 2),
        (7, 4, 4),
        (9, 5, 4),
        (13, 7, 6),
        (-1, -1, 0),
        (-3, -2, -2),
        (-5, -3, -2),
    ],
)
def test_exact_halves_go_away_from_zero_or_to_the_even_neighbour(halves: int, up: int, even: int) -> None:
    assert round_ratio(halves, 2, RoundingMode.HALF_UP) == up
    assert round_ratio(halves, 2, RoundingMode.HALF_EVEN) == even


@pytest.mark.parametrize(
    ("weights", "shares"),
    [([1, 2], [33, 67]), ([2, 1], [66, 34]), ([1], [100]), ([0, 1], [0, 100])],
)
def test_what_does_not_come_out_even_goes_to_the_later_share(weights: list[int], shares: list[int]) -> None:
    assert [share.minor for share in Money(100, "EUR").split(weights)] == shares


@pytest.mark.parametrize(("minor", "plain"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (99, "0.99"), (100, "1.00")])
def test_small_amounts_are_written_with_one_nought_before_the_point(minor: int, plain: str) -> None:
    assert Money(minor, "EUR").plain() == plain
