"""How an order evolves by goods that come back, and by dishes that are on the table already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aura_terminal.domain.kinds import LineState
from aura_terminal.domain.line_parts import unsent_line
from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.returns import GoodsReturned as GoodsReturned
from aura_terminal.domain.returns import LinesServed

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@evolve.register(GoodsReturned)
def _(fact: GoodsReturned, order: Order) -> None:
    order.returns.setdefault(fact.return_id, fact)


@evolve.register(LinesServed)
def _(fact: LinesServed, order: Order) -> None:
    for line_id in fact.line_ids:
        line = unsent_line(order, line_id)
        if line is not None:
            line.state = LineState.SENT
