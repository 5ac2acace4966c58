"""What an item of a request is on the menu: what is sold, with which choices, at which price."""

from __future__ import annotations

from aura_terminal.domain.ids import GroupId, ItemId, ModifierId, VariantId
from aura_terminal.domain.limits import LONGEST_NOTE
from aura_terminal.domain.menu import Category, ChosenModifier, Item, Modifier, ModifierGroup, Pick, Variant, choose
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import Sold
from aura_terminal.domain.tax import OrderType
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import Refused, forbidden, invalid
from sync.central.api.rights import RECORD
from sync.central.selling.models import AskedItem, AskedModifier

Priced = tuple[Sold, tuple[ChosenModifier, ...], int]
"""What is sold, its choices, and the course it goes with."""


def priced(desk: ServedDesk, asked: AskedItem, order_type: OrderType, at: int) -> Priced:
    """The item of a request as it will stand on its order. Raises Refused (422, 403) naming the field.

    Who may record sales made elsewhere says the price they were made at; what the menu would not offer any more is
    taken from them all the same, because it has been sold. What is sold by weight has no price of a piece: it is taken
    from them alone, at the price they say.
    """
    shelf, field = desk.shelf, f"items.{at}"
    item = _item(desk, asked.menu_item_id, f"{field}.menu_item_id")
    records = desk.by.may(RECORD)
    if not item.active and not records:
        raise invalid(f"{field}.menu_item_id", f"{item.name} is not sold now")
    if item.by_weight is not None and not (records and asked.unit_price is not None):
        raise invalid(f"{field}.menu_item_id", f"{item.name} is sold by weight, at a terminal with a scale")
    category = shelf.get(Category, item.category)
    variant = _variant(desk, item, asked.variant_id, f"{field}.variant_id")
    listed = item.price if variant is None else variant.price
    price = as_sold(desk, asked.unit_price, listed, f"{field}.unit_price")
    choices = _choices(desk, item, asked, records, field)
    tax_category = item.tax_category or category.tax_category
    suffix = "" if variant is None else f", {variant.name}"
    sold = Sold(
        item_id=item.id, variant_id=None if variant is None else variant.id, category_id=category.id,
        category_name=category.name, name=item.name + suffix, kitchen_name=(item.kitchen_name or item.name) + suffix,
        unit_price=price, tax_category=tax_category, rates=shelf.regime.rates_for(tax_category, order_type),
        station_id=item.station or category.station, prep_minutes=item.prep_minutes, allergens=item.allergens,
        has_choices=bool(item.modifier_groups),
    )  # fmt: skip
    return sold, choices, category.course if item.course is None else item.course


def as_sold(desk: ServedDesk, asked: str | None, listed: Money, field: str) -> Money:
    """The price said, if it may be said; the menu's otherwise."""
    if asked is None:
        return listed
    said = money(desk, asked, field)
    if said != listed and not desk.by.may(RECORD):
        raise forbidden("Only who records sales made elsewhere may say a price of their own")
    return said


def note_of(asked: AskedItem) -> str:
    """What the kitchen is told; what is too long for a ticket is cut."""
    return " ".join((asked.special_instructions or "").split())[:LONGEST_NOTE]


def _item(desk: ServedDesk, number: int, field: str) -> Item:
    local = desk.shelf.local("item", number)
    if local is None:
        raise invalid(field, "there is no such menu item")
    return desk.shelf.get(Item, ItemId(local))


def _variant(desk: ServedDesk, item: Item, number: int | None, field: str) -> Variant | None:
    if number is None:
        if item.variants:
            raise invalid(field, f"{item.name} needs one of its variants")
        return None
    local = VariantId(desk.shelf.local("variant", number) or "")
    for variant in item.variants:
        if variant.id == local:
            return variant
    raise invalid(field, f"{item.name} has no such variant")


def _choices(desk: ServedDesk, item: Item, asked: AskedItem, records: bool, field: str) -> tuple[ChosenModifier, ...]:
    groups = {group.id: group for group in desk.shelf.all(ModifierGroup)} if item.modifier_groups else {}
    found = [_modifier(desk, groups, one, f"{field}.modifiers.{at}") for at, one in enumerate(asked.modifiers)]
    if records:
        return tuple(
            ChosenModifier(one.id, group.id, one.name, one.kind, said.quantity, _price(desk, said, one, field))
            for (group, one), said in zip(found, asked.modifiers, strict=True)
        )
    for (_, one), said in zip(found, asked.modifiers, strict=True):
        _price(desk, said, one, field)
    picks = tuple(Pick(one.id, said.quantity) for (_, one), said in zip(found, asked.modifiers, strict=True))
    return choose(groups, item.modifier_groups, picks, asked.quantity)


def _price(desk: ServedDesk, said: AskedModifier, modifier: Modifier, field: str) -> Money:
    return as_sold(desk, said.price, modifier.price, f"{field}.modifiers")


def _modifier(
    desk: ServedDesk, groups: dict[GroupId, ModifierGroup], asked: AskedModifier, field: str
) -> tuple[ModifierGroup, Modifier]:
    local = ModifierId(desk.shelf.local("modifier", asked.modifier_id) or "")
    every = groups.values() if local in _offered(groups) else desk.shelf.all(ModifierGroup)
    for group in every:
        for modifier in group.modifiers:
            if modifier.id == local:
                return group, modifier
    raise _unknown(field)


def _offered(groups: dict[GroupId, ModifierGroup]) -> frozenset[ModifierId]:
    return frozenset(modifier.id for group in groups.values() for modifier in group.modifiers)


def _unknown(field: str) -> Refused:
    return invalid(f"{field}.modifier_id", "there is no such modifier")
