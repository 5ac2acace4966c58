"""Reference, "Orders Management"."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import ColumnElement, select

from aura_terminal.domain.shop import StoreProfile
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE, not_found
from sync.central.api.pages import Searched, meta_of, page_of, sorted_by, within
from sync.central.api.paths import Id
from sync.central.api.values import LARGEST_NUMBER, Answered, Instant, percent, plain, timestamp
from sync.central.selling import orders
from sync.central.selling.listing import COLUMNS, row_of
from sync.central.selling.models import (
    AskedOrder,
    CancelledOrder,
    ChangedOrder,
    ItemOut,
    OrderOut,
    OrderPage,
    OrderTypeWord,
    PaymentLine,
    StatusWord,
)
from sync.central.store.desk import milliseconds
from sync.central.store.tables import ORDERS, TAXES

SORTS: dict[str, ColumnElement[Any]] = {
    "created_at": ORDERS.c.created_ms, "updated_at": ORDERS.c.updated_ms, "id": ORDERS.c.number,
    "order_number": ORDERS.c.order_number, "total_amount": ORDERS.c.total, "status": ORDERS.c.status,
}  # fmt: skip


class OrderQuery(Searched):
    """Reference, "GET /api/v1/orders"."""

    status: StatusWord | None = None
    order_type: OrderTypeWord | None = None
    date_from: Instant | None = None
    date_to: Instant | None = None
    customer_id: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    table_number: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] | None = None
    sort_by: Literal["created_at", "updated_at", "id", "order_number", "total_amount", "status"] = "created_at"


class TaxLineOut(Answered):
    """What one rate came to."""

    name: str
    rate: str
    net_amount: str
    tax_amount: str


class ReceiptOut(Answered):
    """A receipt as data; terminals print their own."""

    order_id: int
    order_number: str
    receipt_number: str
    restaurant_name: str
    address: list[str]
    tax_number: str | None = None
    items: list[ItemOut]
    currency: str
    subtotal: str
    discount_amount: str
    tax_amount: str
    taxes: list[TaxLineOut]
    tip_amount: str
    total_amount: str
    payments: list[PaymentLine]
    payment_status: str
    footer: list[str]
    issued_at: str


router = APIRouter(prefix="/api/v1/orders", tags=["Orders Management"])


@router.get("", response_model=OrderPage, responses=READ)
def list_orders(asked: Annotated[OrderQuery, Query()], call: Reading) -> Response:
    """List orders with filtering and pagination."""
    return call.read("orders:read", lambda view: page(view, asked))


@router.post("", response_model=OrderOut, responses=WRITE, status_code=201)
def create_order(asked: AskedOrder, call: Writing) -> Response:
    """Create a new order."""
    return call.write("orders:write", lambda desk: orders.create(desk, asked), 201)


@router.get("/{id:int}", response_model=OrderOut, responses=READ)
def get_order(id: Id, call: Reading) -> Response:
    """Get detailed order information."""
    return call.read("orders:read", lambda view: body_of(view, id).encode())


@router.put("/{id:int}", response_model=OrderOut, responses=WRITE)
def update_order(id: Id, asked: ChangedOrder, call: Writing) -> Response:
    """Update an existing order."""
    return call.write("orders:write", lambda desk: orders.change(desk, id, asked))


@router.post("/{id:int}/cancel", response_model=OrderOut, responses=WRITE)
def cancel_order(id: Id, asked: CancelledOrder, call: Writing) -> Response:
    """Cancel an order."""
    return call.write("orders:write", lambda desk: orders.cancel(desk, id, asked))


@router.post("/{id:int}/complete", response_model=OrderOut, responses=WRITE)
def complete_order(id: Id, call: Writing) -> Response:
    """Mark order as completed."""
    return call.write("orders:write", lambda desk: orders.complete(desk, id))


@router.get("/{id:int}/receipt", response_model=ReceiptOut, responses=READ)
def get_receipt(id: Id, call: Reading) -> Response:
    """Get order receipt."""
    return call.read("orders:read", lambda view: receipt(view, id))


@router.post("/{id:int}/send-to-kitchen", response_model=OrderOut, responses=WRITE)
def send_to_kitchen(id: Id, call: Writing) -> Response:
    """Send order to kitchen display system."""
    return call.write("orders:write", lambda desk: orders.send_to_kitchen(desk, id))


def page(view: View, asked: OrderQuery, *more: ColumnElement[bool]) -> bytes:
    """One page of orders."""
    conditions = [ORDERS.c.tenant == view.tenant, *more, *within(asked, ORDERS.c.search, ORDERS.c.created_ms)]
    for column, value in (
        (ORDERS.c.status, asked.status), (ORDERS.c.order_type, asked.order_type),
        (ORDERS.c.customer, asked.customer_id), (ORDERS.c.table_number, asked.table_number),
    ):  # fmt: skip
        if value is not None:
            conditions.append(column == value)
    if asked.date_from is not None:
        conditions.append(ORDERS.c.created_ms >= milliseconds(asked.date_from))
    if asked.date_to is not None:
        conditions.append(ORDERS.c.created_ms <= milliseconds(asked.date_to))
    order = sorted_by(SORTS, asked.sort_by, asked.sort_order, ORDERS.c.number)
    found = page_of(view.connection, select(*COLUMNS).where(*conditions), asked, order)
    return dumped(OrderPage(data=[row_of(row, view.currency) for row in found.rows], meta=meta_of(asked, found.total)))


def body_of(view: View, number: int) -> str:
    """An order's answer. Raises Refused (404)."""
    asked = select(ORDERS.c.body).where(ORDERS.c.tenant == view.tenant, ORDERS.c.number == number)
    found = view.connection.execute(asked).scalar()
    if found is None:
        raise not_found("Order")
    return str(found)


def receipt(view: View, number: int) -> ReceiptOut:
    """The receipt of an order as it stands."""
    order = OrderOut.model_validate_json(body_of(view, number))
    profile: StoreProfile = view.shelf.profile
    asked = select(TAXES.c.name, TAXES.c.percent, TAXES.c.net, TAXES.c.tax)
    rows = view.connection.execute(asked.where(TAXES.c.tenant == view.tenant, TAXES.c.order_number == number))
    return ReceiptOut(
        order_id=number, order_number=order.order_number, receipt_number=order.order_number,
        restaurant_name=profile.name, address=list(profile.address), tax_number=profile.tax_number or None,
        items=order.items, currency=order.currency, subtotal=order.subtotal, discount_amount=order.discount_amount,
        tax_amount=order.tax_amount, tip_amount=order.tip_amount, total_amount=order.total_amount,
        taxes=[
            TaxLineOut(
                name=row.name, rate=percent(Decimal(row.percent)), net_amount=plain(row.net, order.currency),
                tax_amount=plain(row.tax, order.currency),
            )
            for row in rows
        ],
        payments=order.payments, payment_status=order.payment_status, footer=list(profile.receipt_footer),
        issued_at=timestamp(view.now),
    )  # fmt: skip
