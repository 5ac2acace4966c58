"""From what somebody asked for to a line: what is sold, at which price, with which choices, out of which stock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from aura_terminal.domain.combos import together, unsent_beside
from aura_terminal.domain.dishes import PreModifier, SoldPart, divided_name, halves_price, part_names
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import GroupId, ItemId, LineId, OrderId, PriceLevelId, VariantId
from aura_terminal.domain.lines import Line, LineState
from aura_terminal.domain.menu import (
    Category,
    ChosenModifier,
    Item,
    ModifierGroup,
    Served,
    Variant,
    choose,
    default_picks,
    rescaled,
    too_many,
)
from aura_terminal.domain.menu_flaws import plain
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import LineQuantityChanged, LineRestored, OrderFact, Sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.price_levels import Priced, priced
from aura_terminal.domain.sale_rules import AtNothing
from aura_terminal.domain.service_rules import ChoicePolicy
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.tab_fold import must_fit_tab
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.asking import Asked
from aura_terminal.use_cases.house_service import service_rules
from aura_terminal.use_cases.pricing import age_for, levels_for, sale_rules_of


def must_be_sold(work: Work, item_id: ItemId, name: str, more: int = 1) -> None:
    """Refuse an item that ran out, and where the house says so more of it than are left by the last count.

    Elsewhere a count that reached zero refuses nothing: the sale is flagged instead.
    """
    stock = work.stock(item_id)
    if stock.is_eighty_sixed:
        raise RuleBroken(Rule.ITEM_NOT_SOLD, item=name)
    if stock.left is not None and stock.left < more and sale_rules_of(work.documents).at_nothing is AtNothing.LOCK:
        raise RuleBroken(Rule.COUNT_AT_NOTHING, item=name, left=stock.left)


def on_menu(work: Work, item_id: ItemId, more: int = 1) -> Item:
    """The item, refused when it is off the menu, ran out or is sold by weight."""
    item = work.documents.get(Item, item_id)
    if not item.active:
        raise RuleBroken(Rule.ITEM_NOT_SOLD, item=item.name)
    if item.by_weight is not None:
        raise RuleBroken(Rule.WEIGHT_NEEDED, item=item.name)
    must_be_sold(work, item.id, item.name, more)
    return item


def add_line(work: Work, order: Order, item: Item, asked: Asked, ids: Ids) -> tuple[Fact, ...]:
    """Keep the facts that put an item on an order as one line."""
    if asked.parts or (item.halves is not None and item.halves.least):
        must_be_divided(item, asked.parts)
    category = work.documents.get(Category, item.category)
    now = price_now(work, order, item, asked.level)
    parts = [price_now(work, order, on_menu(work, one, asked.quantity), asked.level).item for one in asked.parts]
    sold = sold_as(work, order, now.item, category, asked.variant_id, now.level, parts)
    added = order.add_line(
        LineId(ids.new()),
        sold,
        quantity=asked.quantity,
        course=course_of(item, category) if asked.course is None else asked.course,
        modifiers=chosen_for(work, now, asked, sold),
        note=asked.note,
        seat=asked.seat,
    )
    return keep_with_claims(work, order.id, added.line_id, added)


def course_of(item: Item, category: Category) -> int:
    """The course an item goes with by the menu."""
    return category.course if item.course is None else item.course


def price_now(work: Work, order: Order, item: Item, level: PriceLevelId | None) -> Priced:
    """An item and what it may ask, at the prices in force or at those of a level."""
    groups = groups_of(work) if item.modifier_groups else {}
    return priced(item, groups, levels_for(work, order, level))


def chosen_for(work: Work, now: Priced, asked: Asked, sold: Sold) -> tuple[ChosenModifier, ...]:
    """The modifiers that were asked for, or those the menu chooses beforehand, checked and priced."""
    asks, picks = now.item.modifier_groups, asked.picks
    if picks is None:
        picks = default_picks(now.groups, asks, asked.quantity)
    try:
        return choose(now.groups, asks, picks, asked.quantity, served(work, now.item, sold))
    except RuleBroken as broken:
        if broken.rule is not Rule.CHOICE_MISSING or service_rules(work.documents).choices is ChoicePolicy.BLOCK:
            raise
    return choose(unforced(now.groups), asks, picks, asked.quantity, served(work, now.item, sold))


def unforced(groups: Mapping[GroupId, ModifierGroup]) -> dict[GroupId, ModifierGroup]:
    """The same groups, asking nothing: what is missing is chosen before it is sent."""
    return {id_: replace(group, minimum=0) for id_, group in groups.items()}


def served(work: Work, item: Item, sold: Sold) -> Served:
    """How a line of an item is sold, for what is chosen on it."""
    size = next((one.name for one in item.variants if one.id == sold.variant_id), "")
    pres = {one.id: one for one in work.documents.all(PreModifier)} if item.modifier_groups else {}
    return Served(size, tuple(part.name for part in sold.parts), pres)


def keep_with_claims(work: Work, order_id: OrderId, line_id: LineId, fact: OrderFact) -> tuple[Fact, ...]:
    """Keep a fact about a line, and what the line takes of the stock now, where somebody counts."""
    line = work.order(order_id).lines.get(line_id)
    before = 0 if line is None else line.kept_quantity
    work.keep(fact)
    line = work.order(order_id).line(line_id)
    if line.kept_quantity > before:
        must_fit_tab(work.order(order_id))
    claims = work.stock(line.sold.item_id).claim(line_id, line.kept_quantity, before)
    work.keep(*claims)
    return (fact, *claims)


def on_each(
    work: Work, order_id: OrderId, line_id: LineId, decide: Callable[[Order, Line], OrderFact]
) -> tuple[Fact, ...]:
    """Keep what is decided about a line, and alike about every other line of its combo."""
    facts: list[Fact] = []
    for one in together(work.order(order_id), line_id):
        order = work.order(order_id)
        facts.extend(keep_with_claims(work, order_id, one, decide(order, order.line(one))))
    return tuple(facts)


def count_line(work: Work, order: Order, line: Line, *, quantity: int) -> LineQuantityChanged:
    """Make a line so many; choices made on every unit follow, and the menu's bounds still hold."""
    if quantity > line.quantity:
        must_be_sold(work, line.sold.item_id, line.sold.name, quantity - line.quantity)
    modifiers = rescaled(line.modifiers, line.quantity, quantity) if quantity > 0 else line.modifiers
    fact = order.change_quantity(line.id, quantity, modifiers)
    if modifiers:
        item = work.documents.get(Item, line.sold.item_id)
        picks = tuple(modifier.pick for modifier in modifiers)
        choose(groups_of(work), item.modifier_groups, picks, quantity, served(work, item, line.sold))
    return fact


