"""Who plans what is due for a record, by its kind."""

from __future__ import annotations

from collections.abc import Callable

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import OrderId, PaymentId, TableId, TicketId
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.codes import plan_code
from sync.connectors.auraconnect.feedback import plan_feedback
from sync.connectors.auraconnect.floor import plan_layout, plan_table
from sync.connectors.auraconnect.guests import plan_guest
from sync.connectors.auraconnect.kitchen import plan_ticket
from sync.connectors.auraconnect.loyalty import plan_balance, plan_points, plan_reward
from sync.connectors.auraconnect.menu_state import plan_item
from sync.connectors.auraconnect.order_plan import plan_order
from sync.connectors.auraconnect.people import plan_punch
from sync.connectors.auraconnect.pulls.orders import SEEN, plan_details
from sync.connectors.auraconnect.refunds import plan_refund
from sync.connectors.auraconnect.reservations import plan_reservation, reservation_of
from sync.connectors.auraconnect.supplies import plan_adjustment, plan_count
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Plan
from sync.reconcile.guests import guest_of

Planner = Callable[[CentralRecord, str, Picture, Words], Plan]


def _order(record: CentralRecord, local_id: str, picture: Picture, words: Words) -> Plan:
    """An order of ours, or one that was made elsewhere and is still to be asked for."""
    try:
        order = picture.order(OrderId(local_id))
    except NotFound:
        if SEEN in record.done:
            return plan_details(record)
        raise
    return plan_order(record, order, picture, words)


def _refund(record: CentralRecord, local_id: str, picture: Picture, words: Words) -> Plan:
    order_id, _, refund_id = local_id.partition("/")
    return plan_refund(record, picture.order(OrderId(order_id)), PaymentId(refund_id), picture, words)


def _code(record: CentralRecord, local_id: str, picture: Picture, words: Words) -> Plan:
    return plan_code(record, picture.order(OrderId(local_id.partition("/")[0])), picture)


PLANNERS: dict[str, Planner] = {
    "order": _order,
    "refund": _refund,
    "ticket": lambda record, id_, picture, words: plan_ticket(record, picture.ticket(TicketId(id_)), picture, words),
    "punch": lambda record, _, picture, words: plan_punch(record, picture),
    "table": lambda record, id_, picture, words: plan_table(record, TableId(id_), picture, words),
    "layout": lambda record, _, picture, words: plan_layout(record, picture),
    "item": lambda record, id_, picture, words: plan_item(record, id_, picture),
    "guest": lambda record, id_, picture, words: plan_guest(record, guest_of(id_, picture), picture),
    "feedback": lambda record, id_, picture, words: plan_feedback(record, id_, picture),
    "points": lambda record, _, picture, words: plan_points(record, picture),
    "reward": lambda record, _, picture, words: plan_reward(record, picture),
    "balance": lambda record, _, picture, words: plan_balance(record, picture),
    "code": _code,
    "reservation": lambda record, id_, picture, words: plan_reservation(
        record, reservation_of(id_, picture), picture, words
    ),
    "supply_adjustment": lambda record, _, picture, words: plan_adjustment(record, picture),
    "supply_count": lambda record, _, picture, words: plan_count(record, picture),
}
