"""What `init` was told of a new store, read into the same values as the first run's pages make."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from aura_terminal.app.command_line import WrongUse
from aura_terminal.app.countries import countries, country_named
from aura_terminal.app.empty_shop import OWNER_NAME, untaxed_terms
from aura_terminal.app.new_pins import new_pin
from aura_terminal.app.new_shop import demo_shop, first_devices, new_shop, with_demo_menu, with_menu_file
from aura_terminal.app.setting_kinds import nearest
from aura_terminal.app.settings import Settings
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.countries import PAPER_WIDTHS, HouseRate, HouseTerms
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import RoleId
from aura_terminal.domain.money import EXPONENTS, parse_money
from aura_terminal.domain.tax import PricesAre
from aura_terminal.use_cases.first_roles import OWNER_ROLE, ROLES
from aura_terminal.use_cases.new_store import NewPerson, NewStore, check_person, check_terms, checked_name

DEMO, EMPTY, DEMO_MENU = "demo", "empty", "demo-menu"


@dataclass(frozen=True, slots=True)
class Asked:
    """A store that was asked for: what is in it, its first settings, and the PINs that were made up, by name."""

    shop: ShopFiles
    settings: Settings
    made_up: Mapping[str, str]


def asked_store(asked: Namespace, name: str | None, currency: str | None, zone: str | None) -> Asked:
    """The store of the arguments; WrongUse says which of them is wrong and what would do."""
    if asked.shop == DEMO:
        return Asked(demo_shop(), Settings(terminal=asked.terminal), {})
    if not name or not name.strip() or not name.isprintable():
        raise WrongUse("A store needs a name on one line: add --store NAME.")
    terms = _terms(asked, currency, zone)
    people, made_up = _people(asked)
    try:
        check_terms(terms)
        shop = _with_menu(new_shop(NewStore(checked_name(name), terms, people)), asked.shop)
    except ShopFileProblem as problem:
        raise WrongUse(str(problem)) from problem
    except RuleBroken as broken:
        raise WrongUse(_words(broken)) from broken
    return Asked(shop, Settings(asked.terminal, devices=first_devices(shop, terms)), made_up)


def _with_menu(shop: ShopFiles, which: str) -> ShopFiles:
    if which == EMPTY:
        return shop
    if which == DEMO_MENU:
        return with_demo_menu(shop)
    file = Path(which)
    if not file.is_file():
        raise WrongUse(f"There is no menu file {file}. Name a CSV file, or say --shop demo, demo-menu or empty.")
    return with_menu_file(shop, file)


def _terms(asked: Namespace, currency: str | None, zone: str | None) -> HouseTerms:
    terms = _usual_terms(asked, currency, zone)
    terms = replace(terms, rates=_rates(terms, asked.tax or ()))
    if asked.prices:
        terms = replace(terms, prices=PricesAre(asked.prices))
    if asked.paper:
        terms = replace(terms, paper=next(width for width in PAPER_WIDTHS if width == int(asked.paper)))
    if asked.rounding:
        terms = replace(terms, cash_step=_step(asked.rounding, terms.currency))
    return terms


def _usual_terms(asked: Namespace, currency: str | None, zone: str | None) -> HouseTerms:
    if currency is not None and currency not in EXPONENTS:
        raise WrongUse(f"There is no currency {currency!r} (--currency). {nearest(currency, EXPONENTS)}")
    if zone is not None:
        must_be_a_zone(zone)
    if not asked.country:
        return untaxed_terms(currency or "EUR", zone or "Europe/Berlin")
    country = country_named(asked.country)
    if country is None:
        raise WrongUse(
            f"There is no preset for the country {asked.country!r} (--country). "
            f"{nearest(asked.country.upper(), [each.code for each in countries()])}"
        )
    return replace(country.terms, currency=currency or country.terms.currency, zone=zone or country.terms.zone)


def _rates(terms: HouseTerms, said: Sequence[str]) -> tuple[HouseRate, ...]:
    percents = dict(_percent_of(each, terms) for each in said)
    rates = tuple(replace(rate, percent=percents.get(rate.id, rate.percent)) for rate in terms.rates)
    for rate in rates:
        if rate.percent is None:
            raise WrongUse(f"{rate.name} differs within the country: add --tax {rate.id}=PERCENT, as in 8.875.")
    return rates


def _percent_of(said: str, terms: HouseTerms) -> tuple[str, Decimal]:
    rate, _, number = said.partition("=")
    known = [each.id for each in terms.rates]
    if rate not in known:
        raise WrongUse(f"There is no tax {rate!r} (--tax {said}). {nearest(rate, known)}")
    try:
        percent = Decimal(number.removesuffix("%").replace(",", "."))
    except InvalidOperation:
        raise WrongUse(f"{number!r} is no percentage (--tax {said}). Write --tax {rate}=8.875.") from None
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise WrongUse(f"{number!r} is no percentage from 0 to 100 (--tax {said}).")
    return rate, percent


def _step(said: str, currency: str) -> int:
    try:
        step = parse_money(said, currency).minor
    except ValueError as wrong:
        raise WrongUse(f"Cash cannot be rounded to {said!r} (--rounding): {wrong}.") from wrong
    if step < 1:
        raise WrongUse(f"Cash cannot be rounded to {said!r} (--rounding). Write the smallest coin, as in 0.05.")
    return step


def _people(asked: Namespace) -> tuple[tuple[NewPerson, ...], Mapping[str, str]]:
    """The owner and whoever else is named, with PINs that are read line by line, or made up."""
    wanted = [(asked.owner or OWNER_NAME, OWNER_ROLE), *(_person(said) for said in asked.staff or ())]
    made_up: dict[str, str] = {}
    people: list[NewPerson] = []
    for name, role in wanted:
        pin = sys.stdin.readline().strip() if asked.pins_stdin else new_pin()
        person = NewPerson(name, role, pin)
        try:
            check_person(person, people)
        except RuleBroken as broken:
            raise WrongUse(f"{name}: {_words(broken)}") from broken
        people.append(person)
        if not asked.pins_stdin:
            made_up[name] = pin
    return tuple(people), made_up


def _person(said: str) -> tuple[str, RoleId]:
    name, _, role = said.rpartition(":")
    known = [str(each.id) for each in ROLES]
    if not name or role not in known:
        raise WrongUse(f"{said!r} is nobody with a role (--staff). Write NAME:ROLE; roles are {', '.join(known)}.")
    return name, RoleId(role)


def must_be_a_zone(zone: str) -> None:
    """Refuse a time zone that there is not, naming the nearest."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(zone, available_timezones()) if zone else ""
        like = near if near.startswith("The nearest") else "Write it as in Europe/Berlin or America/New_York."
        raise WrongUse(f"There is no time zone {zone!r} (--zone). {like}") from None


def _words(broken: RuleBroken) -> str:
    if broken.rule.value == "pin_too_simple":
        return f"a PIN has {broken.details['shortest']} to 8 digits that nobody would guess (--pins-stdin)"
    details = ", ".join(str(value) for value in broken.details.values())
    return f"that was refused ({broken.code}: {details})"
