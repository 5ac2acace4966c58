"""Passwords as argon2id verifiers, and the tokens of a session (overview, "Authentication")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Semaphore
from typing import Any

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

ACCESS_SECONDS = 1800
REFRESH_SECONDS = 30 * 24 * 60 * 60
ACCESS, REFRESH = "access", "refresh"

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
    """Makes and reads tokens; `secret` is the central's own and the same for all its workers."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

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
        try:
            plain: dict[str, Any] = jwt.decode(
                token, self._secret, algorithms=["HS256"],
                options={"require": ["sub", "exp", "sid", "tenant", "type"], "verify_exp": False, "verify_iat": False},
            )  # fmt: skip
            if plain["type"] != kind or int(plain["exp"]) <= now.timestamp():
                return None
            return Claims(int(plain["sub"]), str(plain["sid"]), int(plain["tenant"]), kind)
        except (jwt.PyJWTError, ValueError, TypeError):
            return None
