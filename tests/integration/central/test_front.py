"""The outermost layer: whatever happens inside, the answer has the documented shape."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from socket import create_connection

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from sync.central import wiring
from sync.central.api import front, patience
from sync.central.api.front import Front, answer_refusals
from sync.central.api.patience import Impatient
from tests.support.own_central import OwnCentral
from tests.support.peer_socket import served

NOON = datetime(2025, 1, 8, 12, 30, tzinfo=UTC)


def asked_of(app: FastAPI, path: str) -> httpx.Response:
    """What somebody outside is answered."""

    async def ask() -> httpx.Response:
        outermost = httpx.ASGITransport(Front(app, lambda: NOON))
        async with httpx.AsyncClient(transport=outermost, base_url="http://central") as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_a_bug_is_the_documented_500_and_says_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    """Reference, "500 Internal Server Error"."""
    app = FastAPI()
    answer_refusals(app)

    @app.get("/bug")
    def bug() -> None:
        raise RecursionError("of the inside")

    with caplog.at_level(logging.ERROR):
        answer = asked_of(app, "/bug")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (500, "INTERNAL_ERROR")
    assert error["request_id"] == answer.headers["x-request-id"]
    assert "inside" not in answer.text
    assert error["request_id"] in caplog.text
    assert "of the inside" in caplog.text


def test_a_database_lost_at_the_commit_is_not_said_to_have_done_nothing(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    answer_refusals(app)

    @app.get("/lost")
    def lost() -> None:
        raise OperationalError("COMMIT", None, Exception("the server is gone"), connection_invalidated=True)

    with caplog.at_level(logging.WARNING):
        answer = asked_of(app, "/lost")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    message = answer.json()["error"]["message"]
    assert "nothing was done" not in message
    assert "under the same X-Idempotency-Key" in message


def test_requests_for_another_store_are_counted_like_those_of_strangers(documented: OwnCentral) -> None:
    headers = {**documented.headers, "X-Tenant-ID": "999"}
    told = [documented.client.get("/api/v1/orders", headers=headers).status_code for _ in range(101)]
    assert told == [403] * 100 + [429]
    assert documented.get("/api/v1/orders")["data"] == []


def test_what_was_to_be_written_does_not_stand_in_what_went_wrong(documented: OwnCentral) -> None:
    with pytest.raises(DBAPIError) as wrong, documented.database.writing() as connection:
        connection.execute(text("INSERT INTO no_table VALUES (:secret)"), {"secret": "whsec_hidden"})
    assert "whsec_hidden" not in str(wrong.value)


@pytest.fixture
def hurried(documented: OwnCentral, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """The central behind a socket, with little patience."""
    monkeypatch.setattr(patience, "HEADERS_WITHIN", 0.3)
    monkeypatch.setattr(front, "BODY_WITHIN", 0.3)
    with served(wiring.api_of(documented.house, documented.deliveries), Impatient) as address:
        host, _, port = address.partition(":")
        yield host, int(port)


@pytest.mark.parametrize("said", [b"", b"POST /api/v1/orders HTTP/1.1\r\nHost: c\r\nX-A: 1"])
def test_who_does_not_come_to_the_end_of_the_headers_is_hung_up_on(hurried: tuple[str, int], said: bytes) -> None:
    with create_connection(hurried, timeout=30) as line:
        line.sendall(said)
        assert line.recv(1000) == b""


def test_a_line_that_was_of_use_is_not_held_for_half_a_request(hurried: tuple[str, int]) -> None:
    with create_connection(hurried, timeout=30) as line:
        line.sendall(b"GET /api/v1/nothing HTTP/1.1\r\nHost: c\r\n\r\n")
        assert line.recv(10_000).startswith(b"HTTP/1.1 404")
        line.sendall(b"GET /api/v1/nothing HTTP/1.1\r\n")
        assert b"HTTP" not in b"".join(iter(lambda: line.recv(10_000), b""))


def test_who_does_not_come_to_the_end_of_the_body_is_told_so_and_hung_up_on(
    documented: OwnCentral, hurried: tuple[str, int]
) -> None:
    token = documented.headers["Authorization"]
    with create_connection(hurried, timeout=30) as line:
        line.sendall(
            f"POST /api/v1/orders HTTP/1.1\r\nHost: c\r\nAuthorization: {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{".encode()
        )
        answer = b"".join(iter(lambda: line.recv(10_000), b""))
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"connection: close" in answer.lower()
    assert b"The body did not come in time" in answer
