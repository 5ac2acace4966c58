"""Stripe's word of deposits ("Stripe Webhook"): it is not taken over, it makes the bookings be looked at again."""

from __future__ import annotations

from sync.reconcile.hooks import StripeForm, event_of

FORM = StripeForm()
EVENTS = frozenset(
    {"payment_intent.succeeded", "payment_intent.failed", "payment_intent.payment_failed", "charge.refunded"}
)
"""As the document names them, and Stripe's own name for a payment that failed."""


def resources_of(body: bytes) -> tuple[str, ...]:
    """The bookings, for an event that is about their deposits."""
    return ("bookings",) if event_of(body, "type") in EVENTS else ()
