"""Signing in and out (reference, "Authentication & Authorization"; overview, "Authentication")."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field
from sqlalchemy import insert, select, update

from sync.central.api.calling import House, Reading, TenantHeader, Writing, address_of, dumped
from sync.central.api.errors import OPEN, READ, forbidden, unauthorized
from sync.central.api.passwords import ACCESS, ACCESS_SECONDS, REFRESH, REFRESH_SECONDS, Claims, matches
from sync.central.api.values import Answered, Asked
from sync.central.store.desk import milliseconds
from sync.central.store.tables import ACCOUNTS, MEMBERS, SESSIONS, TENANTS


class Login(Asked):
    """E-mail and password."""

    email: Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")]
    password: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]+$", repr=False)]


class Refresh(Asked):
    """The refresh token of a session."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[\x21-\x7e]+$", repr=False)]


class UserOut(Answered):
    """Who signed in."""

    id: int
    email: str
    role: str
    restaurant_id: int


class TokensOut(Answered):
    """Reference, "POST /api/v1/auth/login"."""

    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int
    user: UserOut


class MeOut(Answered):
    """Reference, "GET /api/v1/auth/me"."""

    id: int
    email: str
    first_name: str
    last_name: str
    role: str
    restaurant_id: int
    permissions: list[str]


class MessageOut(Answered):
    """A sentence."""

    message: str


router = APIRouter(prefix="/api/v1/auth", tags=["Authentication & Authorization"])


@router.post("/login", response_model=TokensOut, responses=OPEN)
def login(asked: Login, request: Request, x_tenant_id: TenantHeader = "") -> Response:
    """Login with email and password."""
    house: House = request.app.state.house
    now = house.press.clock.now()
    standing = house.budgets.spend_unknown(address_of(request), now.timestamp())
    request.state.headers = standing.headers()
    house.guesses.begin(asked.email, now.timestamp())
    with house.database.reading() as connection:
        found = select(ACCOUNTS.c.account, ACCOUNTS.c.password, ACCOUNTS.c.email, ACCOUNTS.c.active)
        row = connection.execute(found.where(ACCOUNTS.c.email == asked.email.casefold())).one_or_none()
    verifier = row.password if row is not None and row.active else house.nobody.verifier()
    if not matches(asked.password, verifier) or row is None:
        raise unauthorized("E-mail or password is wrong")
    house.guesses.was_right(asked.email, now.timestamp())
    session = house.press.ids.new()
    with house.database.writing() as connection:
        members = select(MEMBERS.c.tenant, MEMBERS.c.role, TENANTS.c.store_id).join_from(
            MEMBERS, TENANTS, MEMBERS.c.tenant == TENANTS.c.tenant
        )  # fmt: skip
        stores = connection.execute(members.where(MEMBERS.c.account == row.account).order_by(MEMBERS.c.tenant)).all()
        chosen = [one for one in stores if x_tenant_id in ("", str(one.tenant), one.store_id)]
        if not chosen:
            raise forbidden("This account does not belong to the store that X-Tenant-ID names")
        connection.execute(insert(SESSIONS), {
            "session": session, "account": row.account, "created_ms": milliseconds(now),
            "expires_ms": milliseconds(now) + REFRESH_SECONDS * 1000, "ended_ms": 0,
        })  # fmt: skip
    return _tokens(house, Claims(row.account, session, chosen[0].tenant, ACCESS), row.email, chosen[0].role)


@router.post("/refresh", response_model=TokensOut, responses=OPEN)
def refresh(asked: Refresh, request: Request) -> Response:
    """Refresh access token using refresh token."""
    house: House = request.app.state.house
    now = house.press.clock.now()
    request.state.headers = house.budgets.spend_unknown(address_of(request), now.timestamp()).headers()
    claims = house.tokens.read(asked.refresh_token, REFRESH, now)
    if claims is None:
        raise unauthorized("The refresh token is not good any more")
    with house.database.reading() as connection:
        found = (
            select(SESSIONS.c.ended_ms, ACCOUNTS.c.active, ACCOUNTS.c.email, MEMBERS.c.role)
            .join_from(SESSIONS, ACCOUNTS, SESSIONS.c.account == ACCOUNTS.c.account)
            .join(MEMBERS, (MEMBERS.c.account == ACCOUNTS.c.account) & (MEMBERS.c.tenant == claims.tenant))
            .where(SESSIONS.c.session == claims.session, SESSIONS.c.account == claims.account)
        )
        row = connection.execute(found).one_or_none()
    if row is None or row.ended_ms or not row.active:
        raise unauthorized("The session has ended")
    return _tokens(house, claims, row.email, row.role)


@router.post("/logout", response_model=MessageOut, responses=READ)
def logout(call: Writing) -> Response:
    """Logout and invalidate tokens."""
    house, claims = call.house, call.claims
    with house.database.writing() as connection:
        call.caller(connection)
        ended = update(SESSIONS).where(SESSIONS.c.session == claims.session)
        connection.execute(ended, {"ended_ms": milliseconds(house.press.clock.now())})
    return Response(dumped(MessageOut(message="Successfully logged out")), media_type="application/json")


@router.get("/me", response_model=MeOut, responses=READ)
def me(call: Reading) -> Response:
    """Get current authenticated user details."""
    return call.read("", lambda view: MeOut(
        id=view.by.account, email=view.by.email, first_name=view.by.first_name, last_name=view.by.last_name,
        role=view.by.role, restaurant_id=view.tenant, permissions=list(view.by.permissions),
    ))  # fmt: skip


def _tokens(house: House, claims: Claims, email: str, role: str) -> Response:
    now = house.press.clock.now()
    access = Claims(claims.account, claims.session, claims.tenant, ACCESS)
    again = Claims(claims.account, claims.session, claims.tenant, REFRESH)
    said = TokensOut(
        access_token=house.tokens.make(access, now), refresh_token=house.tokens.make(again, now), token_type="bearer",
        expires_in=ACCESS_SECONDS,
        user=UserOut(id=claims.account, email=email, role=role, restaurant_id=claims.tenant),
    )  # fmt: skip
    return Response(dumped(said), media_type="application/json", headers={"Cache-Control": "no-store"})
