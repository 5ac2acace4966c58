"""Reference, "Reservations"."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import ColumnElement

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import (
    LARGEST_NUMBER,
    Answered,
    Asked,
    ClockTime,
    Day,
    Number,
    Quantity,
    Short,
    Whole,
    texts,
)
from sync.central.house import bookings
from sync.central.house.kinds import RESERVATION
from sync.central.store.tables import RESOURCES

StatusWord = Literal["pending", "confirmed", "seated", "cancelled", "no_show"]
Length = Annotated[int, Whole, Field(ge=1, le=1440)]
Requests = Annotated[str, texts(1000)]


class AskedReservation(Asked):
    """Reference, "POST /api/v1/reservations"."""

    customer_id: Number | None = None
    customer_name: Short | None = None
    party_size: Quantity
    reservation_date: Day
    reservation_time: ClockTime
    duration_minutes: Length = 120
    table_preferences: Short | None = None
    special_requests: Requests | None = None
    contact_phone: Short | None = None
    contact_email: Short | None = None


class ChangedReservation(Asked):
    """Reference, "PUT /api/v1/reservations/{id}": what is not named stays as it is."""

    customer_id: Number | None = None
    customer_name: Short | None = None
    party_size: Quantity | None = None
    reservation_date: Day | None = None
    reservation_time: ClockTime | None = None
    duration_minutes: Length | None = None
    table_ids: Annotated[list[Number], Field(max_length=50)] | None = None
    table_preferences: Short | None = None
    special_requests: Requests | None = None
    contact_phone: Short | None = None
    contact_email: Short | None = None


class CancelledReservation(Asked):
    """Why it is cancelled."""

    reason: Short | None = None


class ReservationOut(Answered):
    """A reservation, on the wall clock of the store."""

    id: int
    confirmation_number: str
    status: StatusWord
    customer_id: int | None = None
    customer_name: str
    party_size: int
    reservation_date: str
    reservation_time: str
    duration_minutes: int
    table_preferences: str | None = None
    special_requests: str | None = None
    contact_phone: str | None = None
    contact_email: str | None = None
    table_ids: list[int]
    order_id: int | None = None
    created_at: str
    updated_at: str


class ReservationPage(Answered):
    """A page of reservations."""

    data: list[ReservationOut]
    meta: Meta


class OfferOut(Answered):
    """Tables a party could have."""

    table_ids: list[int]
    table_numbers: list[str]
    capacity: int


class AvailabilityOut(Answered):
    """Reference, "GET /api/v1/reservations/availability"."""

    available: bool
    date: str
    time: str
    party_size: int
    duration_minutes: int
    available_tables: list[OfferOut]
    alternative_times: list[str]


class ReservationQuery(Searched):
    """Reference, "GET /api/v1/reservations"."""

    date: Day | None = None
    status: StatusWord | None = None
    customer_id: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    sort_by: Literal["created_at", "updated_at", "id", "status"] = "created_at"


class AvailabilityQuery(Asked):
    """Reference, "GET /api/v1/reservations/availability"."""

    date: Day
    time: ClockTime
    party_size: Annotated[int, Field(ge=1, le=999)]
    duration_minutes: Annotated[int, Field(ge=1, le=1440)] = 120


router = APIRouter(prefix="/api/v1/reservations", tags=["Reservations"])


@router.get("", response_model=ReservationPage, responses=READ)
def list_reservations(asked: Annotated[ReservationQuery, Query()], call: Reading) -> Response:
    """List reservations."""
    return call.read("reservations:read", lambda view: _page(view, asked))


@router.post("", response_model=ReservationOut, responses=WRITE, status_code=201)
def create_reservation(asked: AskedReservation, call: Writing) -> Response:
    """Create reservation."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("reservations:write", lambda desk: ReservationOut.model_validate(bookings.book(desk, said)), 201)


@router.get("/availability", response_model=AvailabilityOut, responses=READ)
def availability(asked: Annotated[AvailabilityQuery, Query()], call: Reading) -> Response:
    """Check table availability."""
    return call.read(
        "reservations:read",
        lambda view: AvailabilityOut.model_validate(
            bookings.availability(view, asked.date, asked.time, asked.party_size, asked.duration_minutes)
        ),
    )


@router.get("/{id:int}", response_model=ReservationOut, responses=READ)
def get_reservation(id: Id, call: Reading) -> Response:
    """Get reservation details."""
    return call.read("reservations:read", lambda view: ReservationOut.model_validate(
        resources.existing(view.connection, view.tenant, RESERVATION, id).answered()
    ))  # fmt: skip


@router.put("/{id:int}", response_model=ReservationOut, responses=WRITE)
def update_reservation(id: Id, asked: ChangedReservation, call: Writing) -> Response:
    """Update reservation."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("reservations:write", lambda desk: ReservationOut.model_validate(bookings.change(desk, id, said)))


@router.post("/{id:int}/confirm", response_model=ReservationOut, responses=WRITE)
def confirm_reservation(id: Id, call: Writing) -> Response:
    """Confirm reservation."""
    return call.write("reservations:write", lambda desk: ReservationOut.model_validate(bookings.confirm(desk, id)))


@router.post("/{id:int}/cancel", response_model=ReservationOut, responses=WRITE)
def cancel_reservation(id: Id, call: Writing, asked: CancelledReservation | None = None) -> Response:
    """Cancel reservation."""
    reason = "" if asked is None else asked.reason or ""
    return call.write(
        "reservations:write", lambda desk: ReservationOut.model_validate(bookings.cancel(desk, id, reason))
    )


def _page(view: View, asked: ReservationQuery) -> bytes:
    conditions: list[ColumnElement[bool]] = []
    if asked.date is not None:
        conditions.append(RESOURCES.c.day == asked.date.isoformat())
    if asked.status is not None:
        conditions.append(RESOURCES.c.status == asked.status)
    if asked.customer_id is not None:
        conditions.append(RESOURCES.c.subject == asked.customer_id)
    found = resources.listed(view.connection, view.tenant, RESERVATION, asked, asked.sort_by, *conditions)
    said = [ReservationOut.model_validate(one.answered()) for one in found.rows]
    return dumped(ReservationPage(data=said, meta=meta_of(asked, found.total)))
