"""The self-hosted central in this process, over a database of its own, with a clock that a test moves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import psycopg
from sqlalchemy import insert, select
from sqlalchemy.engine import make_url

from aura_terminal.app.chance import SystemIds
from aura_terminal.app.new_shop import demo_shop
from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.documents import Document
from aura_terminal.domain.guests import GuestRegistered
from aura_terminal.domain.ids import (
    AreaId,
    CategoryId,
    GroupId,
    GuestId,
    ItemId,
    ModifierId,
    PromotionId,
    RoleId,
    StaffId,
    StationId,
    TableId,
    VariantId,
)
from aura_terminal.domain.menu import Category, Item, Modifier, ModifierGroup, ModifierKind, Variant
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.promotions import Promotion, PromotionKind
from aura_terminal.domain.shop import STORE_PROFILE, Area, Station, StoreProfile, Table
from aura_terminal.domain.staff import Permission, Role, StaffMember
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.codec import Codec
from aura_terminal.store.driver import sqlite
from sync.central import founding, wiring
from sync.central.api.calling import House
from sync.central.api.passwords import ACCESS, REFRESH_SECONDS, Claims
from sync.central.founding import Founded, Owner
from sync.central.settings import CentralSettings
from sync.central.store import journal
from sync.central.store.database import Database
from sync.central.store.desk import Desk, Press, milliseconds
from sync.central.store.tables import NAMES, SESSIONS, TENANTS
from sync.central.webhooks.delivering import Deliveries
from sync.central.webhooks.reaching import Hooks
from tests.support.in_process import InProcess

PG = "AURA_CENTRAL_PG"
EMAIL, PASSWORD = "owner@example.com", "a-long-password"
NOON = datetime(2025, 1, 8, 12, 30, tzinfo=UTC)
GUEST = 123


@dataclass
class SetClock:
    """A clock that stands until it is moved."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def advance(self, **span: float) -> None:
        self.at += timedelta(**span)


@dataclass
class OwnCentral:
    """One central with one store, its owner signed in."""

    house: House
    deliveries: Deliveries
    clock: SetClock
    founded: Founded
    client: httpx.Client
    headers: dict[str, str] = field(default_factory=dict)

    def renew(self) -> None:
        """A new session of the owner, as a sign-in makes one, without the time a password takes."""
        session, now = self.press.ids.new(), self.clock.now()
        with self.database.writing() as connection:
            row = {"session": session, "account": 1, "created_ms": milliseconds(now), "ended_ms": 0}
            connection.execute(insert(SESSIONS), {**row, "expires_ms": milliseconds(now) + REFRESH_SECONDS * 1000})
        token = self.house.tokens.make(Claims(1, session, 1, ACCESS), now)
        self.headers = {"Authorization": f"Bearer {token}"}

    @property
    def database(self) -> Database:
        return self.house.database

    @property
    def press(self) -> Press:
        return self.house.press

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> dict[str, str]:
        """Headers of somebody signed in."""
        answer = self.client.post("/api/v1/auth/login", json={"email": email, "password": password})
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def get(self, path: str, **query: Any) -> Any:
        """What a GET answers; it must be 200."""
        answer = self.client.get(path, params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: Any = None, status: int = 201, key: str = "") -> Any:
        """What a POST answers; it must be of this status."""
        answer = self.client.post(path, json=body, headers=self._with(key))
        assert answer.status_code == status, answer.text
        return answer.json()

    def put(self, path: str, body: Any, status: int = 200, key: str = "") -> Any:
        """What a PUT answers; it must be of this status."""
        answer = self.client.put(path, json=body, headers=self._with(key))
        assert answer.status_code == status, answer.text
        return answer.json()

    def _with(self, key: str) -> dict[str, str]:
        return {**self.headers, "X-Idempotency-Key": key} if key else self.headers

    def person(self, role: str, email: str = "") -> dict[str, str]:
        """Headers of somebody new with a role."""
        address = email or f"{role}@example.com"
        founding.add_member(self.database, self.press, self.founded.tenant, Owner(address, PASSWORD), role)
        return self.sign_in(address)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The store's books, open for one transaction."""
        with self.database.writing() as connection:
            held = journal.locked(connection, self.founded.tenant)
            assert held is not None
            desk = Desk(self.press, connection, held, SYSTEM)
            yield desk
            desk.file()

    def facts(self) -> list[Any]:
        """Every fact of the store, in the order of their places."""
        with self.database.reading() as connection:
            return [row for _, row in journal.placed_after(connection, self.founded.tenant, 0, 100_000)]

    def close(self) -> None:
        self.client.close()
        self.database.close()


