"""Who asks: a session that goes on, an account that may sign in, a store it belongs to, asked of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from aura_terminal.domain.ids import StaffId
from sync.central.api.errors import forbidden, unauthorized
from sync.central.api.passwords import Claims
from sync.central.api.rights import ROLES
from sync.central.store import journal
from sync.central.store.journal import Tenant
from sync.central.store.statements import Statement
from sync.central.store.tables import ACCOUNTS, MEMBERS, REPLIES, SESSIONS, TENANTS

MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """Whose budget a request takes from."""

    tenant: int
    account: int
    tier: str


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

    @property
    def known(self) -> Known:
        """Whose budget this is."""
        return Known(self.tenant.number, self.account, self.tenant.tier)

    def may(self, permission: str) -> bool:
        """Whether this caller holds a right."""
        return permission in self.permissions

    def must(self, permission: str) -> None:
        """Raise Refused (403) unless the right is held."""
        if not self.may(permission):
            raise forbidden()


class Callers:
    """Whose budgets sessions take from, in a worker's memory; it says nothing of what they may do."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Known] = {}
        self._lock = Lock()

    def get(self, session: str, asked_for: str) -> Known | None:
        """What is known of a session that asks about a store."""
        return self._known.get((session, asked_for))

    def put(self, session: str, asked_for: str, known: Known) -> None:
        """Keep it in mind."""
        with self._lock:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[session, asked_for] = known


def caller_of(connection: Connection, claims: Claims, asked_for: str, now_ms: int) -> Caller:
    """Whose token it is, in the store asked for. Raises Refused: the session has ended (401), no member (403)."""
    which, value = _which(claims, asked_for)
    return caller_in(connection, _ASKED[which].rows(connection, _values(claims, value)), claims, now_ms)


def ask_held(connection: Connection, claims: Claims, asked_for: str) -> Any:  # a cursor of the driver
    """Hold the store asked for until the transaction ends, and ask who is calling: rows for `caller_in`."""
    which, value = _which(claims, asked_for)
    return _HELD[which].ask(connection, _values(claims, value))


def ask_reply(connection: Connection, claims: Claims, asked_for: str, key: str) -> Any:  # a cursor of the driver
    """Ask for the reply that a key was given in the store asked for: its fingerprint, status and body."""
    which, value = _which(claims, asked_for)
    return _REPLY[which].ask(connection, {"which": value, "key": key})


def caller_in(connection: Connection, rows: list[Any], claims: Claims, now_ms: int) -> Caller:
    """The caller these rows speak of. Raises Refused (401, 403) where there are none."""
    if rows:
        ended, expires, active, email, first_name, last_name, role, *tenant = rows[0]
        if not ended and expires > now_ms and active:
            return Caller(claims.account, email, first_name, last_name, role, claims.session, Tenant(*tenant))
        raise unauthorized("The session has ended")
    row = next(iter(_SESSION.rows(connection, {"session": claims.session, "account": claims.account})), None)
    if row is None or row[0] or row[1] <= now_ms or not row[2]:
        raise unauthorized("The session has ended")
    raise forbidden("This account does not belong to the store that X-Tenant-ID names")


def _which(claims: Claims, asked_for: str) -> tuple[str, int | str]:
    if asked_for.isdecimal() and len(asked_for) < 10:
        return "tenant", int(asked_for)
    return ("store_id", asked_for) if asked_for else ("tenant", claims.tenant)


def _values(claims: Claims, value: int | str) -> Mapping[str, Any]:
    return {"session": claims.session, "account": claims.account, "which": value}


_OF_SESSION = (SESSIONS.c.ended_ms, SESSIONS.c.expires_ms, ACCOUNTS.c.active)
_IS_SESSION = (SESSIONS.c.session == bindparam("session"), SESSIONS.c.account == bindparam("account"))
_OF_ACCOUNT = SESSIONS.join(ACCOUNTS, SESSIONS.c.account == ACCOUNTS.c.account)
_SESSION = Statement(select(*_OF_SESSION).select_from(_OF_ACCOUNT).where(*_IS_SESSION))


def _asked(which: str) -> Select[Any]:
    people = (ACCOUNTS.c.email, ACCOUNTS.c.first_name, ACCOUNTS.c.last_name, MEMBERS.c.role)
    stores = _OF_ACCOUNT.join(MEMBERS, MEMBERS.c.account == SESSIONS.c.account).join(
        TENANTS, TENANTS.c.tenant == MEMBERS.c.tenant
    )  # fmt: skip
    asked = select(*_OF_SESSION, *people, *journal.TENANT).select_from(stores)
    return asked.where(*_IS_SESSION, TENANTS.c[which] == bindparam("which"))


def _replied(which: str) -> Select[Any]:
    asked = select(REPLIES.c.fingerprint, REPLIES.c.status, REPLIES.c.body)
    asked = asked.join_from(REPLIES, TENANTS, TENANTS.c.tenant == REPLIES.c.tenant)
    return asked.where(TENANTS.c[which] == bindparam("which"), REPLIES.c.key == bindparam("key"))


_ASKED = {which: Statement(_asked(which)) for which in ("tenant", "store_id")}
_HELD = {which: Statement(_asked(which).with_for_update(of=TENANTS)) for which in ("tenant", "store_id")}
_REPLY = {which: Statement(_replied(which)) for which in ("tenant", "store_id")}
