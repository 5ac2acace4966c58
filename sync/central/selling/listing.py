"""Orders in lists: the columns a list reads and the row it answers."""

from __future__ import annotations

from typing import Any

from sync.central.api.values import plain, timestamp_of
from sync.central.selling.models import OrderRow
from sync.central.store.tables import ORDERS

COLUMNS = (
    ORDERS.c.number, ORDERS.c.order_number, ORDERS.c.status, ORDERS.c.order_type, ORDERS.c.table_number,
    ORDERS.c.customer, ORDERS.c.payment_status, ORDERS.c.subtotal, ORDERS.c.tax, ORDERS.c.tip, ORDERS.c.discount,
    ORDERS.c.total, ORDERS.c.items_count, ORDERS.c.notes, ORDERS.c.created_ms, ORDERS.c.updated_ms, ORDERS.c.ready_ms,
)  # fmt: skip


def row_of(row: Any, currency: str) -> OrderRow:  # a row of SQLAlchemy over COLUMNS
    """Reference, "GET /api/v1/orders": one of the list."""
    return OrderRow(
        id=row.number, order_number=row.order_number, status=row.status, order_type=row.order_type,
        table_number=row.table_number or None, customer_id=row.customer or None, payment_status=row.payment_status,
        subtotal=plain(row.subtotal, currency), tax_amount=plain(row.tax, currency),
        tip_amount=plain(row.tip, currency), discount_amount=plain(row.discount, currency),
        total_amount=plain(row.total, currency), items_count=row.items_count, notes=row.notes or None,
        created_at=timestamp_of(row.created_ms), updated_at=timestamp_of(row.updated_ms),
        estimated_ready_time=timestamp_of(row.ready_ms) if row.ready_ms else None,
    )  # fmt: skip
