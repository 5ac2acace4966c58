"""Reference, "Table Management"."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import ColumnElement

from aura_terminal.domain.documents import DocumentKind, put
from aura_terminal.domain.ids import AreaId, TableId
from aura_terminal.domain.shop import Area, Table
from sync.central import resources
from sync.central.api.calling import Reading, ServedDesk, View, Writing, dumped
from sync.central.api.errors import READ, WRITE, invalid, not_found
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import Answered, Asked, Name, Number, Whole, timestamp
from sync.central.catalogue.kinds import TABLE
from sync.central.catalogue.rows import put_extra
from sync.central.resources import Stored
from sync.central.store.tables import RESOURCES

TableWord = Literal["available", "occupied", "reserved", "cleaning", "out_of_service"]
FREE = "available"
Place = Annotated[int, Whole, Field(ge=0, le=1000)]
Shape = Literal["square", "round", "bar"]


class TableStatus(Asked):
    """Reference, "PUT /api/v1/tables/{id}/status"."""

    status: TableWord
    party_size: Annotated[int, Whole, Field(ge=0, le=999)] | None = None
    server_id: Number | None = None
    order_id: Number | None = None


class Position(Asked):
    """Where a table stands on a plan of 1000 by 600."""

    x: Place
    y: Annotated[int, Whole, Field(ge=0, le=600)]


class Size(Asked):
    """How large it is drawn."""

    width: Annotated[int, Whole, Field(ge=1, le=1000)]
    height: Annotated[int, Whole, Field(ge=1, le=600)]


class PlacedTable(Asked):
    """A table of a layout: an existing one by its id, or a new one by its number."""

    id: Number | None = None
    table_number: Name
    capacity: Annotated[int, Whole, Field(ge=0, le=99)] = 2
    area: Name
    shape: Shape = "square"
    position: Position
    size: Size


class AskedLayout(Asked):
    """The tables of the floor. Those that are not named stay as they are."""

    tables: Annotated[list[PlacedTable], Field(min_length=1, max_length=500)]


class PositionOut(Answered):
    """Where a table stands."""

    x: int
    y: int


class SizeOut(Answered):
    """How large it is drawn."""

    width: int
    height: int


class TableOut(Answered):
    """A table and what it is used for now."""

    id: int
    table_number: str
    capacity: int
    area: str
    shape: str
    position: PositionOut
    size: SizeOut
    status: TableWord = "available"
    party_size: int | None = None
    server_id: int | None = None
    order_id: int | None = None
    status_changed_at: str | None = None
    created_at: str
    updated_at: str


class TablePage(Answered):
    """A page of tables."""

    data: list[TableOut]
    meta: Meta


class AreaOut(Answered):
    """A room or terrace with its tables."""

    name: str
    position: int
    tables: list[TableOut]


class LayoutOut(Answered):
    """The floor: areas of 1000 by 600 units each."""

    width: int
    height: int
    areas: list[AreaOut]


class TableQuery(Searched):
    """Which tables."""

    status: TableWord | None = None
    area: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] | None = None
    sort_by: Literal["created_at", "updated_at", "id", "status"] = "id"


router = APIRouter(prefix="/api/v1/tables", tags=["Table Management"])


@router.get("", response_model=TablePage, responses=READ)
def list_tables(asked: Annotated[TableQuery, Query()], call: Reading) -> Response:
    """List all tables."""
    return call.read("tables:read", lambda view: _page(view, asked))


@router.get("/layout", response_model=LayoutOut, responses=READ)
def get_layout(call: Reading) -> Response:
    """Get restaurant floor layout."""
    return call.read("tables:read", _layout)


@router.put("/layout", response_model=LayoutOut, responses=WRITE)
def update_layout(asked: AskedLayout, call: Writing) -> Response:
    """Update floor layout."""
    return call.write("tables:write", lambda desk: _arrange(desk, asked))


@router.get("/{id:int}", response_model=TableOut, responses=READ)
def get_table(id: Id, call: Reading) -> Response:
    """Get table details."""
    return call.read("tables:read", lambda view: _table(resources.existing(view.connection, view.tenant, TABLE, id)))


@router.put("/{id:int}/status", response_model=TableOut, responses=WRITE)
def set_status(id: Id, asked: TableStatus, call: Writing) -> Response:
    """Update table status."""
    return call.write("tables:write", lambda desk: _set_status(desk, id, asked))


def _page(view: View, asked: TableQuery) -> bytes:
    conditions: list[ColumnElement[bool]] = []
    if asked.status is not None:
        conditions.append(RESOURCES.c.status.in_([asked.status] if asked.status != FREE else [FREE, ""]))
    if asked.area is not None:
        conditions.append(RESOURCES.c.category == asked.area.casefold())
    found = resources.listed(view.connection, view.tenant, TABLE, asked, asked.sort_by, *conditions)
    return dumped(TablePage(data=[_table(one) for one in found.rows], meta=meta_of(asked, found.total)))


def _layout(view: View | ServedDesk) -> LayoutOut:
    tenant = view.tenant if isinstance(view, View) else view.tenant.number
    tables = [_table(one) for one in resources.all_of(view.connection, tenant, TABLE)]
    areas = sorted(view.shelf.all(Area), key=lambda area: (area.position, area.id))
    return LayoutOut(
        width=1000, height=600,
        areas=[
            AreaOut(name=area.name, position=area.position, tables=[one for one in tables if one.area == area.name])
            for area in areas
        ],
    )  # fmt: skip


def _set_status(desk: ServedDesk, number: int, asked: TableStatus) -> TableOut:
    table = _existing(desk, number)
    if asked.order_id is not None and desk.local("order", asked.order_id) is None:
        raise invalid("order_id", "there is no such order")
    if asked.server_id is not None and desk.shelf.local("staff", asked.server_id) is None:
        raise invalid("server_id", "there is nobody with this number")
    said: dict[str, Any] = {
        "status": asked.status, "party_size": asked.party_size, "server_id": asked.server_id,
        "order_id": asked.order_id,
    }  # fmt: skip
    if asked.status == FREE:
        said |= {"party_size": None, "server_id": None, "order_id": None}
    before = resources.existing(desk.connection, desk.tenant.number, TABLE, number).body
    if any(before.get(field) != value for field, value in said.items()):
        put_extra(desk, TABLE, number, {**said, "status_changed_at": timestamp(desk.now)})
        desk.touch_document(put(table))
    return _told(desk, number)


def _arrange(desk: ServedDesk, asked: AskedLayout) -> LayoutOut:
    for at, one in enumerate(asked.tables):
        area = _area(desk, one.area)
        table = _known(desk, one, at) or Table(TableId(desk.press.ids.new()), one.table_number, area, 0, "", 0, 0, 1, 1)
        twin = next((other for other in desk.shelf.all(Table) if other.number == one.table_number), None)
        if twin is not None and twin.id != table.id:
            raise invalid(f"tables.{at}.table_number", "another table has this number")
        placed = replace(
            table, number=one.table_number, area=area, seats=one.capacity, shape=one.shape, x=one.position.x,
            y=one.position.y, w=one.size.width, h=one.size.height,
        )  # fmt: skip
        if placed != table:
            desk.keep(put(placed))
    desk.lay_out()
    return _layout(desk)


def _known(desk: ServedDesk, one: PlacedTable, at: int) -> Table | None:
    if one.id is None:
        return next((table for table in desk.shelf.all(Table) if table.number == one.table_number), None)
    local = desk.shelf.local("table", one.id)
    if local is None or (DocumentKind.TABLE.value, local) not in desk.shelf.documents:
        raise invalid(f"tables.{at}.id", "there is no such table")
    return desk.shelf.get(Table, local)


def _area(desk: ServedDesk, name: str) -> AreaId:
    areas = desk.shelf.all(Area)
    for area in areas:
        if area.name.casefold() == name.casefold():
            return area.id
    new = Area(AreaId(desk.press.ids.new()), name, 1 + max((area.position for area in areas), default=0))
    desk.keep(put(new))
    return new.id


def _existing(desk: ServedDesk, number: int) -> Table:
    local = desk.shelf.local("table", number)
    if local is None or (DocumentKind.TABLE.value, local) not in desk.shelf.documents:
        raise not_found(TABLE.title)
    return desk.shelf.get(Table, local)


def _told(desk: ServedDesk, number: int) -> TableOut:
    desk.lay_out()
    return _table(resources.existing(desk.connection, desk.tenant.number, TABLE, number))


def _table(stored: Stored) -> TableOut:
    return TableOut.model_validate(stored.answered())
