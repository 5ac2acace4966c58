"""Many prices changed by one rule: a percentage or an amount, then rounded once to what a menu has written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, VariantId
from aura_terminal.domain.menu import Item
from aura_terminal.domain.money import Money, RoundingMode, round_ratio

MOST_PERCENT = 900


@dataclass(frozen=True, slots=True)
class PriceKey:
    """A price of the menu: an item's own, or that of one of its variants."""

    item_id: ItemId
    variant_id: VariantId | None = None


@dataclass(frozen=True, slots=True)
class ByPercent:
    """So many hundredths more, or fewer below nothing; rounded to the nearest multiple of `step` minor units."""

    percent: Decimal
    step: int = 1

    def __post_init__(self) -> None:
        if not -100 <= self.percent <= MOST_PERCENT or self.step < 1:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=str(self.percent))

    def of(self, price: Money) -> Money:
        """The new price: the exact product, rounded once, an exact half away from nothing."""
        exponent = -int(self.percent.as_tuple().exponent)
        scale = 10 ** max(exponent, 0)
        whole = 100 * scale + int(self.percent * scale)
        steps = round_ratio(price.minor * whole, 100 * scale * self.step, RoundingMode.HALF_UP)
        return Money(steps * self.step, price.currency)


@dataclass(frozen=True, slots=True)
class ByAmount:
    """So much more, or less below nothing; no price falls below nothing."""

    amount: Money

    def of(self, price: Money) -> Money:
        """The new price."""
        changed = price + self.amount
        return changed if changed.minor > 0 else Money(0, price.currency)


PriceRule = ByPercent | ByAmount


def prices_of(item: Item) -> tuple[tuple[PriceKey, str, Money], ...]:
    """The prices a guest can pay for it, each with the variant's name: its own where it has no variants."""
    if not item.variants:
        return ((PriceKey(item.id), "", item.price),)
    return tuple((PriceKey(item.id, variant.id), variant.name, variant.price) for variant in item.variants)


def with_price(item: Item, key: PriceKey, price: Money) -> Item:
    """The item with one price changed; raises RuleBroken(VARIANT_NEEDED) for a variant it does not have.

    The price of an item with variants follows its first variant: nobody pays it, lists show it.
    """
    if key.variant_id is None:
        return replace(item, price=price)
    item.variant(key.variant_id)
    variants = tuple(replace(one, price=price) if one.id == key.variant_id else one for one in item.variants)
    return replace(item, variants=variants, price=variants[0].price)
