"""What cooks said at the central's own kitchen screens (reference, "GET /api/v1/kds/orders"): ready is ready here too.

It only ever moves things on: nothing said there takes back what was said here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import LineId, OrderId
from aura_terminal.domain.kitchen import KitchenTicket, TicketItemDone
from aura_terminal.domain.ordering import Order
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.intake import Intake
from sync.connectors.auraconnect.kitchen import plan_ticket
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.order_plan import fires_told, mark_of, tickets_of
from sync.reconcile.fields import Found

READY = ("ready", "served")
"""Not `completed`: that is what an order says whose guest has paid, whatever the kitchen does."""


def take_kitchen_order(intake: Intake, row: Found, place: int) -> str:
    """An order on the central's kitchen display; its items that are ready there are ready here."""
    central_id = (row.maybe("order_id") or row["id"]).id()
    order = _order(intake.picture.local_of(CONNECTOR, "order", central_id), intake.picture)
    if order is not None and row.has("items"):
        lines = _by_item(order, intake.picture)
        ready = {lines.get(item["id"].id(), "") for item in row["items"].items() if _is_ready(item)}
        intake.facts.extend(_done(order, ready - {""}, intake))
    return central_id


def _is_ready(item: Found) -> bool:
    status = item.maybe("status")
    return status is not None and status.text() in READY


def _order(order_id: str, picture: Picture) -> Order | None:
    try:
        return picture.order(OrderId(order_id)) if order_id else None
    except NotFound:
        return None


def _by_item(order: Order, picture: Picture) -> Mapping[str, str]:
    parts = picture.record(record_of("order", order.id)).parts
    return {central_id: local_id for local_id, central_id in parts.items()}


def _done(order: Order, ready: set[str], intake: Intake) -> Iterator[TicketItemDone]:
    told = fires_told(intake.picture.record(record_of("order", order.id)))
    for fire_id in order.fired_lines:
        if mark_of(fire_id) in told:
            for ticket in tickets_of(order, fire_id, intake.picture):
                if not ticket.is_bumped and not _has_news(ticket, intake):
                    yield from _of_ticket(ticket, ready, intake.now)


def _has_news(ticket: KitchenTicket, intake: Intake) -> bool:
    """Whether the central is still to hear of the ticket: then what it shows is old."""
    record = intake.picture.record(record_of("ticket", ticket.id))
    return bool(plan_ticket(record, ticket, intake.picture, intake.words).steps)


def _of_ticket(ticket: KitchenTicket, ready: set[str], now: datetime) -> Iterator[TicketItemDone]:
    for line_id, line in ticket.lines.items():
        if line_id in ready and not line.is_done:
            yield TicketItemDone(ticket.id, LineId(line_id), line.wanted, ticket.generation, now)
