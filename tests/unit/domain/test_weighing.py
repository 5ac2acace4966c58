"""When a weight may be believed, and what it costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money
from aura_terminal.domain.weighing import (
    Bounds,
    PriceUnit,
    Reading,
    Seen,
    Settling,
    Verdict,
    Weight,
    WeightState,
    check_weight,
    kilograms,
    price_of_weight,
)

BOUNDS = Bounds(least=40, most=15_000, division=5)


def still(grams: int) -> Reading:
    return Reading(WeightState.STABLE, grams)


def said(state: WeightState) -> Reading:
    return Reading(state)


@pytest.mark.parametrize(
    ("grams", "price", "unit", "minor"),
    [
        (745, 1290, PriceUnit.KILOGRAM, 961),  # 961.05
        (1000, 1290, PriceUnit.KILOGRAM, 1290),
        (5, 100, PriceUnit.KILOGRAM, 1),  # exactly half a cent goes up
        (15, 129, PriceUnit.HUNDRED_GRAMS, 19),  # 19.35
        (1, 1, PriceUnit.KILOGRAM, 0),
    ],
)
def test_a_weight_costs_the_exact_product_rounded_once(grams: int, price: int, unit: PriceUnit, minor: int) -> None:
    assert price_of_weight(grams, Money(price, "EUR"), unit) == Money(minor, "EUR")


@given(grams=st.integers(1, 999_999), price=st.integers(0, 10_000_000))
def test_no_weight_costs_half_a_cent_more_or_less_than_it_should(grams: int, price: int) -> None:
    minor = price_of_weight(grams, Money(price, "EUR"), PriceUnit.KILOGRAM).minor
    assert abs(2 * (minor * 1000 - grams * price)) <= 1000


@pytest.mark.parametrize("weight", [Weight(0), Weight(50, 50), Weight(50, 60), Weight(50, -1), Weight(1_000_000)])
def test_nothing_and_a_ton_are_refused(weight: Weight) -> None:
    with pytest.raises(RuleBroken):
        check_weight(weight)


@pytest.mark.parametrize(
    ("state", "grams"),
    [(WeightState.MOVING, 0), (WeightState.ZERO, 0), (WeightState.STABLE, None), (WeightState.STABLE, 0)],
)
def test_a_reading_that_moves_has_no_weight_not_even_0(state: WeightState, grams: int | None) -> None:
    with pytest.raises(ValueError, match="does not weigh"):
        Reading(state, grams)


def test_two_equal_readings_close_together_are_believed() -> None:
    settling = Settling(BOUNDS)
    assert settling.see(still(745), 0) == Seen(Verdict.SETTLING, 745)
    assert settling.see(still(745), 300) == Seen(Verdict.READY, 745)


@pytest.mark.parametrize(("second", "at"), [(still(750), 100), (still(745), 301), (said(WeightState.MOVING), 100)])
def test_another_weight_a_late_one_or_a_swing_is_not(second: Reading, at: int) -> None:
    settling = Settling(BOUNDS)
    settling.see(still(745), 0)
    assert settling.see(second, at).verdict is not Verdict.READY
    with pytest.raises(RuleBroken) as refused:
        settling.take(at)
    assert refused.value.rule is Rule.WEIGHT_NOT_READY


def test_a_swing_between_two_equal_readings_makes_them_strangers() -> None:
    settling = Settling(BOUNDS)
    for reading, at in ((still(745), 0), (said(WeightState.MOVING), 50), (still(745), 100)):
        seen = settling.see(reading, at)
    assert seen.verdict is Verdict.SETTLING


def test_what_is_too_light_or_too_heavy_is_not_taken() -> None:
    assert _settled(35).verdict is Verdict.TOO_LIGHT
    assert _settled(40).verdict is Verdict.READY
    assert _settled(15_000).verdict is Verdict.READY
    assert _settled(15_005).verdict is Verdict.OVER


def _settled(grams: int) -> Seen:
    settling = Settling(BOUNDS)
    settling.see(still(grams), 0)
    return settling.see(still(grams), 100)


def test_after_two_seconds_nothing_is_believed_any_more() -> None:
    settling = Settling(BOUNDS)
    assert settling.now(0).verdict is Verdict.STALE
    settling.see(still(745), 0)
    settling.see(still(745), 100)
    assert settling.now(2100).verdict is Verdict.READY
    assert settling.now(2101) == Seen(Verdict.STALE)
    with pytest.raises(RuleBroken):
        settling.take(2101)


def test_the_same_weight_is_not_sold_twice_without_emptying_the_pan() -> None:
    settling = Settling(BOUNDS)
    _ready(settling, 745, 0)
    assert settling.take(100) == 745
    assert _ready(settling, 745, 200).verdict is Verdict.NOT_EMPTIED
    assert _ready(settling, 755, 400).verdict is Verdict.NOT_EMPTIED  # two divisions are a nudge
    settling.see(said(WeightState.ZERO), 600)
    assert _ready(settling, 745, 700).verdict is Verdict.READY


def test_another_thing_laid_on_the_pan_counts_without_a_zero() -> None:
    settling = Settling(BOUNDS)
    _ready(settling, 745, 0)
    settling.take(100)
    assert _ready(settling, 760, 200).verdict is Verdict.READY


def _ready(settling: Settling, grams: int, at: int) -> Seen:
    settling.see(still(grams), at)
    return settling.see(still(grams), at + 100)


@pytest.mark.parametrize("state", [state for state in WeightState if state is not WeightState.STABLE])
def test_whatever_a_scale_says_instead_of_a_weight_has_a_verdict_and_no_weight(state: WeightState) -> None:
    seen = Settling(BOUNDS).see(said(state), 0)
    assert seen.grams is None
    assert seen.verdict is not Verdict.READY


def test_grams_are_told_in_kilograms() -> None:
    assert [kilograms(grams) for grams in (745, 0, 12_005, -50)] == ["0.745", "0.000", "12.005", "-0.050"]
