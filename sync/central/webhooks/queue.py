"""Events waiting to be delivered: written in the transaction they speak of, so that none is lost and none is false."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from sync.central.api.values import timestamp
from sync.central.store import numbers
from sync.central.store.desk import milliseconds
from sync.central.store.tables import DELIVERIES, RESOURCES

KIND = "webhook"
WAITING, DONE, GIVEN_UP = "waiting", "done", "given_up"

EVENTS = (
    "order.created", "order.updated", "order.status_changed", "order.completed", "order.cancelled",
    "payment.completed", "payment.refunded", "inventory.low_stock", "staff.clocked_in", "staff.clocked_out",
    "customer.created", "reservation.created", "reservation.cancelled", "feedback.received",
)  # fmt: skip
"""Reference, "Webhook Events", and overview, "Available Events"."""


def queue_events(
    connection: Connection, tenant: int, told: Sequence[tuple[str, Mapping[str, Any]]], now: datetime
) -> None:
    """Put what happened into the queue of everybody who subscribed to it."""
    if not told:
        return
    rows = []
    for number, words in _hooks(connection, tenant):
        for event, data in told:
            if f"|{event}|" in words:
                rows.append((number, event, _body(event, data, now)))
    if not rows:
        return
    first, at = numbers.draw(connection, tenant, "delivery", len(rows)), milliseconds(now)
    connection.execute(insert(DELIVERIES), [
        {"tenant": tenant, "number": first + place, "hook": hook, "event": event, "body": body, "state": WAITING,
         "attempts": 0, "next_ms": at, "created_ms": at, "answer": ""}
        for place, (hook, event, body) in enumerate(rows)
    ])  # fmt: skip


def _hooks(connection: Connection, tenant: int) -> Sequence[tuple[int, str]]:
    asked = select(RESOURCES.c.number, RESOURCES.c.words).where(
        RESOURCES.c.tenant == tenant, RESOURCES.c.kind == KIND, RESOURCES.c.gone == 0, RESOURCES.c.status == "active"
    )  # fmt: skip
    return [(int(row[0]), row[1]) for row in connection.execute(asked)]


def _body(event: str, data: Mapping[str, Any], now: datetime) -> bytes:
    """Overview, "Webhook Payload", without the signature, which is made over these bytes when they are sent."""
    said = {"event": event, "timestamp": timestamp(now), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
