"""The events that subscribers can be told of, and what subscribers are called among back offices."""

from __future__ import annotations

from enum import StrEnum

_PREFIX = "subscriber."


class Event(StrEnum):
    """What a subscriber can be told of (AuraFlow POS, "Webhook Events")."""

    SALE = "transaction.completed"
    GUEST_CREATED = "customer.created"
    GUEST_UPDATED = "customer.updated"
    STOCK_LOW = "inventory.low_stock"
    SHIFT_CLOSED = "shift.closed"


def connector_of(subscriber: str) -> str:
    """The name a subscriber has among back offices, such as `subscriber.books`."""
    return f"{_PREFIX}{subscriber}"


def is_subscriber(connector: str) -> bool:
    """Whether it is the name of a subscriber, or of a record of one, and of no back office."""
    return connector.startswith(_PREFIX)


def subscriber_of(connector: str) -> str:
    """What the house calls a subscriber: the name without its prefix."""
    return connector.removeprefix(_PREFIX)
