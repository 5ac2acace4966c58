"""What every choice sheet shows, whatever is chosen on: sections of rows, words before modifiers, parts to aim at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QObject, SignalInstance

    from aura_terminal.domain.errors import RuleBroken
    from aura_terminal.domain.kinds import ModifierKind
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.service_rules import ChoicePolicy
    from aura_terminal.ports.reads import ItemSheet, LineRow
    from aura_terminal.use_cases.asking import Asked, Done
    from aura_terminal.view_models.next_row import NextRow

VARIANTS, PARTS = "variants", "parts"


class About(Enum):
    """What a section asks for."""

    VARIANT = auto()
    PARTS = auto()
    SLOT = auto()
    GROUP = auto()


class Held(Enum):
    """Whether a word before modifiers goes with the next tap, or stays until it is tapped again."""

    NOT = auto()
    ONCE = auto()
    KEPT = auto()


@dataclass(frozen=True, slots=True)
class WordChoice:
    """A word before a modifier."""

    id: str
    name: str
    held: Held


@dataclass(frozen=True, slots=True)
class AimChoice:
    """A part of a divided dish that modifiers can go on; place 0 is the whole."""

    place: int
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RowChoice:
    """Something that can be chosen: `count` of it are, and up to `most` may be. `price` is what it costs or adds.

    `word` stands before its name, chosen with it or by the next tap.
    """

    id: str
    name: str
    price: Money
    count: int
    most: int
    kind: ModifierKind | None = None
    word: str = ""
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the sheet: `least` and `most` (0: no limit) count on the whole line, `under` names what brought it.

    `is_one_of`: choosing one replaces the other; `is_counted`: one may be chosen more than once.
    """

    id: str
    about: About
    name: str
    under: str
    least: int
    most: int
    chosen: int
    units: int
    is_one_of: bool
    is_counted: bool
    rows: tuple[RowChoice, ...]

    @property
    def needed(self) -> int:
        """How many must still be chosen."""
        return max(0, self.least - self.chosen)


class Choosing(Protocol):
    """The choices for a new line or combo, or for one that is changed. `changed` follows every tap."""

    @property
    def changed(self) -> SignalInstance:
        """Follows every tap."""

    @property
    def name(self) -> str:
        """What is chosen on."""

    @property
    def is_new(self) -> bool:
        """Whether something is added, not changed."""

    @property
    def quantity(self) -> int:
        """How many units."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """Everything that is asked now, in order."""

    @property
    def words(self) -> tuple[WordChoice, ...]:
        """The words that may stand before a modifier; none where nothing can be modified."""

    @property
    def aims(self) -> tuple[AimChoice, ...]:
        """What modifiers may go on; none unless the dish is divided."""

    @property
    def price(self) -> Money:
        """What it costs as chosen."""

    @property
    def problem(self) -> RuleBroken | None:
        """What the menu's rules still ask for, None when it may be added."""

    @property
    def asked(self) -> Asked:
        """What will be asked for."""

    @property
    def verb(self) -> Callable[..., Done]:
        """What changes the line that is chosen on anew: called with the shop, the actor and the order."""

    def tap_row(self, section: str, row: str) -> None:
        """A tap on a row."""

    def step_row(self, section: str, row: str, by: int) -> None:
        """One more or fewer of a row."""

    def step_quantity(self, by: int) -> None:
        """One more or fewer unit of what is new."""

    def hold(self, word: str) -> None:
        """Put a word before the next modifier; once more keeps it, and a third time lets go of it."""

    def aim(self, place: int) -> None:
        """Choose what modifiers go on: a part by its place, 0 for the whole."""

    def deleteLater(self) -> None:
        """Let go of it."""


def choosing_on(
    sheet: ItemSheet, next: NextRow, line: LineRow | None, lines: Sequence[LineRow], parent: QObject
) -> Choosing:
    """The choices on an item, or on a combo; of `lines` on the order those of the line's combo are chosen anew."""
    from aura_terminal.view_models.choices import ChoicesModel
    from aura_terminal.view_models.combo_choices import ComboChoicesModel

    if not sheet.item.combo:
        return ChoicesModel(sheet, next=next, line=line, parent=parent)
    mark = None if line is None else line.combo
    same = [one for one in lines if mark is not None and one.combo is not None and one.combo.id == mark.id]
    components = [one for one in same if line is not None and one.state is line.state]
    return ComboChoicesModel(sheet, next=next, lines=components, parent=parent)


def may_add(choices: Choosing, policy: ChoicePolicy | None) -> bool:
    """Whether Add may be tapped: nothing is missing, or the house adds a new dish all the same; no policy blocks.

    A combo is whole or not at all.
    """
    problem = choices.problem
    if problem is None or policy is None:
        return problem is None
    from aura_terminal.domain.errors import Rule
    from aura_terminal.domain.service_rules import ChoicePolicy
    from aura_terminal.view_models.choices import ChoicesModel

    is_missing = problem.rule is Rule.CHOICE_MISSING and choices.is_new and isinstance(choices, ChoicesModel)
    return is_missing and policy is not ChoicePolicy.BLOCK
