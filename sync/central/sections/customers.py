"""Reference, "Customer Management"."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import ColumnElement, select

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Paged, Searched, meta_of, page_of
from sync.central.api.paths import Id
from sync.central.api.values import Answered, Asked, Day, Number, Short, Whole, Word, Yes, texts
from sync.central.people import guests, points
from sync.central.people.kinds import GUEST
from sync.central.resources import Stored
from sync.central.selling.listing import COLUMNS, row_of
from sync.central.selling.models import OrderPage
from sync.central.store.tables import ORDERS

Named = Annotated[str, texts(120)]
Email = Annotated[str, Field(min_length=3, max_length=200, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")]
Phone = Annotated[str, texts(60)]
Points = Annotated[int, Whole, Field(ge=1, le=1_000_000)]


class Preferences(Asked):
    """What the house should know when somebody comes."""

    dietary_restrictions: Annotated[list[Word], Field(max_length=50)] | None = None
    favorite_items: Annotated[list[Number], Field(max_length=50)] | None = None
    preferred_payment: Annotated[str, texts(60)] | None = None


class AskedCustomer(Asked):
    """Reference, "POST /api/v1/customers"; a name, a number or an address is enough."""

    first_name: Named | None = None
    last_name: Named | None = None
    email: Email | None = None
    phone: Phone | None = None
    birthday: Day | None = None
    preferences: Preferences | None = None
    marketing_consent: Yes | None = None
    notes: Short | None = None


class ChangedCustomer(Asked):
    """Reference, "PUT /api/v1/customers/{id}": what is not named stays as it is."""

    first_name: Named | None = None
    last_name: Named | None = None
    email: Email | None = None
    phone: Phone | None = None
    birthday: Day | None = None
    preferences: Preferences | None = None
    marketing_consent: Yes | None = None
    notes: Short | None = None


class AskedPoints(Asked):
    """Reference, "POST /api/v1/customers/{id}/loyalty/points"."""

    action: Literal["add", "redeem"]
    points: Points
    reason: Annotated[str, texts(100)] | None = None
    reference_id: Annotated[str, texts(80)] | None = None


class PreferencesOut(Answered):
    """What the house knows of somebody's taste."""

    dietary_restrictions: list[str]
    favorite_items: list[int]
    preferred_payment: str | None = None


class CustomerOut(Answered):
    """A customer."""

    id: int
    first_name: str
    last_name: str
    name: str
    email: str | None = None
    phone: str | None = None
    birthday: str | None = None
    preferences: PreferencesOut
    marketing_consent: bool
    notes: str | None = None
    loyalty_points: int
    loyalty_tier: str | None = None
    total_orders: int
    total_spent: str
    last_visit: str | None = None
    created_at: str
    updated_at: str


class CustomerPage(Answered):
    """A page of customers."""

    data: list[CustomerOut]
    meta: Meta


class RewardShort(Answered):
    """A reward that the points are enough for."""

    id: int
    name: str
    points_required: int


class MovementOut(Answered):
    """Points that came or went."""

    points: int
    reason: str
    created_at: str


class LoyaltyOut(Answered):
    """Reference, "GET /api/v1/customers/{id}/loyalty"."""

    customer_id: int
    points_balance: int
    lifetime_points: int
    tier: str | None = None
    next_tier: str | None = None
    points_to_next_tier: int | None = None
    available_rewards: list[RewardShort]
    history: list[MovementOut]


class PointsOut(Answered):
    """What moving points came to."""

    transaction_id: int
    customer_id: int
    action: Literal["add", "redeem"]
    points: int
    points_balance: int
    reason: str | None = None
    reference_id: str | None = None
    created_at: str


class CustomerQuery(Searched):
    """Reference, "GET /api/v1/customers"."""

    sort_by: Literal["created_at", "updated_at", "name", "id"] = "created_at"


router = APIRouter(prefix="/api/v1/customers", tags=["Customer Management"])


@router.get("", response_model=CustomerPage, responses=READ)
def list_customers(asked: Annotated[CustomerQuery, Query()], call: Reading) -> Response:
    """List customers."""
    return call.read("customers:read", lambda view: _page(view, asked))


@router.post("", response_model=CustomerOut, responses=WRITE, status_code=201)
def create_customer(asked: AskedCustomer, call: Writing) -> Response:
    """Create customer profile."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("customers:write", lambda desk: CustomerOut.model_validate(guests.register(desk, said)), 201)


@router.get("/{id:int}", response_model=CustomerOut, responses=READ)
def get_customer(id: Id, call: Reading) -> Response:
    """Get customer details."""
    return call.read("customers:read", lambda view: CustomerOut.model_validate(guests.seen(view, _stored(view, id))))


@router.put("/{id:int}", response_model=CustomerOut, responses=WRITE)
def update_customer(id: Id, asked: ChangedCustomer, call: Writing) -> Response:
    """Update customer profile."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("customers:write", lambda desk: CustomerOut.model_validate(guests.change(desk, id, said)))


@router.get("/{id:int}/orders", response_model=OrderPage, responses=READ)
def list_orders(id: Id, asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """Get customer order history, newest first."""
    return call.read("customers:read", lambda view: _orders(view, _stored(view, id).number, asked))


@router.get("/{id:int}/loyalty", response_model=LoyaltyOut, responses=READ)
def get_loyalty(id: Id, call: Reading) -> Response:
    """Get loyalty points and rewards."""
    return call.read("loyalty:read", lambda view: LoyaltyOut.model_validate(
        {"customer_id": id, **points.standing(view, _stored(view, id).number)}
    ))  # fmt: skip


@router.post("/{id:int}/loyalty/points", response_model=PointsOut, responses=WRITE, status_code=201)
def move_points(id: Id, asked: AskedPoints, call: Writing) -> Response:
    """Add or redeem loyalty points."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("loyalty:write", lambda desk: PointsOut.model_validate(points.move(desk, id, said)), 201)


def _stored(view: View, number: int) -> Stored:
    return resources.existing(view.connection, view.tenant, GUEST, number)


def _page(view: View, asked: CustomerQuery) -> bytes:
    found = resources.listed(view.connection, view.tenant, GUEST, asked, asked.sort_by)
    said = [CustomerOut.model_validate(guests.seen(view, one)) for one in found.rows]
    return dumped(CustomerPage(data=said, meta=meta_of(asked, found.total)))


def _orders(view: View, number: int, asked: Paged) -> bytes:
    mine = select(*COLUMNS).where(ORDERS.c.tenant == view.tenant, ORDERS.c.customer == number)
    order: list[ColumnElement[int]] = [ORDERS.c.created_ms, ORDERS.c.number]
    sorted_ = order if asked.sort_order == "asc" else [one.desc() for one in order]
    found = page_of(view.connection, mine, asked, sorted_)
    return dumped(OrderPage(data=[row_of(row, view.currency) for row in found.rows], meta=meta_of(asked, found.total)))
