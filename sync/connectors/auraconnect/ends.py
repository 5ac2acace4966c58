"""When AuraConnect is told that an order is over, and what waits for that.

An order ends there only while nothing is due, and money that went back is due again. So what came back after a check
was closed is told after its end, and its end is told with the money then, not when there is room.
"""

from __future__ import annotations

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.ids import PaymentId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.ordering import Order
from sync.reconcile.contract import Lane

FINAL = ("complete", "cancel")
LATER = Lane.PEOPLE
"""That an order is over can wait until every other one and its money is there: after a week it is a third of it all."""


def is_over(record: CentralRecord) -> bool:
    """Whether the central knows that the order is at its end."""
    return any(record.was_told(step) for step in FINAL)


def end_lane(order: Order) -> Lane:
    """How early its end is told."""
    return Lane.MONEY if any(_came_after(order, one) for one in order.refunds) else LATER


def waits_for_end(record: CentralRecord, order: Order, returned: PaymentId) -> bool:
    """Whether money that went back is told only once the order has ended there; not where it never will."""
    is_decided = is_over(record) or any(step in {*record.set_aside, *record.refused} for step in FINAL)
    return not is_decided and _came_after(order, returned)


def _came_after(order: Order, refund_id: PaymentId) -> bool:
    given, closed = order.refunds.get(refund_id), order.closed_at
    if order.status is not OrderStatus.CLOSED or given is None or closed is None:
        return False
    return given.act.at >= closed
