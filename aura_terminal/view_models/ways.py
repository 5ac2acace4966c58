"""What is chosen of each modifier: how many behind which word and on which part, and what that comes to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aura_terminal.domain.dishes import PreModifier, adjusted
from aura_terminal.domain.ids import GroupId, ModifierId, PreModifierId
from aura_terminal.domain.menu import Modifier, ModifierGroup, Pick, Served, default_picks
from aura_terminal.domain.money import Money


@dataclass(frozen=True, slots=True)
class Way:
    """A modifier with the word before it and the part it goes on; None for no word, and for the whole dish."""

    modifier_id: ModifierId
    pre: PreModifierId | None = None
    part: int | None = None


class Ways:
    """The choices on one line. Choosing a modifier chooses what its own groups choose beforehand."""

    def __init__(self, groups: Mapping[GroupId, ModifierGroup], pres: Mapping[PreModifierId, PreModifier]) -> None:
        self._groups, self._pres = groups, pres
        self.modifiers: Mapping[ModifierId, Modifier] = {
            modifier.id: modifier for group in groups.values() for modifier in group.modifiers
        }
        self.counts: dict[Way, int] = {}

    @property
    def picks(self) -> tuple[Pick, ...]:
        """The modifiers as chosen."""
        return tuple(Pick(way.modifier_id, count, way.pre, way.part) for way, count in self.counts.items() if count)

    def of(self, modifier_id: ModifierId, part: int | None) -> list[Way]:
        """How a modifier is chosen on a part, or on the whole."""
        return [
            way for way, count in self.counts.items() if count and way.modifier_id == modifier_id and way.part == part
        ]

    def word(self, way: Way) -> str:
        """What the kitchen reads before the modifier."""
        pre = self._pre(way)
        return "" if pre is None else pre.word

    def does_count(self, way: Way) -> bool:
        """Whether it counts towards its group's bounds."""
        pre = self._pre(way)
        return pre is None or pre.counts

    def counted(self, modifier_id: ModifierId) -> int:
        """How many of it count towards its group, on the whole and on every part."""
        ways = ((way, count) for way, count in self.counts.items() if way.modifier_id == modifier_id)
        return sum(count for way, count in ways if self.does_count(way))

    def price(self, way: Way, served: Served) -> Money:
        """What one costs."""
        pre, price = self._pre(way), self.modifiers[way.modifier_id].price_on(served.size)
        return adjusted(price, 100 if pre is None else pre.percent, len(served.parts) if way.part is not None else 1)

    def put(self, way: Way, count: int) -> None:
        """Choose so many."""
        before = self.counts.get(way, 0)
        self.counts[way] = count
        if not before and count and self.does_count(way):
            self.add(default_picks(self._groups, self.modifiers[way.modifier_id].groups, count), way.part)

    def add(self, picks: Sequence[Pick], part: int | None = None) -> None:
        """Choose what the menu chooses beforehand."""
        for pick in picks:
            way = Way(pick.modifier_id, None, part)
            self.counts[way] = self.counts.get(way, 0) + pick.quantity

    def rescale(self, before: int, after: int) -> None:
        """So many units instead: what was chosen on every one follows, within its bounds."""
        for way, count in self.counts.items():
            follows = count // before * after if count % before == 0 else count
            self.counts[way] = min(follows, self.modifiers[way.modifier_id].maximum * after)

    def keep_parts(self, parts: int) -> None:
        """Forget what was chosen on parts that are not there any more."""
        self.counts = {way: count for way, count in self.counts.items() if way.part is None or way.part <= parts}

    def keep_only(self, asked: Collection[ModifierId]) -> None:
        """Forget what belongs to groups that are no longer asked."""
        self.counts = {way: count for way, count in self.counts.items() if way.modifier_id in asked and count}

    def _pre(self, way: Way) -> PreModifier | None:
        return None if way.pre is None else self._pres.get(way.pre)
