"""Dividing a dish into parts: which are chosen, which may be, and what that costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from aura_terminal.domain.dishes import halves_price, part_names
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.menu_flaws import plain
from aura_terminal.view_models.choosing import PARTS, About, RowChoice, Section

if TYPE_CHECKING:
    from aura_terminal.domain.ids import ItemId, VariantId
    from aura_terminal.domain.menu import Item, Variant
    from aura_terminal.domain.money import Money


class Dividing:
    """The parts of one dish, in their places. One that may be sold whole is, until another part is tapped."""

    def __init__(self, item: Item, parts: Sequence[Item], out: Collection[ItemId]) -> None:
        self._item, self._out = item, out
        self._parts = {part.id: part for part in parts}
        self.chosen: list[ItemId] = []

    @property
    def names(self) -> tuple[str, ...]:
        """The parts with their shares; none for a whole."""
        return part_names([self._parts[one].name for one in self.chosen]) if len(self.chosen) > 1 else ()

    def section(self, variant_id: VariantId | None) -> Section:
        """The parts as a page of the sheet."""
        halves = self._item.halves
        assert halves is not None
        variant = next((one for one in self._item.variants if one.id == variant_id), None)
        rows = tuple(self._row(part, variant, halves.most) for part in self._parts.values())
        shown = tuple(row for row in rows if row is not None)
        name = "" if halves.most == 2 else str(halves.most)
        return Section(
            PARTS, About.PARTS, name, "", halves.least, halves.most, len(self.chosen), 1, False, halves.most > 2, shown
        )  # fmt: skip

    def tap(self, part_id: ItemId) -> None:
        """Choose a part, or take it away; on a whole dish the other half is what it was."""
        assert self._item.halves is not None
        if part_id in self.chosen:
            self.chosen = [one for one in self.chosen if one != part_id]
        elif not self.chosen and self._item.id in self._parts and part_id != self._item.id:
            self.chosen = [self._item.id, part_id]
        elif len(self.chosen) >= self._item.halves.most:
            self.chosen = [*self.chosen[:-1], part_id]
        else:
            self.chosen.append(part_id)
        self._let_go_of_one()

    def step(self, part_id: ItemId, by: int) -> None:
        """One more or fewer part of the same dish."""
        assert self._item.halves is not None
        if by > 0 and len(self.chosen) < self._item.halves.most:
            self.chosen.append(part_id)
        elif by < 0 and part_id in self.chosen:
            self.chosen.remove(part_id)
            self._let_go_of_one()

    def resize(self, variant: Variant | None) -> None:
        """Let go of the parts that do not come in a size."""
        self.chosen = [one for one in self.chosen if _price_at(self._parts[one], variant) is not None]
        self._let_go_of_one()

    def price(self, variant: Variant | None) -> Money | None:
        """What the parts cost together at a size; None for a whole, and while no size is chosen."""
        halves = self._item.halves
        if halves is None or len(self.chosen) < 2:
            return None
        prices = [(one, _price_at(self._parts[one], variant)) for one in self.chosen]
        known = [(one, price) for one, price in prices if price is not None]
        return halves_price(halves.price, known) if len(known) == len(prices) else None

    def check(self) -> None:
        """Raise RuleBroken(CHOICE_MISSING) while parts are missing."""
        halves = self._item.halves
        if halves is None or (not self.chosen and not halves.least):
            return
        needed = max(2, halves.least)
        if len(self.chosen) < needed:
            raise RuleBroken(Rule.CHOICE_MISSING, group=self._item.name, needed=needed, chosen=len(self.chosen))

    def _let_go_of_one(self) -> None:
        """A dish whose only part is itself is whole."""
        if self.chosen == [self._item.id] and self._item.halves is not None and not self._item.halves.least:
            self.chosen = []

    def _row(self, part: Item, variant: Variant | None, most: int) -> RowChoice | None:
        """A part as it may be chosen; None where it does not come in the size."""
        count = self.chosen.count(part.id)
        sized = _price_at(part, variant)
        if sized is None and (variant is not None or not self._item.variants):
            return None
        price = part.from_price() if sized is None else sized
        return RowChoice(part.id, part.name, price, count, most, is_out=part.id in self._out)


def _price_at(part: Item, variant: Variant | None) -> Money | None:
    if variant is None:
        return None if part.variants else part.price
    return next((one.price for one in part.variants if plain(one.name) == plain(variant.name)), None)
