"""What keeps a piece of the menu from being sold: each flaw with the field it stands in.

A field is named by its path: `name`, `variants.1.price`, `rates.0.percent`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from aura_terminal.domain.ids import GroupId
from aura_terminal.domain.limits import LONGEST_NOTE
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup, Variant
from aura_terminal.domain.money import Money

LONGEST_NAME = 80
DEAREST = 10**9
"""Minor units; more than that is a slip of the finger."""
MOST_COURSES, MOST_MINUTES, MOST_CHOICES = 9, 999, 999


class Flaw(StrEnum):
    """Why something can not be kept as it is; screens look the sentence up by it."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    TOO_LONG = "too_long"
    PRICE_OUT_OF_RANGE = "price_out_of_range"
    NUMBER_OUT_OF_RANGE = "number_out_of_range"
    CATEGORY_UNKNOWN = "category_unknown"
    STATION_UNKNOWN = "station_unknown"
    TAX_CLASS_UNKNOWN = "tax_class_unknown"
    GROUP_UNKNOWN = "group_unknown"
    CODE_TAKEN = "code_taken"
    VARIANTS_BY_WEIGHT = "variants_by_weight"
    NOTHING_TO_CHOOSE = "nothing_to_choose"
    MINIMUM_OUT_OF_REACH = "minimum_out_of_reach"
    MINIMUM_OVER_MAXIMUM = "minimum_over_maximum"
    CHOSEN_OVER_MAXIMUM = "chosen_over_maximum"
    GROUPS_IN_CIRCLE = "groups_in_circle"
    COMPONENT_GONE = "component_gone"
    COMBO_IN_COMBO = "combo_in_combo"
    COMBO_OTHERWISE_SOLD = "combo_otherwise_sold"
    PARTS_OUT_OF_RANGE = "parts_out_of_range"
    PERCENT_OUT_OF_RANGE = "percent_out_of_range"
    LETTER_TAKEN = "letter_taken"
    RATE_UNKNOWN = "rate_unknown"
    RATE_USED = "rate_used"
    CLASS_UNTAXED = "class_untaxed"
    CLASS_USED = "class_used"
    STEP_OUT_OF_RANGE = "step_out_of_range"