def build(url: str, documents: Sequence[Document], clock: SetClock | None = None) -> None:
    """A database with one store and its owner."""
    settings = CentralSettings(url)
    database = wiring.opened(settings, sqlite)
    try:
        press = wiring.press_of(Codec(), clock or SetClock(), SystemIds())
        owner = Owner(EMAIL, PASSWORD, "John", "Doe")
        founded = founding.add_store(database, press, "Trattoria", documents, owner)
        if any(isinstance(one, Promotion) for one in documents):
            with database.writing() as connection:
                _know_a_guest(press, connection, founded.tenant)
    finally:
        database.close()


def serve(url: str, *, tier: str = "enterprise", sandbox: bool = True, hooks: Hooks = Hooks.INSIDE) -> OwnCentral:
    """The central over a database that `build` made."""
    settings = CentralSettings(url, tier, sandbox, hooks=hooks)
    database = wiring.opened(settings, sqlite)
    clock = SetClock()
    press = wiring.press_of(Codec(), clock, SystemIds())
    house, deliveries = wiring.house_of(settings, database, press)
    client = httpx.Client(transport=InProcess(wiring.api_of(house, deliveries)), base_url="http://central")
    with database.reading() as connection:
        store_id = connection.execute(select(TENANTS.c.store_id)).scalar_one()
    central = OwnCentral(house, deliveries, clock, Founded(1, store_id, 1, True), client)
    central.renew()
    return central


def copied(template: str, folder: Path, name: str) -> str:
    """A database that begins as a template stands; the template must not be open."""
    if template.startswith("sqlite"):
        file = folder / "central.sqlite"
        shutil.copy(template.removeprefix("sqlite:///"), file)
        return f"sqlite:///{file}"
    made = make_url(template)
    _on_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{made.database}"')
    return made.set(database=name).render_as_string(hide_password=False)


