"""Choosing on one item: its variant, its modifiers, how many; the domain's rule says when that is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.limits import MOST_OF_ONE_LINE
from aura_terminal.domain.menu import Modifier, ModifierGroup, Pick, choose, default_picks
from aura_terminal.use_cases.asking import Asked
from aura_terminal.view_models.next_row import NextRow

if TYPE_CHECKING:
    from aura_terminal.domain.ids import GroupId, ModifierId, VariantId
    from aura_terminal.domain.kinds import ModifierKind
    from aura_terminal.domain.money import Money
    from aura_terminal.ports.reads import ItemSheet, LineRow


@dataclass(frozen=True, slots=True)
class VariantChoice:
    """A size or style that can be chosen."""

    id: VariantId
    name: str
    price: Money
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ModifierChoice:
    """A modifier that can be chosen: `count` of it are, on the whole line, and up to `most` may be."""

    id: ModifierId
    name: str
    price: Money
    kind: ModifierKind
    count: int
    most: int


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group as it is asked now. `least` and `most` (0: no limit) count on the whole line; `under` names the chosen
    modifier that brought a nested group along; `is_one_of` means that choosing one replaces the other, `is_counted`
    that one modifier may be chosen more than once."""

    id: GroupId
    name: str
    under: str
    least: int
    most: int
    chosen: int
    units: int
    is_one_of: bool
    is_counted: bool
    modifiers: tuple[ModifierChoice, ...]

    @property
    def needed(self) -> int:
        """How many must still be chosen."""
        return max(0, self.least - self.chosen)


