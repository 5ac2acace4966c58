"""What dishes are put together of: words before modifiers, slots of combos, halves, prices by size.

Shares of a price are exact: they add up to the whole, in whole minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aura_terminal.domain.discounts import shared_out
from aura_terminal.domain.ids import CategoryId, ComboId, ItemId, PreModifierId, VariantId
from aura_terminal.domain.kinds import HalvesPrice as HalvesPrice
from aura_terminal.domain.money import Money, RoundingMode, round_ratio

MOST_PARTS = 4
FRACTIONS = {
    (1, 2): "½", (1, 3): "⅓", (2, 3): "⅔", (1, 4): "¼", (2, 4): "½", (3, 4): "¾",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreModifier:
    """A word before a modifier: NO onions, EXTRA cheese. The kitchen reads `word`.

    `percent` of the modifier's price is asked for it. One that does not count towards a group's minimum and maximum
    does not ask what the modifier itself would ask either.
    """

    id: PreModifierId
    name: str
    word: str
    percent: int = 100
    counts: bool = True
    position: int = 0


@dataclass(frozen=True, slots=True)
class SizePrice:
    """What a modifier costs on a size; sizes go by name, so that all pizzas share one list of toppings."""

    size: str
    price: Money


@dataclass(frozen=True, slots=True)
class ComboChoice:
    """What may fill a slot: an item, one variant of it, or anything of a category, for so much more.

    `default` says how many of a named item are chosen beforehand; a category chooses nothing beforehand.
    """

    upcharge: Money
    item: ItemId = ItemId("")
    variant: VariantId = VariantId("")
    category: CategoryId = CategoryId("")
    default: int = 0


@dataclass(frozen=True, slots=True)
class ComboSlot:
    """A place of a combo that is filled `count` times; names are told apart within a combo."""

    name: str
    choices: tuple[ComboChoice, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Halves:
    """A dish that may be divided into up to `most` equal parts, each an item of these categories at the whole's size.

    With a `least` of 2 it is never sold whole.
    """

    categories: tuple[CategoryId, ...]
    price: HalvesPrice
    most: int = 2
    least: int = 0


@dataclass(frozen=True, slots=True)
class InCombo:
    """Which combo a line is part of, frozen: one `id` for each that was asked for, the menu's name for it, the slot."""

    id: ComboId
    item_id: ItemId
    name: str
    slot: str


@dataclass(frozen=True, slots=True)
class SoldPart:
    """A part of a divided dish as it was sold, its share in its names: ½ Margherita."""

    item_id: ItemId
    name: str
    kitchen_name: str


@dataclass(frozen=True, slots=True)
class OnPart:
    """Where on a divided dish something goes: the part's place, from 1, and its name."""

    place: int
    name: str


def combo_shares(price: Money, weights: Sequence[Money]) -> tuple[Money, ...]:
    """What each component bears of a combo's price, in proportion to what it costs by itself.

    The shares add up to the price; largest remainders first, ties by place. Where all cost nothing, all bear alike.
    """
    minors = [weight.minor for weight in weights]
    if sum(minors) <= 0:
        minors = [1] * len(minors)
    shares = shared_out(price.minor, minors, [f"{place:04d}" for place in range(len(minors))])
    return tuple(Money(share, price.currency) for share in shares)


def halves_price(rule: HalvesPrice, parts: Sequence[tuple[ItemId, Money]]) -> Money:
    """What a divided dish costs when its parts would cost so much as wholes. One rounding, an exact half goes up."""
    prices = [price.minor for _, price in parts]
    match rule:
        case HalvesPrice.HIGHEST:
            minor = max(prices)
        case HalvesPrice.AVERAGE:
            kinds = {item_id: price.minor for item_id, price in parts}
            minor = round_ratio(sum(kinds.values()), len(kinds), RoundingMode.HALF_UP)
        case HalvesPrice.SUM_OF_SHARES:
            minor = round_ratio(sum(prices), len(prices), RoundingMode.HALF_UP)
    return Money(minor, parts[0][1].currency)


def adjusted(price: Money, percent: int, parts: int) -> Money:
    """What a modifier costs with a word before it and on one of so many parts. One rounding, an exact half goes up."""
    return Money(round_ratio(price.minor * percent, 100 * parts, RoundingMode.HALF_UP), price.currency)


def part_names(names: Sequence[str]) -> tuple[str, ...]:
    """The parts of a dish with their shares: ½ Margherita, ½ Funghi."""
    return tuple(f"{FRACTIONS[1, len(names)]} {name}" for name in names)


def divided_name(names: Sequence[str]) -> str:
    """What a divided dish is called; equal parts are told together: ¾ Margherita · ¼ Funghi."""
    counts = {name: names.count(name) for name in names}
    if len(counts) == 1:
        return names[0]
    return " · ".join(f"{FRACTIONS[count, len(names)]} {name}" for name, count in counts.items())
