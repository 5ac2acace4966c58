"""How an order evolves by what happens at the table; as in `order_fold`, nothing here fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.service_facts import CheckPrinted

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(slots=True)
class TableService:
    """What service knows of an order beside its lines and its money: `checks` in the order they were printed."""

    checks: list[CheckPrinted] = field(default_factory=list)


@evolve.register(CheckPrinted)
def _(fact: CheckPrinted, order: Order) -> None:
    if fact not in order.service.checks:
        order.service.checks.append(fact)
