"""Choosing on one item: its variant, its parts, its modifiers, how many; the domain's rule says when that is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import ItemId, ModifierId, PreModifierId, VariantId
from aura_terminal.domain.kinds import ModifierKind
from aura_terminal.domain.limits import MOST_OF_ONE_LINE
from aura_terminal.domain.menu import Modifier, ModifierGroup, Pick, Served, choose, default_picks
from aura_terminal.use_cases.asking import Asked
from aura_terminal.view_models.choice_rows import GroupChoice as GroupChoice
from aura_terminal.view_models.choice_rows import ModifierChoice as ModifierChoice
from aura_terminal.view_models.choice_rows import VariantChoice as VariantChoice
from aura_terminal.view_models.choice_rows import group_section, variant_section
from aura_terminal.view_models.choosing import (
    PARTS,
    VARIANTS,
    AimChoice,
    Held,
    Section,
    WordChoice,
)
from aura_terminal.view_models.dividing import Dividing
from aura_terminal.view_models.next_row import NextRow
from aura_terminal.view_models.ways import Way, Ways

if TYPE_CHECKING:
    from aura_terminal.domain.ids import GroupId, OrderId
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.reads import ItemSheet, LineRow
    from aura_terminal.use_cases.asking import Done
    from aura_terminal.use_cases.shop import Shop


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
        self._pres = {pre.id: pre for pre in sheet.pres}
        self._ways = Ways(self._groups, self._pres)
        self._next = next or NextRow()
        self._line = line
        self._quantity = max(1, line.quantity if line is not None else self._next.quantity)
        self._note = ""
        self._word: PreModifierId | None = None
        self._kept = Held.NOT
        self._aim: int | None = None
        variants = self._item.variants
        self._variant = variants[0].id if len(variants) == 1 else None
        self._dividing = Dividing(self._item, sheet.parts, sheet.out)
        if line is None:
            self._ways.add(default_picks(self._groups, self._item.modifier_groups, self._quantity))
        else:
            self._take_line(line)

    def _take_line(self, line: LineRow) -> None:
        self._variant = line.variant_id
        self._dividing.chosen = [part.item_id for part in line.parts]
        for pick in (modifier.pick for modifier in line.modifiers):
            self._ways.counts[Way(pick.modifier_id, pick.pre, pick.part)] = pick.quantity

    @property
    def name(self) -> str:
        """What is chosen on."""
        return self._item.name if self._line is None else self._line.name

    @property
    def line(self) -> LineRow | None:
        """The line whose choices are changed, None for a new one."""
        return self._line

    @property
    def is_new(self) -> bool:
        """Whether it is for a new line."""
        return self._line is None

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
    def sections(self) -> tuple[Section, ...]:
        """Variants, then parts, then every group asked now."""
        return tuple(self._sections())

    @property
    def words(self) -> tuple[WordChoice, ...]:
        """The words that may stand before a modifier; none where nothing can be modified."""
        if not self._item.modifier_groups:
            return ()
        return tuple(
            WordChoice(pre.id, pre.name, self._kept if pre.id == self._word else Held.NOT)
            for pre in self._pres.values()
        )

    @property
    def aims(self) -> tuple[AimChoice, ...]:
        """What modifiers may go on, the whole first; none unless the dish is divided."""
        names = self._part_names
        if not names or not self._item.modifier_groups:
            return ()
        parts = (AimChoice(place, name, self._aim == place) for place, name in enumerate(names, 1))
        return (AimChoice(0, "", self._aim is None), *parts)

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
        return self._with_modifiers((self._dividing.price(variant) or unit) * self._quantity)

    @property
    def extras(self) -> Money:
        """What the modifiers alone come to."""
        return self._with_modifiers(self._item.price * 0)

    @property
    def problem(self) -> RuleBroken | None:
        """What the menu's rule does not allow yet."""
        try:
            if self._line is None:
                self._item.variant(self._variant)
                self._dividing.check()
            choose(self._groups, self._item.modifier_groups, self.picks, self._quantity, self._served)
        except RuleBroken as broken:
            return broken
        return None

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The modifiers as chosen."""
        return self._ways.picks

    @property
    def variant_id(self) -> VariantId | None:
        """The variant that is chosen."""
        return self._variant

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
            parts=tuple(self._dividing.chosen),
        )

    @property
    def verb(self) -> partial[Done]:
        """What gives the line these choices."""
        assert self._line is not None
        return partial(_choose, self._line.line_id, self.picks)

    def choose_variant(self, variant_id: VariantId) -> None:
        """Choose a size or style; parts that do not come in it are let go."""
        self._variant = variant_id
        variant = next((each for each in self._item.variants if each.id == variant_id), None)
        self._dividing.resize(variant)
        self._forget_parts()
        self.changed.emit()

    def tap_row(self, section: str, row: str) -> None:
        """A tap on a row of a section."""
        if section == VARIANTS:
            self.choose_variant(VariantId(row))
        elif section == PARTS:
            self._dividing.tap(ItemId(row))
            self._forget_parts()
            self.changed.emit()
        else:
            self.tap(ModifierId(row))

    def step_row(self, section: str, row: str, by: int) -> None:
        """One more or fewer of a row."""
        if section == PARTS:
            self._dividing.step(ItemId(row), by)
            self._forget_parts()
            self.changed.emit()
        elif section != VARIANTS:
            self.step(ModifierId(row), by)

    def hold(self, word: str) -> None:
        """Put a word before the next modifier; once more keeps it, and a third time lets go of it."""
        pre_id = PreModifierId(word)
        if self._word != pre_id:
            self._word, self._kept = pre_id, Held.ONCE
        elif self._kept is Held.ONCE:
            self._kept = Held.KEPT
        else:
            self._word, self._kept = None, Held.NOT
        self.changed.emit()

    def hold_like(self, other: ChoicesModel) -> None:
        """Hold the word that another one holds, in the same way."""
        self._word, self._kept = other._word, other._kept

    def aim(self, place: int) -> None:
        """Choose what modifiers go on: a part by its place, 0 for the whole."""
        self._aim = place or None
        self.changed.emit()

    def tap(self, modifier_id: ModifierId) -> None:
        """Choose a modifier on every unit there is room for, with the word that is held before it; replace the one
        chosen where only one may be, take one more of a counted one, or take a chosen one away unless its group needs
        it. The same modifier behind another word is replaced."""
        group, choice = self._find(modifier_id)
        way = Way(modifier_id, self._word_before(modifier_id), self._aim)
        others = [each for each in self._ways.of(modifier_id, self._aim) if each.pre != way.pre]
        if way.pre is not None or others:
            self._tap_word(way, others, group)
        elif choice.count and choice.most > 1 and not group.is_one_of:
            self._ways.put(way, min(choice.most, choice.count + 1))
        elif choice.count:
            if not group.is_one_of or group.least == 0:
                self._ways.put(way, 0)
        elif group.most and group.chosen >= group.most and group.is_one_of:
            self._let_go_of(group)
            self._ways.put(way, min(group.units, self._ways.modifiers[modifier_id].maximum * group.units))
        else:
            self._ways.put(way, min(group.units, choice.most))
        self._settle()

    def step(self, modifier_id: ModifierId, by: int) -> None:
        """One more or fewer of a modifier on the whole line, within its bounds."""
        _, choice = self._find(modifier_id)
        way = self._way(modifier_id)
        self._ways.put(way, max(0, min(choice.most, choice.count + by)))
        self._settle()

    def step_quantity(self, by: int) -> None:
        """One more or fewer unit of a new line; choices made on every unit follow."""
        before, after = self._quantity, max(1, min(MOST_OF_ONE_LINE, self._quantity + by))
        if self._line is not None or before == after:
            return
        self._quantity = after
        self._ways.rescale(before, after)
        self._settle()

    def note(self, words: str) -> None:
        """A word to the kitchen with the new line."""
        self._note = words

    @property
    def _part_names(self) -> tuple[str, ...]:
        if self._line is not None:
            return tuple(part.name for part in self._line.parts)
        return self._dividing.names

    @property
    def _served(self) -> Served:
        size = next((one.name for one in self._item.variants if one.id == self._variant), "")
        return Served(size, self._part_names, self._pres)

    def _sections(self) -> Iterator[Section]:
        if self.variants:
            yield variant_section(self.variants)
        if self._line is None and self._item.halves is not None:
            yield self._dividing.section(self._variant)
        for group in self.groups:
            yield group_section(group)

    def _tap_word(self, way: Way, others: Sequence[Way], group: GroupChoice) -> None:
        """A tap with a word, or on what is chosen behind another: replaced by it, or taken away without one."""
        for other in others:
            self._ways.counts[other] = 0
        if way.pre is not None:
            chosen = self._ways.counts.get(way, 0)
            if group.is_one_of and self._ways.does_count(way) and not chosen:
                self._let_go_of(group)
            _, choice = self._find(way.modifier_id)
            self._ways.put(way, 0 if chosen else min(group.units, choice.most))
        if self._kept is Held.ONCE:
            self._word, self._kept = None, Held.NOT

    def _let_go_of(self, group: GroupChoice) -> None:
        for each in [one for other in group.modifiers for one in self._ways.of(other.id, self._aim)]:
            self._ways.counts[each] = 0

    def _with_modifiers(self, units: Money) -> Money:
        for way, count in self._ways.counts.items():
            units = units + self._ways.price(way, self._served) * count
        return units

    def _asked_groups(self, group_ids: Sequence[GroupId], units: int, under: str) -> Iterator[GroupChoice]:
        for group_id in group_ids:
            group = self._groups[group_id]
            yield self._group(group, units, under)
            for modifier in group.modifiers:
                count = self._ways.counted(modifier.id)
                if count:
                    yield from self._asked_groups(modifier.groups, count, modifier.name)

    def _group(self, group: ModifierGroup, units: int, under: str) -> GroupChoice:
        chosen = sum(self._ways.counted(modifier.id) for modifier in group.modifiers)
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
        way = self._way(modifier.id)
        count = self._ways.counts.get(way, 0)
        most = modifier.maximum * units
        if self._ways.does_count(way):
            most = max(0, most - (self._ways.counted(modifier.id) - count))
            if group_most:
                most = min(most, count + max(0, group_most - chosen))
        price, word = self._ways.price(way, self._served), self._ways.word(way)
        return ModifierChoice(modifier.id, modifier.name, price, modifier.kind, count, most, word)

    def _find(self, modifier_id: ModifierId) -> tuple[GroupChoice, ModifierChoice]:
        return next((group, choice) for group in self.groups for choice in group.modifiers if choice.id == modifier_id)

    def _way(self, modifier_id: ModifierId) -> Way:
        """How a modifier is chosen on what is aimed at, or would be by the next tap."""
        return next(
            iter(self._ways.of(modifier_id, self._aim)), Way(modifier_id, self._word_before(modifier_id), self._aim)
        )

    def _word_before(self, modifier_id: ModifierId) -> PreModifierId | None:
        """The word that is held; none before what says already that something is left out."""
        return None if self._ways.modifiers[modifier_id].kind is ModifierKind.NO else self._word

    def _forget_parts(self) -> None:
        """What was chosen on parts that are not there any more is forgotten."""
        parts = len(self._part_names)
        self._ways.keep_parts(parts)
        self._aim = self._aim if self._aim is not None and self._aim <= parts else None

    def _settle(self) -> None:
        """Forget what belongs to groups that are no longer asked."""
        asked = {choice.id for group in self.groups for choice in group.modifiers}
        self._ways.keep_only(asked)
        self.changed.emit()


def _choose(line_id: str, picks: tuple[Pick, ...], shop: Shop, by: Actor, order_id: OrderId) -> Done:
    from aura_terminal.domain.ids import LineId

    return shop.ordering.choose(by, order_id, LineId(line_id), picks)
