"""How an order evolves by having been read from paper; what the paper carries is folded by whoever folds the order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aura_terminal.domain.carried import PaperScanned
from aura_terminal.domain.order_fold import evolve

if TYPE_CHECKING:
    from aura_terminal.domain.ordering import Order


@dataclass(slots=True)
class PaperTrail:
    """The papers an order was read from, in the order in which they were."""

    scans: list[PaperScanned] = field(default_factory=list)


@evolve.register(PaperScanned)
def _(fact: PaperScanned, order: Order) -> None:
    if all(known.paper_id != fact.paper_id for known in order.paper.scans):
        order.paper.scans.append(fact)
