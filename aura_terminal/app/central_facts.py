"""A central of our own as one more peer of the store: who this terminal is there, and what lets it in.

`[peers] central` in settings.toml names it; without that nothing of it is loaded. It is asked first whether it takes
this store's facts at all: a back office that is none of ours does not, and one that keeps the store under another id
could not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from aura_terminal.app.central_accounts import KeptInMemory
from aura_terminal.app.machine_keys import KeyName, MachineKeys
from aura_terminal.domain.errors import Unavailable
from sync.connectors.auraconnect.connector import SIGNING_IN
from sync.net.central_line import Admission, NotAdmitted
from sync.net.roll import Member
from sync.reconcile.contract import Account, Call, Done, Refusal, Reply, SignInAgain
from sync.reconcile.session import ACCESS, Session

if TYPE_CHECKING:
    from aura_terminal.app.peer_settings import PeerSettings
    from aura_terminal.ports.chance import Clock
    from sync.net.tls import Credentials

PATH = "/api/v1/peer"
WITHIN = 5.0
"""Seconds a request may take; the node waits for one under way when it ends."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Whom:
    """Who calls: the store (empty where only the central knows its id yet), the machine and its label."""

    store_id: str
    terminal_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Held:
    """The store as the central keeps it: its id, the central among its terminals, and how far each origin is held."""

    store_id: str
    central: Member
    known: Mapping[str, int]


class FactsAccount:
    """The account a terminal tells its facts under. Its tokens live in memory alone."""

    def __init__(self, settings: PeerSettings, password: str, mine: Whom, clock: Clock) -> None:
        self._url = settings.central.rstrip("/")
        self._tokens = KeptInMemory(password)
        account = Account("facts", self._url, settings.central_user, mine.store_id, "en-US")
        self._session = Session(account, self._tokens, SIGNING_IN)
        self._store = {"X-Tenant-ID": mine.store_id} if mine.store_id else {}
        self._mine = mine
        self._clock = clock

    def admit(self) -> Admission:
        """As the port says."""
        held = self.held()
        said = {"Authorization": f"Bearer {self._tokens.get(ACCESS)}", "X-Tenant-ID": held.store_id}
        headers = {**said, "X-Terminal-ID": self._mine.terminal_id, "X-Terminal-Label": self._mine.label}
        return Admission(self._url.replace("http", "ws", 1) + PATH, headers, held.central)

    def expire(self) -> None:
        """As the port says."""
        self._session.expire()

    def held(self) -> Held:
        """What the central holds of the store. Raises `Unavailable`, or NotAdmitted."""
        self._sign_in()
        return self._peer()

    def _sign_in(self) -> None:
        for _ in range(_TRIES):
            now_ms = int(self._clock.now().timestamp() * 1000)
            call = self._session.sign_in(now_ms)
            if call is None:
                return
            outcome = self._session.signed_in(self._ask(call), now_ms)
            if isinstance(outcome, Refusal):
                raise NotAdmitted(f"the account is refused ({outcome.status}): {outcome.said or outcome.problem}")
            if not isinstance(outcome, Done | SignInAgain):
                raise Unavailable("Central", "it does not answer to a sign-in just now")
        raise NotAdmitted("the account is refused")

    def _peer(self) -> Held:
        answer = self._ask(Call("GET", PATH))
        if answer.status == 401:
            self.expire()
            raise Unavailable("Central", "its token ran out")
        if answer.status in (403, 404):
            raise NotAdmitted("this back office takes no facts of this store (is it one of ours, and the right store?)")
        if answer.status != 200:
            raise Unavailable("Central", f"it answers {answer.status}")
        try:
            held = _read(json.loads(answer.body))
        except (ValueError, KeyError, TypeError) as wrong:
            raise NotAdmitted("what answers there is no central of ours") from wrong
        if self._mine.store_id not in ("", held.store_id):
            raise NotAdmitted("the central keeps this store under another id: add it there with --store-id")
        return held

    def _ask(self, call: Call) -> Reply:
        try:
            answer = httpx.request(
                call.method, self._url + call.path, json=call.body, headers=self._store | dict(self._session.headers()),
                timeout=WITHIN, follow_redirects=False,
            )  # fmt: skip
        except (httpx.HTTPError, httpx.InvalidURL) as trouble:
            raise Unavailable("Central", f"it is not reached ({type(trouble).__name__})") from trouble
        return Reply(
            answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content
        )


def _read(plain: Any) -> Held:  # decoded JSON
    known = {str(origin): int(seq) for origin, seq in plain["known"].items()}
    return Held(str(plain["store_id"]), Member(str(plain["terminal_id"]), str(plain["label"])), known)


def account_of(folder: Path, settings: PeerSettings, mine: Credentials, clock: Clock) -> FactsAccount:
    """The account that settings name. `Unavailable` without its password, or where a package is missing."""
    if find_spec("websockets") is None:
        raise Unavailable("Central", "facts need one more package: pip install 'aura-terminal[central]'")
    password = MachineKeys(folder).read(_key(mine.store_id))
    if password is None:
        raise Unavailable("Central", f"this machine has no password of {settings.central_user}: central tell gives it")
    return FactsAccount(settings, password.decode(), Whom(mine.store_id, mine.terminal_id, mine.label), clock)


def keep_password(folder: Path, store_id: str, password: str) -> None:
    """Keep the account's password on this machine."""
    MachineKeys(folder).keep(_key(store_id), password.encode())


def _key(store_id: str) -> KeyName:
    return KeyName(f"facts:{store_id}", "central/facts.secret")
