"""What is due for an order: created with all that is known, put right, sent to the kitchen, paid, completed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import FireId, OrderId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.kitchen import KitchenTicket, ticket_id_of
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Station
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import (
    CANCEL_ORDER,
    COMPLETE_ORDER,
    CREATE_ORDER,
    SEND_TO_KITCHEN,
    UPDATE_ORDER,
)
from sync.connectors.auraconnect.ends import FINAL, end_lane, is_over
from sync.connectors.auraconnect.guests import GUESTS
from sync.connectors.auraconnect.naming import content_told, next_digest
from sync.connectors.auraconnect.order_body import as_changed, order_body, told_lines
from sync.connectors.auraconnect.payments import payment_steps
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Lane, Plan, Step, digest_of


def plan_order(record: CentralRecord, order: Order, picture: Picture, words: Words) -> Plan:
    """The steps that can be sent now, in order. Raises CannotTell."""
    if not record.is_linked:
        is_told = is_worth_telling(order)
        if "create" in record.set_aside or not (is_told or record.is_in_doubt("create")):
            return Plan()
        return Plan((replace(_create(record, order, picture, words), is_moot=not is_told),))
    money = payment_steps(record, order, picture, words)
    told = (
        _update(record, order, picture, words),
        *money,
        _kitchen(record, order, picture),
        _end(record, order, picture),
    )
    return Plan(tuple(step for step in told if step is not None))


def is_worth_telling(order: Order) -> bool:
    """Whether the central should hear of it at all: the kitchen knew of it, or money was taken."""
    if order.status is OrderStatus.MERGED or not told_lines(order):
        return False
    sent = any(line.state is not LineState.NEW for line, _ in told_lines(order))
    return sent or bool(order.payments) or order.status is OrderStatus.CLOSED


def _create(record: CentralRecord, order: Order, picture: Picture, words: Words) -> Step:
    body = order_body(order, picture, words)
    call = CREATE_ORDER.call(body)
    return Step(
        record.id,
        "create",
        _lane(order),
        call,
        digest_of(body),
        creates=True,
        needs=GUESTS.awaited(order.guest_id, picture),
    )


def _update(record: CentralRecord, order: Order, picture: Picture, words: Words) -> Step | None:
    """The whole content once more where it differs from what was told last, until the order is final there."""
    is_told = order.status in (OrderStatus.OPEN, OrderStatus.CLOSED) and told_lines(order)
    if not is_told or is_over(record):
        return None
    content = order_body(order, picture, words)
    if content_told(record, "update", "create") == digest_of(content):
        return None
    digest = next_digest(record, content, "update", "create")
    if record.is_done("update", digest):
        return None
    body = as_changed(content, record)
    return Step(record.id, "update", _lane(order), UPDATE_ORDER.call(body, record.central_id), digest)


def _lane(order: Order) -> Lane:
    """What stands before money goes as early as the money."""
    return Lane.MONEY if order.payments else Lane.ORDERS


def _kitchen(record: CentralRecord, order: Order, picture: Picture) -> Step | None:
    """Send to the kitchen what was fired since, unless our kitchen has done with it; `digest` says which fires."""
    told, is_doubted = fires_told(record), record.is_in_doubt("kitchen")
    fresh = [fire for fire in order.fired_lines if mark_of(fire) not in told]
    waiting = [fire for fire in fresh if is_doubted or _is_live(order, fire, picture)]
    if not waiting or is_over(record) or order.status is OrderStatus.CANCELLED:
        return None
    digest = ".".join(sorted({*told, *map(mark_of, waiting)}))
    if record.is_done("kitchen", digest):
        return None
    return Step(record.id, "kitchen", Lane.ORDERS, SEND_TO_KITCHEN.call(None, record.central_id), digest)


def fires_told(record: CentralRecord) -> frozenset[str]:
    """The marks of the fires whose lines the central's kitchen display was sent."""
    return frozenset(record.done["kitchen"].split(".")) if record.was_told("kitchen") else frozenset()


def mark_of(fire_id: FireId) -> str:
    """A fire in the digest of the kitchen step."""
    return sha256(fire_id.encode()).hexdigest()[:12]


def tickets_of(order: Order, fire_id: FireId, picture: Picture) -> Iterator[KitchenTicket]:
    """The tickets of a fire, at whichever stations it went to."""
    sold_for = {line.sold.station_id for line in order.own.values() if line.fire_id == fire_id}
    for station_id in sorted(sold_for | {station.id for station in picture.documents(Station)}):
        with suppress(NotFound):
            yield picture.ticket(ticket_id_of(fire_id, station_id))


def _is_live(order: Order, fire_id: FireId, picture: Picture) -> bool:
    return any(not ticket.is_bumped and not ticket.is_void for ticket in tickets_of(order, fire_id, picture))


def _end(record: CentralRecord, order: Order, picture: Picture) -> Step | None:
    if is_over(record) or any(step in record.set_aside for step in FINAL):
        return None
    if order.status is OrderStatus.CLOSED:
        call = COMPLETE_ORDER.call(None, record.central_id)
        return Step(record.id, "complete", end_lane(order), call, digest_of("complete", order.id))
    reason = _reason(order, picture)
    if not reason:
        return None
    body = {"reason": reason, "notes": f"[{order.number} · {order.id}]"}
    return Step(record.id, "cancel", Lane.ORDERS, CANCEL_ORDER.call(body, record.central_id), digest_of(body))


def _reason(order: Order, picture: Picture) -> str:
    if order.status is OrderStatus.CANCELLED:
        return order.cancellations[0].reason
    if order.status is OrderStatus.MERGED and order.merged_into is not None:
        return f"merged into {_number(order.merged_into, picture)}"
    return ""


def _number(order_id: OrderId, picture: Picture) -> str:
    try:
        return picture.order(order_id).number
    except NotFound:
        return order_id
