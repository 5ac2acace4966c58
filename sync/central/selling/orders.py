"""The verbs on orders: what a request asks for, decided by the rules of the shop and kept as facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import GuestId, LineId, OrderId, TableId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.opening import opened_with
from aura_terminal.domain.order_facts import GuestAttached, LineAdded, OrderClosed, OrderOpened
from aura_terminal.domain.order_money import counting, covers_now
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tax import OrderType
from sync.central.api.amounts import money
from sync.central.api.calling import ServedDesk
from sync.central.api.errors import invalid, not_found
from sync.central.api.values import plain
from sync.central.selling import kitchen
from sync.central.selling.discounts import lower, uses_returned
from sync.central.selling.editing import arrange
from sync.central.selling.extras import begin_extra, extra_of, put_extra
from sync.central.selling.models import AskedItem, AskedOrder, CancelledOrder, ChangedOrder
from sync.central.selling.money import begin_payments
from sync.central.selling.pricing import note_of, priced
from sync.central.store.tables import ORDERS


def create(desk: ServedDesk, asked: AskedOrder) -> bytes:
    """Reference, "POST /api/v1/orders": open an order with its items; answers its details."""
    order_id = OrderId(desk.press.ids.new())
    desk.new_numbers("order", [order_id])
    number = desk.number("order", order_id)
    order_type = OrderType(asked.order_type)
    table_id, table_name = table_named(desk, asked.table_number)
    desk.begin(Aggregate.ORDER, order_id)
    begin_extra(desk, number)
    begin_payments(desk, number)
    desk.keep(opened_with(OrderOpened(
        order_id=order_id, number=f"ORD-{desk.today.year}-{number}", order_type=order_type,
        business_date=desk.today, opened_at=desk.now, opened_by=desk.actor,
        server_name=f"{desk.by.first_name} {desk.by.last_name}".strip(), terminal=desk.tenant.label,
        currency=desk.currency, terms=desk.shelf.regime.terms, table_id=table_id, table_name=table_name,
    )))  # fmt: skip
    lines = [[add(desk, desk.order(order_id), one, at)] for at, one in enumerate(asked.items)]
    desk.new_numbers("order_item", [line_id for ids in lines for line_id in ids])
    attach(desk, desk.order(order_id), asked.customer_id)
    lower(desk, desk.order(order_id), asked, lines)
    _say(desk, number, asked, lines)
    body = details(desk, order_id)
    desk.tell("order.created", headline(desk, number))
    return body


def change(desk: ServedDesk, number: int, asked: ChangedOrder) -> bytes:
    """Reference, "PUT /api/v1/orders/{id}". The same content again changes nothing."""
    order = existing(desk, number)
    if order.status is not OrderStatus.OPEN:
        order.name_guest(order.guest_name)  # refuses in the words of the shop
    before = desk.kept
    _move(desk, order, asked)
    references = extra_of(desk, number).get("references", {})
    lines = [] if asked.items is None else arrange(desk, desk.order(order.id), asked.items, references)
    attach(desk, desk.order(order.id), asked.customer_id)
    lower(desk, desk.order(order.id), asked, lines)
    _say(desk, number, asked, lines)
    if desk.kept == before:
        return details(desk, order.id)
    desk.touch(Aggregate.ORDER, order.id)
    body = details(desk, order.id)
    desk.tell("order.updated", headline(desk, number))
    return body


def send_to_kitchen(desk: ServedDesk, number: int) -> bytes:
    """Reference, "POST /api/v1/orders/{id}/send-to-kitchen"."""
    order = existing(desk, number)
    kitchen.send(desk, order)
    body = details(desk, order.id)
    desk.tell("order.status_changed", headline(desk, number))
    return body


def complete(desk: ServedDesk, number: int) -> bytes:
    """Reference, "POST /api/v1/orders/{id}/complete": everything is paid, the order is history.

    An order on which more was taken than was due is completed too: the money is there, and a person decides about it.
    """
    order = existing(desk, number)
    desk.must_hold(order)
    if order.status is OrderStatus.OPEN and order.bill.due.minor < 0:
        discounts = tuple(one.id for one in counting(order)) or None
        closed = OrderClosed(order.id, desk.now, desk.today, desk.tenant.label, covers_now(order), discounts)
    else:
        closed = order.close(desk.now, desk.today, desk.tenant.label)
    desk.keep(closed, *order.settle_hosted())
    body = details(desk, order.id)
    desk.tell("order.completed", headline(desk, number))
    desk.tell("order.status_changed", headline(desk, number))
    return body


def cancel(desk: ServedDesk, number: int, asked: CancelledOrder) -> bytes:
    """Reference, "POST /api/v1/orders/{id}/cancel"; stations that have something of it are told."""
    order = existing(desk, number)
    desk.must_hold(order)
    approval = Approval(desk.actor, desk.now, asked.reason)
    cancelled = order.cancel(desk.now, desk.today, asked.reason, approval, desk.tenant.label)
    desk.keep(cancelled, *order.settle_hosted())
    uses_returned(desk, counting(order))
    for line in order.lines.values():
        if line.state is LineState.SENT and line.charged_quantity:
            kitchen.void(desk, order, line, line.charged_quantity, cancelled.reason)
    put_extra(desk, number, cancellation={"reason": asked.reason, "notes": asked.notes or ""})
    body = details(desk, order.id)
    desk.tell("order.cancelled", headline(desk, number))
    desk.tell("order.status_changed", headline(desk, number))
    return body


def existing(desk: ServedDesk, number: int) -> Order:
    """The order a path names. Raises Refused (404)."""
    order_id = desk.local("order", number)
    if order_id is None:
        raise not_found("Order")
    return desk.order(order_id)


def add(desk: ServedDesk, order: Order, asked: AskedItem, at: int) -> LineId:
    """Put one item on the order, on a line of its own, so that every item of a request has one of the answer."""
    sold, choices, course = priced(desk, asked, order.order_type, at)
    line_id, note = LineId(desk.press.ids.new()), note_of(asked)
    fact = order.add_line(line_id, sold, quantity=asked.quantity, course=course, modifiers=choices, note=note)
    if not isinstance(fact, LineAdded):
        fact = LineAdded(order.id, line_id, sold, asked.quantity, course, choices, note)
    desk.keep(fact)
    return line_id


def attach(desk: ServedDesk, order: Order, customer: int | None) -> None:
    """Say whose order it is. Raises Refused (422) for somebody nobody knows."""
    if customer is None:
        return
    guest_id = desk.local("guest", customer)
    if guest_id is None:
        raise invalid("customer_id", "there is no such customer")
    if order.guest_id != guest_id:
        guest = desk.aggregate(Aggregate.GUEST, guest_id)
        desk.keep(GuestAttached(order.id, GuestId(guest_id), guest.name))


def table_named(desk: ServedDesk, number: str | None) -> tuple[TableId | None, str]:
    """The table that is called so; one the floor does not know is kept by its name alone."""
    wanted = (number or "").strip()
    if not wanted:
        return None, ""
    for table in desk.shelf.all(Table):
        if table.number.casefold() == wanted.casefold():
            return table.id, table.number
    return None, wanted


def details(desk: ServedDesk, order_id: OrderId) -> bytes:
    """The order's answer as it stands now."""
    desk.lay_out()
    shown = desk.about(desk.number("order", order_id)).get("shown")
    return str((shown or _row(desk, ORDERS.c.order_id == order_id))["body"]).encode()


