"""The menu: categories, items, variants and modifier groups, and the rule that prices a guest's choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, StationId, VariantId
from aura_terminal.domain.kinds import Availability as Availability
from aura_terminal.domain.kinds import ModifierKind as ModifierKind
from aura_terminal.domain.money import Money
from aura_terminal.domain.reroutes import Reroute as Reroute
from aura_terminal.domain.weighing import ByWeight as ByWeight


@dataclass(frozen=True, slots=True)
class Portion:
    """So much of something that is made beforehand goes into one unit: two patties, one bun."""

    name: str
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Category:
    """A row of the register's rail. `colour` is an index into the category palette, `course` 0 means at once.

    `also_stations` make a part of every item of it, beside `station`; `reroutes` say where a kind of order is made.
    """

    id: CategoryId
    name: str
    icon: str
    colour: int
    station: StationId
    course: int
    tax_category: str
    position: int
    also_stations: tuple[StationId, ...] = ()
    reroutes: tuple[Reroute, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """A size or style of an item with a price of its own, instead of the item's; `portions` come before the item's."""

    id: VariantId
    name: str
    price: Money
    sku: str = ""
    barcode: str = ""
    portions: tuple[Portion, ...] = ()


@dataclass(frozen=True, slots=True)
class Modifier:
    """One thing a guest can choose on an item. `default` are chosen beforehand; `maximum` is per unit of the item.

    `groups` are asked only when this modifier is chosen (nested groups).
    """

    id: ModifierId
    name: str
    price: Money
    kind: ModifierKind
    default: int = 0
    maximum: int = 1
    groups: tuple[GroupId, ...] = ()
    portions: tuple[Portion, ...] = ()


@dataclass(frozen=True, slots=True)
class ModifierGroup:
    """Modifiers of which at least `minimum` and at most `maximum` (0: no limit) are chosen per unit of the item."""

    id: GroupId
    name: str
    minimum: int
    maximum: int
    modifiers: tuple[Modifier, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A thing on the menu. Empty `station`, `tax_category` and a `course` of None mean: as its category says.

    An item with a `station` of its own follows its own `also_stations` and `reroutes`; one without follows those it
    has, else its category's. `portions` are what one unit takes of what is made beforehand. `by_weight` makes its price
    one for so much of it; such an item has no variants.
    """

    id: ItemId
    category: CategoryId
    name: str
    price: Money
    position: int
    kitchen_name: str = ""
    tag: str = ""
    sku: str = ""
    barcode: str = ""
    description: str = ""
    image: str = ""
    station: StationId = StationId("")
    tax_category: str = ""
    course: int | None = None
    prep_minutes: int = 0
    calories: int = 0
    allergens: tuple[str, ...] = ()
    dietary: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    modifier_groups: tuple[GroupId, ...] = ()
    active: bool = True
    also_stations: tuple[StationId, ...] = ()
    reroutes: tuple[Reroute, ...] = ()
    portions: tuple[Portion, ...] = ()
    by_weight: ByWeight | None = None

    def variant(self, variant_id: VariantId | None) -> Variant | None:
        """The variant asked for; None where the item has none. Raises RuleBroken where one must be named."""
        if not self.variants and variant_id is None:
            return None
        for variant in self.variants:
            if variant.id == variant_id:
                return variant
        raise RuleBroken(Rule.VARIANT_NEEDED, item=self.name)

    def from_price(self) -> Money:
        """The lowest price a guest can pay for it."""
        return min((variant.price for variant in self.variants), default=self.price)


@dataclass(frozen=True, slots=True)
class Pick:
    """A modifier someone chose, and how many of it on the whole line (not per unit)."""

    modifier_id: ModifierId
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class ChosenModifier:
    """A modifier as sold: name and price frozen. `quantity` counts on the whole line: 2 burgers, 1 extra cheese.

    `level` is how many choices led to it: 0 for one of the item's own groups.
    """

    modifier_id: ModifierId
    group_id: GroupId
    name: str
    kind: ModifierKind
    quantity: int
    unit_price: Money
    level: int = 0

    @property
    def price(self) -> Money:
        """What it adds to its line."""
        return self.unit_price * self.quantity


Groups = Mapping[GroupId, ModifierGroup]


