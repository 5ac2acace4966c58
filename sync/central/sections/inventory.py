"""Reference, "Inventory Management"."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import ColumnElement

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Paged, Searched, cut, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import (
    LARGEST_NUMBER,
    Amount,
    Answered,
    Asked,
    Count,
    Day,
    Measure,
    Name,
    Number,
    Short,
    Word,
    Yes,
)
from sync.central.catalogue.kinds import SUPPLY
from sync.central.house import supplies
from sync.central.house.kinds import ADJUSTMENT
from sync.central.store.tables import RESOURCES

Present = Annotated[Measure, Field(ge=0)]
KindWord = Literal["purchase", "usage", "waste", "adjustment", "transfer"]


class AskedSupply(Asked):
    """Reference, "POST /api/v1/inventory"."""

    name: Name
    sku: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] | None = None
    category: Word | None = None
    unit: Word
    current_quantity: Present | None = None
    minimum_quantity: Present | None = None
    maximum_quantity: Present | None = None
    unit_cost: Amount | None = None
    supplier_id: Number | None = None
    storage_location: Short | None = None
    temperature_requirements: Short | None = None
    shelf_life_days: Count | None = None
    expiry_tracking: Yes | None = None
    auto_order: Yes | None = None
    auto_order_quantity: Present | None = None
    description: Short | None = None


class ChangedSupply(AskedSupply):
    """Reference, "PUT /api/v1/inventory/{id}": what is not named stays as it is."""

    name: Name | None = None  # type: ignore[assignment]  # what is needed to make one is not needed to change it
    unit: Word | None = None  # type: ignore[assignment]  # the same


class AskedAdjustment(Asked):
    """Reference, "POST /api/v1/inventory/{id}/adjust". Usage and waste take away what they name."""

    adjustment_type: KindWord
    quantity: Measure
    unit_cost: Amount | None = None
    reference_number: Short | None = None
    supplier_id: Number | None = None
    notes: Short | None = None
    batch_number: Short | None = None
    expiry_date: Day | None = None


class CountedItem(Asked):
    """What was found of one item."""

    inventory_id: Number
    counted_quantity: Measure
    notes: Short | None = None


class AskedCount(Asked):
    """Reference, "POST /api/v1/inventory/count"."""

    count_date: Day
    counted_by: Number | None = None
    items: Annotated[list[CountedItem], Field(min_length=1, max_length=2000)]


class SupplyOut(Answered):
    """An inventory item with how much there is."""

    id: int
    name: str
    sku: str | None = None
    description: str | None = None
    category: str | None = None
    unit: str
    current_quantity: int | float
    minimum_quantity: int | float
    maximum_quantity: int | float | None = None
    unit_cost: str | None = None
    supplier_id: int | None = None
    storage_location: str | None = None
    temperature_requirements: str | None = None
    shelf_life_days: int | None = None
    expiry_tracking: bool
    auto_order: bool
    auto_order_quantity: int | float | None = None
    is_low_stock: bool
    is_active: bool
    last_adjusted_at: str | None = None
    created_at: str
    updated_at: str


class SupplyPage(Answered):
    """A page of inventory items."""

    data: list[SupplyOut]
    meta: Meta


class AdjustmentOut(Answered):
    """What adjusting came to."""

    adjustment_id: int
    inventory_id: int
    adjustment_type: KindWord
    quantity: int | float
    previous_quantity: int | float
    new_quantity: int | float
    unit: str
    unit_cost: str | None = None
    reference_number: str | None = None
    notes: str | None = None
    batch_number: str | None = None
    expiry_date: str | None = None
    created_at: str


class CountedOut(Answered):
    """One line of a count, beside what was thought to be there."""

    inventory_id: int
    counted_quantity: int | float
    previous_quantity: int | float
    variance: int | float
    notes: str | None = None


class CountOut(Answered):
    """What a count came to."""

    count_id: int
    count_date: str
    counted_by: int | None = None
    items_counted: int
    items: list[CountedOut]
    created_at: str


class ExpiringOut(Answered):
    """A batch that expires."""

    inventory_id: int
    name: str
    unit: str
    quantity: int | float
    batch_number: str | None = None
    expiry_date: str
    days_until_expiry: int


class ExpiringPage(Answered):
    """A page of batches, the soonest first."""

    data: list[ExpiringOut]
    meta: Meta


class SupplyQuery(Searched):
    """Reference, "GET /api/v1/inventory"."""

    category: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] | None = None
    low_stock: bool | None = None
    supplier_id: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    sort_by: Literal["created_at", "updated_at", "name", "id"] = "id"


class ExpiringQuery(Paged):
    """Reference, "GET /api/v1/inventory/expiring"."""

    days: Annotated[int, Field(ge=0, le=3650)] = 7


router = APIRouter(prefix="/api/v1/inventory", tags=["Inventory Management"])


@router.get("", response_model=SupplyPage, responses=READ)
def list_inventory(asked: Annotated[SupplyQuery, Query()], call: Reading) -> Response:
    """List inventory items."""
    return call.read("inventory:read", lambda view: _page(view, asked, low=asked.low_stock))


@router.post("", response_model=SupplyOut, responses=WRITE, status_code=201)
def create_item(asked: AskedSupply, call: Writing) -> Response:
    """Create inventory item."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("inventory:write", lambda desk: SupplyOut.model_validate(supplies.create(desk, said)), 201)


