"""What a guest asks for and what came of it, as values: known before any rule of the shop is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aura_terminal.domain.kinds import OrderType

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import ItemId, OrderId, PriceLevelId, TableId, VariantId
    from aura_terminal.domain.menu import Pick


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to be opened by its first item or by choosing a table."""

    order_type: OrderType = OrderType.DINE_IN
    table_id: TableId | None = None
    guests: int = 0
    guest_name: str = ""


@dataclass(frozen=True, slots=True)
class ComboPick:
    """An item in a slot of a combo, with its own choices on all units of the combo."""

    slot: str
    item_id: ItemId
    variant_id: VariantId | None = None
    picks: tuple[Pick, ...] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """For what kind of order something is asked for, at which table, and at which level somebody chose."""

    order_type: OrderType = OrderType.DINE_IN
    table_id: TableId | None = None
    chosen: PriceLevelId | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for. `picks` or `fillings` None mean: what the menu chooses beforehand; `level` None: at the
    prices in force. `parts` are those of a divided dish, in their places; `fillings` fill the slots of a combo.
    """

    item_id: ItemId
    variant_id: VariantId | None = None
    picks: tuple[Pick, ...] | None = None
    quantity: int = 1
    note: str = ""
    seat: int = 0
    course: int | None = None
    level: PriceLevelId | None = None
    parts: tuple[ItemId, ...] = ()
    fillings: tuple[ComboPick, ...] | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb came to: the order it concerns and the facts that were kept, durable when this is returned."""

    order_id: OrderId
    facts: tuple[Fact, ...]
