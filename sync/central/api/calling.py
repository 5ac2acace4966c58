"""A request by somebody who signed in: who it is, what they may do, one transaction, one reply, once per key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from sqlalchemy import Connection, insert, select

from aura_terminal.domain.ids import StaffId
from sync.central.api.budgets import TIERS, Budgets
from sync.central.api.errors import Refused, forbidden, invalid, malformed, not_found, unauthorized
from sync.central.api.guesses import Guesses
from sync.central.api.passwords import ACCESS, Claims, Nobody, Tokens
from sync.central.api.rights import ROLES
from sync.central.settings import CentralSettings
from sync.central.store import journal
from sync.central.store.database import Database
from sync.central.store.desk import Desk, Press, milliseconds
from sync.central.store.journal import Tenant
from sync.central.store.shelf import Shelf
from sync.central.store.tables import ACCOUNTS, MEMBERS, REPLIES, SESSIONS, TENANTS
from sync.central.webhooks.queue import queue_events

Tell = Callable[[], None]


@dataclass(frozen=True, slots=True)
class House:
    """What the routes of one worker share; made when it starts."""

    database: Database
    press: Press
    tokens: Tokens
    budgets: Budgets
    settings: CentralSettings
    secret: bytes
    nobody: Nobody
    guesses: Guesses
    wake: Tell
    """Says to the deliveries of this worker that something waits."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody signed in, in the store they ask about."""

    account: int
    email: str
    first_name: str
    last_name: str
    role: str
    session: str
    tenant: Tenant

    @property
    def permissions(self) -> tuple[str, ...]:
        """What the role may do."""
        return ROLES.get(self.role, ())

    @property
    def actor(self) -> StaffId:
        """The name that facts carry."""
        return StaffId(f"account-{self.account}")

    def may(self, permission: str) -> bool:
        """Whether this caller holds a right."""
        return permission in self.permissions

    def must(self, permission: str) -> None:
        """Raise Refused (403) unless the right is held."""
        if not self.may(permission):
            raise forbidden()


@dataclass(frozen=True, slots=True)
class View:
    """What a reading request looks at."""

    house: House
    connection: Connection
    by: Caller
    shelf: Shelf
    now: datetime

    @property
    def tenant(self) -> int:
        """The store's number."""
        return self.by.tenant.number

    @property
    def currency(self) -> str:
        """The store's money."""
        return self.shelf.profile.currency

    def store(self, number: int) -> tuple[Tenant, Shelf]:
        """Another store of the same caller, with its reference data."""
        tenant = journal.tenant(self.connection, number)
        if tenant is None:
            raise not_found("Restaurant")
        return tenant, self.house.press.shelves.of(self.connection, tenant)


Look = Callable[[View], Any]
"""Reads and answers a model, a list, or JSON as bytes."""


class ServedDesk(Desk):
    """A desk with the caller it is open for."""

    def __init__(self, house: House, connection: Connection, tenant: Tenant, by: Caller) -> None:
        super().__init__(house.press, connection, tenant, by.actor)
        self.house = house
        self.by = by

    @property
    def currency(self) -> str:
        """The store's money."""
        return self.shelf.profile.currency


Do = Callable[[ServedDesk], Any]
"""Changes something and answers a model, or JSON as bytes."""


