"""Changing the menu: requests as documents of the shop, which terminals get as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aura_terminal.domain.documents import DocumentKind, DocumentWithdrawn, put
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId, ModifierId, StationId, VariantId
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup, ModifierKind, Variant
from aura_terminal.domain.shop import Station
from sync.central import resources
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import duplicate, invalid, not_found
from sync.central.catalogue.kinds import CATEGORY, ITEM
from sync.central.catalogue.rows import put_extra
from sync.central.resources import Stored

Said = Mapping[str, Any]

BEYOND = ("is_featured", "ingredients_description")
"""Fields the API keeps of an item that no terminal asks for."""

PLAIN = {
    "name": "name", "description": "description", "is_active": "active", "image_url": "image", "calories": "calories",
    "preparation_time_minutes": "prep_minutes",
}  # fmt: skip
"""Fields of the API and the item's own, where they hold the same."""

PALETTE = 10


def create_item(desk: ServedDesk, said: Said) -> Stored:
    """A new item; its category is made where there is none of that name."""
    category = _category_named(desk, said["category"]) or _new_category(desk, {"name": said["category"]})
    item_id = ItemId(desk.press.ids.new())
    groups = _new_group(desk, item_id, said["modifiers"])
    variants = tuple(
        Variant(VariantId(desk.press.ids.new()), one["name"], money(desk, one["price"], "variants"))
        for one in said["variants"]
    )
    position = 1 + max((one.position for one in desk.shelf.all(Item)), default=0)
    bare = Item(
        item_id, category.id, said["name"], money(desk, said["price"], "price"), position,
        variants=variants, modifier_groups=groups,
    )  # fmt: skip
    item = _told(desk, bare, {key: value for key, value in said.items() if value is not None})
    desk.keep(put(item))
    desk.lay_out()
    return _finish(desk, item_id, said)


def change_item(desk: ServedDesk, number: int, said: Said) -> Stored:
    """The item with what the request names changed."""
    item = _existing(desk, number)
    changed = _told(desk, item, said)
    if changed != item:
        desk.keep(put(changed))
        desk.lay_out()
    return _finish(desk, item.id, said)


def withdraw_item(desk: ServedDesk, number: int) -> None:
    """Off the menu."""
    desk.keep(DocumentWithdrawn(DocumentKind.ITEM, _existing(desk, number).id))


def create_category(desk: ServedDesk, said: Said) -> Stored:
    """A new category. Raises Refused (409) for a name there is already."""
    if _category_named(desk, said["name"]) is not None:
        raise duplicate("There is a category of this name", "name")
    category = _new_category(desk, said)
    desk.lay_out()
    number = desk.shelf.number("category", category.id)
    if said.get("description"):
        put_extra(desk, CATEGORY, number, {"description": said["description"]})
        desk.touch_document(put(category))
        desk.lay_out()
    return resources.existing(desk.connection, desk.tenant.number, CATEGORY, number)


def _finish(desk: ServedDesk, item_id: ItemId, said: Said) -> Stored:
    number = desk.shelf.number("item", item_id)
    beyond = {field: said[field] for field in BEYOND if said.get(field) is not None}
    if beyond:
        put_extra(desk, ITEM, number, beyond)
        desk.touch_document(put(desk.shelf.get(Item, item_id)))
        desk.lay_out()
    return resources.existing(desk.connection, desk.tenant.number, ITEM, number)


def _existing(desk: ServedDesk, number: int) -> Item:
    local = desk.shelf.local("item", number)
    if local is None or (DocumentKind.ITEM.value, local) not in desk.shelf.documents:
        raise not_found(ITEM.title)
    return desk.shelf.get(Item, local)


def _told(desk: ServedDesk, item: Item, said: Said) -> Item:
    fields: dict[str, Any] = {}
    for name, own in PLAIN.items():
        if name in said:
            fields[own] = said[name] if said[name] is not None else type(getattr(item, own))()
    if said.get("price") is not None:
        fields["price"] = money(desk, said["price"], "price")
    if said.get("category") is not None:
        fields["category"] = (
            _category_named(desk, said["category"]) or _new_category(desk, {"name": said["category"]})
        ).id
    for name, own in (("dietary_flags", "dietary"), ("allergens", "allergens")):
        if said.get(name) is not None:
            fields[own] = tuple(said[name])
    if said.get("tax_category") is not None:
        fields["tax_category"] = _tax_category(desk, said["tax_category"])
    if said.get("station") is not None:
        fields["station"] = _station(desk, said["station"])
    return replace(item, **fields)


def _category_named(desk: ServedDesk, name: str) -> Category | None:
    found = (one for one in desk.shelf.all(Category) if one.name.casefold() == name.casefold())
    return next(found, None)


def _new_category(desk: ServedDesk, said: Said) -> Category:
    known = desk.shelf.all(Category)
    last = max((one.position for one in known), default=0)
    order = said.get("display_order")
    category = Category(
        CategoryId(desk.press.ids.new()), said["name"], "utensils", len(known) % PALETTE,
        _station(desk, said.get("station") or ""), 0, _tax_category(desk, said.get("tax_category") or ""),
        last + 1 if order is None else order,
    )  # fmt: skip
    desk.keep(put(category))
    return category


def _new_group(desk: ServedDesk, item_id: ItemId, choices: list[Said]) -> tuple[GroupId, ...]:
    if not choices:
        return ()
    modifiers = tuple(
        Modifier(
            ModifierId(desk.press.ids.new()), one["name"], money(desk, one["price"], "modifiers"), ModifierKind.ADD,
            maximum=99,
        )
        for one in choices
    )  # fmt: skip
    group = ModifierGroup(GroupId(f"{item_id}-extras"), "Extras", 0, 0, modifiers)
    desk.keep(put(group))
    return (group.id,)


def _station(desk: ServedDesk, name: str) -> StationId:
    stations = desk.shelf.all(Station)
    for station in stations:
        if not name or name.casefold() in (station.id.casefold(), station.name.casefold()):
            return station.id
    raise invalid("station", "there is no such station")


def _tax_category(desk: ServedDesk, name: str) -> str:
    for key, title in desk.shelf.regime.categories:
        if not name or name.casefold() in (key.casefold(), title.casefold()):
            return key
    raise invalid("tax_category", "there is no such tax category")
