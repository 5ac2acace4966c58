"""Reference, "Kitchen Display System (KDS)"."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, Response
from pydantic import Field
from sqlalchemy import select

from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import LineId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.shop import Station
from aura_terminal.domain.staff import StaffMember
from sync.central.api.calling import Reading, ServedDesk, View, Writing, dumped
from sync.central.api.errors import READ, WRITE, invalid
from sync.central.api.pages import Meta, Paged, meta_of, page_of
from sync.central.api.paths import Id
from sync.central.api.values import Answered, Asked, Number, timestamp_of
from sync.central.selling import kitchen, orders
from sync.central.selling.extras import extra_of, put_extra
from sync.central.selling.models import ItemOut, OrderOut, OrderTypeWord
from sync.central.store.tables import ORDERS, TICKETS

StationWord = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
PrepWord = Literal["pending", "preparing", "ready"]


class KdsQuery(Paged):
    """Which tickets: those of a station, those that stand so. Without a status, what is not done."""

    station: StationWord | None = None
    status: Literal["preparing", "ready", "cancelled"] | None = None


class ItemStatus(Asked):
    """Reference, "PUT /api/v1/kds/orders/{id}/status"."""

    item_id: Number
    status: PrepWord
    station: StationWord | None = None
    chef_id: Number | None = None


class Bump(Asked):
    """Which station is done; without one, the first that is not."""

    station: StationWord | None = None


class KdsOrderOut(Answered):
    """An order as one station sees it."""

    id: int
    order_number: str
    order_type: OrderTypeWord
    table_number: str | None = None
    station: str
    status: Literal["preparing", "ready", "cancelled"]
    items: list[ItemOut]
    notes: str | None = None
    fired_at: str
    bumped_at: str | None = None


class KdsPage(Answered):
    """A page of what the kitchen has."""

    data: list[KdsOrderOut]
    meta: Meta


router = APIRouter(prefix="/api/v1/kds", tags=["Kitchen Display System"])


@router.get("/orders", response_model=KdsPage, responses=READ)
def list_kitchen_orders(asked: Annotated[KdsQuery, Query()], call: Reading) -> Response:
    """Get orders for kitchen display, oldest first: one entry for each order and station."""
    return call.read("kds:read", lambda view: _page(view, asked))


@router.put("/orders/{id:int}/status", response_model=OrderOut, responses=WRITE)
def set_item_status(id: Id, asked: ItemStatus, call: Writing) -> Response:
    """Update order item status in kitchen."""
    return call.write("kds:write", lambda desk: _cook(desk, id, asked))


@router.post("/orders/{id:int}/bump", response_model=OrderOut, responses=WRITE)
def bump_order(id: Id, call: Writing, asked: Annotated[Bump | None, Body()] = None) -> Response:
    """Bump order to next station: the station named, or the first that is not done, is done with it."""
    station = asked.station if asked is not None else None
    return call.write("kds:write", lambda desk: _bump(desk, id, station or ""))


def _page(view: View, asked: KdsQuery) -> bytes:
    columns = (
        ORDERS.c.number, ORDERS.c.body, TICKETS.c.station, TICKETS.c.status, TICKETS.c.fired_ms, TICKETS.c.bumped_ms,
        TICKETS.c.lines,
    )  # fmt: skip
    found = select(*columns).join_from(
        TICKETS, ORDERS, (ORDERS.c.tenant == TICKETS.c.tenant) & (ORDERS.c.order_id == TICKETS.c.order_id)
    )
    found = found.where(TICKETS.c.tenant == view.tenant, TICKETS.c.status == (asked.status or kitchen.LIVE))
    if asked.station is not None:
        found = found.where(TICKETS.c.station == asked.station)
    falling = asked.sort_order == "desc"
    order = [TICKETS.c.fired_ms.desc() if falling else TICKETS.c.fired_ms, TICKETS.c.ticket_id]
    rows = page_of(view.connection, found, asked, order)
    return dumped(KdsPage(data=[_entry(row) for row in rows.rows], meta=meta_of(asked, rows.total)))


def _entry(row: Any) -> KdsOrderOut:  # a row of SQLAlchemy
    number, body, station, status, fired, bumped, lines = row
    order = OrderOut.model_validate_json(body)
    numbers = kitchen.items_of(lines)
    mine = [item for item in order.items if item.id in numbers]
    return KdsOrderOut(
        id=number, order_number=order.order_number, order_type=order.order_type, table_number=order.table_number,
        station=station, status=status, items=mine, notes=order.notes, fired_at=timestamp_of(fired),
        bumped_at=timestamp_of(bumped) if bumped else None,
    )  # fmt: skip


def _cook(desk: ServedDesk, number: int, asked: ItemStatus) -> bytes:
    order = orders.existing(desk, number)
    line_id = LineId(desk.local("order_item", asked.item_id) or "")
    if line_id not in order.lines:
        raise invalid("item_id", "the order has no such item")
    before = desk.kept
    line = order.lines[line_id]
    station = _station(desk, asked.station)
    if line.state is not LineState.NEW or asked.status != "pending":
        kitchen.cook(desk, order, line, asked.status, station)
    _note_cook(desk, number, line_id, asked)
    if desk.kept != before:
        desk.touch(Aggregate.ORDER, order.id)
        desk.tell("order.status_changed", {**orders.headline(desk, number), "item_id": asked.item_id})
    return orders.details(desk, order.id)


def _bump(desk: ServedDesk, number: int, station: str) -> bytes:
    order = orders.existing(desk, number)
    kitchen.bump(desk, order, _station(desk, station))
    body = orders.details(desk, order.id)
    desk.tell("order.status_changed", orders.headline(desk, number))
    return body


def _note_cook(desk: ServedDesk, number: int, line_id: LineId, asked: ItemStatus) -> None:
    """Who cooks it and since when, which no fact of the shop says."""
    cooks = dict(extra_of(desk, number).get("cooks", {}))
    said = dict(cooks.get(line_id, {}))
    if asked.chef_id is not None:
        staff_id = desk.shelf.local("staff", asked.chef_id)
        if staff_id is None:
            raise invalid("chef_id", "there is nobody with this number")
        member = next((one for one in desk.shelf.all(StaffMember) if one.id == staff_id), None)
        said["cook"] = member.name if member else staff_id
    if asked.status == "preparing" and "started_ms" not in said:
        said["started_ms"] = desk.now_ms
    if said != cooks.get(line_id, {}):
        put_extra(desk, number, cooks={**cooks, line_id: said})


def _station(desk: ServedDesk, asked: str | None) -> str:
    """A station's id from its id or name. Raises Refused (422) for one there is not."""
    wanted = (asked or "").strip().casefold()
    if not wanted:
        return ""
    for station in desk.shelf.all(Station):
        if wanted in (station.id.casefold(), station.name.casefold()):
            return station.id
    raise invalid("station", "there is no such station")
