"""Which lines of an order go against what their guest must not have: its guest as the house knows them, and what was
said to the kitchen of a dish or of its seat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from aura_terminal.domain.allergens import ALLERGY_PREFIX, DIET_PREFIX, broken_by, held_by
from aura_terminal.domain.ids import LineId

FIRST_SEAT = 1
"""Where the guest an order belongs to is taken to sit, once seats are told apart."""


@dataclass(frozen=True, slots=True)
class Dish:
    """A line as far as it matters here. `dietary` are the diets the menu promises of it."""

    line_id: LineId
    allergens: tuple[str, ...]
    dietary: tuple[str, ...]
    note: str
    seat: int


@dataclass(frozen=True, slots=True)
class Concern:
    """A line with what it contains that its guest must not have, and the diets of its guest it does not keep.

    `is_seen` once somebody acknowledged just that, or more."""

    line_id: LineId
    contains: tuple[str, ...]
    against: tuple[str, ...]
    is_seen: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """All it goes against."""
        return (*self.contains, *self.against)


def concerns_of(
    dishes: Sequence[Dish], guest: Iterable[str], seen: Mapping[LineId, tuple[str, ...]]
) -> tuple[Concern, ...]:  # fmt: skip
    """Every line that goes against something, in the order of the lines.

    An allergy of the order's guest counts for every dish, a diet for what nobody else's seat gets.
    """
    said = tuple(guest)
    found = []
    for dish in dishes:
        notes = [dish.note, *(one.note for one in dishes if dish.seat and one.seat == dish.seat)]
        theirs = dish.seat in (0, FIRST_SEAT)
        contains = held_by(dish.allergens, [*notes, *(f"{ALLERGY_PREFIX} {word}" for word in said)])
        against = broken_by(dish.dietary, [*notes, *(f"{DIET_PREFIX} {word}" for word in said if theirs)])
        if contains or against:
            is_seen = set(contains) | set(against) <= set(seen.get(dish.line_id, ()))
            found.append(Concern(dish.line_id, contains, against, is_seen))
    return tuple(found)
