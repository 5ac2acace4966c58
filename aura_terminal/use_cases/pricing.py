"""The prices in force for what is asked for now: by the store's clock, the kind of order and its table's room."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import AreaId, GroupId, PriceLevelId, TableId
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.price_levels import Circumstances, Priced, PriceLevel, chosen, in_force, ordered, priced
from aura_terminal.domain.sale_rules import SALE_RULES, SaleRules
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile, Table
from aura_terminal.ports.store import Documents, Work

Groups = Mapping[GroupId, ModifierGroup]


def levels_for(work: Work, order: Order, level_id: PriceLevelId | None) -> tuple[PriceLevel, ...]:
    """The levels that count for what is put on an order now: the one somebody chose, or those in force."""
    levels = work.documents.all(PriceLevel)
    if level_id is not None:
        return chosen(levels, level_id)
    if not levels:
        return ()
    now = Circumstances(work.store_time, order.order_type, area_of(work.documents, order.table_id))
    return in_force(levels, now, work.documents.get(StoreProfile, STORE_PROFILE).calendar)


def priced_again(work: Work, item: Item, groups: Groups, level: str) -> Priced:
    """An item with the prices of the level its line was sold at, as far as that is still used."""
    same = [one for one in ordered(work.documents.all(PriceLevel)) if level and one.name == level]
    return priced(item, groups, same[:1])


def area_of(documents: Documents, table_id: TableId | None) -> AreaId | None:
    """The room of a table; None for no table, or one that is not on the plan any more."""
    try:
        return None if table_id is None else documents.get(Table, table_id).area
    except NotFound:
        return None


def sale_rules_of(documents: Documents) -> SaleRules:
    """The house's rules for what is sold; the program's own where nobody wrote any."""
    found = (rules for rules in documents.all(SaleRules) if rules.id == SALE_RULES)
    return next(found, SaleRules())


def age_for(documents: Documents, item: Item | None, category: Category) -> int:
    """How old guests have to be for an item, or for something of its category; 0 for every age."""
    if item is not None and item.age is not None:
        return item.age
    return max(category.age, dict(sale_rules_of(documents).ages).get(category.id, 0))
