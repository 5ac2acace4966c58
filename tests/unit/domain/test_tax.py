"""Tax adds up however it is counted, and the order of the lines does not matter."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.money import Money, RoundingMode, round_ratio
from aura_terminal.domain.tax import (
    OrderType,
    PricesAre,
    RoundingScope,
    Taxable,
    TaxBreakdown,
    TaxRate,
    TaxRegime,
    TaxRule,
    TaxTerms,
    tax_of,
)

PERCENTS = st.sampled_from(["0", "2.5", "5", "5.5", "7", "7.75", "8.875", "10", "19", "20", "25", "9.975"])
RATES = st.builds(
    TaxRate,
    id=st.sampled_from(["state", "city", "vat"]),
    name=st.sampled_from(["One", "Two"]),
    label=st.sampled_from(["A", "B"]),
    percent=PERCENTS.map(Decimal),
)
PARTS = st.lists(
    st.builds(
        Taxable,
        amount=st.integers(0, 10**6).map(lambda minor: Money(minor, "EUR")),
        rates=st.lists(RATES, max_size=3, unique=True).map(tuple),
    ),
    max_size=12,
)
TERMS = st.builds(TaxTerms, st.sampled_from(PricesAre), st.sampled_from(RoundingScope), st.sampled_from(RoundingMode))


def adds_up(taxed: TaxBreakdown) -> bool:
    return taxed.net + taxed.tax == taxed.gross and sum(line.tax.minor for line in taxed.lines) == taxed.tax.minor


@given(PARTS, TERMS)
def test_net_and_tax_make_gross_and_the_rates_make_the_tax(parts: list[Taxable], terms: TaxTerms) -> None:
    taxed = tax_of(parts, terms, "EUR")
    assert adds_up(taxed)
    menu_price = sum(part.amount.minor for part in parts)
    assert menu_price == (taxed.gross if terms.prices is PricesAre.INCLUSIVE else taxed.net).minor


@given(PARTS.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))), TERMS)
def test_the_order_of_the_lines_does_not_matter(both: tuple[list[Taxable], Sequence[Taxable]], terms: TaxTerms) -> None:
    assert tax_of(both[0], terms, "EUR") == tax_of(both[1], terms, "EUR")


@given(PARTS, TERMS)
def test_rounding_is_off_by_less_than_one_minor_unit_per_rounding(parts: list[Taxable], terms: TaxTerms) -> None:
    taxed = tax_of(parts, terms, "EUR")
    exact = Fraction(0)
    for part in parts:
        percent = sum((Fraction(rate.percent) for rate in part.rates), Fraction(0))
        whole = 100 if terms.prices is PricesAre.EXCLUSIVE else 100 + percent
        exact += part.amount.minor * percent / whole
    roundings = sum(max(1, len(part.rates)) for part in parts)
    assert abs(taxed.tax.minor - exact) <= Fraction(roundings, 2)


@given(st.integers(0, 10**6), RATES, TERMS)
def test_one_line_of_one_rate_is_rounded_once_by_the_mode(minor: int, rate: TaxRate, terms: TaxTerms) -> None:
    taxed = tax_of([Taxable(Money(minor, "EUR"), (rate,))], terms, "EUR")
    percent = Fraction(rate.percent)
    if terms.prices is PricesAre.EXCLUSIVE:
        share = minor * percent / 100
        assert taxed.tax.minor == round_ratio(share.numerator, share.denominator, terms.mode)
    else:
        net = minor * 100 / (100 + percent)
        assert taxed.net.minor == round_ratio(net.numerator, net.denominator, terms.mode)


@given(PARTS, st.sampled_from(PricesAre), st.sampled_from(RoundingMode))
def test_by_line_the_whole_is_the_sum_of_the_lines(parts: list[Taxable], prices: PricesAre, mode: RoundingMode) -> None:
    terms = TaxTerms(prices, RoundingScope.LINE, mode)
    together = tax_of(parts, terms, "EUR")
    alone = [tax_of([part], terms, "EUR") for part in parts]
    assert together.tax.minor == sum(taxed.tax.minor for taxed in alone)
    assert together.gross.minor == sum(taxed.gross.minor for taxed in alone)


def test_a_half_cent_is_rounded_as_the_terms_say() -> None:
    rate = TaxRate("r", "R", "A", Decimal(5))
    for mode, tax in ((RoundingMode.HALF_UP, 3), (RoundingMode.HALF_EVEN, 2)):
        terms = TaxTerms(PricesAre.EXCLUSIVE, RoundingScope.LINE, mode)
        assert tax_of([Taxable(Money(50, "USD"), (rate,))], terms, "USD").tax.minor == tax


def test_lines_and_orders_round_apart() -> None:
    rate = TaxRate("r", "R", "A", Decimal("8.875"))
    parts = [Taxable(Money(99, "USD"), (rate,))] * 3
    by_line = TaxTerms(PricesAre.EXCLUSIVE, RoundingScope.LINE, RoundingMode.HALF_UP)
    by_order = TaxTerms(PricesAre.EXCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
    assert tax_of(parts, by_line, "USD").tax.minor == 27
    assert tax_of(parts, by_order, "USD").tax.minor == 26


def test_prices_that_contain_their_tax_are_rounded_by_line_or_for_the_whole_order() -> None:
    rate = TaxRate("vat", "VAT 19 %", "A", Decimal(19))
    sweets = [Taxable(Money(3, "EUR"), (rate,))] * 2
    by_line = TaxTerms(PricesAre.INCLUSIVE, RoundingScope.LINE, RoundingMode.HALF_UP)
    by_order = TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
    assert tax_of(sweets, by_line, "EUR").tax.minor == 0
    assert tax_of(sweets, by_order, "EUR").tax.minor == 1


def test_two_rates_of_nothing_take_nothing_out_of_a_price() -> None:
    state, city = TaxRate("state", "State", "A", Decimal(0)), TaxRate("city", "City", "B", Decimal(0))
    terms = TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
    taxed = tax_of([Taxable(Money(500, "USD"), (state, city))], terms, "USD")
    assert [line.tax.minor for line in taxed.lines] == [0, 0]
    assert (taxed.net.minor, taxed.tax.minor) == (500, 0)


def test_where_nobody_said_another_coin_every_cent_can_be_paid() -> None:
    assert TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP).cash_step == 1


def test_two_rates_on_one_line_share_the_tax_that_its_price_contains() -> None:
    state, city = TaxRate("state", "State", "A", Decimal(5)), TaxRate("city", "City", "B", Decimal("2.5"))
    terms = TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
    taxed = tax_of([Taxable(Money(1075, "USD"), (state, city))], terms, "USD")
    assert (taxed.net.minor, [line.tax.minor for line in taxed.lines]) == (1000, [50, 25])


REGIME = TaxRegime(
    id="t",
    terms=TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP),
    rates=(TaxRate("low", "Low", "B", Decimal(7)), TaxRate("high", "High", "A", Decimal(19))),
    categories=(("food", "Food"), ("milk", "Milk")),
    rules=(
        TaxRule("milk", OrderType.TAKEOUT, ("low",)),
        TaxRule("milk", None, ("high",)),
        TaxRule("food", OrderType.DINE_IN, ("low",)),
    ),
)


@pytest.mark.parametrize(
    ("order_type", "percent"), [(OrderType.DINE_IN, 19), (OrderType.TAKEOUT, 7), (OrderType.DELIVERY, 19)]
)
def test_a_rule_for_an_order_type_beats_the_general_one(order_type: OrderType, percent: int) -> None:
    assert [rate.percent for rate in REGIME.rates_for("milk", order_type)] == [percent]


@pytest.mark.parametrize("category", ["food", "unheard-of"])
def test_nothing_is_sold_untaxed_by_accident(category: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        REGIME.rates_for(category, OrderType.TAKEOUT)
    assert refused.value.rule is Rule.TAX_RULE_MISSING
