"""Overview, "Restaurant Management": the stores of an account, their locations and settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import select

from aura_terminal.domain.documents import put
from sync.central.api.calling import Reading, ServedDesk, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Paged, cut, meta_of
from sync.central.api.values import Answered, Asked, Name, Short
from sync.central.store.shelf import Shelf
from sync.central.store.tables import MEMBERS, TENANTS


class RestaurantOut(Answered):
    """A store; `tenant_id` is what X-Tenant-ID says."""

    id: int
    tenant_id: str
    name: str
    legal_name: str | None = None
    address: list[str]
    phone: str | None = None
    tax_number: str | None = None
    currency: str
    timezone: str
    day_cutoff: str
    receipt_footer: list[str]


class RestaurantPage(Answered):
    """A page of stores."""

    data: list[RestaurantOut]
    meta: Meta


class SettingsOut(Answered):
    """What the store asked about is run by."""

    restaurant_id: int
    name: str
    currency: str
    timezone: str
    day_cutoff: str
    tax_regime: str
    prices_include_tax: bool
    receipt_footer: list[str]


class ChangedSettings(Asked):
    """What is not named stays as it is."""

    name: Name | None = None
    receipt_footer: Annotated[list[Short], Field(max_length=10)] | None = None


router = APIRouter(prefix="/api/v1", tags=["Restaurant Management"])


@router.get("/restaurants", response_model=RestaurantPage, responses=READ)
def list_restaurants(asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """List the stores this account belongs to."""
    return call.read("restaurants:read", lambda view: _stores(view, asked))


@router.get("/locations", response_model=RestaurantPage, responses=READ)
def list_locations(asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """List the stores this account belongs to; here every store is one location."""
    return call.read("restaurants:read", lambda view: _stores(view, asked))


@router.get("/settings", response_model=SettingsOut, responses=READ)
def get_settings(call: Reading) -> Response:
    """What the store is run by."""
    return call.read("restaurants:read", lambda view: _settings(view.tenant, view.shelf))


@router.put("/settings", response_model=SettingsOut, responses=WRITE)
def update_settings(asked: ChangedSettings, call: Writing) -> Response:
    """Change the store's name or what stands under its receipts."""
    return call.write("settings:write", lambda desk: _change(desk, asked))


def _stores(view: View, asked: Paged) -> bytes:
    found = (
        select(TENANTS.c.tenant)
        .join_from(TENANTS, MEMBERS, MEMBERS.c.tenant == TENANTS.c.tenant)
        .where(MEMBERS.c.account == view.by.account)
        .order_by(TENANTS.c.tenant)
    )
    page = cut([int(row[0]) for row in view.connection.execute(found)], asked)
    stores = [_restaurant(view, number) for number in page.rows]
    return dumped(RestaurantPage(data=stores, meta=meta_of(asked, page.total)))


def _restaurant(view: View, number: int) -> RestaurantOut:
    tenant, shelf = view.store(number)
    profile = shelf.profile
    return RestaurantOut(
        id=number, tenant_id=tenant.store_id, name=profile.name, legal_name=profile.legal_name or None,
        address=list(profile.address), phone=profile.phone or None, tax_number=profile.tax_number or None,
        currency=profile.currency, timezone=profile.calendar.zone,
        day_cutoff=profile.calendar.cutoff.isoformat("minutes"), receipt_footer=list(profile.receipt_footer),
    )  # fmt: skip


def _settings(number: int, shelf: Shelf) -> SettingsOut:
    profile = shelf.profile
    return SettingsOut(
        restaurant_id=number, name=profile.name, currency=profile.currency, timezone=profile.calendar.zone,
        day_cutoff=profile.calendar.cutoff.isoformat("minutes"), tax_regime=profile.tax_regime,
        prices_include_tax=shelf.regime.terms.prices.value == "inclusive",
        receipt_footer=list(profile.receipt_footer),
    )  # fmt: skip


def _change(desk: ServedDesk, asked: ChangedSettings) -> SettingsOut:
    profile = desk.shelf.profile
    changed = replace(
        profile, name=asked.name or profile.name,
        receipt_footer=profile.receipt_footer if asked.receipt_footer is None else tuple(asked.receipt_footer),
    )  # fmt: skip
    if changed != profile:
        desk.keep(put(changed))
    return _settings(desk.tenant.number, desk.shelf)
