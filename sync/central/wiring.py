"""Puts a worker of the central together: every constructor is called here."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import ModuleType

from anyio import to_thread
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import insert, select
from starlette.types import ASGIApp

from aura_terminal.domain.facts import Aggregate
from aura_terminal.ports.chance import Clock, Ids
from sync.central.api.budgets import Budgets
from sync.central.api.callers import Callers
from sync.central.api.calling import House
from sync.central.api.errors import OPEN
from sync.central.api.front import Front, answer_refusals
from sync.central.api.guesses import Guesses
from sync.central.api.passwords import Nobody, Tokens
from sync.central.catalogue.rows import lay_out_document
from sync.central.house.bookings import lay_out_reservation
from sync.central.house.feedback import lay_out_feedback
from sync.central.house.supplies import lay_out_level
from sync.central.peer import capability, socket
from sync.central.peer.exchange import Exchange
from sync.central.people.clock import lay_out_shifts
from sync.central.people.guests import lay_out_account, lay_out_guest
from sync.central.sections import (
    analytics,
    auth,
    customers,
    feedback,
    inventory,
    kds,
    loyalty,
    menu,
    orders,
    payments,
    payroll,
    pos,
    promotions,
    recipes,
    reservations,
    restaurants,
    staff,
    tables,
    tax,
    webhooks,
)
from sync.central.selling.kitchen import lay_out_ticket
from sync.central.selling.promotions import lay_out_uses
from sync.central.selling.view import lay_out_order
from sync.central.settings import CentralSettings
from sync.central.store.database import Database
from sync.central.store.desk import Press, Project
from sync.central.store.journal import FactCodec
from sync.central.store.shelf import Shelves
from sync.central.store.tables import NOTES
from sync.central.webhooks.delivering import Deliveries

VERSION = "1.2.0"  # overview, "API Changelog": the documented API
THREADS = 16
SECRET = "secret"

PROJECTIONS: Mapping[Aggregate, Project] = {
    Aggregate.DOCUMENT: lay_out_document,
    Aggregate.ORDER: lay_out_order,
    Aggregate.TICKET: lay_out_ticket,
    Aggregate.LABOR: lay_out_shifts,
    Aggregate.GUEST: lay_out_guest,
    Aggregate.LOYALTY: lay_out_account,
    Aggregate.RESERVATION: lay_out_reservation,
    Aggregate.SUPPLY: lay_out_level,
    Aggregate.FEEDBACK: lay_out_feedback,
    Aggregate.PROMOTION: lay_out_uses,
}
"""How each kind of aggregate is laid out as rows."""

SECTIONS = (
    auth.router,
    staff.router,
    orders.router,
    recipes.router,
    menu.router,
    inventory.router,
    kds.router,
    payroll.router,
    tax.router,
    analytics.router,
    customers.router,
    payments.router,
    pos.router,
    promotions.router,
    reservations.router,
    tables.router,
    feedback.router,
    loyalty.router,
    webhooks.router,
    restaurants.router,
    capability.router,
)
"""The sections of the reference, in the order of the documentation pages; the last one is ours."""


def press_of(codec: FactCodec, clock: Clock, ids: Ids) -> Press:
    """What every transaction needs."""
    return Press(codec, clock, ids, Shelves(codec), PROJECTIONS)


def opened(settings: CentralSettings, sqlite: ModuleType | None) -> Database:
    """The database, brought to the newest step."""
    database = Database(settings.database, sqlite, connections=THREADS + 2)
    database.migrate()
    return database


def secret_of(database: Database) -> str:
    """What tokens are signed with: made once, the same for every worker."""
    with database.writing() as connection:
        found = connection.execute(select(NOTES.c.value).where(NOTES.c.key == SECRET).with_for_update()).scalar()
        if found is None:
            found = secrets.token_urlsafe(48)
            connection.execute(insert(NOTES), {"key": SECRET, "value": found})
        return str(found)


def house_of(settings: CentralSettings, database: Database, press: Press) -> tuple[House, Deliveries]:
    """What the routes of a worker share, and the thread that delivers webhooks; it is not started here."""
    deliveries = Deliveries(database, press.clock, hooks=settings.hooks)
    secret = secret_of(database)
    house = House(
        database, press, Tokens(secret), Budgets(database, settings.workers), settings, secret.encode(), Nobody(),
        Guesses(), Callers(), deliveries.wake,
    )  # fmt: skip
    return house, deliveries


def api_of(house: House, deliveries: Deliveries) -> ASGIApp:
    """The application of one worker."""

    exchange = Exchange(house.database, house.press)

    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        deliveries.start()
        try:
            yield
        finally:
            await exchange.close()
            await to_thread.run_sync(deliveries.stop)
            house.database.close()

    app = FastAPI(
        title="AuraConnect API", version=VERSION, lifespan=living, responses=OPEN,
        description="A self-hosted central for restaurants: the AuraConnect API as documented.",
        separate_input_output_schemas=False,
    )  # fmt: skip
    app.state.house = house
    app.state.exchange = exchange
    for section in SECTIONS:
        app.include_router(section)
    app.state.paths = [route for section in SECTIONS for route in section.routes if isinstance(route, APIRoute)]
    app.include_router(socket.router)
    answer_refusals(app)
    return Front(app, house.press.clock.now)
