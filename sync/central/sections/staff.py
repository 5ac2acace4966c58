"""Reference, "Staff Management": people, the clock and the plan of shifts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import ColumnElement

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Searched, meta_of
from sync.central.api.paths import Id
from sync.central.api.rights import CLOCK
from sync.central.api.values import (
    LARGEST_NUMBER,
    Amount,
    Answered,
    Asked,
    ClockTime,
    Day,
    Instant,
    Long,
    Name,
    Number,
    Short,
    Whole,
    Word,
)
from sync.central.catalogue.kinds import SCHEDULE, STAFF
from sync.central.people import clock, members, planning
from sync.central.resources import Stored
from sync.central.store.tables import RESOURCES

Email = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")]
Status = Literal["active", "inactive"]
Employment = Literal["full_time", "part_time", "contract", "temporary", "seasonal"]


class Contact(Asked):
    """Whom to call."""

    name: Name
    phone: Short | None = None
    relationship: Short | None = None


class BankDetails(Asked):
    """Where wages go. Only the last four digits of each number are kept."""

    account_number: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$", repr=False)]
    routing_number: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00]*$", repr=False)]
    account_type: Word = "checking"


class AskedMember(Asked):
    """Reference, "POST /api/v1/staff"."""

    first_name: Name
    last_name: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] = ""
    email: Email | None = None
    phone: Short | None = None
    role: Word
    department: Word | None = None
    hourly_rate: Amount | None = None
    employment_type: Employment | None = None
    start_date: Day | None = None
    emergency_contact: Contact | None = None
    bank_details: BankDetails | None = None


class ChangedMember(Asked):
    """Reference, "PUT /api/v1/staff/{id}": what is not named stays as it is."""

    first_name: Name | None = None
    last_name: Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")] | None = None
    email: Email | None = None
    phone: Short | None = None
    role: Word | None = None
    department: Word | None = None
    status: Status | None = None
    hourly_rate: Amount | None = None
    employment_type: Employment | None = None
    start_date: Day | None = None
    emergency_contact: Contact | None = None
    bank_details: BankDetails | None = None


class Location(Asked):
    """Where somebody clocks in; it is not kept."""

    latitude: Annotated[float, Field(ge=-90, le=90, strict=True)]
    longitude: Annotated[float, Field(ge=-180, le=180, strict=True)]


class Punch(Asked):
    """Reference, "POST /api/v1/staff/clock-in". `timestamp` is when it was, for who records punches made elsewhere.

    Biometric data are accepted and not kept.
    """

    employee_id: Number
    location: Location | None = None
    biometric_data: Annotated[
        Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")] | None, Field(repr=False)
    ] = None
    timestamp: Instant | None = None
    notes: Long | None = None


class AskedShift(Asked):
    """Reference, "POST /api/v1/staff/schedules"."""

    employee_id: Number
    shift_date: Day
    start_time: ClockTime
    end_time: ClockTime
    break_duration_minutes: Annotated[int, Whole, Field(ge=0, le=1440)] = 0
    position: Short | None = None
    section: Short | None = None
    notes: Long | None = None


class ContactOut(Answered):
    """Whom to call."""

    name: str
    phone: str | None = None
    relationship: str | None = None


class BankOut(Answered):
    """Where wages go, masked."""

    account_number: str
    routing_number: str
    account_type: str


class MemberRow(Answered):
    """Reference, "GET /api/v1/staff"."""

    id: int
    employee_id: str
    first_name: str
    last_name: str
    email: str | None = None
    phone: str | None = None
    role: str
    department: str | None = None
    status: Status
    hourly_rate: str | None = None
    employment_type: str | None = None
    start_date: str | None = None
    created_at: str


class MemberOut(MemberRow):
    """All that is known of somebody."""

    emergency_contact: ContactOut | None = None
    bank_details: BankOut | None = None
    updated_at: str


class MemberPage(Answered):
    """A page of people."""

    data: list[MemberRow]
    meta: Meta


class PunchOut(Answered):
    """What a punch came to; `hours_worked` once the shift has ended."""

    punch_id: int
    employee_id: int
    employee_name: str
    status: Literal["clocked_in", "clocked_out"]
    timestamp: str
    shift_started_at: str | None = None
    hours_worked: str | None = None


class ShiftOut(Answered):
    """A planned shift."""

    id: int
    employee_id: int
    employee_name: str
    shift_date: str
    start_time: str
    end_time: str
    break_duration_minutes: int
    position: str | None = None
    section: str | None = None
    department: str | None = None
    notes: str | None = None
    created_at: str
    updated_at: str


class ShiftPage(Answered):
    """A page of planned shifts."""

    data: list[ShiftOut]
    meta: Meta


class StaffQuery(Searched):
    """Reference, "GET /api/v1/staff"."""

    role: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] | None = None
    status: Status | None = None
    department: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] | None = None
    sort_by: Literal["created_at", "updated_at", "name", "id", "status"] = "id"


class ShiftQuery(Searched):
    """Reference, "GET /api/v1/staff/schedules"."""

    start_date: Day | None = None
    end_date: Day | None = None
    employee_id: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    department: Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")] | None = None
    sort_by: Literal["created_at", "updated_at", "id", "shift_date"] = "shift_date"


router = APIRouter(prefix="/api/v1/staff", tags=["Staff Management"])


@router.get("", response_model=MemberPage, responses=READ)
def list_staff(asked: Annotated[StaffQuery, Query()], call: Reading) -> Response:
    """List all staff members with pagination and filtering."""
    return call.read("staff:read", lambda view: _members(view, asked))


@router.post("", response_model=MemberOut, responses=WRITE, status_code=201)
def create_member(asked: AskedMember, call: Writing) -> Response:
    """Create a new staff member."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("staff:write", lambda desk: MemberOut.model_validate(members.create(desk, said)), 201)


