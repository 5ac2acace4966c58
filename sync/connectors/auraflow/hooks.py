"""Calls of AuraFlow ("Webhooks"): signed over the raw body, the time of the call in a header beside it.

They are set up by a person in its dashboard, which shows the secret; there is no request for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.reconcile.hooks import BodyBesideTime, event_of

FORM = BodyBesideTime("x-webhook-signature", "x-webhook-timestamp")

EVENTS: Mapping[str, tuple[str, ...]] = {
    "transaction.completed": ("transactions", "sales_report"),
    "customer.created": ("customers",),
    "customer.updated": ("customers",),
    "inventory.low_stock": ("levels",),
    "shift.closed": ("sales_report",),
}


def resources_of(body: bytes) -> tuple[str, ...]:
    """The resources a call's event speaks of; none for one that is not known, or is no event at all."""
    return EVENTS.get(event_of(body), ())
