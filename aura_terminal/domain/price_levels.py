"""Price levels: other prices at certain times, for certain orders or in certain rooms; happy hour is one.

The level in force is decided by the store's clock when something is put on an order, and frozen there with its price.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AreaId, CategoryId, GroupId, ItemId, ModifierId, PriceLevelId, VariantId
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.menu import Item, ModifierGroup
from aura_terminal.domain.money import Money
from aura_terminal.domain.price_changes import ByAmount, ByPercent, PriceRule
from aura_terminal.domain.promotions import Weekday
from aura_terminal.domain.wall_clock import within

MENU_PRICES = PriceLevelId("")
"""What somebody chooses who wants the menu's own prices, whatever level is in force."""


class Application(StrEnum):
    """How a level comes into force: whenever its conditions hold, or only when somebody chooses it."""

    BY_ITSELF = "by_itself"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class LevelPrice:
    """A price written out: of an item, of one variant of it, or of a modifier wherever it is chosen."""

    price: Money
    item_id: ItemId | None = None
    variant_id: VariantId | None = None
    modifier_id: ModifierId | None = None


@dataclass(frozen=True, slots=True)
class PriceLevel:
    """Other prices than the menu's.

    It holds on the business dates of `days` (none named: every day), from `from_time` until before `until_time` on the
    store's wall clock (times that end before they begin pass midnight), for orders of `order_types` and at tables of
    `areas` (none named: wherever). It changes what `items` and `categories` name (neither: everything) by `percent` or
    else by `amount`, below zero to lower it, rounded to `step` minor units; `prices` come before that. Modifiers cost
    what they do unless `prices` names them. Of several levels that would change a thing the one counts whose
    `position` is lowest, and no other.
    """

    id: PriceLevelId
    name: str
    position: int = 0
    application: Application = Application.BY_ITSELF
    days: tuple[Weekday, ...] = ()
    from_time: time | None = None
    until_time: time | None = None
    order_types: tuple[OrderType, ...] = ()
    areas: tuple[AreaId, ...] = ()
    percent: Decimal = Decimal(0)
    amount: Money | None = None
    step: int = 1
    categories: tuple[CategoryId, ...] = ()
    items: tuple[ItemId, ...] = ()
    prices: tuple[LevelPrice, ...] = ()
    active: bool = True

    @property
    def change(self) -> PriceRule | None:
        """What it does to a price that is not written out; None for nothing."""
        if self.amount is not None:
            return ByAmount(self.amount)
        return ByPercent(self.percent, self.step) if self.percent else None

    def covers(self, item_id: ItemId, category_id: CategoryId) -> bool:
        """Whether its change is reckoned on an item."""
        return item_id in self.items or category_id in self.categories or not (self.items or self.categories)

    def reaches(self, item_id: ItemId, category_id: CategoryId) -> bool:
        """Whether an item, or one of its variants, costs something else under it."""
        written = any(each.item_id == item_id for each in self.prices)
        return written or (self.change is not None and self.covers(item_id, category_id))


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and where something is asked for. `area` is that of the order's table, None for no table."""

    at: datetime
    order_type: OrderType
    area: AreaId | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """An item and what it may ask, with the prices in force; `level` is what they are called, "" for the menu's own."""

    item: Item
    groups: Mapping[GroupId, ModifierGroup]
    level: str = ""


def in_force(levels: Iterable[PriceLevel], now: Circumstances, calendar: BusinessCalendar) -> tuple[PriceLevel, ...]:
    """The levels whose conditions hold, the one that counts first in front."""
    return ordered(one for one in levels if one.application is Application.BY_ITSELF and _holds(one, now, calendar))


def ordered(levels: Iterable[PriceLevel]) -> tuple[PriceLevel, ...]:
    """The active ones, by position; of those of one position by id."""
    return tuple(sorted((one for one in levels if one.active), key=lambda one: (one.position, one.id)))


def chosen(levels: Iterable[PriceLevel], level_id: PriceLevelId) -> tuple[PriceLevel, ...]:
    """The level somebody chose, alone; none for the menu's own prices. Raises RuleBroken(PRICE_LEVEL_GONE)."""
    if level_id == MENU_PRICES:
        return ()
    found = tuple(one for one in levels if one.id == level_id and one.active)
    if not found:
        raise RuleBroken(Rule.PRICE_LEVEL_GONE)
    return found


def priced(item: Item, groups: Mapping[GroupId, ModifierGroup], levels: Sequence[PriceLevel]) -> Priced:
    """An item with the prices of the levels in force, given in the order in which they count."""
    if not levels:
        return Priced(item, groups)
    level = next((one for one in levels if one.reaches(item.id, item.category)), None)
    dearer = {group_id: _group(group, levels) for group_id, group in groups.items()}
    return Priced(item, dearer) if level is None else Priced(_item(item, level), dearer, level.name)


def tile_price(item_id: ItemId, category_id: CategoryId, price: Money, levels: Sequence[PriceLevel]) -> Money | None:
    """What a price becomes that no level writes out; None where its item has to be looked at."""
    level = next((one for one in levels if one.reaches(item_id, category_id)), None)
    if level is None:
        return price
    if any(each.item_id == item_id for each in level.prices):
        return None
    return _changed(price, level)


def check_level(level: PriceLevel) -> PriceLevel:
    """Refuse a level without a name (NAME_NEEDED), one that changes nothing (PRICE_LEVEL_EMPTY), or by too much."""
    if not level.name.strip():
        raise RuleBroken(Rule.NAME_NEEDED)
    if level.change is None and not level.prices:
        raise RuleBroken(Rule.PRICE_LEVEL_EMPTY, name=level.name)
    for each in level.prices:
        if each.price.minor < 0 and each.modifier_id is None:
            raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=each.price.plain())
    return replace(level, name=level.name.strip())


def _holds(level: PriceLevel, now: Circumstances, calendar: BusinessCalendar) -> bool:
    today = list(Weekday)[calendar.date_of(now.at).weekday()]
    return (
        level.active
        and (not level.days or today in level.days)
        and within(calendar.local(now.at).time(), level.from_time, level.until_time)
        and (not level.order_types or now.order_type in level.order_types)
        and (not level.areas or now.area in level.areas)
    )


def _item(item: Item, level: PriceLevel) -> Item:
    variants = tuple(
        replace(one, price=_price(item, one.id, one.price, level)) if level.reaches(item.id, item.category) else one
        for one in item.variants
    )
    return replace(item, price=_price(item, None, item.price, level), variants=variants)


def _price(item: Item, variant_id: VariantId | None, price: Money, level: PriceLevel) -> Money:
    written = {each.variant_id: each.price for each in level.prices if each.item_id == item.id}
    if variant_id in written:
        return written[variant_id]
    return _changed(price, level) if level.covers(item.id, item.category) else price


def _changed(price: Money, level: PriceLevel) -> Money:
    return price if level.change is None else level.change.of(price)


def _group(group: ModifierGroup, levels: Sequence[PriceLevel]) -> ModifierGroup:
    written: dict[ModifierId, Money] = {}
    for level in levels:
        for each in level.prices:
            if each.modifier_id is not None:
                written.setdefault(each.modifier_id, each.price)
    if not any(one.id in written for one in group.modifiers):
        return group
    modifiers = tuple(replace(one, price=written.get(one.id, one.price)) for one in group.modifiers)
    return replace(group, modifiers=modifiers)
