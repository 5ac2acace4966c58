"""Passwords as argon2id verifiers, and the tokens of a session (overview, "Authentication")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Semaphore
from typing import Any

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

ACCESS_SECONDS = 1800
REFRESH_SECONDS = 30 * 24 * 60 * 60
ACCESS, REFRESH = "access", "refresh"
MOST_GOOD = 5000

# RFC 9106, section 4, second recommended option: 64 MiB, three passes; one lane because a machine's cores are shared.
HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_AT_ONCE = Semaphore(2)  # 64 MiB each: a burst of sign-ins must not eat the machine


def sealed(password: str) -> str:
    """A verifier to keep instead of the password. Slow on purpose: never on the event loop."""
    with _AT_ONCE:
        return HASHER.hash(password)


def matches(password: str, verifier: str) -> bool:
    """Whether it is the password; takes as long for nobody's verifier (`nobody`) as for a wrong password."""
    with _AT_ONCE:
        try:
            return HASHER.verify(verifier, password)
        except (VerificationError, InvalidHashError):
            return False


class Nobody:
    """A verifier no password fits, made when first asked for: an unknown e-mail must cost as much as a wrong one."""

    def __init__(self) -> None:
        self._verifier = ""

    def verifier(self) -> str:
        """The same one for the life of a worker."""
        if not self._verifier:
            self._verifier = sealed("\0")
        return self._verifier


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says: whose it is, of which session, and the store it was given for."""

    account: int
    session: str
    tenant: int
    kind: str


class Tokens:
    """Makes and reads tokens; `secret` is the central's own and the same for all its workers.

    A token that was found good is remembered: its signature does not change, only the time and its session do.
    """

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._good: dict[str, tuple[Claims, int]] = {}
        self._lock = Lock()

    def make(self, claims: Claims, now: datetime) -> str:
        """A signed token that runs out by itself."""
        seconds = ACCESS_SECONDS if claims.kind == ACCESS else REFRESH_SECONDS
        plain = {
            "sub": str(claims.account), "sid": claims.session, "tenant": claims.tenant, "type": claims.kind,
            "iat": int(now.timestamp()), "exp": int((now + timedelta(seconds=seconds)).timestamp()),
        }  # fmt: skip
        return jwt.encode(plain, self._secret, algorithm="HS256")

    def read(self, token: str, kind: str, now: datetime) -> Claims | None:
        """What a good token of this kind says; None for any other."""
        found = self._good.get(token) or self._proved(token)
        if found is None or found[0].kind != kind or found[1] <= now.timestamp():
            return None
        return found[0]

    def _proved(self, token: str) -> tuple[Claims, int] | None:
        """What a token with our signature says, and when it runs out."""
        try:
            plain: dict[str, Any] = jwt.decode(
                token, self._secret, algorithms=["HS256"],
                options={"require": ["sub", "exp", "sid", "tenant", "type"], "verify_exp": False, "verify_iat": False},
            )  # fmt: skip
            claims = Claims(int(plain["sub"]), str(plain["sid"]), int(plain["tenant"]), str(plain["type"]))
            found = claims, int(plain["exp"])
        except (jwt.PyJWTError, ValueError, TypeError):
            return None
        with self._lock:
            if len(self._good) >= MOST_GOOD:
                self._good.clear()
            self._good[token] = found
        return found