class ChoicesModel(QObject):
    """The choices for a new line, or for `line`, whose quantity and variant then stay as they are.

    `changed` follows every tap. `problem` is what the menu's rule still asks for, None when Add may be tapped.
    """

    changed = Signal()

    def __init__(
        self,
        sheet: ItemSheet,
        *,
        next: NextRow | None = None,
        line: LineRow | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._item = sheet.item
        self._groups = {group.id: group for group in sheet.groups}
        self._modifiers = {modifier.id: modifier for group in sheet.groups for modifier in group.modifiers}
        self._next = next or NextRow()
        self._line = line
        self._quantity = max(1, line.quantity if line is not None else self._next.quantity)
        self._note = ""
        variants = self._item.variants
        self._variant = variants[0].id if len(variants) == 1 else None
        picks = default_picks(self._groups, self._item.modifier_groups, self._quantity)
        self._counts: dict[ModifierId, int] = {}
        if line is None:
            self._add(picks)
        else:
            self._counts = {modifier.modifier_id: modifier.quantity for modifier in line.modifiers}

    @property
    def name(self) -> str:
        """What is chosen on."""
        return self._item.name if self._line is None else self._line.name

    @property
    def line(self) -> LineRow | None:
        """The line whose choices are changed, None for a new one."""
        return self._line

    @property
    def quantity(self) -> int:
        """How many units of the item."""
        return self._quantity

    @property
    def variants(self) -> tuple[VariantChoice, ...]:
        """The variants to choose one of; none when a line is changed."""
        if self._line is not None:
            return ()
        return tuple(
            VariantChoice(variant.id, variant.name, variant.price, variant.id == self._variant)
            for variant in self._item.variants
        )

    @property
    def groups(self) -> tuple[GroupChoice, ...]:
        """Every group asked now, nested ones after their parent's."""
        return tuple(self._asked_groups(self._item.modifier_groups, self._quantity, ""))

    @property
    def price(self) -> Money:
        """What the line costs as chosen; an unchosen variant counts as the cheapest."""
        if self._line is not None:
            bare = self._line.price
            for modifier in self._line.modifiers:
                bare = bare - modifier.price
            return self._with_modifiers(bare)
        variant = next((each for each in self._item.variants if each.id == self._variant), None)
        unit = self._item.from_price() if variant is None else variant.price
        return self._with_modifiers(unit * self._quantity)

    @property
    def problem(self) -> RuleBroken | None:
        """What the menu's rule does not allow yet."""
        try:
            if self._line is None:
                self._item.variant(self._variant)
            choose(self._groups, self._item.modifier_groups, self.picks, self._quantity)
        except RuleBroken as broken:
            return broken
        return None

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The modifiers as chosen."""
        return tuple(Pick(modifier_id, count) for modifier_id, count in self._counts.items() if count)

    @property
    def asked(self) -> Asked:
        """The new line as it will be asked for."""
        return Asked(
            self._item.id,
            variant_id=self._variant,
            picks=self.picks,
            quantity=self._quantity,
            note=self._note,
            seat=self._next.seat,
            course=self._next.course,
        )

    def choose_variant(self, variant_id: VariantId) -> None:
        """Choose a size or style."""
        self._variant = variant_id
        self.changed.emit()

    def tap(self, modifier_id: ModifierId) -> None:
        """Choose a modifier on every unit there is room for, replace the one chosen where only one may be, take one
        more of a counted one, or take a chosen one away unless its group needs it."""
        group, choice = self._find(modifier_id)
        if choice.count and choice.most > 1 and not group.is_one_of:
            self._set(modifier_id, min(choice.most, choice.count + 1))
        elif choice.count:
            if not group.is_one_of or group.least == 0:
                self._set(modifier_id, 0)
        elif group.most and group.chosen >= group.most and group.is_one_of:
            for other in group.modifiers:
                self._counts[other.id] = 0
            self._set(modifier_id, min(group.units, self._modifiers[modifier_id].maximum * group.units))
        else:
            self._set(modifier_id, min(group.units, choice.most))
        self._settle()

    def step(self, modifier_id: ModifierId, by: int) -> None:
        """One more or fewer of a modifier on the whole line, within its bounds."""
        _, choice = self._find(modifier_id)
        self._set(modifier_id, max(0, min(choice.most, choice.count + by)))
        self._settle()

    def step_quantity(self, by: int) -> None:
        """One more or fewer unit of a new line; choices made on every unit follow."""
        before, after = self._quantity, max(1, min(MOST_OF_ONE_LINE, self._quantity + by))
        if self._line is not None or before == after:
            return
        self._quantity = after
        for modifier_id, count in self._counts.items():
            follows = count // before * after if count % before == 0 else count
            self._counts[modifier_id] = min(follows, self._modifiers[modifier_id].maximum * after)
        self._settle()

    def note(self, words: str) -> None:
        """A word to the kitchen with the new line."""
        self._note = words

    def _with_modifiers(self, units: Money) -> Money:
        for modifier_id, count in self._counts.items():
            units = units + self._modifiers[modifier_id].price * count
        return units

    def _asked_groups(self, group_ids: Sequence[GroupId], units: int, under: str) -> Iterator[GroupChoice]:
        for group_id in group_ids:
            group = self._groups[group_id]
            yield self._group(group, units, under)
            for modifier in group.modifiers:
                count = self._counts.get(modifier.id, 0)
                if count:
                    yield from self._asked_groups(modifier.groups, count, modifier.name)

    def _group(self, group: ModifierGroup, units: int, under: str) -> GroupChoice:
        chosen = sum(self._counts.get(modifier.id, 0) for modifier in group.modifiers)
        most = group.maximum * units
        return GroupChoice(
            group.id,
            group.name,
            under,
            group.minimum * units,
            most,
            chosen,
            units,
            group.maximum == 1,
            any(modifier.maximum * units > 1 for modifier in group.modifiers),
            tuple(self._modifier(modifier, units, chosen, most) for modifier in group.modifiers),
        )

    def _modifier(self, modifier: Modifier, units: int, chosen: int, group_most: int) -> ModifierChoice:
        count = self._counts.get(modifier.id, 0)
        most = modifier.maximum * units
        if group_most:
            most = min(most, count + max(0, group_most - chosen))
        return ModifierChoice(modifier.id, modifier.name, modifier.price, modifier.kind, count, most)

    def _find(self, modifier_id: ModifierId) -> tuple[GroupChoice, ModifierChoice]:
        return next((group, choice) for group in self.groups for choice in group.modifiers if choice.id == modifier_id)

    def _set(self, modifier_id: ModifierId, count: int) -> None:
        before = self._counts.get(modifier_id, 0)
        self._counts[modifier_id] = count
        if not before and count:
            self._add(default_picks(self._groups, self._modifiers[modifier_id].groups, count))

    def _add(self, picks: Sequence[Pick]) -> None:
        for pick in picks:
            self._counts[pick.modifier_id] = self._counts.get(pick.modifier_id, 0) + pick.quantity

    def _settle(self) -> None:
        """Forget what belongs to groups that are no longer asked."""
        asked = {choice.id for group in self.groups for choice in group.modifiers}
        self._counts = {each: count for each, count in self._counts.items() if each in asked and count}
        self.changed.emit()