class Calling:
    """One request of somebody whose token is good; everything else is asked of the database, off the event loop."""

    def __init__(self, house: House, request: Request, claims: Claims, tenant: str, key: str, body: bytes) -> None:
        self._house = house
        self._request = request
        self._claims = claims
        self._tenant = tenant
        self._key = key
        self._body = body

    @property
    def claims(self) -> Claims:
        """What the token says."""
        return self._claims

    @property
    def house(self) -> House:
        """What the worker shares."""
        return self._house

    def read(self, needed: str, look: Look) -> Response:
        """Answer what is there. `needed` is the right it takes; empty where being signed in is enough."""
        with self._house.database.reading() as connection:
            by = self.caller(connection)
            shelf = self._house.press.shelves.of(connection, by.tenant)
            self._admit(by, needed)
            view = View(self._house, connection, by, shelf, self._house.press.clock.now())
            return _reply(200, dumped(look(view)))

    def write(self, needed: str, do: Do, status: int = 200) -> Response:
        """Change something in one transaction; the same key and body a second time get the first reply.

        The reply is kept with what was changed, and the store is locked before the key is looked up: of two requests
        at once with one key the second waits for the first and gets its reply.
        """
        with self._house.database.reading() as connection:
            by = self.caller(connection)
        self._admit(by, needed)
        with self._house.database.writing() as connection:
            held = journal.locked(connection, by.tenant.number)
            if held is None:
                raise forbidden()
            earlier = self._earlier(connection, held.number)
            if earlier is not None:
                return earlier
            desk = ServedDesk(self._house, connection, held, by)
            body = dumped(do(desk))
            desk.file()
            queue_events(connection, held.number, desk.told, desk.now)
            self._remember(connection, by, status, body, desk.now_ms)
        if desk.told:
            self._house.wake()
        return _reply(status, body)

    def caller(self, connection: Connection) -> Caller:
        """Who asks, in which store. Raises Refused (401, 403), which counts as a stranger's request."""
        try:
            return caller_of(self._house, connection, self._claims, self._tenant)
        except Refused:
            now = self._house.press.clock.now().timestamp()
            self._house.budgets.spend_unknown(address_of(self._request), now)
            raise

    def _admit(self, by: Caller, needed: str) -> None:
        tier = TIERS.get(by.tenant.tier or self._house.settings.tier, TIERS["authenticated"])
        now = self._house.press.clock.now().timestamp()
        standing = self._house.budgets.spend(by.tenant.number, by.account, tier, now)
        self._request.state.headers = standing.headers() if tier.hour else {}
        if needed:
            by.must(needed)

    def _earlier(self, connection: Connection, tenant: int) -> Response | None:
        if not self._key:
            return None
        asked = select(REPLIES.c.fingerprint, REPLIES.c.status, REPLIES.c.body)
        row = connection.execute(asked.where(REPLIES.c.tenant == tenant, REPLIES.c.key == self._key)).one_or_none()
        if row is None:
            return None
        if row.fingerprint != self._fingerprint:
            raise invalid("X-Idempotency-Key", "was used for another request")
        return _reply(row.status, bytes(row.body), {"X-Idempotent-Replay": "true"})

    def _remember(self, connection: Connection, by: Caller, status: int, body: bytes, now_ms: int) -> None:
        if self._key:
            connection.execute(insert(REPLIES), {
                "tenant": by.tenant.number, "key": self._key, "account": by.account, "status": status,
                "fingerprint": self._fingerprint, "body": body, "created_ms": now_ms,
            })  # fmt: skip

    @property
    def _fingerprint(self) -> str:
        """Stands for method, path and body; of card data nothing goes into it, and nobody else can compute it."""
        said = f"{self._request.method} {self._request.url.path}\n".encode() + without_cards(self._body)
        return hmac.new(self._house.secret, said, sha256).hexdigest()


def caller_of(house: House, connection: Connection, claims: Claims, asked_for: str) -> Caller:
    """Whose token it is, in the store asked for. Raises Refused: the session has ended (401), no member (403)."""
    asked = (
        select(
            SESSIONS.c.ended_ms, SESSIONS.c.expires_ms, ACCOUNTS.c.email, ACCOUNTS.c.first_name,
            ACCOUNTS.c.last_name, ACCOUNTS.c.active,
        )
        .join_from(SESSIONS, ACCOUNTS, SESSIONS.c.account == ACCOUNTS.c.account)
        .where(SESSIONS.c.session == claims.session, SESSIONS.c.account == claims.account)
    )  # fmt: skip
    row = connection.execute(asked).one_or_none()
    now = milliseconds(house.press.clock.now())
    if row is None or row.ended_ms or row.expires_ms <= now or not row.active:
        raise unauthorized("The session has ended")
    tenant, role = _membership(connection, claims, asked_for)
    return Caller(claims.account, row.email, row.first_name, row.last_name, role, claims.session, tenant)