def default_picks(groups: Groups, group_ids: Sequence[GroupId], quantity: int) -> tuple[Pick, ...]:
    """What is chosen beforehand for so many units, nested groups of defaults included."""
    picks: list[Pick] = []
    for group_id in group_ids:
        for modifier in groups[group_id].modifiers:
            if modifier.default:
                picks.append(Pick(modifier.id, modifier.default * quantity))
                picks.extend(default_picks(groups, modifier.groups, quantity))
    return tuple(picks)


def choose(
    groups: Groups, group_ids: Sequence[GroupId], picks: Iterable[Pick], quantity: int
) -> tuple[ChosenModifier, ...]:
    """The picks as priced modifiers, in the menu's order, after every group's rule has been checked.

    Bounds are per unit: with a quantity of 2, a group asking for one asks for two. Raises RuleBroken with the name
    of the group that is missing a choice (CHOICE_MISSING), has too many (CHOICE_TOO_MANY), or of a pick that belongs to
    no group asked here (CHOICE_UNKNOWN).
    """
    wanted: dict[ModifierId, int] = {}
    for pick in picks:
        if pick.quantity < 0:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=pick.quantity)
        wanted[pick.modifier_id] = wanted.get(pick.modifier_id, 0) + pick.quantity
    units: dict[GroupId, _Asked] = {}
    for group_id in group_ids:
        _ask(groups, group_id, _Asked(quantity), wanted, units)
    chosen = tuple(_chosen_in(groups, units, wanted))
    known = {modifier.modifier_id for modifier in chosen}
    for modifier_id, count in wanted.items():
        if count and modifier_id not in known:
            raise RuleBroken(Rule.CHOICE_UNKNOWN, modifier=modifier_id)
    return chosen


@dataclass(frozen=True, slots=True)
class _Asked:
    """For how many units a group is asked, and how many choices lead to it the first time."""

    times: int
    level: int = 0


def _ask(
    groups: Groups, group_id: GroupId, asked: _Asked, wanted: Mapping[ModifierId, int], units: dict[GroupId, _Asked]
) -> None:
    """Count for how many units each group is asked; a group that several choices lead to is asked for all of them."""
    before = units.get(group_id)
    units[group_id] = asked if before is None else replace(before, times=before.times + asked.times)
    if before is None:
        for modifier in groups[group_id].modifiers:
            count = wanted.get(modifier.id, 0)
            for nested in modifier.groups if count else ():
                _ask(groups, nested, _Asked(count, asked.level + 1), wanted, units)


def _chosen_in(
    groups: Groups, units: Mapping[GroupId, _Asked], wanted: Mapping[ModifierId, int]
) -> Iterable[ChosenModifier]:
    for group_id, asked in units.items():
        group = groups[group_id]
        _check_bounds(group, wanted, asked.times)
        for modifier in group.modifiers:
            count = wanted.get(modifier.id, 0)
            if count:
                yield ChosenModifier(
                    modifier.id, group.id, modifier.name, modifier.kind, count, modifier.price, asked.level
                )


def _check_bounds(group: ModifierGroup, wanted: Mapping[ModifierId, int], quantity: int) -> None:
    counts = {modifier: wanted.get(modifier.id, 0) for modifier in group.modifiers}
    chosen = sum(counts.values())
    if chosen < group.minimum * quantity:
        raise RuleBroken(Rule.CHOICE_MISSING, group=group.name, needed=group.minimum * quantity, chosen=chosen)
    if group.maximum and chosen > group.maximum * quantity:
        raise RuleBroken(Rule.CHOICE_TOO_MANY, group=group.name, allowed=group.maximum * quantity, chosen=chosen)
    for modifier, count in counts.items():
        if count > modifier.maximum * quantity:
            raise RuleBroken(
                Rule.CHOICE_TOO_MANY, group=modifier.name, allowed=modifier.maximum * quantity, chosen=count
            )


def rescaled(modifiers: Sequence[ChosenModifier], before: int, after: int) -> tuple[ChosenModifier, ...]:
    """The modifiers when a line's quantity changes: those on every unit follow it, the others stay as they are."""
    return tuple(
        replace(modifier, quantity=modifier.quantity // before * after) if modifier.quantity % before == 0 else modifier
        for modifier in modifiers
    )
