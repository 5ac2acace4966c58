"""What happened as subscribers are told of it (AuraFlow POS, "Webhook Events"): prices as JSON numbers, our ids.

The document shows no payload for `customer.updated`: it is told as `customer.created` is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid5

import msgspec

from aura_terminal.domain.events import Event
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.shift_report import ShiftClosed
from aura_terminal.domain.subscribing import GuestTold, SaleCompleted, StockLow
from sync.reconcile.written import number, utc

SEVERAL, UNPAID = "split", "none"
"""The `payment_method` of a sale that was paid in several ways, or that nobody had to pay for."""
_DELIVERIES = UUID("b52be0ec-1ed0-5f5e-9a39-2f0b4f4d2f0e")


def sale_body(sale: SaleCompleted, customer: str) -> Plain:
    """`transaction.completed`; `customer` is the guest's name, empty where they have none or there is no guest."""
    data: dict[str, Plain] = {
        "transaction_id": sale.order_id,
        "type": "sale",
        "total": number(sale.total),
        "payment_method": _method(sale.tenders),
    }
    if sale.guest_id is not None and customer:
        data["customer"] = {"id": sale.guest_id, "name": customer}
    return _body(Event.SALE, sale.at, data)


def guest_body(event: Event, guest: GuestTold) -> Plain:
    """`customer.created` and `customer.updated`."""
    return _body(event, guest.at, {"customer_id": guest.guest_id, "name": guest.name, "email": guest.email})


def stock_body(low: StockLow) -> Plain:
    """`inventory.low_stock`."""
    data: dict[str, Plain] = {
        "product_id": low.supply_id,
        "product_name": low.name,
        "current_stock": _quantity(low.level),
        "threshold": _quantity(low.threshold),
    }
    return _body(Event.STOCK_LOW, low.at, data)


def shift_body(shift: ShiftClosed) -> Plain:
    """`shift.closed`."""
    data: dict[str, Plain] = {
        "shift_id": shift.shift_id,
        "user": {"id": shift.user_id, "name": shift.user_name},
        "terminal": shift.terminal,
        "total_sales": number(shift.total_sales),
        "transaction_count": shift.transaction_count,
        "cash_collected": number(shift.cash_collected),
        "card_collected": number(shift.card_collected),
    }
    return _body(Event.SHIFT_CLOSED, shift.closed_at, data)


def delivery_id(body: bytes) -> str:
    """The id of what a body tells: the same however often and from whichever terminal it is told.

    It is made of the event, its time and the id of the thing, so that figures that became known between two tellings
    change nothing of it.
    """
    said = msgspec.json.decode(body, type=_Told)
    thing = next((str(said.data[name]) for name in _IDS if name in said.data), "")
    return str(uuid5(_DELIVERIES, "\x1f".join((said.event, said.timestamp, thing))))


def happened_at(body: bytes) -> datetime:
    """When what a body tells happened."""
    return datetime.fromisoformat(msgspec.json.decode(body, type=_Told).timestamp)


_IDS = ("transaction_id", "customer_id", "product_id", "shift_id")


class _Told(msgspec.Struct):
    """A body of ours, as far as its id is made of it."""

    event: str
    timestamp: str
    data: Mapping[str, object]


def _body(event: Event, at: datetime, data: dict[str, Plain]) -> Plain:
    return {"event": event.value, "timestamp": utc(at), "data": data}


def _method(tenders: frozenset[str]) -> str:
    if not tenders:
        return UNPAID
    return SEVERAL if len(tenders) > 1 else next(iter(tenders))


def _quantity(amount: Decimal) -> Plain:
    """A JSON number, without decimals where it is whole."""
    return int(amount) if amount == amount.to_integral_value() else amount
