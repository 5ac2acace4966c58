"""Orders on their way out of the house, read from their folds."""

from __future__ import annotations

from datetime import datetime

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.releasing import is_held
from aura_terminal.ports.errands import FORGOTTEN, LOOKED_BACK, ErrandRow, board_of
from aura_terminal.store.moments import microseconds
from aura_terminal.store.reading import Reading
from aura_terminal.store.statements import literal

_TO_DO = literal("""SELECT order_id FROM orders WHERE status = 'open' AND order_type <> 'dine_in'
UNION SELECT order_id FROM orders WHERE status <> 'open' AND closed_us >= :recent AND status = 'closed'
AND order_type <> 'dine_in'
UNION SELECT order_id FROM order_errands WHERE handed_us IS NULL AND due_us >= :due""")


class ErrandQueries:
    """The ErrandReads port."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def board(self, now: datetime) -> tuple[ErrandRow, ...]:
        self._reading.bring_up()
        since = (microseconds(now - LOOKED_BACK), microseconds(now - FORGOTTEN))
        ids = [OrderId(row[0]) for row in self._reading.rows(_TO_DO, since)]
        orders = {order_id: self._reading.orders_with(order_id)[order_id] for order_id in ids}
        shown = {order_id: order for order_id, order in orders.items() if _is_shown(order)}
        tickets = self._tickets(shown)
        return board_of(((order, tickets.get(order.id, ()), is_held(order)) for order in shown.values()), now)

    def _tickets(self, orders: dict[OrderId, Order]) -> dict[OrderId, list[KitchenTicket]]:
        found: dict[OrderId, list[KitchenTicket]] = {}
        fired = [order_id for order_id, order in orders.items() if order.fires]
        for loaded in self._reading.aggregates(Aggregate.TICKET, self._reading.tickets_of(fired)) if fired else ():
            ticket: KitchenTicket = loaded.state
            if ticket.fired is not None:
                found.setdefault(ticket.fired.order_id, []).append(ticket)
        return found


def _is_shown(order: Order) -> bool:
    """Whether its money goes together; one whose first facts have not arrived is not looked at yet."""
    try:
        return order.terms is not None and order.bill is not None
    except RuleBroken:
        return False
