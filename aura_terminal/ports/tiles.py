"""The rows that are shown as tiles: the rail, the menu and the staff. They make up the first picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.domain.ids import CategoryId, ItemId, StaffId
    from aura_terminal.domain.kinds import Availability
    from aura_terminal.domain.money import Money


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A row of the rail. `colour` is an index into the theme's category palette."""

    id: CategoryId
    name: str
    icon: str
    colour: int


@dataclass(frozen=True, slots=True)
class TileRow:
    """An item as a tile or a search hit. `asks` is true when a tap must open the choice sheet first.

    `left` is how many there still are; None where nobody counts. `by_weight` is true for what must be weighed first.
    """

    item_id: ItemId
    category_id: CategoryId
    name: str
    price: Money
    is_from_price: bool
    tag: str
    colour: int
    dietary: tuple[str, ...]
    availability: Availability
    asks: bool
    sku: str = ""
    left: int | None = None
    by_weight: bool = False


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A name tile of the sign-in screen. `language` is what they prefer, "" for what the screen speaks."""

    id: StaffId
    name: str
    initials: str
    role: str
    colour: int
    language: str = ""
