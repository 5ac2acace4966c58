"""What a new store begins with in each country: whole, known to the program, and able to tax every order."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import pytest

from aura_terminal.app.countries import FILE, countries, country_named, read_countries
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.domain.countries import STANDARD, Country, HouseRate, regime_of
from aura_terminal.domain.denominations import cash_of
from aura_terminal.domain.money import Money
from aura_terminal.domain.tax import OrderType, Taxable, tax_of

WANTED = "US CA MX GB IE DE AT CH FR ES IT PT NL BE PL SE NO DK CZ TR JP CN HK SG IN AE SA EG AU NZ BR AR CL CO ZA"
TEXT = (files("resources") / "countries" / FILE).read_text("utf-8")


def settled(country: Country) -> Country:
    """The country where somebody answered what is asked for."""
    asked = Decimal("8.875")
    rates = tuple(HouseRate(r.id, r.name, asked if r.percent is None else r.percent) for r in country.terms.rates)
    return replace(country, terms=replace(country.terms, rates=rates))


def test_every_country_that_was_promised_is_there() -> None:
    assert sorted(each.code for each in countries()) == sorted(WANTED.split())
    assert country_named("de") is country_named("DE")
    assert country_named("XX") is None


@pytest.mark.parametrize("country", countries(), ids=lambda each: each.code)
def test_a_country_names_its_sources_and_taxes_every_order_type(country: Country) -> None:
    assert min(len(country.tax_source), len(country.cash_source)) > 10
    assert re.fullmatch(r"[a-z]{2}", country.terms.language)
    regime = regime_of(settled(country).terms)
    labels = [rate.label for rate in regime.rates if rate.percent]
    assert len(set(labels)) == len(labels)
    for category, _ in regime.categories:
        for order_type in OrderType:
            rates = regime.rates_for(category, order_type)
            told = tax_of([Taxable(Money(10_00, country.terms.currency), rates)], regime.terms, country.terms.currency)
            assert told.net + told.tax == told.gross


@pytest.mark.parametrize("country", countries(), ids=lambda each: each.code)
def test_what_cash_is_rounded_to_can_be_paid_with_coins(country: Country) -> None:
    cash = cash_of(country.terms.currency)
    smallest = min((*cash.coins, *cash.notes))
    assert country.terms.cash_step % smallest == 0 or country.terms.cash_step == 1


def test_food_to_take_away_is_taxed_as_such_where_that_differs() -> None:
    japan = country_named("JP")
    assert japan is not None
    regime = regime_of(japan.terms)
    percents = [regime.rates_for(STANDARD, kind)[0].percent for kind in (OrderType.DINE_IN, OrderType.TAKEOUT)]
    assert percents == [Decimal(10), Decimal(8)]


def test_a_tax_that_differs_within_the_country_is_asked_for() -> None:
    usa = country_named("US")
    assert usa is not None
    assert [rate.id for rate in usa.terms.unknown_rates] == ["sales"]
    with pytest.raises(ValueError, match="not known"):
        regime_of(usa.terms)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('currency = "EUR"', 'currency = "DEM"', "there is no currency 'DEM'"),
        ('zones = ["Europe/Dublin"]', 'zones = ["Europe/Dublyn"]', "there is no time zone 'Europe/Dublyn'"),
        ('id = "standard", name = "Food"', 'id = "food", name = "Food"', "there is no 'standard'"),
        ('rate = "catering"', 'rate = "caterin"', "there is no rate 'caterin'"),
        ("paper = 80", "paper = 76", "76 is none of"),
        ('cash_step = "0.05"', 'cash_step = "0.001"', "at most 2 decimals"),
        ("tax_source =", "tax_sauce =", "tax_source"),
    ],
)
def test_a_slip_in_the_file_is_told_with_its_country(before: str, after: str, says: str) -> None:
    start = TEXT.index('code = "IE"')
    end = TEXT.index("[[country]]", start)
    with pytest.raises(ShopFileProblem, match=re.escape(says)):
        read_countries("[[country]]\n" + TEXT[start:end].replace(before, after, 1))