@router.get("/low-stock", response_model=SupplyPage, responses=READ)
def low_stock(asked: Annotated[Searched, Query()], call: Reading) -> Response:
    """Get items below minimum quantity."""
    return call.read("inventory:read", lambda view: _page(view, SupplyQuery(**asked.model_dump()), low=True))


@router.get("/expiring", response_model=ExpiringPage, responses=READ)
def expiring(asked: Annotated[ExpiringQuery, Query()], call: Reading) -> Response:
    """Get items expiring soon."""
    return call.read("inventory:read", lambda view: _expiring(view, asked))


@router.post("/count", response_model=CountOut, responses=WRITE, status_code=201)
def submit_count(asked: AskedCount, call: Writing) -> Response:
    """Submit inventory count."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("inventory:write", lambda desk: CountOut.model_validate(supplies.count(desk, said)), 201)


@router.get("/{id:int}", response_model=SupplyOut, responses=READ)
def get_item(id: Id, call: Reading) -> Response:
    """Get inventory item details."""
    return call.read("inventory:read", lambda view: SupplyOut.model_validate(
        resources.existing(view.connection, view.tenant, SUPPLY, id).answered()
    ))  # fmt: skip


@router.put("/{id:int}", response_model=SupplyOut, responses=WRITE)
def update_item(id: Id, asked: ChangedSupply, call: Writing) -> Response:
    """Update inventory item."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("inventory:write", lambda desk: SupplyOut.model_validate(supplies.change(desk, id, said)))


@router.post("/{id:int}/adjust", response_model=AdjustmentOut, responses=WRITE, status_code=201)
def adjust_item(id: Id, asked: AskedAdjustment, call: Writing) -> Response:
    """Adjust inventory stock."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write(
        "inventory:write", lambda desk: AdjustmentOut.model_validate(supplies.adjust(desk, id, said)), 201
    )


def _page(view: View, asked: SupplyQuery, *, low: bool | None) -> bytes:
    conditions: list[ColumnElement[bool]] = []
    if low is not None:
        conditions.append(RESOURCES.c.status == ("low" if low else "ok"))
    if asked.category is not None:
        conditions.append(RESOURCES.c.category == asked.category.casefold())
    if asked.supplier_id is not None:
        conditions.append(RESOURCES.c.subject == asked.supplier_id)
    found = resources.listed(view.connection, view.tenant, SUPPLY, asked, asked.sort_by, *conditions)
    said = [SupplyOut.model_validate(one.answered()) for one in found.rows]
    return dumped(SupplyPage(data=said, meta=meta_of(asked, found.total)))


def _expiring(view: View, asked: ExpiringQuery) -> bytes:
    today = view.shelf.profile.calendar.date_of(view.now)
    until = (today + timedelta(days=asked.days)).isoformat()
    found = resources.all_of(view.connection, view.tenant, ADJUSTMENT, RESOURCES.c.day != "", RESOURCES.c.day <= until)
    names = {one.number: one.body for one in resources.all_of(view.connection, view.tenant, SUPPLY)}
    rows = [
        ExpiringOut(
            inventory_id=one.body["inventory_id"], name=names[one.body["inventory_id"]]["name"],
            unit=names[one.body["inventory_id"]]["unit"], quantity=one.body["quantity"],
            batch_number=one.body["batch_number"], expiry_date=one.body["expiry_date"],
            days_until_expiry=(date.fromisoformat(one.body["expiry_date"]) - today).days,
        )
        for one in sorted(found, key=lambda one: (one.body["expiry_date"], one.number))
        if one.body["inventory_id"] in names
    ]  # fmt: skip
    page = cut(rows, asked)
    return dumped(ExpiringPage(data=list(page.rows), meta=meta_of(asked, page.total)))
