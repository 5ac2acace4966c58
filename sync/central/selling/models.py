"""Orders as the API takes and gives them (reference, "Orders Management")."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sync.central.api.pages import Meta
from sync.central.api.values import Amount, Answered, Asked, Long, Number, Quantity, Short, texts

OrderTypeWord = Literal["dine_in", "takeout", "delivery"]
StatusWord = Literal["pending", "preparing", "ready", "completed", "cancelled"]
ItemStatusWord = Literal["pending", "preparing", "ready", "completed", "cancelled"]
PaymentStatusWord = Literal["pending", "partially_paid", "paid", "overpaid", "partially_refunded", "refunded"]


class AskedModifier(Asked):
    """A choice on an item; the quantity counts on the whole line. `price` is as sold, where it was sold elsewhere."""

    modifier_id: Number
    quantity: Quantity = 1
    price: Amount | None = None


class AskedItem(Asked):
    """One thing asked for. `id` or `reference` name the item of an order that is updated.

    The reference is the client's own name for the item, and is answered with it. `unit_price` and `discount_amount` are
    as it was sold elsewhere.
    """

    id: Number | None = None
    menu_item_id: Number
    quantity: Quantity
    variant_id: Number | None = None
    modifiers: Annotated[list[AskedModifier], Field(max_length=50)] = Field(default_factory=list)
    special_instructions: Annotated[str, texts(1000)] | None = None
    unit_price: Amount | None = None
    discount_amount: Amount | None = None
    reference: Short | None = None


class AskedOrder(Asked):
    """Reference, "POST /api/v1/orders". The last three are fields of the answers that may be said as well."""

    order_type: OrderTypeWord = "dine_in"
    table_number: Short | None = None
    customer_id: Number | None = None
    items: Annotated[list[AskedItem], Field(min_length=1, max_length=300)]
    notes: Long | None = None
    promotional_code: Short | None = None
    discount_amount: Amount | None = None
    tip_amount: Amount | None = None


class ChangedOrder(Asked):
    """Reference, "PUT /api/v1/orders/{id}": what is not named stays as it is; `items` are all there are then."""

    order_type: OrderTypeWord | None = None
    table_number: Short | None = None
    customer_id: Number | None = None
    items: Annotated[list[AskedItem], Field(min_length=1, max_length=300)] | None = None
    notes: Long | None = None
    promotional_code: Short | None = None
    discount_amount: Amount | None = None
    tip_amount: Amount | None = None


class CancelledOrder(Asked):
    """Reference, "POST /api/v1/orders/{id}/cancel"."""

    reason: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    notes: Long | None = None


class CustomerOut(Answered):
    """Who an order is for."""

    id: int
    name: str
    email: str | None = None
    phone: str | None = None


class ModifierOut(Answered):
    """A choice as sold; `price` is that of one."""

    id: int
    name: str
    price: str
    quantity: int = 1


class KitchenStatusOut(Answered):
    """How far the kitchen is with an item."""

    station: str
    assigned_to: str | None = None
    started_at: str | None = None


class ItemOut(Answered):
    """One item of an order."""

    id: int
    menu_item_id: int
    name: str
    quantity: int
    unit_price: str
    total_price: str
    status: ItemStatusWord
    variant_id: int | None = None
    modifiers: list[ModifierOut]
    special_instructions: str | None = None
    reference: str | None = None
    kitchen_status: KitchenStatusOut | None = None


class PromotionOut(Answered):
    """A price that was lowered."""

    code: str
    discount: str
    type: str


class PaymentLine(Answered):
    """A payment as its order shows it."""

    payment_id: str
    payment_method: str
    amount: str
    tip_amount: str
    refunded_amount: str
    reference: str | None = None
    created_at: str


class OrderOut(Answered):
    """Reference, "GET /api/v1/orders/{id}"."""

    id: int
    order_number: str
    status: StatusWord
    order_type: OrderTypeWord
    table_number: str | None = None
    customer_id: int | None = None
    customer: CustomerOut | None = None
    items: list[ItemOut]
    items_count: int
    payment_status: PaymentStatusWord
    payments: list[PaymentLine]
    currency: str
    subtotal: str
    tax_amount: str
    tip_amount: str
    discount_amount: str
    total_amount: str
    amount_due: str
    applied_promotions: list[PromotionOut]
    notes: str | None = None
    cancellation_reason: str | None = None
    created_at: str
    updated_at: str
    estimated_ready_time: str | None = None
    completed_at: str | None = None


class OrderRow(Answered):
    """Reference, "GET /api/v1/orders"."""

    id: int
    order_number: str
    status: StatusWord
    order_type: OrderTypeWord
    table_number: str | None = None
    customer_id: int | None = None
    payment_status: PaymentStatusWord
    subtotal: str
    tax_amount: str
    tip_amount: str
    discount_amount: str
    total_amount: str
    items_count: int
    notes: str | None = None
    created_at: str
    updated_at: str
    estimated_ready_time: str | None = None


class OrderPage(Answered):
    """A page of orders."""

    data: list[OrderRow]
    meta: Meta
