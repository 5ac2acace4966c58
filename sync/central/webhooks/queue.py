"""Events waiting to be delivered: written in the transaction they speak of, so that none is lost and none is false."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from sync.central.api.values import timestamp
from sync.central.store.desk import Desk
from sync.central.store.statements import inserting
from sync.central.store.tables import DELIVERIES, RESOURCES

KIND = "webhook"
WAITING, DONE, GIVEN_UP = "waiting", "done", "given_up"


_DELIVERY = inserting(DELIVERIES)


class EventName(StrEnum):
    """Reference, "Webhook Events", and overview, "Available Events"."""

    ORDER_CREATED = "order.created"
    ORDER_UPDATED = "order.updated"
    ORDER_STATUS_CHANGED = "order.status_changed"
    ORDER_COMPLETED = "order.completed"
    ORDER_CANCELLED = "order.cancelled"
    PAYMENT_COMPLETED = "payment.completed"
    PAYMENT_REFUNDED = "payment.refunded"
    INVENTORY_LOW_STOCK = "inventory.low_stock"
    STAFF_CLOCKED_IN = "staff.clocked_in"
    STAFF_CLOCKED_OUT = "staff.clocked_out"
    CUSTOMER_CREATED = "customer.created"
    RESERVATION_CREATED = "reservation.created"
    RESERVATION_CANCELLED = "reservation.cancelled"
    FEEDBACK_RECEIVED = "feedback.received"


def queue_events(desk: Desk, told: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Put what happened into the queue of everybody who subscribed to it."""
    if not told:
        return
    rows = []
    for number, words in desk.remembered(KIND, lambda: _hooks(desk)):
        for event, data in told:
            if f"|{event}|" in words:
                rows.append((number, event, _body(event, data, desk.now)))
    if not rows:
        return
    first, at = desk.draw("delivery", len(rows)), desk.now_ms
    desk.write(_DELIVERY, *(
        {"tenant": desk.tenant.number, "number": first + place, "hook": hook, "event": event, "body": body,
         "state": WAITING, "attempts": 0, "next_ms": at, "created_ms": at, "answer": ""}
        for place, (hook, event, body) in enumerate(rows)
    ))  # fmt: skip


def _hooks(desk: Desk) -> tuple[tuple[int, str], ...]:
    asked = select(RESOURCES.c.number, RESOURCES.c.words).where(
        RESOURCES.c.tenant == desk.tenant.number, RESOURCES.c.kind == KIND, RESOURCES.c.gone == 0,
        RESOURCES.c.status == "active",
    )  # fmt: skip
    return tuple((int(row[0]), str(row[1])) for row in desk.connection.execute(asked))


def _body(event: str, data: Mapping[str, Any], now: datetime) -> bytes:
    """Overview, "Webhook Payload", without the signature, which is made over these bytes when they are sent."""
    said = {"event": event, "timestamp": timestamp(now), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
