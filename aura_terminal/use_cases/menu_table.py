"""The menu as a table of texts, one row an item: what each column holds, written and read so that both agree.

| column | holds |
|---|---|
| `id` | which item it is; empty for a new one |
| `category`, `name` | as people read them |
| `price` | major units with a point; of an item with variants the first of them |
| `variants` | names and prices: `Small=9.50|Large=12.00`; a `\\` stands before a bar, an equals sign or itself |
| `tax_category`, `station`, `course` | empty: as the category says |
| `modifier_groups` | ids of what is asked, in order, with bars between them |
| `allergens`, `dietary` | words with bars between them |
| `price_unit`, `tare` | `kg` or `100g` for what is sold by weight; grams of its usual container |
| `combo` | slots with bars between them, `Drink=1=item/cola/0.00/1=category/drinks/0.80`: name, count, what fills it |
| `halves` | `highest=2=0=pizza`: what they cost, parts at most, at least, and the categories they come from |
| `active` | `yes` or `no` |
| the rest | texts, and whole numbers |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from aura_terminal.domain.ids import GroupId, StationId, VariantId
from aura_terminal.domain.menu import ByWeight, Item, Variant
from aura_terminal.domain.menu_flaws import MOST_COURSES, plain
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.domain.telling import told
from aura_terminal.domain.weighing import HEAVIEST, PriceUnit
from aura_terminal.use_cases.menu_cells import BAR as BAR
from aura_terminal.use_cases.menu_cells import EQUALS as EQUALS
from aura_terminal.use_cases.menu_cells import WrongCell as WrongCell
from aura_terminal.use_cases.menu_cells import escaped as escaped
from aura_terminal.use_cases.menu_cells import parts as parts
from aura_terminal.use_cases.menu_cells import read_combo, read_halves, written_halves, written_slot
from aura_terminal.use_cases.menu_cells import unescaped as unescaped

COLUMNS = (
    "id", "category", "name", "price", "variants", "tax_category", "station", "course", "modifier_groups",
    "kitchen_name", "tag", "sku", "barcode", "description", "allergens", "dietary", "prep_minutes", "calories",
    "price_unit", "tare", "combo", "halves", "active",
)  # fmt: skip
NEEDED = ("category", "name")
TEXTS = ("kitchen_name", "tag", "sku", "barcode", "description")
WHOLE = {"prep_minutes": 999, "calories": 99_999}
YES, NO = "yes", "no"
WORDS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class TableNames:
    """What a table may name besides its own rows, by id; `decimal` is the sign it writes amounts with."""

    currency: str
    stations: Mapping[str, str]
    tax_classes: Mapping[str, str]
    groups: Mapping[str, str]
    decimal: str = "."


def written(item: Item, category: str) -> dict[str, str]:
    """An item as a row of texts, by column."""
    weight = item.by_weight
    row = {key: str(getattr(item, key)) for key in TEXTS}
    row |= {key: str(getattr(item, key) or "") for key in WHOLE}
    return row | {
        "id": item.id,
        "category": category,
        "name": item.name,
        "price": item.price.plain(),
        "variants": BAR.join(f"{escaped(one.name)}{EQUALS}{one.price.plain()}" for one in item.variants),
        "tax_category": item.tax_category,
        "station": item.station,
        "course": "" if item.course is None else str(item.course),
        "modifier_groups": BAR.join(map(escaped, item.modifier_groups)),
        "allergens": BAR.join(map(escaped, item.allergens)),
        "dietary": BAR.join(map(escaped, item.dietary)),
        "price_unit": "" if weight is None else weight.unit.value,
        "tare": str(weight.tare) if weight is not None and weight.tare else "",
        "combo": BAR.join(map(written_slot, item.combo)),
        "halves": "" if item.halves is None else written_halves(item.halves),
        "active": YES if item.active else NO,
    }


def with_cell(item: Item, column: str, text: str, names: TableNames) -> Item:
    """The item with one of its columns as a table has it. Raises WrongCell."""
    if column in TEXTS:
        return _with(item, column, _text(text))
    if column in WHOLE:
        return _with(item, column, _whole(text, WHOLE[column]))
    return _READERS[column](item, text, names)


def _with(item: Item, key: str, value: Any) -> Item:  # each column has its own type
    return replace(item, **{key: value})


def _words(text: str) -> tuple[str, ...]:
    return tuple(unescaped(one).strip() for one in parts(text, BAR) if one.strip())


def _text(text: str) -> str:
    if not text.isprintable():
        raise WrongCell(told("has a line break or another sign that is no letter"), told("Write it on one line"))
    return text


def _whole(text: str, most: int) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and int(text) <= most):
        raise WrongCell(
            told("{text!r} is not a whole number up to {most}", text=text, most=most), told("Write digits only")
        )
    return int(text)


def _money(text: str, names: TableNames) -> Money:
    try:
        price = parse_money(text.replace(names.decimal, "."), names.currency)
    except ValueError:
        wrong = told("{text!r} is not an amount of {currency}", text=text, currency=names.currency)
        raise WrongCell(wrong, told("Write it as 9{decimal}50", decimal=names.decimal)) from None
    if price.minor < 0:
        raise WrongCell(told("{text!r} is less than nothing", text=text), told("Write 0 or more"))
    return price


def _known(text: str, known: Mapping[str, str], what: str) -> str:
    """An id by itself or by the name it goes by."""
    if not text or text in known:
        return text
    found = next((id_ for id_, name in known.items() if plain(name) == plain(text)), "")
    if not found:
        raise WrongCell(
            told("there is no {what} {text!r}", what=what, text=text),
            told("Known are: {known}", known=", ".join(sorted(known)) or told("none yet")),
        )
    return found


def _name(item: Item, text: str, names: TableNames) -> Item:
    if not text:
        raise WrongCell(told("is missing"), told("Write what the item is called"))
    return replace(item, name=_text(text))


def _price(item: Item, text: str, names: TableNames) -> Item:
    if item.variants:
        if text and _money(text, names) != item.price:
            raise WrongCell(told("has sizes with prices of their own"), told("Change them under variants"))
        return item
    if not text:
        raise WrongCell(told("is missing"), told("Write a price, or variants"))
    return replace(item, price=_money(text, names))


def _variants(item: Item, text: str, names: TableNames) -> Item:
    here = {plain(one.name): one for one in item.variants}
    found: dict[str, Variant] = {}
    for part in parts(text, BAR) if text else ():
        name, *rest = parts(part, EQUALS)
        name = unescaped(name).strip()
        if not name or len(rest) != 1 or plain(name) in found:
            raise WrongCell(told("{part!r} is not a variant", part=part), told("Write Small=9.50|Large=12.00"))
        price = _money(rest[0].strip(), names)
        known = here.get(plain(name)) or Variant(VariantId(""), name, price)
        found[plain(name)] = replace(known, name=name, price=price)
    variants = tuple(found.values())
    return replace(item, variants=variants, price=variants[0].price if variants else item.price)


def _tax(item: Item, text: str, names: TableNames) -> Item:
    return replace(item, tax_category=_known(text, names.tax_classes, told("tax class")))


def _station(item: Item, text: str, names: TableNames) -> Item:
    return replace(item, station=StationId(_known(text, names.stations, told("station"))))


def _course(item: Item, text: str, names: TableNames) -> Item:
    return replace(item, course=_whole(text, MOST_COURSES) if text else None)


def _groups(item: Item, text: str, names: TableNames) -> Item:
    return replace(
        item, modifier_groups=tuple(GroupId(_known(one, names.groups, told("choice"))) for one in _words(text))
    )


def _weight(item: Item, text: str, names: TableNames) -> Item:
    if not text:
        return replace(item, by_weight=None)
    if text not in {unit.value for unit in PriceUnit}:
        raise WrongCell(
            told("{text!r} is not what a price can be for", text=text), told("Write kg or 100g, or nothing")
        )
    tare = 0 if item.by_weight is None else item.by_weight.tare
    return replace(item, by_weight=ByWeight(PriceUnit(text), tare))


def _tare(item: Item, text: str, names: TableNames) -> Item:
    grams = _whole(text, HEAVIEST)
    if item.by_weight is None:
        if grams:
            raise WrongCell(told("is for what is sold by weight"), told("Write kg under price_unit, or leave it out"))
        return item
    return replace(item, by_weight=replace(item.by_weight, tare=grams))


def _combo(item: Item, text: str, names: TableNames) -> Item:
    return replace(item, combo=read_combo(text, partial(_money, names=names)) if text else ())


def _halves(item: Item, text: str, names: TableNames) -> Item:
    return replace(item, halves=read_halves(text) if text else None)


def _active(item: Item, text: str, names: TableNames) -> Item:
    if not text:
        return item
    if text.casefold() not in WORDS:
        raise WrongCell(told("{text!r} is neither yes nor no", text=text), told("Write yes or no"))
    return replace(item, active=WORDS[text.casefold()])


def _list(key: str) -> Callable[[Item, str, TableNames], Item]:
    return lambda item, text, names: _with(item, key, _words(_text(text)))


_READERS: Mapping[str, Callable[[Item, str, TableNames], Item]] = {
    "name": _name,
    "variants": _variants,
    "price": _price,
    "tax_category": _tax,
    "station": _station,
    "course": _course,
    "modifier_groups": _groups,
    "allergens": _list("allergens"),
    "dietary": _list("dietary"),
    "price_unit": _weight,
    "tare": _tare,
    "combo": _combo,
    "halves": _halves,
    "active": _active,
}
READ_IN_ORDER = (*_READERS, *TEXTS, *WHOLE)
"""Variants come before the price they replace, the unit before its container."""


def in_order(columns: Iterable[str]) -> tuple[str, ...]:
    """Columns as they have to be read."""
    wanted = set(columns)
    return tuple(one for one in READ_IN_ORDER if one in wanted)