def headline(desk: ServedDesk, number: int) -> dict[str, object]:
    """What a webhook says of an order (overview, "Webhook Payload")."""
    row = desk.about(number).get("shown") or _row(desk, ORDERS.c.number == number)
    return {
        "id": number, "order_number": row["order_number"], "status": row["status"],
        "total_amount": plain(row["total"], desk.currency),
    }  # fmt: skip


def _row(desk: ServedDesk, which: ColumnElement[bool]) -> Mapping[str, Any]:
    asked = select(ORDERS).where(ORDERS.c.tenant == desk.tenant.number, which)
    return {str(name): value for name, value in desk.connection.execute(asked).mappings().one().items()}


def _move(desk: ServedDesk, order: Order, asked: ChangedOrder) -> None:
    if asked.order_type is not None and asked.order_type != order.order_type:
        new = OrderType(asked.order_type)
        regime = desk.shelf.regime
        rates = {line.id: regime.rates_for(line.sold.tax_category, new) for line in order.lines.values()}
        desk.keep(order.change_type(new, rates))
    if asked.table_number is not None:
        table_id, table_name = table_named(desk, asked.table_number)
        if (table_id, table_name) != (order.table_id, order.table_name):
            desk.keep(order.assign_table(table_id, table_name, order.guests))


def _say(desk: ServedDesk, number: int, asked: AskedOrder | ChangedOrder, lines: Sequence[Sequence[LineId]]) -> None:
    """Keep what no fact says. `lines` are those of each item, where the request names items."""
    said: dict[str, object] = {}
    if asked.notes is not None:
        said["notes"] = asked.notes or None
    if asked.tip_amount is not None:
        said["tip"] = money(desk, asked.tip_amount, "tip_amount").minor or None
    if lines:
        pairs = [(line_id, one) for one, ids in zip(asked.items or (), lines, strict=True) for line_id in ids]
        said["positions"] = [line_id for line_id, _ in pairs]
        said["references"] = {line_id: one.reference for line_id, one in pairs if one.reference} or None
    put_extra(desk, number, **said)