@router.post("/clock-in", response_model=PunchOut, responses=WRITE, status_code=201)
def clock_in(asked: Punch, call: Writing) -> Response:
    """Clock in for a shift."""
    return call.write(
        CLOCK, lambda desk: PunchOut.model_validate(clock.begin(desk, asked.employee_id, asked.timestamp)), 201
    )


@router.post("/clock-out", response_model=PunchOut, responses=WRITE, status_code=201)
def clock_out(asked: Punch, call: Writing) -> Response:
    """Clock out from a shift."""
    return call.write(
        CLOCK, lambda desk: PunchOut.model_validate(clock.end(desk, asked.employee_id, asked.timestamp)), 201
    )


@router.get("/schedules", response_model=ShiftPage, responses=READ)
def list_schedules(asked: Annotated[ShiftQuery, Query()], call: Reading) -> Response:
    """Get staff schedules."""
    return call.read("schedules:read", lambda view: _shifts(view, asked))


@router.post("/schedules", response_model=ShiftOut, responses=WRITE, status_code=201)
def create_schedule(asked: AskedShift, call: Writing) -> Response:
    """Create a new schedule."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("schedules:write", lambda desk: ShiftOut.model_validate(planning.plan(desk, said)), 201)


@router.get("/{id:int}", response_model=MemberOut, responses=READ)
def get_member(id: Id, call: Reading) -> Response:
    """Get detailed information about a specific staff member."""
    return call.read("staff:read", lambda view: _member(view, id))


@router.put("/{id:int}", response_model=MemberOut, responses=WRITE)
def update_member(id: Id, asked: ChangedMember, call: Writing) -> Response:
    """Update staff member information."""
    said = asked.model_dump(mode="json", exclude_none=True)
    return call.write("staff:write", lambda desk: MemberOut.model_validate(members.change(desk, id, said)))


@router.delete("/{id:int}", responses=WRITE, status_code=204)
def delete_member(id: Id, call: Writing) -> Response:
    """Delete a staff member (soft delete): they are inactive from now on."""
    return call.write("staff:write", lambda desk: members.leave(desk, id), 204)


def _members(view: View, asked: StaffQuery) -> bytes:
    conditions: list[ColumnElement[bool]] = []
    if asked.role is not None:
        conditions.append(resources.has_word(asked.role))
    if asked.status is not None:
        conditions.append(RESOURCES.c.status == asked.status)
    if asked.department is not None:
        conditions.append(RESOURCES.c.category == asked.department.casefold())
    found = resources.listed(view.connection, view.tenant, STAFF, asked, asked.sort_by, *conditions)
    said = [MemberRow.model_validate(_seen_by(view, one)) for one in found.rows]
    return dumped(MemberPage(data=said, meta=meta_of(asked, found.total)))


def _member(view: View, number: int) -> MemberOut:
    return MemberOut.model_validate(_seen_by(view, resources.existing(view.connection, view.tenant, STAFF, number)))


def _seen_by(view: View, stored: Stored) -> dict[str, Any]:
    """Pay, bank and family are for those who keep them."""
    hidden = () if view.by.may("staff:write") else ("hourly_rate", "bank_details", "emergency_contact")
    return {name: value for name, value in stored.answered().items() if name not in hidden}


def _shifts(view: View, asked: ShiftQuery) -> bytes:
    conditions: list[ColumnElement[bool]] = []
    if asked.start_date is not None:
        conditions.append(RESOURCES.c.day >= asked.start_date.isoformat())
    if asked.end_date is not None:
        conditions.append(RESOURCES.c.day <= asked.end_date.isoformat())
    if asked.employee_id is not None:
        conditions.append(RESOURCES.c.subject == asked.employee_id)
    if asked.department is not None:
        conditions.append(RESOURCES.c.category == asked.department.casefold())
    found = resources.listed(view.connection, view.tenant, SCHEDULE, asked, asked.sort_by, *conditions)
    said = [ShiftOut.model_validate(one.answered()) for one in found.rows]
    return dumped(ShiftPage(data=said, meta=meta_of(asked, found.total)))
