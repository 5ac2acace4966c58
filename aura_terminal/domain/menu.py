"""The menu: categories, items, variants and modifier groups, and the rule that prices a guest's choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aura_terminal.domain.dishes import ComboSlot, Halves, OnPart, PreModifier, SizePrice, adjusted
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, PreModifierId, StationId, VariantId
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
    `age` is how many years old guests have to be for it; 0 is every age.
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
    age: int = 0


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

    `groups` are asked only when this modifier is chosen (nested groups). `sizes` are prices on variants of that name.
    """

    id: ModifierId
    name: str
    price: Money
    kind: ModifierKind
    default: int = 0
    maximum: int = 1
    groups: tuple[GroupId, ...] = ()
    portions: tuple[Portion, ...] = ()
    sizes: tuple[SizePrice, ...] = ()

    def price_on(self, size: str) -> Money:
        """What one costs on a size; its own price where the size has none."""
        wanted = size.casefold()
        return next((one.price for one in self.sizes if wanted and one.size.casefold() == wanted), self.price)


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
    """A thing on the menu. Empty `station`, `tax_category`, a `course` and an `age` of None mean: as its category says.

    An item with a `station` of its own follows its own `also_stations` and `reroutes`; one without follows those it
    has, else its category's. `portions` are what one unit takes of what is made beforehand. `by_weight` makes its price
    one for so much of it; such an item has no variants. An item with slots of a `combo` is sold as what fills them, one
    with `halves` may be divided.
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
    age: int | None = None
    combo: tuple[ComboSlot, ...] = ()
    halves: Halves | None = None

    def variant(self, variant_id: VariantId | None) -> Variant | None:
        """The variant asked for; None where the item has none. Raises RuleBroken where one must be named."""
        if not self.variants and variant_id is None:
            return None
        for variant in self.variants:
            if variant.id == variant_id:
                return variant
        raise RuleBroken(Rule.VARIANT_NEEDED, item=self.name)

    @property
    def asks_first(self) -> bool:
        """Whether something must be chosen whatever its groups ask: a variant, a combo's components, parts."""
        return bool(self.variants or self.combo or (self.halves is not None and self.halves.least))

    @property
    def fits_combo(self) -> bool:
        """Whether it can be part of something else: no combo, nothing by weight, nothing that must be divided."""
        return not self.combo and self.by_weight is None and not (self.halves is not None and self.halves.least)

    def from_price(self) -> Money:
        """The lowest price a guest can pay for it."""
        return min((variant.price for variant in self.variants), default=self.price)


@dataclass(frozen=True, slots=True)
class Pick:
    """A modifier someone chose, and how many of it on the whole line (not per unit).

    `pre` is the word before it; `part` the place of a divided dish it goes on, from 1.
    """

    modifier_id: ModifierId
    quantity: int = 1
    pre: PreModifierId | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class ChosenModifier:
    """A modifier as sold: name and price frozen. `quantity` counts on the whole line: 2 burgers, 1 extra cheese.

    `level` is how many choices led to it: 0 for one of the item's own groups. The name begins with the `word` of
    `pre`, whose kind is NO when it says that something is left out of the group.
    """

    modifier_id: ModifierId
    group_id: GroupId
    name: str
    kind: ModifierKind
    quantity: int
    unit_price: Money
    level: int = 0
    pre: PreModifierId | None = None
    part: OnPart | None = None
    word: str = ""

    @property
    def price(self) -> Money:
        """What it adds to its line."""
        return self.unit_price * self.quantity

    @property
    def said(self) -> str:
        """Its name, with the part of a divided dish it goes on."""
        return self.name if self.part is None else f"{self.part.name}: {self.name}"

    @property
    def bare_name(self) -> str:
        """Its name without the word before it."""
        return self.name.removeprefix(f"{self.word} ") if self.word else self.name

    @property
    def pick(self) -> Pick:
        """What was chosen for it."""
        place = None if self.part is None else self.part.place
        return Pick(self.modifier_id, self.quantity, self.pre, place)


@dataclass(frozen=True, slots=True)
class Served:
    """How an item is sold that modifiers are chosen on: its size by name, its parts, the words there are."""

    size: str = ""
    parts: tuple[str, ...] = ()
    pres: Mapping[PreModifierId, PreModifier] = field(default_factory=dict)


