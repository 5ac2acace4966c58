"""A menu of thousands: the demo shop's items under other names, as a shop with a wine list and a shelf has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, product
from pathlib import Path

from aura_terminal.app.commands.set_up import set_up
from aura_terminal.app.new_shop import demo_shop
from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.menu import Item, Variant
from aura_terminal.store.folders import store_file

ITEMS = 10_000
RANGES = ("", "Cellar", "Counter", "Season")
WORDS = (
    "", "Smoked", "Roasted", "Pickled", "Crispy", "Wild", "Golden", "Rustic", "House", "Alpine", "Coastal", "Garden",
    "Burnt", "Charred", "Sweet", "Spicy", "Aged", "Cured", "Braised", "Glazed", "Old Town", "Harbour", "Mountain",
    "Sunday", "Grandmother's", "Little",
)  # fmt: skip


def large_shop(items: int = ITEMS) -> ShopFiles:
    """The demo shop with so many items in its own twelve categories, as many as the register's rail can show."""
    demo = demo_shop()
    dishes = [one for one in demo.documents if isinstance(one, Item)]
    rest = tuple(one for one in demo.documents if not isinstance(one, Item))
    return ShopFiles((*rest, *islice(_items(dishes), items)), demo.pins)


def found_large(folder: Path, items: int = ITEMS) -> None:
    """Set up a terminal with such a menu, unless the folder has one."""
    if not store_file(folder).exists():
        folder.mkdir(parents=True, exist_ok=True)
        set_up(folder, "R1", large_shop(items))


def typed_words() -> tuple[str, ...]:
    """What people type to find things on this menu."""
    return ("smoked mar", "calzone", "water", "alpine espresso", "grandmother", "tira", "burrata", "house lem")


def _items(dishes: list[Item]) -> Iterator[Item]:
    for number, (word, range_, dish) in enumerate(product(WORDS, RANGES, dishes)):
        if number < len(dishes):
            yield dish
            continue
        yield replace(
            dish, id=ItemId(f"{dish.id}-{number}"), name=" ".join(filter(None, (word, dish.name, range_))),
            position=len(dishes) + number, sku=_code(dish.sku, number), barcode="",
            variants=tuple(_variant(one, number) for one in dish.variants),
        )  # fmt: skip


def _variant(variant: Variant, number: int) -> Variant:
    return replace(variant, sku=_code(variant.sku, number), barcode="")


def _code(code: str, number: int) -> str:
    return f"{code}-{number}" if code else ""