def _membership(connection: Connection, claims: Claims, asked_for: str) -> tuple[Tenant, str]:
    which = TENANTS.c.tenant == claims.tenant
    if asked_for.isdecimal() and len(asked_for) < 10:
        which = TENANTS.c.tenant == int(asked_for)
    elif asked_for:
        which = TENANTS.c.store_id == asked_for
    asked = (
        select(MEMBERS.c.role, *journal.TENANT)
        .join_from(TENANTS, MEMBERS, MEMBERS.c.tenant == TENANTS.c.tenant)
        .where(which, MEMBERS.c.account == claims.account)
    )
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise forbidden("This account does not belong to the store that X-Tenant-ID names")
    return Tenant(*tuple(row)[1:]), str(row[0])


def without_cards(body: bytes) -> bytes:
    """A body as canonical JSON without card data. Raises Refused (400) for one that is none, or too deep to read."""
    if not body:
        return b""
    try:
        return json.dumps(_stripped(json.loads(body)), sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError) as wrong:
        raise malformed("body", "is not JSON, or nested too deep") from wrong


def _stripped(value: Any) -> Any:  # JSON holds anything
    if isinstance(value, dict):
        return {key: _stripped(part) for key, part in value.items() if key != "card_details"}
    return [_stripped(part) for part in value] if isinstance(value, list) else value


def dumped(answer: Any) -> bytes:  # what a route answers: a model, JSON, or bytes that are JSON already
    """The answer as the bytes of its reply."""
    if answer is None:
        return b""
    if isinstance(answer, bytes):
        return answer
    if isinstance(answer, BaseModel):
        return answer.model_dump_json().encode()
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def listed(bodies: Sequence[str], meta: BaseModel) -> bytes:
    """A page of things that are kept as the JSON they are answered with."""
    return b"".join((b'{"data":[', ",".join(bodies).encode(), b'],"meta":', meta.model_dump_json().encode(), b"}"))


def _reply(status: int, body: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status, headers, media_type="application/json" if body else None)


_BEARER = HTTPBearer(auto_error=False, bearerFormat="JWT", description="Overview, “Using Tokens”")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
TenantHeader = Annotated[
    str, Header(alias="X-Tenant-ID", max_length=64, pattern=r"^[A-Za-z0-9-]*$", description="The store asked about")
]  # fmt: skip
KeyHeader = Annotated[
    str,
    Header(
        alias="X-Idempotency-Key", max_length=200, pattern=r"^[\x21-\x7e]*$",
        description="The same key and body a second time get the first reply",
    ),
]  # fmt: skip


async def reading(request: Request, bearer: Bearer, x_tenant_id: TenantHeader = "") -> Calling:
    """A request that reads."""
    return _calling(request, bearer, x_tenant_id, "", b"")


async def writing(
    request: Request, bearer: Bearer, x_tenant_id: TenantHeader = "", x_idempotency_key: KeyHeader = ""
) -> Calling:
    """A request that writes."""
    return _calling(request, bearer, x_tenant_id, x_idempotency_key, await request.body())


def _calling(
    request: Request, bearer: HTTPAuthorizationCredentials | None, tenant: str, key: str, body: bytes
) -> Calling:
    house: House = request.app.state.house
    now = house.press.clock.now()
    claims = None if bearer is None else house.tokens.read(bearer.credentials, ACCESS, now)
    if claims is None:
        house.budgets.spend_unknown(address_of(request), now.timestamp())
        raise unauthorized("Invalid or missing authentication" if bearer else "Authentication required")
    return Calling(house, request, claims, tenant, key, body)


def address_of(request: Request) -> str:
    """Where a request came from, as far as the server can tell."""
    return request.client.host if request.client else ""


Reading = Annotated[Calling, Depends(reading)]
Writing = Annotated[Calling, Depends(writing)]
