"""Webhooks of AuraConnect (overview, "Webhooks"; reference, "Webhook Events"): which pages an event makes us look at.

The documents give the signature no header; `X-AuraConnect-Signature` and `X-AuraConnect-Timestamp` are those of our own
central. The `signature` field inside the payload is not used: what it covers is not documented.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.connectors.auraconnect.endpoints import HOOKS
from sync.reconcile.contract import Call
from sync.reconcile.hooks import TimedBody, event_of

FORM = TimedBody("x-auraconnect-signature", "x-auraconnect-timestamp")

EVENTS: Mapping[str, tuple[str, ...]] = {
    "order.created": ("orders",),
    "order.updated": ("orders",),
    "order.completed": ("orders",),
    "order.cancelled": ("orders",),
    "inventory.low_stock": ("low_stock",),
    "customer.created": ("customers",),
    "reservation.created": ("reservations",),
    "reservation.cancelled": ("reservations",),
}
"""Events worth a request; what a store tells itself (its payments, its punches) comes back as nothing new."""


def subscribe(url: str, secret: str) -> Call:
    """The request that has AuraConnect call this address (overview, "Integrations": `/api/v1/webhooks`)."""
    return HOOKS.call({"url": url, "events": list(EVENTS), "secret": secret})


def resources_of(body: bytes) -> tuple[str, ...]:
    """The resources a call's event speaks of; none for one that is not known, or is no event at all."""
    return EVENTS.get(event_of(body), ())
