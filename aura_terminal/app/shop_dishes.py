"""Combos, divided dishes, prices by size and words before modifiers of a shop's files."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from aura_terminal.app.shop_entries import Entry, must_be_unique
from aura_terminal.domain.dishes import (
    MOST_PARTS,
    ComboChoice,
    ComboSlot,
    Halves,
    HalvesPrice,
    PreModifier,
    SizePrice,
)
from aura_terminal.domain.ids import CategoryId, ItemId, PreModifierId, VariantId
from aura_terminal.domain.menu import Item

MOST_PERCENT, MOST_OF_SLOT = 1000, 9


def read_pres(file: Entry) -> tuple[PreModifier, ...]:
    """The tables [[pre]]: words before modifiers, in their order."""
    entries = file.entries("pre", "pre")
    must_be_unique([(entry, entry.id()) for entry in entries], "id")
    return tuple(_pre(entry, place) for place, entry in enumerate(entries, 1))


def _pre(entry: Entry, position: int) -> PreModifier:
    name = entry.text("name")
    counts = "counts" not in entry.values or entry.switch("counts")
    entry.asked.add("counts")
    percent = entry.whole("percent", 0, MOST_PERCENT, 100)
    pre = PreModifier(PreModifierId(entry.id()), name, entry.text("word", name.upper()), percent, counts, position)
    entry.done()
    return pre


def read_sizes(entry: Entry, currency: str) -> tuple[SizePrice, ...]:
    """The tables [[… .size]] of a modifier: what it costs on variants of that name."""
    below = entry.entries("size", "size")
    must_be_unique([(one, one.text("size")) for one in below], "size")
    sizes = []
    for one in below:
        sizes.append(SizePrice(one.text("size"), one.money("price", currency)))
        one.done()
    return tuple(sizes)


def read_slots(entry: Entry, currency: str) -> tuple[ComboSlot, ...]:
    """The tables [[item.slot]] of a combo, each with its [[item.slot.choice]]; `must_fill` looks at what they name."""
    below = entry.entries("slot", "slot")
    must_be_unique([(one, one.text("name")) for one in below], "name")
    slots = []
    for one in below:
        choices = tuple(_choice(choice, currency) for choice in one.entries("choice", "choice"))
        slot = ComboSlot(one.text("name"), choices, one.whole("count", 1, MOST_OF_SLOT, 1))
        one.done()
        if sum(choice.default for choice in choices) > slot.count:
            raise one.problem("count", f"more than {slot.count} are chosen beforehand", "Choose fewer with default.")
        slots.append(slot)
    return tuple(slots)


def _choice(entry: Entry, currency: str) -> ComboChoice:
    upcharge = entry.text("upcharge", "0")
    entry.asked.update(("item", "variant", "category"))
    if entry.has("item") == entry.has("category"):
        raise entry.problem("item", "a choice names either an item or a category", "Write one of the two.")
    free = Entry(entry.file, entry.name, {"upcharge": upcharge})
    choice = ComboChoice(
        free.money("upcharge", currency),
        ItemId(entry.text("item", "")),
        VariantId(entry.text("variant", "")),
        CategoryId(entry.text("category", "")),
        entry.whole("default", 0, MOST_OF_SLOT, 0),
    )
    entry.done()
    if choice.default and not choice.item:
        raise entry.problem("default", "a category chooses nothing beforehand", "Name an item with default.")
    return choice


def read_halves(entry: Entry, categories: Collection[str]) -> Halves | None:
    """How an item may be divided: `halves_of` names the categories its parts come from; None where it does not."""
    named = tuple(
        CategoryId(entry.one_of("halves_of", one, categories, "category")) for one in entry.texts("halves_of")
    )
    price = entry.word("halves_price", HalvesPrice, HalvesPrice.HIGHEST)
    most, least = entry.whole("halves_most", 2, MOST_PARTS, 2), entry.whole("halves_least", 0, MOST_PARTS, 0)
    return Halves(named, price, most, least) if named else None


def must_fill(entries: Mapping[ItemId, Entry], items: Mapping[ItemId, Item], categories: Collection[str]) -> None:
    """Refuse a slot that names what there is not, what can be no part of a combo, or nothing at all."""
    for item in items.values():
        for slot in item.combo:
            entry = entries[item.id]
            if not slot.choices:
                raise entry.problem("slot", f"{slot.name} has nothing to choose", "Add a [[item.slot.choice]].")
            for choice in slot.choices:
                if choice.category:
                    entry.one_of("slot", choice.category, categories, "category")
                else:
                    _must_fit(entry, items[ItemId(entry.one_of("slot", choice.item, items, "item"))], choice)


def _must_fit(entry: Entry, item: Item, choice: ComboChoice) -> None:
    if item.combo or item.by_weight is not None:
        raise entry.problem("slot", f"{item.id!r} can be no part of a combo", "Name an ordinary item.")
    if choice.variant:
        entry.one_of("slot", choice.variant, [one.id for one in item.variants], "variant")
