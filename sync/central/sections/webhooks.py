"""Overview, "Webhooks": who is told of what, and how the last deliveries went."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import select, update

from sync.central import resources
from sync.central.api.calling import Once, Reading, ServedDesk, View, Writing, dumped
from sync.central.api.errors import READ, WRITE, invalid
from sync.central.api.pages import Meta, Paged, Searched, meta_of, page_of
from sync.central.api.paths import Id
from sync.central.api.values import Answered, Asked, Short, Yes, timestamp_of
from sync.central.resources import Kind, Stored
from sync.central.store.tables import DELIVERIES
from sync.central.webhooks.queue import GIVEN_UP, KIND, WAITING, EventName
from sync.central.webhooks.reaching import refusal_of

HOOK = Kind(KIND, "Webhook", searched=("url", "description"), named="url", status="is_active", words="events")
Address = Annotated[str, Field(pattern=r"^https?://[^\s\x00]{1,480}$", examples=["https://example.com/hooks"])]


class AskedHook(Asked):
    """Where to tell what. Without a `secret` one is made; it is answered once."""

    url: Address
    events: Annotated[list[EventName], Field(min_length=1, max_length=50)]
    secret: Annotated[
        Annotated[str, Field(min_length=16, max_length=200, pattern=r"^[\x21-\x7e]+$")] | None, Field(repr=False)
    ] = None
    description: Short | None = None
    is_active: Yes = True


class ChangedHook(Asked):
    """What is not named stays as it is."""

    url: Address | None = None
    events: Annotated[list[EventName], Field(min_length=1, max_length=50)] | None = None
    description: Short | None = None
    is_active: Yes | None = None


class HookOut(Answered):
    """A subscription; the secret only when it was just made."""

    id: int
    url: str
    events: list[str]
    description: str | None = None
    is_active: bool
    secret: str | None = None
    created_at: str
    updated_at: str


class HookPage(Answered):
    """A page of subscriptions."""

    data: list[HookOut]
    meta: Meta


class DeliveryOut(Answered):
    """One event on its way to a subscriber, or delivered, or given up."""

    id: int
    event: str
    status: Literal["waiting", "done", "given_up"]
    attempts: int
    last_answer: str | None = None
    created_at: str
    next_attempt_at: str | None = None


class DeliveryPage(Answered):
    """A page of deliveries."""

    data: list[DeliveryOut]
    meta: Meta


router = APIRouter(prefix="/api/v1/webhooks", tags=["Webhooks"])


@router.get("", response_model=HookPage, responses=READ)
def list_hooks(asked: Annotated[Searched, Query()], call: Reading) -> Response:
    """List subscriptions."""
    return call.read("webhooks:read", lambda view: _page(view, asked))


@router.post("", response_model=HookOut, responses=WRITE, status_code=201)
def subscribe(asked: AskedHook, call: Writing) -> Response:
    """Subscribe to events."""
    return call.write("webhooks:write", lambda desk: _create(desk, asked), 201)


@router.get("/{id:int}", response_model=HookOut, responses=READ)
def get_hook(id: Id, call: Reading) -> Response:
    """Get a subscription."""
    return call.read("webhooks:read", lambda view: _hook(resources.existing(view.connection, view.tenant, HOOK, id)))


@router.put("/{id:int}", response_model=HookOut, responses=WRITE)
def update_hook(id: Id, asked: ChangedHook, call: Writing) -> Response:
    """Update a subscription."""
    return call.write("webhooks:write", lambda desk: _change(desk, id, asked))


@router.delete("/{id:int}", responses=WRITE, status_code=204)
def unsubscribe(id: Id, call: Writing) -> Response:
    """End a subscription; what waits for it is given up."""
    return call.write("webhooks:write", lambda desk: _end(desk, id), 204)


@router.get("/{id:int}/deliveries", response_model=DeliveryPage, responses=READ)
def list_deliveries(id: Id, asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """How the deliveries of a subscription went, newest first."""
    return call.read("webhooks:read", lambda view: _deliveries(view, id, asked))


def _create(desk: ServedDesk, asked: AskedHook) -> Once:
    _must_be_reached(desk, asked.url)
    secret = asked.secret or secrets.token_urlsafe(32)
    body: dict[str, Any] = asked.model_dump(mode="json", exclude={"secret"})
    stored = resources.create(desk, HOOK, body)
    desk.put_secret(f"{KIND}/{stored.number}", secret)
    return Once(_hook(stored, secret), _hook(stored))


def _change(desk: ServedDesk, number: int, asked: ChangedHook) -> HookOut:
    stored = resources.existing(desk.connection, desk.tenant.number, HOOK, number)
    if asked.url is not None:
        _must_be_reached(desk, asked.url)
    said = {key: value for key, value in asked.model_dump(mode="json", exclude_unset=True).items() if value is not None}
    return _hook(resources.change(desk, HOOK, stored, {**stored.body, **said}))


def _must_be_reached(desk: ServedDesk, url: str) -> None:
    """Raise Refused (422) for an address that webhooks may not go to; names are looked up when something is due."""
    if refusal := refusal_of(url, desk.house.settings.hooks):
        raise invalid("url", refusal)


def _end(desk: ServedDesk, number: int) -> None:
    resources.existing(desk.connection, desk.tenant.number, HOOK, number)
    resources.withdraw(desk, HOOK, number)
    waiting = (DELIVERIES.c.tenant == desk.tenant.number, DELIVERIES.c.hook == number, DELIVERIES.c.state == WAITING)
    desk.connection.execute(update(DELIVERIES).where(*waiting), {"state": GIVEN_UP, "answer": "unsubscribed"})


def _page(view: View, asked: Searched) -> bytes:
    found = resources.listed(view.connection, view.tenant, HOOK, asked)
    return dumped(HookPage(data=[_hook(one) for one in found.rows], meta=meta_of(asked, found.total)))


def _deliveries(view: View, number: int, asked: Paged) -> bytes:
    resources.existing(view.connection, view.tenant, HOOK, number)
    found = select(DELIVERIES).where(DELIVERIES.c.tenant == view.tenant, DELIVERIES.c.hook == number)
    order = [DELIVERIES.c.number.asc() if asked.sort_order == "asc" else DELIVERIES.c.number.desc()]
    page = page_of(view.connection, found, asked, order)
    said = [
        DeliveryOut(
            id=row.number, event=row.event, status=row.state, attempts=row.attempts, last_answer=row.answer or None,
            created_at=timestamp_of(row.created_ms),
            next_attempt_at=timestamp_of(row.next_ms) if row.state == WAITING else None,
        )
        for row in page.rows
    ]  # fmt: skip
    return dumped(DeliveryPage(data=said, meta=meta_of(asked, page.total)))


def _hook(stored: Stored, secret: str | None = None) -> HookOut:
    return HookOut.model_validate({**stored.answered(), "secret": secret})