PLAIN = Served()
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
    groups: Groups, group_ids: Sequence[GroupId], picks: Iterable[Pick], quantity: int, served: Served = PLAIN
) -> tuple[ChosenModifier, ...]:
    """The picks as priced modifiers, in the menu's order, after every group's rule has been checked.

    Bounds are per unit: with a quantity of 2, a group asking for one asks for two; what stands behind a word that does
    not count is left out of them. Raises RuleBroken with the name of the group that is missing a choice
    (CHOICE_MISSING), has too many (CHOICE_TOO_MANY), or of a pick that belongs to no group asked here or to no word
    and no part there is (CHOICE_UNKNOWN).
    """
    wanted = _Wanted(served)
    for pick in picks:
        wanted.add(pick)
    units: dict[GroupId, _Asked] = {}
    for group_id in group_ids:
        _ask(groups, group_id, _Asked(quantity), wanted.counted, units)
    chosen = tuple(_chosen_in(groups, units, wanted))
    known = {modifier.modifier_id for modifier in chosen}
    for modifier_id in wanted.picks:
        if modifier_id not in known:
            raise RuleBroken(Rule.CHOICE_UNKNOWN, modifier=modifier_id)
    return chosen


class _Wanted:
    """Picks added up: of each modifier how many count, and how many behind each word and on each part."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.counted: dict[ModifierId, int] = {}
        self.picks: dict[ModifierId, dict[tuple[PreModifierId | None, int | None], int]] = {}

    def add(self, pick: Pick) -> None:
        if pick.quantity < 0:
            raise RuleBroken(Rule.QUANTITY_OUT_OF_RANGE, quantity=pick.quantity)
        pre = None if pick.pre is None else self.served.pres.get(pick.pre)
        is_known = pick.part is None or 1 <= pick.part <= len(self.served.parts)
        if (pick.pre is not None and pre is None) or not is_known:
            raise RuleBroken(Rule.CHOICE_UNKNOWN, modifier=pick.modifier_id)
        if not pick.quantity:
            return
        if pre is None or pre.counts:
            self.counted[pick.modifier_id] = self.counted.get(pick.modifier_id, 0) + pick.quantity
        ways = self.picks.setdefault(pick.modifier_id, {})
        ways[pick.pre, pick.part] = ways.get((pick.pre, pick.part), 0) + pick.quantity

    def chosen(self, modifier: Modifier, group_id: GroupId, level: int) -> Iterable[ChosenModifier]:
        price = modifier.price_on(self.served.size)
        for (pre_id, place), count in self.picks.get(modifier.id, {}).items():
            pre = None if pre_id is None else self.served.pres[pre_id]
            part = None if place is None else OnPart(place, self.served.parts[place - 1])
            name = modifier.name if pre is None else f"{pre.word} {modifier.name}"
            kind = modifier.kind if pre is None or pre.counts else ModifierKind.NO
            unit = adjusted(price, 100 if pre is None else pre.percent, 1 if part is None else len(self.served.parts))
            word = "" if pre is None else pre.word
            yield ChosenModifier(modifier.id, group_id, name, kind, count, unit, level, pre_id, part, word)


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


def _chosen_in(groups: Groups, units: Mapping[GroupId, _Asked], wanted: _Wanted) -> Iterable[ChosenModifier]:
    for group_id, asked in units.items():
        group = groups[group_id]
        _check_bounds(group, wanted.counted, asked.times)
        for modifier in group.modifiers:
            for one in wanted.chosen(modifier, group.id, asked.level):
                if one.quantity > modifier.maximum * asked.times:
                    raise too_many(modifier.name, modifier.maximum * asked.times, one.quantity)
                yield one


def _check_bounds(group: ModifierGroup, wanted: Mapping[ModifierId, int], quantity: int) -> None:
    counts = {modifier: wanted.get(modifier.id, 0) for modifier in group.modifiers}
    chosen = sum(counts.values())
    if chosen < group.minimum * quantity:
        raise RuleBroken(Rule.CHOICE_MISSING, group=group.name, needed=group.minimum * quantity, chosen=chosen)
    if group.maximum and chosen > group.maximum * quantity:
        raise too_many(group.name, group.maximum * quantity, chosen)
    for modifier, count in counts.items():
        if count > modifier.maximum * quantity:
            raise too_many(modifier.name, modifier.maximum * quantity, count)


def too_many(name: str, allowed: int, chosen: int) -> RuleBroken:
    """The refusal of more than may be chosen."""
    return RuleBroken(Rule.CHOICE_TOO_MANY, group=name, allowed=allowed, chosen=chosen)


def rescaled(modifiers: Sequence[ChosenModifier], before: int, after: int) -> tuple[ChosenModifier, ...]:
    """The modifiers when a line's quantity changes: those on every unit follow it, the others stay as they are."""
    return tuple(
        replace(modifier, quantity=modifier.quantity // before * after) if modifier.quantity % before == 0 else modifier
        for modifier in modifiers
    )
