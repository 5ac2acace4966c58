"""What can be chosen on one item, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aura_terminal.view_models.choosing import VARIANTS, About, RowChoice, Section

if TYPE_CHECKING:
    from aura_terminal.domain.ids import GroupId, ModifierId, VariantId
    from aura_terminal.domain.kinds import ModifierKind
    from aura_terminal.domain.money import Money


@dataclass(frozen=True, slots=True)
class VariantChoice:
    """A size or style that can be chosen."""

    id: VariantId
    name: str
    price: Money
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ModifierChoice:
    """A modifier that can be chosen: `count` of it are, on the whole line, and up to `most` may be.

    `word` stands before its name: the one it was chosen with, or the one that is held. On a divided dish the count is
    that of the part that is aimed at.
    """

    id: ModifierId
    name: str
    price: Money
    kind: ModifierKind
    count: int
    most: int
    word: str = ""


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


def variant_section(variants: Sequence[VariantChoice]) -> Section:
    """The variants as a page of the sheet."""
    rows = tuple(RowChoice(one.id, one.name, one.price, int(one.is_chosen), 1) for one in variants)
    return Section(VARIANTS, About.VARIANT, "", "", 1, 1, sum(row.count for row in rows), 1, True, False, rows)


def group_section(group: GroupChoice) -> Section:
    """A group as a page of the sheet."""
    rows = tuple(
        RowChoice(one.id, one.name, one.price, one.count, one.most, one.kind, one.word) for one in group.modifiers
    )
    return Section(
        group.id, About.GROUP, group.name, group.under, group.least, group.most, group.chosen, group.units,
        group.is_one_of, group.is_counted, rows,
    )  # fmt: skip