@dataclass(frozen=True, slots=True)
class Slip:
    """A flaw in a field; `other` is what it runs against: the item that has the code, the most there may be."""

    field: str
    flaw: Flaw
    other: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a piece of the menu: what it may name, and what others have already.

    `names` are those of its neighbours (of a category's items, of the categories, of the groups); `codes` are SKUs and
    barcodes of other items on the menu, each with the name of the item that has it.
    """

    categories: Collection[str] = ()
    stations: Collection[str] = ()
    tax_classes: Collection[str] = ()
    groups: Mapping[GroupId, ModifierGroup] = field(default_factory=dict)
    names: Collection[str] = ()
    codes: Mapping[str, str] = field(default_factory=dict)


def slips_of_category(category: Category, around: Around) -> tuple[Slip, ...]:
    """What is wrong with a category; nothing for one that can be kept."""
    return (
        *_name("name", category.name, around.names),
        *_known("station", category.station, around.stations, Flaw.STATION_UNKNOWN),
        *_known("tax_category", category.tax_category, around.tax_classes, Flaw.TAX_CLASS_UNKNOWN),
        *_number("course", category.course, 0, MOST_COURSES),
    )


def slips_of_item(item: Item, around: Around) -> tuple[Slip, ...]:
    """What is wrong with an item; nothing for one that can be kept."""
    slips = [
        *_name("name", item.name, around.names if item.active else ()),
        *_known("category", item.category, around.categories, Flaw.CATEGORY_UNKNOWN),
        *_price("price", item.price),
        *_number("prep_minutes", item.prep_minutes, 0, MOST_MINUTES),
    ]
    if item.station:
        slips += _known("station", item.station, around.stations, Flaw.STATION_UNKNOWN)
    if item.tax_category:
        slips += _known("tax_category", item.tax_category, around.tax_classes, Flaw.TAX_CLASS_UNKNOWN)
    if item.course is not None:
        slips += _number("course", item.course, 0, MOST_COURSES)
    for group_id in item.modifier_groups:
        slips += _known("modifier_groups", group_id, around.groups, Flaw.GROUP_UNKNOWN)
    for key in ("kitchen_name", "tag", "description"):
        slips += _length(key, getattr(item, key), LONGEST_NOTE)
    if item.by_weight is not None and item.variants:
        slips.append(Slip("by_weight", Flaw.VARIANTS_BY_WEIGHT))
    return (*slips, *_variants(item.variants), *(_codes(item, around.codes) if item.active else ()))


def slips_of_group(group: ModifierGroup, around: Around) -> tuple[Slip, ...]:
    """What is wrong with a modifier group; nothing for one that can be kept."""
    slips = [
        *_name("name", group.name, around.names),
        *_number("minimum", group.minimum, 0, MOST_CHOICES),
        *_number("maximum", group.maximum, 0, MOST_CHOICES),
    ]
    if not group.modifiers:
        slips.append(Slip("modifiers", Flaw.NOTHING_TO_CHOOSE))
    named: list[str] = []
    for place, modifier in enumerate(group.modifiers):
        slips += _modifier(f"modifiers.{place}", modifier, group.id, named, around.groups)
        named.append(modifier.name)
    return (*slips, *_bounds(group), *_circle(group, around.groups))


def code_parts(item: Item) -> Iterator[tuple[str, str]]:
    """Every field of an item that holds a code, with the code."""
    parts: list[tuple[str, Item | Variant]] = [("", item)]
    parts += [(f"variants.{place}.", variant) for place, variant in enumerate(item.variants)]
    for prefix, part in parts:
        for key in ("sku", "barcode"):
            code = getattr(part, key)
            if code:
                yield prefix + key, code


def plain(name: str) -> str:
    """A name as two are compared: without regard to case and spaces."""
    return " ".join(name.split()).casefold()


def _name(path: str, name: str, taken: Iterable[str]) -> Iterator[Slip]:
    if not name.strip():
        yield Slip(path, Flaw.NAME_MISSING)
    elif plain(name) in {plain(one) for one in taken}:
        yield Slip(path, Flaw.NAME_TAKEN, name)
    yield from _length(path, name, LONGEST_NAME)


def _length(path: str, text: str, most: int) -> Iterator[Slip]:
    if len(text) > most:
        yield Slip(path, Flaw.TOO_LONG, str(most))


def _known(path: str, value: str, known: Collection[str], flaw: Flaw) -> Iterator[Slip]:
    if value not in known:
        yield Slip(path, flaw, value)


def _number(path: str, value: int, least: int, most: int) -> Iterator[Slip]:
    if not least <= value <= most:
        yield Slip(path, Flaw.NUMBER_OUT_OF_RANGE, str(most))


def _price(path: str, price: Money) -> Iterator[Slip]:
    if not 0 <= price.minor <= DEAREST:
        yield Slip(path, Flaw.PRICE_OUT_OF_RANGE, Money(DEAREST, price.currency).plain())


def _variants(variants: Iterable[Variant]) -> Iterator[Slip]:
    named: list[str] = []
    for place, variant in enumerate(variants):
        yield from _name(f"variants.{place}.name", variant.name, named)
        yield from _price(f"variants.{place}.price", variant.price)
        named.append(variant.name)


def _codes(item: Item, taken: Mapping[str, str]) -> Iterator[Slip]:
    own: set[str] = set()
    kept: dict[str, str] = {}
    for path, code in code_parts(item):
        prefix = path.rpartition(".")[0]
        if code in taken:
            yield Slip(path, Flaw.CODE_TAKEN, taken[code])
        elif code in own and kept[code] != prefix:
            yield Slip(path, Flaw.CODE_TAKEN, item.name)
        own.add(code)
        kept.setdefault(code, prefix)


def _modifier(
    path: str, modifier: Modifier, group_id: GroupId, named: Iterable[str], groups: Mapping[GroupId, ModifierGroup]
) -> Iterator[Slip]:
    yield from _name(f"{path}.name", modifier.name, named)
    if abs(modifier.price.minor) > DEAREST:
        yield Slip(f"{path}.price", Flaw.PRICE_OUT_OF_RANGE, Money(DEAREST, modifier.price.currency).plain())
    yield from _number(f"{path}.maximum", modifier.maximum, 1, MOST_CHOICES)
    yield from _number(f"{path}.default", modifier.default, 0, max(1, modifier.maximum))
    for nested in modifier.groups:
        if nested != group_id:
            yield from _known(f"{path}.groups", nested, groups, Flaw.GROUP_UNKNOWN)


def _bounds(group: ModifierGroup) -> Iterator[Slip]:
    reachable = sum(modifier.maximum for modifier in group.modifiers)
    chosen = sum(modifier.default for modifier in group.modifiers)
    if group.maximum and group.minimum > group.maximum:
        yield Slip("minimum", Flaw.MINIMUM_OVER_MAXIMUM, str(group.maximum))
    elif group.modifiers and group.minimum > reachable:
        yield Slip("minimum", Flaw.MINIMUM_OUT_OF_REACH, str(reachable))
    if group.maximum and chosen > group.maximum:
        yield Slip("maximum", Flaw.CHOSEN_OVER_MAXIMUM, str(chosen))


def _circle(group: ModifierGroup, groups: Mapping[GroupId, ModifierGroup]) -> Iterator[Slip]:
    whole = {**groups, group.id: group}
    below = {one.id: {inner for modifier in one.modifiers for inner in modifier.groups} for one in whole.values()}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as circle:
        names = [whole[id_].name if id_ in whole else str(id_) for id_ in circle.args[1]]
        yield Slip("modifiers", Flaw.GROUPS_IN_CIRCLE, " → ".join(names))
