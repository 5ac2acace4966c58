"""Where back offices call: over real HTTP, from who can sign and from who cannot."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event

import httpx
import pytest

from aura_terminal.domain.errors import Unavailable
from sync.central.webhooks.signing import SIGNATURE, TIMESTAMP, signature_of
from sync.connectors.auraconnect.hooks import FORM
from sync.node.hook_server import HookServer
from sync.reconcile.hooks import LARGEST, HookGate

SECRET, NOW = "between-us", 1_700_000_000
BODY = b'{"event":"order.created"}'


class StandingClock:
    def now(self) -> datetime:
        return datetime.fromtimestamp(NOW, UTC)

    def monotonic(self) -> float:
        return 0.0


class Ear:
    """A server and what it heard."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.came = Event()
        self.server = HookServer(("127.0.0.1", 0), HookGate(SECRET, FORM), self._hear, StandingClock())
        self.server.open()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/hooks/auraconnect"

    def call(self, signature: str = "") -> int:
        headers = {TIMESTAMP: str(NOW), SIGNATURE: signature or signature_of(SECRET, NOW, BODY)}
        return httpx.post(self.url, content=BODY, headers=headers, timeout=10).status_code

    def _hear(self, body: bytes) -> None:
        self.heard.append(body)
        self.came.set()


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.server.close()


def test_a_signed_call_is_heard_once_and_its_repeat_is_answered_alike(ear: Ear) -> None:
    assert [ear.call(), ear.call()] == [204, 204]
    assert ear.heard == [BODY]


def test_a_call_that_is_not_signed_changes_nothing(ear: Ear) -> None:
    assert ear.call("sha256=00") == 401
    assert httpx.post(ear.url, content=BODY, timeout=10).status_code == 401
    assert httpx.get(ear.url, timeout=10).status_code == 405
    assert ear.heard == []


def test_a_body_that_is_too_large_is_not_read(ear: Ear) -> None:
    with socket.create_connection(("127.0.0.1", ear.server.port), timeout=10) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (LARGEST + 1))
        assert b"401" in line.recv(200)
    assert ear.heard == []


def test_half_a_call_keeps_nobody_else_waiting(ear: Ear) -> None:
    with socket.create_connection(("127.0.0.1", ear.server.port), timeout=10) as line:
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhal")
        assert ear.call() == 204
    assert ear.heard == [BODY]


def test_an_address_that_is_taken_is_said(ear: Ear) -> None:
    second = HookServer(("127.0.0.1", ear.server.port), HookGate(SECRET, FORM), ear.heard.append, StandingClock())
    with pytest.raises(Unavailable, match="cannot be listened at"):
        second.open()


def test_closing_twice_is_harmless(ear: Ear) -> None:
    ear.server.close()
    ear.server.close()
