"""An order as rows and as the reference answers it: made again from its fold whenever a fact changed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.lines import Line
from aura_terminal.domain.order_money import bill_sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Station
from sync.central.api.values import plain, timestamp, timestamp_of
from sync.central.selling.discounts import applied
from sync.central.selling.extras import extra_of
from sync.central.selling.kitchen import LIVE, TicketRow, ticket_rows
from sync.central.selling.models import (
    CustomerOut,
    ItemOut,
    KitchenStatusOut,
    ModifierOut,
    OrderOut,
    PaymentLine,
    PromotionOut,
)
from sync.central.selling.money import Figures, figures_of, lay_out_payments
from sync.central.store.desk import Desk, milliseconds
from sync.central.store.statements import Statement, changing, inserting
from sync.central.store.tables import ORDER_ITEMS, ORDERS, TAXES


@dataclass(frozen=True, slots=True)
class _Seen:
    """An order with everything its rows are made of."""

    order: Order
    number: int
    extra: Mapping[str, Any]
    tickets: Sequence[TicketRow]
    figures: Figures
    lines: Sequence[Line]
    numbers: Mapping[str, int]


def lay_out_order(desk: Desk, order_id: str) -> None:
    """Write the rows of an order: what lists read, its items, its payments, its taxes once it is paid."""
    order = desk.order(order_id)
    if order.terms is None:
        return
    number = desk.number("order", order_id)
    extra = extra_of(desk, number)
    payments = lay_out_payments(desk, order, number, extra)
    tickets = ticket_rows(desk, order_id) if order.fires else []
    lines = _in_order([line for line in order.lines.values() if line.charged_quantity], extra.get("positions", ()))
    numbers = desk.numbers("order_item", [line.id for line in lines])
    seen = _Seen(order, number, extra, tickets, figures_of(order, extra), lines, numbers)
    items = [_item(desk, seen, line) for line in lines]
    said = _order(desk, seen, items, payments)
    _write(desk, seen, said)
    _write_items(desk, seen, items)
    if order.status is OrderStatus.CLOSED:
        _write_taxes(desk, seen)


def status_of(order: Order, tickets: Sequence[TicketRow]) -> str:
    """Reference, "GET /api/v1/orders": pending, preparing, ready, completed or cancelled."""
    if order.status is OrderStatus.CLOSED:
        return "completed"
    if order.status is not OrderStatus.OPEN:
        return "cancelled"
    if not order.fires:
        return "pending"
    return "preparing" if order.unsent or any(_is_cooking(row) for row in tickets) else "ready"


def _is_cooking(row: TicketRow) -> bool:
    return row.status == LIVE and any(not row.is_ready(line_id) for line_id in row.lines)


def _in_order(lines: Sequence[Line], positions: Sequence[str]) -> list[Line]:
    """As the last request listed them; what it did not name comes after, as it was asked for."""
    places = {line_id: place for place, line_id in enumerate(positions)}
    return sorted(lines, key=lambda line: places.get(line.id, len(places)))


def _item(desk: Desk, seen: _Seen, line: Line) -> ItemOut:
    shelf, sold, currency = desk.shelf, line.sold, seen.order.currency
    return ItemOut(
        id=seen.numbers[line.id],
        menu_item_id=shelf.numbers.get("item", {}).get(sold.item_id, 0),
        name=sold.name,
        quantity=line.charged_quantity,
        unit_price=sold.unit_price.plain(),
        total_price=line.price.plain(),
        status=_item_status(seen, line),  # type: ignore[arg-type]  # one of the words of the literal
        variant_id=shelf.numbers.get("variant", {}).get(sold.variant_id or ""),
        modifiers=[
            ModifierOut(
                id=shelf.numbers.get("modifier", {}).get(one.modifier_id, 0), name=one.name,
                price=plain(one.unit_price.minor, currency), quantity=one.quantity,
            )
            for one in line.charged_modifiers
        ],
        special_instructions=line.note or None,
        reference=seen.extra.get("references", {}).get(line.id),
        kitchen_status=_kitchen(desk, seen, line),
    )  # fmt: skip


def _item_status(seen: _Seen, line: Line) -> str:
    ended = {OrderStatus.CLOSED: "completed", OrderStatus.CANCELLED: "cancelled", OrderStatus.MERGED: "cancelled"}
    if seen.order.status in ended:
        return ended[seen.order.status]
    if line.state is LineState.NEW:
        return "pending"
    tickets = _tickets_of(seen, line)
    return "preparing" if any(not row.is_ready(line.fired_as or line.id) for row in tickets) else "ready"


def _tickets_of(seen: _Seen, line: Line) -> list[TicketRow]:
    return [row for row in seen.tickets if (line.fired_as or line.id) in row.lines]


def _kitchen(desk: Desk, seen: _Seen, line: Line) -> KitchenStatusOut | None:
    tickets = _tickets_of(seen, line)
    if not tickets:
        return None
    said = seen.extra.get("cooks", {}).get(line.id, {})
    started = said.get("started_ms") or tickets[0].fired_ms
    return KitchenStatusOut(
        station=tickets[0].station, assigned_to=said.get("cook"), started_at=timestamp_of(started)
    )  # fmt: skip


def _order(desk: Desk, seen: _Seen, items: list[ItemOut], payments: list[PaymentLine]) -> OrderOut:
    order, figures, currency = seen.order, seen.figures, seen.order.currency
    ready = _ready_at(desk, seen)
    customer = _customer(desk, order)
    return OrderOut(
        id=seen.number, order_number=order.number,
        status=status_of(order, seen.tickets),  # type: ignore[arg-type]  # one of the words of the literal
        order_type=order.order_type.value, table_number=order.table_name or None,
        customer_id=None if customer is None else customer.id, customer=customer, items=items,
        items_count=sum(item.quantity for item in items),
        payment_status=figures.payment_status,  # type: ignore[arg-type]  # one of the words of the literal
        payments=payments, currency=currency, subtotal=plain(figures.subtotal, currency),
        tax_amount=plain(figures.tax, currency), tip_amount=plain(figures.tip, currency),
        discount_amount=plain(figures.discount, currency), total_amount=plain(figures.total, currency),
        amount_due=plain(figures.due, currency),
        applied_promotions=[PromotionOut(**one) for one in applied(order, currency)],
        notes=seen.extra.get("notes"), cancellation_reason=seen.extra.get("cancellation", {}).get("reason"),
        created_at=timestamp(order.opened_at), updated_at=timestamp(desk.now),
        estimated_ready_time=None if ready is None else timestamp_of(ready),
        completed_at=timestamp(order.closed_at) if order.status is OrderStatus.CLOSED and order.closed_at else None,
    )  # fmt: skip


def _customer(desk: Desk, order: Order) -> CustomerOut | None:
    if order.guest_id is None:
        return None
    guest = desk.aggregate(Aggregate.GUEST, order.guest_id)
    number = desk.number("guest", order.guest_id)
    return CustomerOut(
        id=number, name=guest.name or order.guest_name, email=guest.email or None, phone=guest.phone or None
    )  # fmt: skip


def _ready_at(desk: Desk, seen: _Seen) -> int | None:
    """When the slowest of what was fired last should be ready; for what is not sent, from when it was asked for."""
    order = seen.order
    if order.status is not OrderStatus.OPEN or not seen.lines:
        return None
    stations = {station.id: station for station in desk.shelf.all(Station)}
    minutes = 0
    for line in seen.lines:
        station = stations.get(line.sold.station_id)
        usual = station.minutes_for(order.order_type) if station else 0
        minutes = max(minutes, line.sold.prep_minutes or usual)
    begun = max(order.fires.values(), default=order.opened_at)
    return milliseconds(begun + timedelta(minutes=minutes))


def _write(desk: Desk, seen: _Seen, said: OrderOut) -> None:
    order, figures = seen.order, seen.figures
    ready = _ready_at(desk, seen)
    who = said.customer.name if said.customer else order.guest_name
    row = {
        "order_number": order.number, "status": said.status, "order_type": said.order_type,
        "table_number": order.table_name, "customer": said.customer_id or 0,
        "business_date": order.business_date.isoformat(), "payment_status": said.payment_status,
        "subtotal": figures.subtotal, "tax": figures.tax, "tip": figures.tip, "discount": figures.discount,
        "total": figures.total, "items_count": said.items_count, "updated_ms": desk.now_ms, "ready_ms": ready or 0,
        "closed_ms": milliseconds(order.closed_at) if order.closed_at else 0,
        "search": f"{order.number} {said.notes or ''} {order.table_name} {who}".casefold(),
        "notes": said.notes or "", "body": said.model_dump_json(),
    }  # fmt: skip
    about = desk.about(seen.number)
    about["shown"] = row
    changed = {**row, "key_tenant": desk.tenant.number, "key_number": seen.number}
    new = {
        **row, "tenant": desk.tenant.number, "number": seen.number, "order_id": order.id,
        "created_ms": milliseconds(order.opened_at),
    }  # fmt: skip
    if about.get("is_there"):
        desk.write(_CHANGED_ORDER, changed)
    elif desk.is_begun(Aggregate.ORDER, order.id) or not _CHANGED_ORDER.run(desk.connection, [changed]).rowcount:
        desk.write(_NEW_ORDER, new)
    about["is_there"] = True


_NEW_ORDER = inserting(ORDERS)
_CHANGED_ORDER = changing(ORDERS, ("tenant", "number"), (
    "order_number", "status", "order_type", "table_number", "customer", "business_date", "payment_status", "subtotal",
    "tax", "tip", "discount", "total", "items_count", "updated_ms", "ready_ms", "closed_ms", "search", "notes", "body",
))  # fmt: skip
_NEW_ITEM = inserting(ORDER_ITEMS)
_ITEMS_STAND = changing(ORDER_ITEMS, ("tenant", "order_number"), ("status",))
_NO_ITEMS = Statement(delete(ORDER_ITEMS).where(
    ORDER_ITEMS.c.tenant == bindparam("tenant"), ORDER_ITEMS.c.order_number == bindparam("order_number")
))  # fmt: skip
_NEW_TAX = inserting(TAXES)
_NO_TAXES = Statement(delete(TAXES).where(
    TAXES.c.tenant == bindparam("tenant"), TAXES.c.order_number == bindparam("order_number")
))  # fmt: skip


def _write_items(desk: Desk, seen: _Seen, items: Sequence[ItemOut]) -> None:
    """Rows that figures are counted from; those that stand as they should are left alone."""
    wanted = sorted(
        (_item_row(desk, seen, line, item) for line, item in zip(seen.lines, items, strict=True)),
        key=lambda row: int(row["number"]),
    )
    key = {"tenant": desk.tenant.number, "order_number": seen.number}
    about = desk.about(seen.number)
    before = about.get("items")
    if before is None and not desk.is_begun(Aggregate.ORDER, seen.order.id):
        asked = select(ORDER_ITEMS).where(*(ORDER_ITEMS.c[name] == value for name, value in key.items()))
        before = [dict(row) for row in desk.connection.execute(asked.order_by(ORDER_ITEMS.c.number)).mappings()]
    about["items"] = wanted
    if wanted == (before or []):
        return
    status = wanted[0]["status"] if wanted else ""
    if before and wanted == [{**row, "status": status} for row in before]:
        desk.write(_ITEMS_STAND, {f"key_{name}": value for name, value in key.items()} | {"status": status})
        return
    if before:
        desk.write(_NO_ITEMS, key)
    desk.write(_NEW_ITEM, *wanted)


def _item_row(desk: Desk, seen: _Seen, line: Line, item: ItemOut) -> dict[str, Any]:
    return {
        "tenant": desk.tenant.number, "order_number": seen.number, "number": item.id, "item": item.menu_item_id,
        "name": line.sold.name, "category": line.sold.category_name, "quantity": line.charged_quantity,
        "unit_price": line.sold.unit_price.minor, "total": line.price.minor, "tax": 0, "status": item.status,
        "station": line.sold.station_id,
    }  # fmt: skip


def _write_taxes(desk: Desk, seen: _Seen) -> None:
    order = seen.order
    rows = [
        {
            "tenant": desk.tenant.number, "order_number": seen.number, "rate": line.rate.id, "name": line.rate.name,
            "percent": str(line.rate.percent), "business_date": order.business_date.isoformat(),
            "net": line.net.minor, "tax": line.tax.minor,
        }
        for line in bill_sold(order).tax.lines
    ]  # fmt: skip
    about = desk.about(seen.number)
    if about.get("taxes") == rows:
        return
    if about.get("taxes") is None:
        desk.write(_NO_TAXES, {"tenant": desk.tenant.number, "order_number": seen.number})
    about["taxes"] = rows
    desk.write(_NEW_TAX, *rows)
