"""Guests who know the menu and change their minds."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from aura_terminal.domain.ids import GroupId, ModifierId, VariantId
from aura_terminal.domain.menu import ModifierGroup, Pick
from aura_terminal.ports.reads import ItemSheet, MenuReads
from aura_terminal.use_cases.ordering import Asked

Groups = dict[GroupId, ModifierGroup]


class GuestBook:
    """Invents what the next guest asks for; always something the menu allows, and nothing that must be weighed."""

    def __init__(self, menu: MenuReads, chance: Random) -> None:
        self._menu = menu
        self._chance = chance
        tiles = (tile for category in menu.categories() for tile in menu.tiles(category.id))
        self._items = [tile.item_id for tile in tiles if not tile.by_weight]

    def wish(self) -> Asked:
        """An item with choices and a quantity."""
        sheet = self._menu.sheet(self._chance.choice(self._items))
        quantity = self._chance.choices((1, 2, 3), weights=(8, 2, 1))[0]
        return Asked(sheet.item.id, self._variant(sheet), self._picks(sheet, quantity), quantity)

    def _variant(self, sheet: ItemSheet) -> VariantId | None:
        return self._chance.choice(sheet.item.variants).id if sheet.item.variants else None

    def _picks(self, sheet: ItemSheet, quantity: int) -> tuple[Pick, ...]:
        groups = {group.id: group for group in sheet.groups}
        counts: dict[ModifierId, int] = {}
        self._choose(groups, sheet.item.modifier_groups, quantity, counts)
        return tuple(Pick(modifier_id, count) for modifier_id, count in counts.items())

    def _choose(
        self, groups: Groups, group_ids: Iterable[GroupId], quantity: int, counts: dict[ModifierId, int]
    ) -> None:
        for group_id in group_ids:
            nested = {modifier.id: modifier.groups for modifier in groups[group_id].modifiers}
            for modifier_id, count in self._in_group(groups[group_id], quantity):
                counts[modifier_id] = counts.get(modifier_id, 0) + count
                self._choose(groups, nested[modifier_id], count, counts)

    def _in_group(self, group: ModifierGroup, quantity: int) -> list[tuple[ModifierId, int]]:
        least = group.minimum * quantity
        most = group.maximum * quantity if group.maximum else least + quantity
        wanted = least if self._chance.random() < 0.6 else self._chance.randint(least, max(least, most))
        taken: dict[ModifierId, int] = {}
        for _ in range(wanted):
            free = [one for one in group.modifiers if taken.get(one.id, 0) < one.maximum * quantity]
            if not free:
                break
            chosen = self._chance.choice(free).id
            taken[chosen] = taken.get(chosen, 0) + 1
        return list(taken.items())
