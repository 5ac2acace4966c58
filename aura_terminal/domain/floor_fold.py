"""How an order evolves by what happens to its table; as in `order_fold`, nothing here fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aura_terminal.domain.floor_facts import OrderTouched, TableCleared, TableLeft
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.order_fold import evolve

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(slots=True)
class TableHistory:
    """What the floor knows of an order: when its table was `cleared` last, and who beside its server `touched` it."""

    cleared: TableCleared | None = None
    touched: dict[StaffId, OrderTouched] = field(default_factory=dict)


@evolve.register(TableCleared)
def _(fact: TableCleared, order: Order) -> None:
    order.floor.cleared = fact


@evolve.register(TableLeft)
def _(fact: TableLeft, order: Order) -> None:
    order.floor.cleared = None


@evolve.register(OrderTouched)
def _(fact: OrderTouched, order: Order) -> None:
    order.floor.touched.setdefault(fact.touched_by, fact)
