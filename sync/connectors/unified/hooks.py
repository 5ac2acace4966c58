"""Webhooks ("Webhooks"): which lists an event makes us look at. The signature covers the raw body."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.field_paths import Plain
from sync.connectors.unified.endpoints import CREATE_HOOK, DELETE_HOOK, HOOKS, UPDATE_HOOK, page
from sync.reconcile.contract import Call
from sync.reconcile.hooks import BodyWithTime, event_of

FORM = BodyWithTime("x-signature")

EVENTS: Mapping[str, tuple[str, ...]] = {
    "invoice.created": ("invoices",),
    "invoice.sent": ("invoices",),
    "invoice.paid": ("invoices", "receivables"),
    "invoice.overdue": ("invoices", "receivables"),
    "payment.received": ("invoices", "receivables"),
    "purchase_order.created": ("purchase_orders",),
    "purchase_order.approved": ("purchase_orders",),
    "delivery.received": ("purchase_orders",),
    "material.low_stock": ("low_materials",),
}
"""Events worth a request, of those the documents name; the others are of no concern at a till."""


def subscribe(url: str, secret: str) -> Call:
    """The request that has it call this address."""
    return CREATE_HOOK.call(_body(url, secret))


def listed(number: int) -> Call:
    """The request that shows a page of whom it calls."""
    return page(HOOKS, number)


def change(hook_id: str, url: str, secret: str) -> Call:
    """The request that has a registration call this address, about everything of concern, under another secret."""
    return UPDATE_HOOK.call(_body(url, secret), hook_id)


def unsubscribe(hook_id: str) -> Call:
    """The request after which it does not call any more."""
    return DELETE_HOOK.call(None, hook_id)


def resources_of(body: bytes) -> tuple[str, ...]:
    """The resources a call's event speaks of; none for one that is not known, or is no event at all."""
    return EVENTS.get(event_of(body), ())


def _body(url: str, secret: str) -> dict[str, Plain]:
    return {"url": url, "events": list(EVENTS), "secret": secret, "is_active": True}
