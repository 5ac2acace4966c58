"""Orders on their way out of the house, read from a store in memory."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import TicketId
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.releasing import is_held
from aura_terminal.ports.errands import FORGOTTEN, LOOKED_BACK, ErrandRow, board_of
from tests.support.memory_journal import MemoryJournal


class MemoryErrandReads:
    """Takeout and delivery."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal

    def board(self, now: datetime) -> tuple[ErrandRow, ...]:
        """Those nobody has handed over."""
        tickets = [self._journal.ticket(TicketId(id_)) for id_ in self._journal.ids(Aggregate.TICKET)]
        orders = [order for order in self._journal.orders() if order.terms is not None and _is_recent(order, now)]
        return board_of(
            ((order, [one for one in tickets if one.fired and one.fired.order_id == order.id], is_held(order))
             for order in orders),
            now,
        )  # fmt: skip


def _is_recent(order: Order, now: datetime) -> bool:
    promise = order.errand.promise
    is_due = promise is not None and promise.due_at >= now - FORGOTTEN
    return is_due or order.closed_at is None or order.closed_at >= now - LOOKED_BACK
