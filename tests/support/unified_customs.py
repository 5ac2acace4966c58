"""What requests to the Unified Assistant have to look like, by its document, and its manners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from aura_terminal.ports.chance import Clock
from tests.support.contract_server import Answered, Asked, Complaint, Limit, Refused, Spent, Violated, Wrong
from tests.support.contract_shapes import Day, Flag, ListOf, Number, Record, Shape, Text, Whole

EMAIL, PASSWORD, API_KEY = "office@example.com", "password123", "uk_live_abc123"
TOKEN_SECONDS = 3600
CENT = Decimal("0.01")

PAGED: Mapping[str, Shape] = {
    "page": Whole(1), "limit": Whole(1, 100), "cursor": Text(1), "sort": Text(1), "order": Text(1), "fields": Text(1),
    "search": Text(1), "search_fields": Text(1),
}  # fmt: skip
SPAN: Mapping[str, Shape] = {"date_from": Day(), "date_to": Day()}
ADDRESS = Record({}, {name: Text(1) for name in ("line1", "line2", "city", "state", "postal_code", "country")})
CUSTOMER = Record(
    {"customer_code": Text(1), "name": Text(1)},
    {
        "primary_email": Text(3), "primary_phone": Text(3), "credit_limit": Number(0, places=2),
        "payment_terms": Text(1), "billing_address": ADDRESS,
    },
)  # fmt: skip
ITEM = Record(
    {"description": Text(1), "quantity": Number(0), "unit_price": Number(places=2)}, {"tax_rate": Number(0, 1)}
)
INVOICE = Record(
    {"customer_id": Text(1), "invoice_date": Day(), "line_items": ListOf(ITEM, 1)},
    {"due_date": Day(), "payment_terms": Text(1), "notes": Text()},
)
MARKED = Record({"payment_date": Day(), "payment_method": Text(1), "payment_reference": Text(1)})
ALLOCATION = Record({"invoice_id": Text(1), "amount": Number(0, places=2)})
PAYMENT = Record(
    {
        "payment_type": Text(choices=("receipt", "payment")), "customer_id": Text(1), "amount": Number(0, places=2),
        "payment_date": Day(), "payment_method": Text(1), "payment_reference": Text(1),
        "allocations": ListOf(ALLOCATION),
    }
)  # fmt: skip
PO_LINE = Record(
    {"material_id": Text(1), "quantity": Number(0), "unit_price": Number(0, places=2)},
    {"expected_delivery_date": Day()},
)
PURCHASE = Record(
    {"supplier_id": Text(1), "po_date": Day(), "line_items": ListOf(PO_LINE, 1)},
    {"required_date": Day(), "payment_terms": Text(1), "notes": Text()},
)
DELIVERED = Record({
    "po_line_item_id": Text(1), "quantity_received": Number(0), "quantity_accepted": Number(0),
    "quantity_rejected": Number(0), "quality_status": Text(1),
})  # fmt: skip
DELIVERY = Record({"purchase_order_id": Text(1), "delivery_date": Day(), "line_items": ListOf(DELIVERED, 1)})
EVENTS = (
    "invoice.created", "invoice.sent", "invoice.paid", "invoice.overdue", "payment.received", "document.processed",
    "purchase_order.created", "purchase_order.approved", "delivery.received", "material.low_stock",
    "quotation.created", "quotation.accepted", "order.created", "opportunity.won", "opportunity.lost",
    "email.received", "email.sent", "conversation.started", "conversation.escalated",
)  # fmt: skip
HOOK = Record({"url": Text(8), "events": ListOf(Text(choices=EVENTS), 1), "secret": Text(16), "is_active": Flag()})

CODES = {
    Wrong.NOBODY: (401, "AUTH_REQUIRED"), Wrong.NOT_ALLOWED: (403, "AUTH_INSUFFICIENT_PERMISSIONS"),
    Wrong.NO_SUCH_ADDRESS: (404, "RESOURCE_NOT_FOUND"), Wrong.GONE: (404, "RESOURCE_NOT_FOUND"),
    Wrong.INVALID: (422, "VALIDATION_ERROR"), Wrong.CONFLICT: (409, "WORKFLOW_ERROR"),
    Wrong.LIMITED: (429, "RATE_LIMIT_EXCEEDED"),
}  # fmt: skip


class LetsIn(Protocol):
    """An office as its customs know it: until when which token is good."""

    clock: Clock
    tokens: dict[str, datetime]


class UnifiedCustoms:
    """Tokens or a key, errors and limits as documented."""

    limits: Sequence[Limit] = (Limit(1000, 3600.0),)

    def __init__(self, office: LetsIn) -> None:
        self._office = office

    def admit(self, asked: Asked) -> str:
        """ "Authentication Methods"."""
        if asked.headers.get("x-api-key") == API_KEY:
            return API_KEY
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        until = self._office.tokens.get(token)
        if until is None:
            raise Violated(Wrong.NOBODY, "Authentication required")
        if self._office.clock.now() >= until:
            raise Refused(Wrong.NOBODY, "Token expired", code="AUTH_EXPIRED")
        return EMAIL

    def refuse(self, complaint: Complaint) -> Answered:
        """ "Error Response"."""
        status, code = CODES[complaint.wrong]
        error: dict[str, Any] = {"code": complaint.code or code, "message": complaint.message, "request_id": "req_1"}
        if complaint.field:
            error["details"] = {"fields": [{"field": complaint.field, "message": complaint.message}]}
        if complaint.wrong is Wrong.LIMITED:
            error["retry_after"] = max(1, int(complaint.retry_after))
        return Answered(status, {"success": False, "error": error})

    def headers(self, spent: Sequence[Spent]) -> Mapping[str, str]:
        """ "Rate Limit Headers"."""
        if not spent:
            return {}
        reset = int(self._office.clock.now().timestamp() + spent[0].resets_in)
        left = {"X-RateLimit-Limit": str(spent[0].limit.most), "X-RateLimit-Remaining": str(spent[0].left)}
        return {**left, "X-RateLimit-Reset": str(reset)}


def well(data: Any, status: int = 200) -> Answered:
    """A good answer in the envelope ("Success Response")."""
    meta = {"timestamp": "2024-01-15T10:30:00Z", "request_id": "req_abc123"}
    return Answered(status, {"success": True, "data": data, "meta": meta})


def page_of(asked: Asked, found: Sequence[Mapping[str, Any]]) -> Answered:
    """A page of a list, offset-based ("Pagination")."""
    page, limit = asked.number("page", 1), asked.number("limit", 50)
    pages = max(1, -(-len(found) // limit))
    counted = {"page": page, "limit": limit, "total": len(found), "total_pages": pages}
    rows = list(found[(page - 1) * limit : page * limit])
    return Answered(200, {"success": True, "data": rows, "meta": {"pagination": counted}})
