"""The countries a new store can be in, from `resources/countries/presets.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from aura_terminal.app.shop_entries import Entry, must_be_unique
from aura_terminal.domain.countries import PAPER_WIDTHS, STANDARD, Country, HouseCategory, HouseRate, HouseTerms
from aura_terminal.domain.money import EXPONENTS
from aura_terminal.domain.tax import PricesAre

FILE = "presets.toml"


@cache
def countries() -> tuple[Country, ...]:
    """Every country by name. Raises ShopFileProblem where the file that ships is wrong, with place and remedy."""
    text = (files("resources") / "countries" / FILE).read_text(encoding="utf-8")
    return read_countries(text)


def country_named(code: str) -> Country | None:
    """The country of an ISO 3166 code, None where there is no preset for it."""
    return next((each for each in countries() if each.code == code.upper()), None)


def read_countries(text: str) -> tuple[Country, ...]:
    """The countries of a file, sorted by name; ShopFileProblem says what is wrong with it."""
    file = Entry(FILE, "", tomllib.loads(text))
    entries = file.entries("country", "country")
    must_be_unique([(entry, entry.text("code")) for entry in entries], "code")
    found = tuple(_country(entry) for entry in entries)
    file.done()
    return tuple(sorted(found, key=lambda each: each.name))


def _country(entry: Entry) -> Country:
    currency = entry.one_of("currency", entry.text("currency"), EXPONENTS, "currency")
    zones = entry.texts("zones")
    for zone in zones:
        entry.one_of("zones", zone, available_timezones(), "time zone")
    if not zones:
        raise entry.problem("zones", "there is none", "Name the time zones of the country.")
    rates = tuple(_rate(each) for each in entry.entries("rates", "rate"))
    categories = tuple(_category(each, [rate.id for rate in rates]) for each in entry.entries("categories", "category"))
    if STANDARD not in [each.id for each in categories]:
        raise entry.problem("categories", f"there is no {STANDARD!r}", "Say what is taxed where nothing else is said.")
    terms = HouseTerms(
        currency=currency,
        zone=zones[0],
        prices=entry.word("prices", PricesAre),
        cash_step=entry.money("cash_step", currency).minor,
        rates=rates,
        categories=categories,
        paper=_one_of_numbers(entry, "paper", PAPER_WIDTHS),
        language=entry.text("language"),
    )
    country = Country(
        entry.text("code"), entry.text("name"), terms, zones, entry.text("tax_source"), entry.text("cash_source")
    )
    if terms.cash_step < 1:
        raise entry.problem("cash_step", "is nothing", "Write the smallest coin that is given out, as in 0.05.")
    entry.done()
    return country


def _rate(entry: Entry) -> HouseRate:
    percent = entry.percent("percent") if entry.has("percent") else None
    entry.asked.add("percent")
    rate = HouseRate(entry.id(), entry.text("name"), percent)
    entry.done()
    return rate


def _category(entry: Entry, rates: list[str]) -> HouseCategory:
    here = [entry.one_of("rate", entry.text("rate"), rates, "rate")]
    if entry.has("and"):
        here.append(entry.one_of("and", entry.text("and"), rates, "rate"))
    away = (entry.one_of("away", entry.text("away"), rates, "rate"),) if entry.has("away") else ()
    entry.asked.update(("and", "away"))
    category = HouseCategory(entry.id(), entry.text("name"), tuple(here), away)
    entry.done()
    return category


def _one_of_numbers(entry: Entry, key: str, known: tuple[int, ...]) -> int:
    number = entry.whole(key, min(known), max(known))
    if number not in known:
        raise entry.problem(key, f"{number} is none of {known}", "Write one of them.")
    return number
