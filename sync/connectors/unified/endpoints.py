"""The endpoints this connector uses, by name. An account's address may end with `/v1` or not."""

from __future__ import annotations

from collections.abc import Mapping

from sync.reconcile.contract import Call
from sync.reconcile.endpoints import Endpoint

PAGE_SIZE = 100

LOGIN = Endpoint("POST", "/v1/auth/login")
REFRESH = Endpoint("POST", "/v1/auth/refresh")
LOGOUT = Endpoint("POST", "/v1/auth/logout")

CUSTOMERS = Endpoint("GET", "/v1/customers")
CREATE_CUSTOMER = Endpoint("POST", "/v1/customers")

INVOICES = Endpoint("GET", "/v1/invoices")
INVOICE = Endpoint("GET", "/v1/invoices/{id}")
CREATE_INVOICE = Endpoint("POST", "/v1/invoices")
UPDATE_INVOICE = Endpoint("PUT", "/v1/invoices/{id}")
SEND_INVOICE = Endpoint("POST", "/v1/invoices/{id}/send")
MARK_PAID = Endpoint("POST", "/v1/invoices/{id}/mark-paid")
INVOICE_PDF = Endpoint("GET", "/v1/invoices/{id}/pdf")

PAYMENTS = Endpoint("GET", "/v1/payments")
CREATE_PAYMENT = Endpoint("POST", "/v1/payments")

MATERIALS = Endpoint("GET", "/v1/materials")
SUPPLIERS = Endpoint("GET", "/v1/suppliers")
PURCHASE_ORDERS = Endpoint("GET", "/v1/purchase-orders")
PURCHASE_ORDER = Endpoint("GET", "/v1/purchase-orders/{id}")
CREATE_PURCHASE_ORDER = Endpoint("POST", "/v1/purchase-orders")
APPROVE = Endpoint("POST", "/v1/purchase-orders/{id}/approve")
SEND = Endpoint("POST", "/v1/purchase-orders/{id}/send")
CANCEL = Endpoint("POST", "/v1/purchase-orders/{id}/cancel")
DELIVERIES = Endpoint("GET", "/v1/deliveries")
CREATE_DELIVERY = Endpoint("POST", "/v1/deliveries")

OVERVIEW = Endpoint("GET", "/v1/dashboard/overview")
KPIS = Endpoint("GET", "/v1/dashboard/kpis")
REVENUE_TREND = Endpoint("GET", "/v1/analytics/revenue-trend")
RECEIVABLES = Endpoint("GET", "/v1/reports/accounts-receivable-aging")

HOOKS = Endpoint("GET", "/v1/webhooks")
CREATE_HOOK = Endpoint("POST", "/v1/webhooks")
UPDATE_HOOK = Endpoint("PUT", "/v1/webhooks/{id}")
DELETE_HOOK = Endpoint("DELETE", "/v1/webhooks/{id}")


def page(endpoint: Endpoint, number: int = 1, query: Mapping[str, str] | None = None) -> Call:
    """A request for a page of a list ("Pagination", offset-based)."""
    return endpoint.call(query={"page": str(number), "limit": str(PAGE_SIZE), **(query or {})})
