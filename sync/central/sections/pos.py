"""Reference, "POS Integration": terminals of a store report here, and read how fields are named."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field, JsonValue
from sqlalchemy import func, select

from sync.central import resources
from sync.central.api.calling import Reading, ServedDesk, View, Writing
from sync.central.api.errors import READ, WRITE
from sync.central.api.values import Answered, Asked, Short, Word, timestamp, timestamp_of
from sync.central.resources import Kind
from sync.central.store.tables import JOURNAL, ORDERS, PAYMENTS

MAPPINGS = Kind("pos_mappings", "Mappings", searched=())
SYNCS = Kind("pos_sync", "Sync", searched=(), status="status")
REPORTS = Kind("pos_event", "Event", searched=("event",), named="event")
ONLY = 1

MAPPED: dict[str, dict[str, str]] = {
    "order": {"number": "order_number", "type": "order_type", "table": "table_number", "note": "notes"},
    "item": {"item": "menu_item_id", "quantity": "quantity", "note": "special_instructions"},
    "payment": {"tender": "payment_method", "amount": "amount", "tip": "tip_amount"},
}
"""A terminal's fields and this API's, as they are without any change."""

FieldName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.]{1,60}$")]


class AskedSync(Asked):
    """What to look at again; everything when nothing is said."""

    entities: Annotated[list[Word], Field(max_length=50)] = Field(default_factory=list)
    terminal: Short | None = None


class SyncOut(Answered):
    """A sync that was asked for. Here data are shared the moment they arrive, so it is done when it is answered."""

    sync_id: int
    status: Literal["completed"]
    requested_at: str


class PosStatusOut(Answered):
    """What arrived from terminals and when."""

    status: Literal["online"]
    orders: int
    payments: int
    facts: int
    last_activity_at: str | None = None
    last_sync_at: str | None = None


class PosEvent(Asked):
    """What a point of sale says happened; the body is kept as it came."""

    event: Word
    terminal: Short | None = None
    timestamp: Short | None = None
    data: Annotated[dict[str, JsonValue], Field(max_length=200)] = Field(default_factory=dict)


class ReceivedOut(Answered):
    """The event is kept."""

    received: bool
    event_id: int


class Mappings(Asked):
    """Field names by entity: ours to theirs."""

    mappings: Annotated[dict[FieldName, dict[FieldName, FieldName]], Field(max_length=50)]


class MappingsOut(Answered):
    """The mappings in force."""

    mappings: dict[str, dict[str, str]]
    updated_at: str | None = None


router = APIRouter(prefix="/api/v1/pos", tags=["POS Integration"])


@router.post("/sync", response_model=SyncOut, responses=WRITE, status_code=202)
def trigger_sync(call: Writing, asked: AskedSync | None = None) -> Response:
    """Trigger manual sync with POS system."""
    return call.write("pos:write", lambda desk: _sync(desk, asked or AskedSync()), 202)


@router.get("/status", response_model=PosStatusOut, responses=READ)
def get_status(call: Reading) -> Response:
    """Get current sync status."""
    return call.read("pos:read", _status)


@router.post("/webhook", response_model=ReceivedOut, responses=WRITE, status_code=202)
def receive_event(asked: PosEvent, call: Writing) -> Response:
    """Webhook endpoint for POS updates."""
    return call.write("pos:write", lambda desk: _received(desk, asked), 202)


@router.get("/mappings", response_model=MappingsOut, responses=READ)
def get_mappings(call: Reading) -> Response:
    """Get field mappings configuration."""
    return call.read("pos:read", _mappings)


@router.put("/mappings", response_model=MappingsOut, responses=WRITE)
def update_mappings(asked: Mappings, call: Writing) -> Response:
    """Update field mappings."""
    return call.write("pos:write", lambda desk: _map(desk, asked))


def _sync(desk: ServedDesk, asked: AskedSync) -> SyncOut:
    body: dict[str, Any] = {"status": "completed", **asked.model_dump(exclude_none=True)}
    stored = resources.create(desk, SYNCS, body)
    return SyncOut(sync_id=stored.number, status="completed", requested_at=timestamp(desk.now))


def _status(view: View) -> PosStatusOut:
    counts = [
        view.connection.execute(select(func.count()).select_from(table).where(table.c.tenant == view.tenant)).scalar()
        for table in (ORDERS, PAYMENTS, JOURNAL)
    ]  # fmt: skip
    latest = select(func.max(ORDERS.c.updated_ms)).where(ORDERS.c.tenant == view.tenant)
    last = view.connection.execute(latest).scalar()
    syncs = resources.all_of(view.connection, view.tenant, SYNCS)
    return PosStatusOut(
        status="online", orders=counts[0] or 0, payments=counts[1] or 0, facts=counts[2] or 0,
        last_activity_at=timestamp_of(int(last)) if last else None,
        last_sync_at=timestamp_of(syncs[-1].created_ms) if syncs else None,
    )  # fmt: skip


def _received(desk: ServedDesk, asked: PosEvent) -> ReceivedOut:
    stored = resources.create(desk, REPORTS, asked.model_dump(mode="json", exclude_none=True))
    return ReceivedOut(received=True, event_id=stored.number)


def _mappings(view: View) -> MappingsOut:
    found = resources.find(view.connection, view.tenant, MAPPINGS, ONLY)
    if found is None:
        return MappingsOut(mappings=MAPPED)
    return MappingsOut(mappings=found.body["mappings"], updated_at=timestamp_of(found.updated_ms))


def _map(desk: ServedDesk, asked: Mappings) -> MappingsOut:
    body = {"mappings": asked.mappings}
    found = resources.find(desk.connection, desk.tenant.number, MAPPINGS, ONLY)
    if found is None:
        stored = resources.create(desk, MAPPINGS, body, ONLY)
    else:
        stored = resources.change(desk, MAPPINGS, found, body)
    return MappingsOut(mappings=asked.mappings, updated_at=timestamp_of(stored.updated_ms))
