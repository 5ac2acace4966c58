"""A server where a back office calls, in each of the four forms, and who can sign for it and who cannot."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

import httpx

from sync.connectors.auraconnect.hooks import FORM as AURACONNECT
from sync.connectors.auraflow.hooks import FORM as AURAFLOW
from sync.connectors.myhibachi.hooks import FORM as STRIPE
from sync.connectors.unified.hooks import FORM as UNIFIED
from sync.node.hook_server import HookServer
from sync.reconcile.hooks import HookForm, HookGate

NOW = 1_700_000_000
SECRET = "between-us"
BODY = b'{"event":"order.created","timestamp":"2023-11-14T22:13:20+00:00","id":7}'
ANSWERS = {204, 401, 503}
"""What a call can be told: heard, not believed, too many at once."""
Sign = Callable[[bytes, str], Mapping[str, str]]


"""The headers that go with a body under a secret."""


def mac(covers: bytes, secret: str) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.new(secret.encode(), covers, sha256).hexdigest()


def timed(body: bytes, secret: str) -> Mapping[str, str]:
    """Time and body, the time in a header."""
    return {AURACONNECT.timestamp: str(NOW), AURACONNECT.signature: "sha256=" + mac(f"{NOW}.".encode() + body, secret)}


def beside(body: bytes, secret: str) -> Mapping[str, str]:
    """The body alone, the time in another header."""
    return {"x-webhook-timestamp": str(NOW), "x-webhook-signature": "sha256=" + mac(body, secret)}


def inside(body: bytes, secret: str) -> Mapping[str, str]:
    """The body alone, which holds its time."""
    return {"x-signature": "sha256=" + mac(body, secret)}


def stripe(body: bytes, secret: str) -> Mapping[str, str]:
    """Time and body, both in one header."""
    return {"stripe-signature": f"t={NOW},v1={mac(f'{NOW}.'.encode() + body, secret)}"}


FORMS: Mapping[str, tuple[HookForm, Sign]] = {
    "auraconnect": (AURACONNECT, timed),
    "auraflow": (AURAFLOW, beside),
    "unified": (UNIFIED, inside),
    "stripe": (STRIPE, stripe),
}


class StandingClock:
    """The moment the calls were signed at; the time that only runs on is moved by the test."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        """The moment they were signed at."""
        return datetime.fromtimestamp(NOW, UTC)

    def monotonic(self) -> float:
        """Seconds, as the test says."""
        return self.seconds


class Ear:
    """A server of one form and what it heard."""

    def __init__(self, form: HookForm) -> None:
        self.heard: list[bytes] = []
        self.clock = StandingClock()
        self.server = HookServer(("127.0.0.1", 0), HookGate(SECRET, form), self.heard.append, self.clock)
        self.server.open()
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.server.port}", timeout=10, trust_env=False)

    def call(self, headers: Mapping[str, str], body: bytes = BODY) -> int:
        """The status a call is answered with."""
        return self.client.post("/hooks", content=body, headers=dict(headers)).status_code

    def close(self) -> None:
        """Hear no more."""
        self.client.close()
        self.server.close()
