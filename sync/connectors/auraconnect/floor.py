"""Who sits where, and the plan of the room, as AuraConnect is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import TableId
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.shop import Area, Table
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import TABLE_STATUS, UPDATE_LAYOUT
from sync.connectors.auraconnect.naming import as_sent, central_id_of, content_told, next_digest, record_of
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import Lane, Plan, Step, digest_of

STATUS, LAYOUT = "status", "layout"
THE_FLOOR = "floor"
_NONE: Mapping[tuple[str, str], str] = MappingProxyType({})


def plan_table(record: CentralRecord, table_id: TableId, picture: Picture, words: Words) -> Plan:
    """Occupied while an open order is at it, else available; nothing for a table that is not known there.

    The order's id goes along where it is known, and is not told by itself: its table is told with the order.
    """
    if not record.is_linked:
        return Plan()
    orders = tuple(order for order in picture.orders_at(table_id) if not is_held(order))
    body = _occupied(orders, picture, words) if orders else {"status": words.states["available"]}
    content = {name: value for name, value in body.items() if name != "order_id"}
    told = content_told(record, STATUS)
    if told == digest_of(content) or (not told and not orders):
        return Plan()
    digest = next_digest(record, content, STATUS)
    if record.is_done(STATUS, digest):
        return Plan()
    return Plan((Step(record.id, STATUS, Lane.GUESTS, TABLE_STATUS.call(body, record.central_id), digest),))


def _occupied(orders: tuple[Order, ...], picture: Picture, words: Words) -> dict[str, Plain]:
    first = orders[0]
    body: dict[str, Plain] = {"status": words.states["occupied"]}
    guests = sum(order.guests for order in orders)
    if guests:
        body["party_size"] = guests
    server = central_id_of(picture, "staff", first.opened_by)
    if server:
        body["server_id"] = as_sent(server)
    order_id = next((one for one in (central_id_of(picture, "order", order.id) for order in orders) if one), "")
    if order_id:
        body["order_id"] = as_sent(order_id)
    return body


def layout_body(
    tables: tuple[Table, ...], areas: tuple[Area, ...], picture: Picture, links: Mapping[tuple[str, str], str] = _NONE
) -> dict[str, Plain]:
    """The plan as it is put: every table known there with its place on a plan of 1000 by 600 per section.

    `links` are tables that were just found there, central id to local one.
    """
    names = {area.id: area.name for area in areas}
    linked = {local_id: central_id for (kind, central_id), local_id in links.items() if kind == "table"}
    rows: list[Plain] = []
    for table in tables:
        central_id = linked.get(table.id) or picture.record(record_of("table", table.id)).central_id
        if central_id:
            rows.append({
                "id": as_sent(central_id), "table_number": table.number, "capacity": table.seats,
                "area": names.get(table.area, ""), "shape": table.shape,
                "position": {"x": table.x, "y": table.y}, "size": {"width": table.w, "height": table.h},
            })  # fmt: skip
    return {"tables": rows}


def plan_layout(record: CentralRecord, picture: Picture) -> Plan:
    """The plan where it was changed here since it was last the same there; nothing before it was seen there once."""
    if LAYOUT not in record.done:
        return Plan()
    body = layout_body(picture.documents(Table), picture.documents(Area), picture)
    digest = next_digest(record, body, LAYOUT)
    if content_told(record, LAYOUT) == digest_of(body) or record.is_done(LAYOUT, digest):
        return Plan()
    return Plan((Step(record.id, LAYOUT, Lane.REFERENCE, UPDATE_LAYOUT.call(body), digest),))
