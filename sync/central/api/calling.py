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
from sqlalchemy import Connection

from sync.central.api.budgets import TIERS, Budgets
from sync.central.api.callers import Caller, Callers, Known, ask_held, ask_reply, caller_in, caller_of
from sync.central.api.errors import Refused, invalid, malformed, not_found, unauthorized
from sync.central.api.guesses import Guesses
from sync.central.api.passwords import ACCESS, Claims, Nobody, Tokens
from sync.central.settings import CentralSettings
from sync.central.store import journal
from sync.central.store.database import Database
from sync.central.store.desk import Desk, Press, milliseconds
from sync.central.store.journal import Tenant
from sync.central.store.memory import Memory
from sync.central.store.shelf import Shelf
from sync.central.store.statements import inserting, together
from sync.central.store.tables import REPLIES
from sync.central.store.writing import Outdated
from sync.central.webhooks.queue import queue_events

Tell = Callable[[], None]
_REPLIED = inserting(REPLIES)


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
    callers: Callers
    wake: Tell
    """Says to the deliveries of this worker that something waits."""


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

    def __init__(self, house: House, connection: Connection, by: Caller, memory: Memory | None) -> None:
        super().__init__(house.press, connection, by.tenant, by.actor, memory)
        self.house = house
        self.by = by

    @property
    def currency(self) -> str:
        """The store's money."""
        return self.shelf.profile.currency


@dataclass(frozen=True, slots=True)
class Once:
    """An answer with a secret in it: `said` now, and `kept` for whoever repeats the request under its key."""

    said: BaseModel
    kept: BaseModel


Do = Callable[[ServedDesk], Any]
"""Changes something and answers a model, JSON as bytes, or what is said once."""


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
            self._admit(by.known)
            if needed:
                by.must(needed)
            view = View(self._house, connection, by, shelf, self._house.press.clock.now())
            return _reply(200, dumped(look(view)))

    def write(self, needed: str, do: Do, status: int = 200) -> Response:
        """Change something in one transaction; the same key and body a second time get the first reply.

        The reply is kept with what was changed, and the store is locked before the key is looked up: of two requests
        at once with one key the second waits for the first and gets its reply.
        """
        self._admit(self._known())
        try:
            return self._written(needed, do, status)
        except Outdated:
            return self._written(needed, do, status)

    def _written(self, needed: str, do: Do, status: int) -> Response:
        with self._house.database.writing() as connection:
            by, kept = self._held(connection)
            by.must(needed)
            if kept is not None:
                return self._replayed(kept)
            memory = self._house.press.memories.take(by.tenant.number, by.tenant.last_place)
            desk = ServedDesk(self._house, connection, by, memory)
            answer = do(desk)
            body = dumped(answer.said if isinstance(answer, Once) else answer)
            desk.lay_out()
            queue_events(desk, desk.told)
            self._remember(desk, status, dumped(answer.kept) if isinstance(answer, Once) else body)
            desk.conclude()
        desk.remember()
        if desk.told:
            self._house.wake()
        return _reply(status, body)

    def _known(self) -> Known:
        """Whose budget this takes from; what the session and the account may do is asked anew in any case."""
        known = self._house.callers.get(self._claims.session, self._tenant)
        if known is None:
            with self._house.database.reading() as connection:
                known = self.caller(connection).known
        return known

    def _held(self, connection: Connection) -> tuple[Caller, Any]:
        """Who asks, with their store held by this transaction; and what is kept under the key: a row of a reply."""
        replies = None
        with together(connection):
            held = ask_held(connection, self._claims, self._tenant)
            if self._key:
                replies = ask_reply(connection, self._claims, self._tenant, self._key)
        by = self._judged(lambda: caller_in(connection, held.fetchall(), self._claims, self._now_ms()))
        return by, None if replies is None else next(iter(replies.fetchall()), None)

    def caller(self, connection: Connection) -> Caller:
        """Who asks, in which store. Raises Refused (401, 403), which counts as a stranger's request."""
        return self._judged(lambda: caller_of(connection, self._claims, self._tenant, self._now_ms()))

    def _judged(self, judge: Callable[[], Caller]) -> Caller:
        try:
            by = judge()
        except Refused:
            now = self._house.press.clock.now().timestamp()
            self._house.budgets.spend_unknown(address_of(self._request), now)
            raise
        self._house.callers.put(self._claims.session, self._tenant, by.known)
        return by

    def _now_ms(self) -> int:
        return milliseconds(self._house.press.clock.now())

    def _admit(self, known: Known) -> None:
        """Take the request from the budget. Raises Refused (429)."""
        tier = TIERS.get(known.tier or self._house.settings.tier, TIERS["authenticated"])
        now = self._house.press.clock.now().timestamp()
        standing = self._house.budgets.spend(known.tenant, known.account, tier, now)
        self._request.state.headers = standing.headers() if tier.hour else {}

    def _replayed(self, kept: Any) -> Response:  # a row of a reply
        fingerprint, status, body = kept
        if fingerprint != self._fingerprint:
            raise invalid("X-Idempotency-Key", "was used for another request")
        return _reply(status, bytes(body), {"X-Idempotent-Replay": "true"})

    def _remember(self, desk: ServedDesk, status: int, body: bytes) -> None:
        if self._key:
            desk.write(_REPLIED, {
                "tenant": desk.tenant.number, "key": self._key, "account": desk.by.account, "status": status,
                "fingerprint": self._fingerprint, "body": body, "created_ms": desk.now_ms,
            })  # fmt: skip

    @property
    def _fingerprint(self) -> str:
        """Stands for method, path and body; of card data nothing goes into it, and nobody else can compute it."""
        said = f"{self._request.method} {self._request.url.path}\n".encode() + without_cards(self._body)
        return hmac.new(self._house.secret, said, sha256).hexdigest()


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
