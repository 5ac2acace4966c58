"""The end of an order that is paid: closed, counted for its guest, with a receipt; all in the transaction at hand."""

from __future__ import annotations

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Work
from aura_terminal.use_cases.loyalty import points_earned
from aura_terminal.use_cases.receipts import receipt
from aura_terminal.use_cases.slips import spool_slip
from aura_terminal.use_cases.value_moves import keep_loads


def end_if_paid(work: Work, ids: Ids, terminal: str, order_id: OrderId, by: Actor) -> tuple[Fact, ...]:
    """Close an order on which something was paid, nothing is due and no card is undecided; nothing otherwise."""
    order = work.order(order_id)
    if order.bill.due or not _may_end(order) or any(one.holds_up for one in work.cards.of_order(order_id)):
        return ()
    return close_paid(work, ids, terminal, order_id, by)


def close_paid(work: Work, ids: Ids, terminal: str, order_id: OrderId, by: Actor) -> tuple[Fact, ...]:
    """Close an order on which nothing is due: counted for its guest, what it put on accounts is there, its receipt out.

    Raises RuleBroken as `Order.close` does.
    """
    order = work.order(order_id)
    facts: tuple[Fact, ...] = (order.close(work.now, work.today, terminal), *order.settle_hosted())
    work.keep(*facts)
    points = points_earned(work, work.order(order_id), by)
    work.keep(*points)
    ended = work.order(order_id)
    profile = work.documents.get(StoreProfile, STORE_PROFILE)
    spool_slip(work, ids, receipt(ended, profile, work.cards.of_order(order_id)))
    return (*facts, *points, *keep_loads(work, ids, ended, by.id))


def _may_end(order: Order) -> bool:
    is_open = order.status is OrderStatus.OPEN and not is_held(order)
    return is_open and bool(order.payments) and any(line.charged_quantity for line in order.lines.values())
