"""A menu of thousands: the demo shop's items under other names, as a shop with a wine list and a shelf has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

from aura_terminal.app.commands.set_up import demo_shop, set_up
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.ids import CategoryId, ItemId
from aura_terminal.domain.menu import Category, Item, Variant
from aura_terminal.store.folders import store_file

ITEMS = 10_000
SECTIONS = ("", "Cellar", "Counter", "Season")
WORDS = (
    "", "Smoked", "Roasted", "Pickled", "Crispy", "Wild", "Golden", "Rustic", "House", "Alpine", "Coastal", "Garden",
    "Burnt", "Charred", "Sweet", "Spicy", "Aged", "Cured", "Braised", "Glazed", "Old Town", "Harbour", "Mountain",
    "Sunday", "Grandmother's", "Little",
)  # fmt: skip


def large_shop(items: int = ITEMS) -> ShopFiles:
    """The demo shop with so many items in four times its categories."""
    demo = demo_shop()
    rest = tuple(one for one in demo.documents if not isinstance(one, Category | Item))
    categories = [one for one in demo.documents if isinstance(one, Category)]
    dishes = [one for one in demo.documents if isinstance(one, Item)]
    wide = [_section(one, place, name) for place, name in enumerate(SECTIONS) for one in categories]
    return ShopFiles((*rest, *wide, *islice(_items(dishes), items)), demo.pins)


def found_large(folder: Path, items: int = ITEMS) -> None:
    """Set up a terminal with such a menu, unless the folder has one."""
    if not store_file(folder).exists():
        folder.mkdir(parents=True, exist_ok=True)
        set_up(folder, "R1", large_shop(items))


def typed_words() -> tuple[str, ...]:
    """What people type to find things on this menu."""
    return ("smoked mar", "calzone", "water", "alpine espresso", "grandmother", "tira", "burrata", "house lem")


def _section(category: Category, place: int, name: str) -> Category:
    if not name:
        return category
    return replace(
        category, id=CategoryId(f"{category.id}-{place}"), name=f"{name} {category.name}",
        position=category.position + 100 * place,
    )  # fmt: skip


def _items(dishes: list[Item]) -> Iterator[Item]:
    for number, (word, place, dish) in enumerate(product(WORDS, range(len(SECTIONS)), dishes)):
        if number < len(dishes):
            yield dish
            continue
        section = f"-{place}" if place else ""
        yield replace(
            dish, id=ItemId(f"{dish.id}-{number}"), name=" ".join(filter(None, (word, dish.name, SECTIONS[place]))),
            category=CategoryId(f"{dish.category}{section}"), position=dish.position + 10 * number,
            sku=_code(dish.sku, number), barcode="", variants=tuple(_variant(one, number) for one in dish.variants),
        )  # fmt: skip


def _variant(variant: Variant, number: int) -> Variant:
    return replace(variant, sku=_code(variant.sku, number), barcode="")


def _code(code: str, number: int) -> str:
    return f"{code}-{number}" if code else ""
