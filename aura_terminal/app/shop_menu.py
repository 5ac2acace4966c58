"""The menu and modifier files of a shop as categories, items and modifier groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from aura_terminal.app.shop_dishes import must_fill, read_halves, read_sizes, read_slots
from aura_terminal.app.shop_entries import Entry, must_be_unique
from aura_terminal.app.shop_stations import read_portions, read_reroutes, stations_named
from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, StationId, VariantId
from aura_terminal.domain.menu import ByWeight, Category, Item, Modifier, ModifierGroup, ModifierKind, Variant
from aura_terminal.domain.weighing import HEAVIEST, PriceUnit

PALETTE = 9
MOST = 999


def read_groups(file: Entry, currency: str) -> tuple[ModifierGroup, ...]:
    """The modifier groups; nested ones exist and do not run in a circle, and the bounds can be kept."""
    entries = file.entries("group", "group")
    must_be_unique([(entry, entry.id()) for entry in entries], "id")
    known = [entry.id() for entry in entries]
    modifiers = {entry.id(): entry.entries("modifier", "modifier") for entry in entries}
    must_be_unique([(one, one.id()) for below in modifiers.values() for one in below], "id")
    groups = tuple(_group(entry, modifiers[entry.id()], known, currency) for entry in entries)
    _must_not_circle(file, groups)
    return groups


def _group(entry: Entry, below: Sequence[Entry], known: Sequence[str], currency: str) -> ModifierGroup:
    modifiers = tuple(_modifier(one, known, currency) for one in below)
    least, most = entry.whole("minimum", 0, MOST), entry.whole("maximum", 0, MOST)
    group = ModifierGroup(GroupId(entry.id()), entry.text("name"), least, most, modifiers)
    entry.done()
    reachable = sum(modifier.maximum for modifier in modifiers)
    if group.minimum > reachable or (group.maximum and group.minimum > group.maximum):
        raise entry.problem("minimum", f"{group.minimum} cannot be chosen here", "Lower it, or offer more.")
    chosen = sum(modifier.default for modifier in modifiers)
    if group.maximum and chosen > group.maximum:
        raise entry.problem("maximum", f"{chosen} are chosen beforehand", "Choose fewer with default.")
    return group


def _modifier(entry: Entry, groups: Sequence[str], currency: str) -> Modifier:
    maximum = entry.whole("maximum", 1, MOST, 1)
    modifier = Modifier(
        id=ModifierId(entry.id()),
        name=entry.text("name"),
        price=entry.money("price", currency),
        kind=entry.word("kind", ModifierKind),
        default=entry.whole("default", 0, maximum, 0),
        maximum=maximum,
        groups=tuple(GroupId(entry.one_of("groups", group, groups, "group")) for group in entry.texts("groups")),
        portions=read_portions(entry),
        sizes=read_sizes(entry, currency),
    )
    entry.done()
    return modifier


def _must_not_circle(file: Entry, groups: Sequence[ModifierGroup]) -> None:
    below = {group.id: {inner for modifier in group.modifiers for inner in modifier.groups} for group in groups}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as circle:
        names = " -> ".join(circle.args[1])
        raise file.problem("group", f"groups ask for one another in a circle: {names}", "Break it.") from circle


def read_menu(
    file: Entry, currency: str, stations: Sequence[str], tax_categories: Sequence[str], groups: Sequence[ModifierGroup]
) -> tuple[Document, ...]:
    """Categories, then items; every name they use exists and no code is used twice."""
    known = _Known(stations, tax_categories, [group.id for group in groups], currency)
    category_entries, item_entries = file.entries("category", "category"), file.entries("item", "item")
    must_be_unique([(entry, entry.id()) for entry in category_entries], "id")
    must_be_unique([(entry, entry.id()) for entry in item_entries], "id")
    categories = {category.id: category for category in (known.category(entry) for entry in category_entries)}
    items = tuple(known.item(entry, categories) for entry in item_entries)
    by_id = {item.id: item for item in items}
    must_fill({item.id: entry for item, entry in zip(items, item_entries, strict=True)}, by_id, categories)
    for code in ("sku", "barcode"):
        must_be_unique(known.codes[code], code)
    return (*categories.values(), *items)


class _Known:
    """What a menu may name, and the codes it has used so far."""

    def __init__(self, stations: Sequence[str], taxes: Sequence[str], groups: Sequence[str], currency: str) -> None:
        self._stations, self._taxes, self._groups, self._currency = stations, taxes, groups, currency
        self.codes: dict[str, list[tuple[Entry, str]]] = {"sku": [], "barcode": []}

    def category(self, entry: Entry) -> Category:
        category = Category(
            id=CategoryId(entry.id()),
            name=entry.text("name"),
            icon=entry.text("icon"),
            colour=entry.whole("colour", 0, PALETTE),
            station=StationId(entry.one_of("station", entry.text("station"), self._stations, "station")),
            course=entry.whole("course", 0, 9, 0),
            tax_category=entry.one_of("tax_category", entry.text("tax_category"), self._taxes, "tax category"),
            position=entry.whole("position", 1, MOST),
            also_stations=stations_named(entry, "also_stations", self._stations),
            reroutes=read_reroutes(entry, self._stations),
        )
        entry.done()
        return category

    def item(self, entry: Entry, categories: Mapping[CategoryId, Category]) -> Item:
        groups = [entry.one_of("modifier_groups", one, self._groups, "group") for one in entry.texts("modifier_groups")]
        item = Item(
            id=ItemId(entry.id()),
            category=CategoryId(entry.one_of("category", entry.text("category"), categories, "category")),
            name=entry.text("name"),
            price=entry.money("price", self._currency),
            position=entry.whole("position", 1, 99_999),
            kitchen_name=entry.text("kitchen_name", ""),
            tag=entry.text("tag", ""),
            sku=self._code(entry, "sku"),
            barcode=self._code(entry, "barcode"),
            description=entry.text("description", ""),
            image=entry.text("image", ""),
            station=StationId(self._if_named(entry, "station", self._stations, "station")),
            tax_category=self._if_named(entry, "tax_category", self._taxes, "tax category"),
            course=entry.whole("course", 0, 9) if entry.has("course") else None,
            prep_minutes=entry.whole("prep_minutes", 0, MOST, 0),
            calories=entry.whole("calories", 0, 99_999, 0),
            allergens=entry.texts("allergens"),
            dietary=entry.texts("dietary"),
            variants=tuple(self._variant(below) for below in self._variants(entry)),
            modifier_groups=tuple(GroupId(group) for group in groups),
            also_stations=stations_named(entry, "also_stations", self._stations),
            reroutes=read_reroutes(entry, self._stations),
            portions=read_portions(entry),
            by_weight=read_by_weight(entry),
            combo=read_slots(entry, self._currency),
            halves=read_halves(entry, categories),
        )
        entry.asked.add("course")
        entry.done()
        return item

    def _variants(self, entry: Entry) -> tuple[Entry, ...]:
        below = entry.entries("variants", "variant")
        must_be_unique([(one, one.id()) for one in below], "id")
        return below

    def _variant(self, entry: Entry) -> Variant:
        variant = Variant(
            VariantId(entry.id()), entry.text("name"), entry.money("price", self._currency),
            self._code(entry, "sku"), self._code(entry, "barcode"), read_portions(entry),
        )  # fmt: skip
        entry.done()
        return variant

    def _code(self, entry: Entry, key: str) -> str:
        code = entry.text(key, "")
        if code:
            self.codes[key].append((entry, code))
        return code

    @staticmethod
    def _if_named(entry: Entry, key: str, known: Sequence[str], kind: str) -> str:
        value = entry.text(key, "")
        return entry.one_of(key, value, known, kind) if value else ""


def read_by_weight(entry: Entry) -> ByWeight | None:
    """How an item is sold by weight: `price_unit` is what its price is for, `tare` its usual container in grams."""
    tare = entry.whole("tare", 0, HEAVIEST, 0)
    if not entry.has("price_unit"):
        entry.asked.add("price_unit")
        if tare:
            raise entry.problem("tare", "is for what is sold by weight", 'Add price_unit = "kg", or leave it out.')
        return None
    unit = entry.word("price_unit", PriceUnit)
    if entry.has("variants"):
        raise entry.problem("variants", "what is sold by weight has none", "Make an item of each of them.")
    return ByWeight(unit, tare)
