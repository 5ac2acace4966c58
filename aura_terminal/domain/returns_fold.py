"""How an order evolves by goods that come back; as in `order_fold`, nothing here fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aura_terminal.domain.order_fold import evolve
from aura_terminal.domain.returns import GoodsReturned as GoodsReturned

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@evolve.register(GoodsReturned)
def _(fact: GoodsReturned, order: Order) -> None:
    order.returns.setdefault(fact.return_id, fact)
