"""What the choice sheet of an item needs, gathered from the menu; alike for every reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import CategoryId, GroupId, ItemId
from aura_terminal.domain.menu import Item, ModifierGroup
from aura_terminal.ports.reads import ItemSheet
from aura_terminal.ports.store import Documents

ItemsOf = Callable[[CategoryId], Iterable[Item]]


def item_sheet(item: Item, menu: Documents, items_of: ItemsOf, is_out: Callable[[ItemId], bool]) -> ItemSheet:
    """The sheet of an item. `items_of` answers a category's items in menu order; what left the menu is left out."""
    found = {one.id: one for one in _components(item, menu, items_of)}
    components = tuple(one for one in found.values() if one.active and one.fits_combo)
    parts = tuple(one for one in _parts(item, items_of) if one.active and one.fits_combo)
    asking = [group_id for one in (item, *components) for group_id in one.modifier_groups]
    groups = tuple(dict.fromkeys(_asked(menu, asking)))
    pres = sorted(menu.all(PreModifier), key=lambda one: (one.position, one.id)) if groups else ()
    out = frozenset(one.id for one in (*components, *parts) if is_out(one.id))
    return ItemSheet(item, groups, tuple(pres), parts, components, out)


def _components(item: Item, menu: Documents, items_of: ItemsOf) -> Iterator[Item]:
    for choice in (choice for slot in item.combo for choice in slot.choices):
        if choice.category:
            yield from items_of(choice.category)
            continue
        try:
            yield menu.get(Item, choice.item)
        except NotFound:  # withdrawn since the combo was written; the menu check says so
            continue


def _parts(item: Item, items_of: ItemsOf) -> Iterator[Item]:
    for category_id in item.halves.categories if item.halves is not None else ():
        yield from items_of(category_id)


def _asked(menu: Documents, group_ids: Iterable[GroupId]) -> Iterator[ModifierGroup]:
    for group_id in group_ids:
        group = menu.get(ModifierGroup, group_id)
        yield group
        for modifier in group.modifiers:
            yield from _asked(menu, modifier.groups)
