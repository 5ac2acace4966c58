"""A new store with its menu, ready to be put: what the first run and `init` make alike."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TypeVar, cast

from aura_terminal.app.device_settings import DeviceSettings
from aura_terminal.app.menu_csv import read_menu_csv
from aura_terminal.app.shop_files import ShopFiles, read_shop
from aura_terminal.domain.countries import STANDARD, HouseTerms
from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.documents import Document
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.money import Money, exponent_of
from aura_terminal.domain.paper_ways import DRAWER_ROUTE, RECEIPT_ROUTE
from aura_terminal.domain.shop import Station, StoreProfile
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.use_cases.new_store import NewStore, first_documents

D = TypeVar("D")
PROFILES = {80: "generic-80", 58: "generic-58"}
"""Printers by the width of their paper in millimetres, before one is set up."""
_OF_A_MENU = (Category, Item, ModifierGroup, PreModifier, Station)
_ALIKE = {"food": STANDARD, "milk_drinks": "drinks"}


def new_shop(new: NewStore) -> ShopFiles:
    """The store with nothing to sell yet."""
    return ShopFiles(*first_documents(new))


def with_menu_file(shop: ShopFiles, file: Path) -> ShopFiles:
    """The store with the menu of a CSV file. Raises ShopFileProblem."""
    return read_menu_csv(file, shop)


def demo_shop() -> ShopFiles:
    """The demo restaurant as it ships."""
    return read_shop(files("resources") / "demo_shop")


def with_demo_menu(shop: ShopFiles) -> ShopFiles:
    """The store with the demo restaurant's dishes, at the same figures in its own money and under its own taxes."""
    profile = next(one for one in shop.documents if isinstance(one, StoreProfile))
    regime = next(one for one in shop.documents if isinstance(one, TaxRegime))
    taxed = [key for key, _ in regime.categories]
    dishes = [one for one in demo_shop().documents if isinstance(one, _OF_A_MENU)]
    menu = tuple(cast("Document", _taxed(_priced(one, profile.currency), taxed)) for one in dishes)
    stations = {one.id for one in menu if isinstance(one, Station)}
    kept = tuple(one for one in shop.documents if not (isinstance(one, Station) and one.id in stations))
    return ShopFiles((*kept, *menu), shop.pins)


def first_devices(shop: ShopFiles, terms: HouseTerms) -> tuple[DeviceSettings, ...]:
    """A printer for receipts and one for each station, played by the program until real ones are set up."""
    routes = {one.printer for one in shop.documents if isinstance(one, Station) and one.printer}
    profile = PROFILES[terms.paper]
    front = DeviceSettings("front", routes=(RECEIPT_ROUTE, DRAWER_ROUTE), profile=profile)
    return (front, *(DeviceSettings(route, routes=(route,), profile=profile) for route in sorted(routes)))


def _taxed(document: object, taxed: list[str]) -> object:
    if isinstance(document, Item | Category) and document.tax_category:
        wanted = _ALIKE.get(document.tax_category, document.tax_category)
        return replace(document, tax_category=wanted if wanted in taxed else STANDARD)
    return document


def _priced(value: object, currency: str) -> object:
    """The value with every amount in it in another currency."""
    if isinstance(value, Money):
        places = exponent_of(currency)
        return Money(value.minor * 10 ** max(0, places - 2), currency)
    if isinstance(value, tuple):
        return tuple(_priced(each, currency) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: _priced(getattr(value, each.name), currency) for each in fields(value)}
        return replace(value, **changed)
    return value