def new_postgresql(name: str) -> str:
    """An empty database on the server that AURA_CENTRAL_PG names."""
    _on_server(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    return make_url(os.environ[PG]).set(database=name).render_as_string(hide_password=False)


def drop_postgresql(name: str) -> None:
    """Take such a database away again."""
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_server(*statements: str) -> None:
    asked = make_url(os.environ[PG])
    plain = asked.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def demo_documents() -> tuple[Document, ...]:
    """The demo shop: euros, prices with tax, two rates, variants and modifier groups."""
    return tuple(demo_shop().documents)


def documented_documents() -> tuple[Document, ...]:
    """The shop of the documents' examples: dollars, tax on top; item 10 with modifiers 5 and 6, item 15 with variant 3.

    The rate is the one at which the documented order comes to the documented tax.
    """
    profile = StoreProfile(
        STORE_PROFILE, "Restaurant", "", ("123 Main St", "New York"), "+1-555-0100", "", "USD",
        BusinessCalendar("America/New_York", time(4, 0)), "ny",
    )  # fmt: skip
    regime = TaxRegime(
        "ny", TaxTerms(PricesAre.EXCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP),
        (TaxRate("sales", "Sales tax", "A", Decimal("9.66")),), (("food", "Food"), ("alcohol", "Alcohol")),
        (TaxRule("food", None, ("sales",)), TaxRule("alcohol", None, ("sales",))),
    )  # fmt: skip
    grill = Station(StationId("grill"), "Grill", "flame", "kitchen", 15)
    bar = Station(StationId("bar"), "Bar", "cup-soda", "bar", 5)
    burgers = Category(CategoryId("burgers"), "Burgers", "beef", 0, grill.id, 0, "food", 1)
    pizza = Category(CategoryId("pizza"), "Pizza", "pizza", 1, grill.id, 0, "food", 2)
    drinks = Category(CategoryId("drinks"), "Drinks", "cup-soda", 2, bar.id, 0, "alcohol", 3)
    extras = ModifierGroup(GroupId("extras"), "Extras", 0, 0, tuple(
        Modifier(ModifierId(f"extra-{at}"), name, _usd(price), ModifierKind.ADD, maximum=5)
        for at, (name, price) in enumerate((
            ("Onions", 50), ("Salad", 75), ("Egg", 125), ("Avocado", 200), ("Extra Cheese", 150), ("Bacon", 200),
        ), 1)
    ))  # fmt: skip
    items = [
        Item(ItemId(f"item-{at}"), burgers.id, f"Burger {at}", _usd(900 + at), at, modifier_groups=(extras.id,))
        for at in range(1, 15)
    ]
    items[9] = Item(
        ItemId("item-10"), burgers.id, "Classic Burger", _usd(1299), 10,
        description="Juicy beef patty with lettuce, tomato, and our special sauce", allergens=("gluten", "dairy"),
        calories=650, prep_minutes=12, image="https://cdn.auraconnect.ai/menu/classic-burger.jpg",
        modifier_groups=(extras.id,),
    )  # fmt: skip
    items.append(Item(
        ItemId("item-15"), pizza.id, "Pizza", _usd(1200), 15, variants=tuple(
            Variant(VariantId(f"size-{at}"), name, _usd(price))
            for at, (name, price) in enumerate((("Small", 1000), ("Medium", 1200), ("Large", 1483)), 1)
        ),
    ))  # fmt: skip
    items.append(Item(ItemId("item-16"), drinks.id, "Beer", _usd(600), 16))
    room = Area(AreaId("room"), "Main dining", 1)
    tables = [Table(TableId(f"t{at}"), str(at), room.id, 4, "square", 50 * at, 100, 40, 40) for at in range(1, 13)]
    server = Role(RoleId("server"), "Server", (Permission.SELL, Permission.SEND))
    chef = Role(RoleId("chef"), "Chef", (Permission.BUMP,))
    people = [
        StaffMember(StaffId(f"person-{at}"), name, name[:2].upper(), (role.id,))
        for at, (name, role) in enumerate((
            ("John Doe", server), ("Ann Lee", server), ("Bo Chan", server), ("Cy Rae", chef), ("Chef Mike", chef),
        ), 1)
    ]  # fmt: skip
    birthday = Promotion(
        PromotionId("birthday"), "Birthday", PromotionKind.PERCENTAGE, Decimal(10), needs_code=True, code="BIRTHDAY10"
    )
    return (
        profile, regime, grill, bar, extras, burgers, pizza, drinks, *items, room, *tables, server, chef, *people,
        birthday,
    )  # fmt: skip


def _usd(minor: int) -> Money:
    return Money(minor, "USD")


def _know_a_guest(press: Press, connection: Any, tenant: int) -> None:
    """The documents' customer 123."""
    held = journal.locked(connection, tenant)
    assert held is not None
    desk = Desk(press, connection, held, SYSTEM)
    guest_id = GuestId(press.ids.new())
    connection.execute(insert(NAMES), {"tenant": tenant, "kind": "guest", "number": GUEST, "local_id": guest_id})
    desk.keep(GuestRegistered(guest_id, desk.now, SYSTEM, "John", "Doe", "+1-555-0123", "john@example.com"))
    desk.file()
