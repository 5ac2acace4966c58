"""What keeps a combo, a divided dish or a word before modifiers from being sold, each flaw with its field."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from aura_terminal.domain.dishes import MOST_PARTS, ComboChoice, ComboSlot, PreModifier
from aura_terminal.domain.ids import CategoryId, ItemId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.menu_flaws import DEAREST, LONGEST_NAME, Flaw, Slip, plain
from aura_terminal.domain.money import Money

MOST_OF_SLOT, MOST_PERCENT = 9, 1000


def slips_of_dish(item: Item, named: Mapping[ItemId, Item], categories: Collection[CategoryId]) -> tuple[Slip, ...]:
    """What is wrong with an item's combo and halves; `named` are the items its slots name, as far as there are such."""
    return (*_combo(item, named, categories), *_halves(item, categories))


def slips_of_pre(pre: PreModifier, taken: Iterable[str]) -> tuple[Slip, ...]:
    """What is wrong with a word before modifiers; `taken` are the names of the others."""
    slips = [*_name("name", pre.name, taken), *_name("word", pre.word, ())]
    if not 0 <= pre.percent <= MOST_PERCENT:
        slips.append(Slip("percent", Flaw.NUMBER_OUT_OF_RANGE, str(MOST_PERCENT)))
    return tuple(slips)


def items_named(item: Item) -> tuple[ItemId, ...]:
    """The items that the slots of a combo name."""
    return tuple(dict.fromkeys(choice.item for slot in item.combo for choice in slot.choices if choice.item))


def _combo(item: Item, named: Mapping[ItemId, Item], categories: Collection[CategoryId]) -> Iterator[Slip]:
    if item.combo and (item.variants or item.by_weight is not None or item.halves is not None):
        yield Slip("combo", Flaw.COMBO_OTHERWISE_SOLD)
    before: list[str] = []
    for place, slot in enumerate(item.combo):
        path = f"combo.{place}"
        yield from _name(f"{path}.name", slot.name, before)
        yield from _slot(path, slot)
        before.append(slot.name)
        for number, choice in enumerate(slot.choices):
            yield from _choice(f"{path}.choices.{number}", choice, item, named, categories)


def _slot(path: str, slot: ComboSlot) -> Iterator[Slip]:
    if not slot.choices:
        yield Slip(f"{path}.choices", Flaw.NOTHING_TO_CHOOSE)
    if not 1 <= slot.count <= MOST_OF_SLOT:
        yield Slip(f"{path}.count", Flaw.NUMBER_OUT_OF_RANGE, str(MOST_OF_SLOT))
    chosen = sum(choice.default for choice in slot.choices)
    if chosen > slot.count:
        yield Slip(f"{path}.count", Flaw.CHOSEN_OVER_MAXIMUM, str(chosen))


def _choice(
    path: str, choice: ComboChoice, combo: Item, named: Mapping[ItemId, Item], categories: Collection[CategoryId]
) -> Iterator[Slip]:
    if not 0 <= choice.upcharge.minor <= DEAREST:
        yield Slip(f"{path}.upcharge", Flaw.PRICE_OUT_OF_RANGE, Money(DEAREST, choice.upcharge.currency).plain())
    if choice.category:
        if choice.category not in categories:
            yield Slip(f"{path}.component", Flaw.CATEGORY_UNKNOWN)
        return
    item = combo if choice.item and choice.item == combo.id else named.get(choice.item)
    if item is None or not item.active:
        yield Slip(f"{path}.component", Flaw.COMPONENT_GONE)
    elif not item.fits_combo:
        yield Slip(f"{path}.component", Flaw.COMBO_IN_COMBO, item.name)
    elif choice.variant and choice.variant not in {one.id for one in item.variants}:
        yield Slip(f"{path}.component", Flaw.COMPONENT_GONE)


def _halves(item: Item, categories: Collection[CategoryId]) -> Iterator[Slip]:
    halves = item.halves
    if halves is None:
        return
    if not set(halves.categories) <= set(categories):
        yield Slip("halves_of", Flaw.CATEGORY_UNKNOWN)
    if not 2 <= halves.most <= MOST_PARTS:
        yield Slip("halves_most", Flaw.PARTS_OUT_OF_RANGE, str(MOST_PARTS))
    if halves.least and not 2 <= halves.least <= halves.most:
        yield Slip("halves_least", Flaw.PARTS_OUT_OF_RANGE, str(halves.most))


def _name(path: str, name: str, taken: Iterable[str]) -> Iterator[Slip]:
    if not name.strip():
        yield Slip(path, Flaw.NAME_MISSING)
    elif plain(name) in {plain(one) for one in taken}:
        yield Slip(path, Flaw.NAME_TAKEN, name)
    if len(name) > LONGEST_NAME:
        yield Slip(path, Flaw.TOO_LONG, str(LONGEST_NAME))
