"""A shop small enough to be refolded thousands of times, with one of each thing that matters, and its files as founded.

The store and its terminals are founded once per process; a world begins with copies of the files.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import AreaId, CategoryId, GroupId, ItemId, ModifierId, StationId, TableId
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup, ModifierKind
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.shop import STORE_PROFILE, Area, Delivery, Station, StoreProfile, Table
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from tests.simulation.agenda import Agenda, SkewedClock
from tests.support.chance import SeededIds

CURRENCY = "EUR"
GRILL, BAR = StationId("grill"), StationId("bar")
STATIONS = (GRILL, BAR)
FOOD, DRINKS = CategoryId("food"), CategoryId("drinks")
DONENESS = GroupId("doneness")
TABLES = tuple(TableId(f"t{number}") for number in (1, 2, 3))
PRICES = {"water": 0, "steak": 2350, "soup": 690, "wine": 799, "fries": 415, "beer": 520}
ITEMS = tuple(ItemId(name) for name in PRICES)
LABELS = ("R1", "K1", "R2", "K2", "R3", "R4")


def documents() -> Iterable[Document]:
    """The whole of its reference data."""
    yield StoreProfile(
        STORE_PROFILE, "Small", "Small GmbH", ("Weg 1",), "", "", CURRENCY, BusinessCalendar("Europe/Berlin"), "tax"
    )
    rates = (TaxRate("full", "VAT 19%", "A", Decimal(19)), TaxRate("low", "VAT 7%", "B", Decimal(7)))
    yield TaxRegime(
        "tax", TaxTerms(PricesAre.INCLUSIVE, RoundingScope.LINE, RoundingMode.HALF_UP), rates,
        (("food", "Food"), ("drinks", "Drinks")), (TaxRule("food", None, ("low",)), TaxRule("drinks", None, ("full",))),
    )  # fmt: skip
    yield Station(GRILL, "Grill", "flame", "kitchen", 12, delivery=Delivery.SCREEN, fallback_station=BAR)
    yield Station(BAR, "Bar", "glass", "bar", 5)
    yield Category(FOOD, "Food", "plate", 0, GRILL, 2, "food", 0)
    yield Category(DRINKS, "Drinks", "glass", 1, BAR, 0, "drinks", 1)
    extra = Modifier(ModifierId("pepper"), "Pepper", Money(0, CURRENCY), ModifierKind.ADD, maximum=2)
    rare = Modifier(ModifierId("rare"), "Rare", Money(0, CURRENCY), ModifierKind.CHOICE, default=1)
    yield ModifierGroup(DONENESS, "Doneness", 0, 0, (rare, extra))
    for position, (name, minor) in enumerate(PRICES.items()):
        category = DRINKS if name in ("water", "wine", "beer") else FOOD
        groups = (DONENESS,) if name == "steak" else ()
        yield Item(
            ItemId(name), category, name.title(), Money(minor, CURRENCY), position, modifier_groups=groups
        )  # fmt: skip
    yield Area(AreaId("room"), "Room", 0)
    for place, table in enumerate(TABLES):
        yield Table(table, str(place + 1), AreaId("room"), 4, "round", 100 * place, 100, 80, 80)


@dataclass(frozen=True, slots=True)
class Founded:
    """The store of every world as its founders left it: one folder for each label, all with the same facts."""

    folder: Path
    store_id: str
    labels: tuple[str, ...] = LABELS

    def copy(self, label: str, target: Path) -> None:
        """A fresh terminal's folder."""
        shutil.copytree(self.folder / label, target)


def found(folder: Path, labels: tuple[str, ...] = LABELS) -> Founded:
    """Found the small shop at the first label and let every other terminal take its facts over."""
    agenda = Agenda()
    clock = SkewedClock(agenda, 0)
    first = found_store(folder / labels[0], clock, SeededIds(clock, 1), label=labels[0], documents=documents())
    store = open_store(folder / labels[0], clock, SeededIds(clock, 2), role=Role.TOOL, ballast_bytes=0)
    rows = store.facts_after(first.origin, 0, 1_000)
    store.close()
    for number, label in enumerate(labels[1:], start=3):
        join(folder / label, label, first.store_id, SeededIds(clock, number), clock)
        other = open_store(folder / label, clock, SeededIds(clock, 100 + number), ballast_bytes=0)
        other.receive(rows)
        other.close()
    return Founded(folder, first.store_id, labels)


def join(folder: Path, label: str, store_id: str, ids: SeededIds, clock: SkewedClock) -> None:
    """A terminal of the store that holds nothing yet."""
    found_store(folder, clock, ids, label=label, store_id=store_id, documents=())