def restore_line(work: Work, order: Order, line: Line) -> LineRestored:
    """Put a removed line back, unless it ran out meanwhile."""
    must_be_sold(work, line.sold.item_id, line.sold.name, line.quantity)
    return order.restore_line(line.id)


def take_off_unsent(work: Work, order_id: OrderId, line_id: LineId, quantity: int) -> tuple[Fact, ...]:
    """Take so many off what the kitchen never got of a combo whose other components were voided."""
    facts: list[Fact] = []
    for one in unsent_beside(work.order(order_id), line_id):
        order = work.order(order_id)
        line = order.line(one)
        left = line.quantity - quantity
        fact: OrderFact = order.remove_line(one) if left <= 0 else count_line(work, order, line, quantity=left)
        facts.extend(keep_with_claims(work, order_id, one, fact))
    return tuple(facts)


def regime_of(work: Work) -> TaxRegime:
    """The tax document in force."""
    return work.documents.get(TaxRegime, work.documents.get(StoreProfile, STORE_PROFILE).tax_regime)


def groups_of(work: Work) -> dict[GroupId, ModifierGroup]:
    """The modifier groups of the menu."""
    return {group.id: group for group in work.documents.all(ModifierGroup)}


def must_be_divided(item: Item, parts: Sequence[ItemId]) -> None:
    """Refuse so many parts where the item allows others. Raises RuleBroken: CHOICE_MISSING, CHOICE_TOO_MANY."""
    halves = item.halves
    if halves is None or len(parts) > halves.most:
        raise too_many(item.name, 0 if halves is None else halves.most, len(parts))
    if len(parts) < max(2, halves.least):
        raise RuleBroken(Rule.CHOICE_MISSING, group=item.name, needed=max(2, halves.least), chosen=len(parts))


def sold_as(
    work: Work, order: Order, item: Item, category: Category, variant_id: VariantId | None, level: str = "",
    parts: Sequence[Item] = (),
) -> Sold:  # fmt: skip
    """The item, or its parts where it is divided, as it is frozen on a line of this order, at prices of `level`."""
    variant = item.variant(variant_id)
    tax_category = item.tax_category or category.tax_category
    suffix = "" if variant is None else f", {variant.name}"
    names = [one.name for one in parts]
    kitchen_names = [one.kitchen_name or one.name for one in parts]
    allergens = dict.fromkeys([*item.allergens, *(each for one in parts for each in one.allergens)])
    ages = [age_for(work.documents, item, category), *(one.age or 0 for one in parts)]
    return Sold(
        item_id=item.id,
        variant_id=None if variant is None else variant.id,
        category_id=category.id,
        category_name=category.name,
        name=(divided_name(names) if names else item.name) + suffix,
        kitchen_name=(divided_name(kitchen_names) if names else item.kitchen_name or item.name) + suffix,
        unit_price=_price(item, variant, parts),
        tax_category=tax_category,
        rates=regime_of(work).rates_for(tax_category, order.order_type),
        station_id=item.station or category.station,
        prep_minutes=max([item.prep_minutes, *(one.prep_minutes for one in parts)]),
        allergens=tuple(allergens),
        has_choices=bool(item.modifier_groups) or item.halves is not None,
        level=level,
        age=max(ages),
        parts=_sold_parts(parts),
    )


def _sold_parts(parts: Sequence[Item]) -> tuple[SoldPart, ...]:
    if not parts:
        return ()
    ids = [one.id for one in parts]
    kitchen_names = part_names([one.kitchen_name or one.name for one in parts])
    return tuple(map(SoldPart, ids, part_names([one.name for one in parts]), kitchen_names))


def _price(item: Item, variant: Variant | None, parts: Sequence[Item]) -> Money:
    if item.halves is None or not parts:
        return item.price if variant is None else variant.price
    for part in parts:
        if part.category not in item.halves.categories:
            raise RuleBroken(Rule.PART_NOT_OFFERED, part=part.name, item=item.name)
    return halves_price(item.halves.price, [(part.id, price_at(item, variant, part)) for part in parts])


def price_at(item: Item, variant: Variant | None, part: Item) -> Money:
    """What a part costs as a whole, at the size of what it is a part of.

    Raises RuleBroken(PART_NOT_OFFERED) for one that does not come in that size.
    """
    if variant is None and not part.variants:
        return part.price
    size = "" if variant is None else plain(variant.name)
    for one in part.variants:
        if plain(one.name) == size:
            return one.price
    raise RuleBroken(Rule.PART_NOT_OFFERED, part=part.name, item=item.name)


def is_unsent(line: Line) -> bool:
    """Whether the kitchen does not know of it."""
    return line.state is LineState.NEW
