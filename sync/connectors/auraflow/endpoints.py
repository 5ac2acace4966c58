"""AuraFlow's endpoints as its document lists them ("Endpoints"), with the `/v1` of its base address."""

from __future__ import annotations

from sync.reconcile.endpoints import Endpoint

PAGE_SIZE = 100
"""The most results a page may have ("GET /products": limit)."""

PRODUCTS = Endpoint("GET", "/v1/products")
PRODUCT = Endpoint("GET", "/v1/products/{id}")
CREATE_PRODUCT = Endpoint("POST", "/v1/products")
UPDATE_PRODUCT = Endpoint("PUT", "/v1/products/{id}")
CUSTOMERS = Endpoint("GET", "/v1/customers")
CREATE_CUSTOMER = Endpoint("POST", "/v1/customers")
UPDATE_CUSTOMER = Endpoint("PUT", "/v1/customers/{id}")
TRANSACTIONS = Endpoint("GET", "/v1/transactions")
CREATE_TRANSACTION = Endpoint("POST", "/v1/transactions")
LEVELS = Endpoint("GET", "/v1/inventory/levels")
ADJUST = Endpoint("POST", "/v1/inventory/adjust")
HISTORY = Endpoint("GET", "/v1/inventory/history")
SALES_REPORT = Endpoint("GET", "/v1/reports/sales")
TOP_PRODUCTS = Endpoint("GET", "/v1/reports/top-products")


def paged(page: int) -> dict[str, str]:
    """`limit` and `offset` of a page, the first one being 1."""
    return {"limit": str(PAGE_SIZE), "offset": str((page - 1) * PAGE_SIZE)}
