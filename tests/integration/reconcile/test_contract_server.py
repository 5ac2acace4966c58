"""The strict back office itself: what the document does not allow is noted, whatever it is answered."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import httpx
import pytest

from tests.support.chance import FixedClock
from tests.support.contract_server import (
    Access,
    Answered,
    Asked,
    Complaint,
    ContractServer,
    Limit,
    Refused,
    Route,
    Spent,
    Violated,
    Wrong,
    encoded,
)
from tests.support.contract_shapes import Flag, ListOf, Moment, Number, Record, Text, Whole

MOST = 5


class House:
    """The least of an office: a key, one error form, two things to ask for."""

    limits: Sequence[Limit] = (Limit(MOST, 60.0),)

    def admit(self, asked: Asked) -> str:
        if asked.headers.get("x-key") != "right":
            raise Violated(Wrong.NOBODY, "the key is wrong")
        return "right"

    def refuse(self, complaint: Complaint) -> Answered:
        statuses = {Wrong.NOBODY: 401, Wrong.GONE: 404, Wrong.NO_SUCH_ADDRESS: 404, Wrong.LIMITED: 429}
        return Answered(statuses.get(complaint.wrong, 400), {"error": complaint.message, "field": complaint.field})

    def headers(self, spent: Sequence[Spent]) -> Mapping[str, str]:
        return {"X-Left": str(min((one.left for one in spent), default=0))}


def take(asked: Asked) -> Answered:
    if asked.names["id"] == "gone":
        raise Refused(Wrong.GONE, "there is none")
    return Answered(201, {"price": Decimal("3.10"), "sent": asked.body})


BODY = Record(
    {"name": Text(1), "price": Number(least=0, places=2)},
    {"count": Whole(), "active": Flag(), "at": Moment(), "words": ListOf(Text())},
)
ROUTES = (
    Route("POST", "/v1/things/{id}", take, body=BODY),
    Route(
        "GET", "/v1/things", lambda asked: Answered(body=[asked.number("limit", 50)]), query={"limit": Whole(1, 100)}
    ),
    Route("GET", "/v1/open", lambda _: Answered(), access=Access.ANYBODY, limits=(Limit(1, 60),), is_apart=True),
)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def server(clock: FixedClock) -> Iterator[ContractServer]:
    with ContractServer(ROUTES, House(), clock) as opened:
        yield opened


@pytest.fixture
def client(server: ContractServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers={"X-Key": "right"}, timeout=10.0, trust_env=False) as opened:
        yield opened


def test_what_is_documented_is_taken_and_exact(server: ContractServer, client: httpx.Client) -> None:
    answer = client.post("/v1/things/a%2Fb", json={"name": "Pie", "price": 3, "at": "2026-05-15T10:00:00Z"})
    assert (answer.status_code, answer.headers["X-Left"]) == (201, str(MOST - 1))
    assert answer.text.startswith('{"price": 3.10')
    assert server.violations == []
    assert len(server.writes()) == 1


def test_half_a_request_of_a_program_that_died_is_none(server: ContractServer) -> None:
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as line:
        line.sendall(b"POST /v1/things/a HTTP/1.1\r\nHost: here\r\nX-Key: right\r\nContent-Length: 40\r\n\r\n{}")
        line.shutdown(socket.SHUT_WR)
        assert line.recv(100) == b""
    assert (len(server.violations), len(server.writes())) == (0, 0)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"price": 3}, "name"),
        ({"name": "Pie", "price": "3.00"}, "price"),
        ({"name": "Pie", "price": 3.125}, "price"),
        ({"name": "Pie", "price": True}, "price"),
        ({"name": "Pie", "price": 3, "tip": 1}, "tip"),
        ({"name": "Pie", "price": 3, "words": [1]}, "words[0]"),
        ({"name": "Pie", "price": 3, "at": "2026-05-15T10:00:00"}, "at"),
        ({"name": "Pie", "price": 3, "count": 1.0}, "count"),
    ],
)
def test_a_wrong_body_is_a_violation_at_its_path(
    server: ContractServer, client: httpx.Client, body: dict[str, object], field: str
) -> None:
    answer = client.post("/v1/things/1", json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert len(server.violations) == 1
    assert server.writes() == ()


@pytest.mark.parametrize("query", ["limit=101", "limit=x", "page=1", "limit=1&limit=2"])
def test_a_wrong_query_is_a_violation(server: ContractServer, client: httpx.Client, query: str) -> None:
    assert client.get(f"/v1/things?{query}").status_code == 400
    assert len(server.violations) == 1


def test_a_body_that_is_no_json_or_says_a_name_twice_is_a_violation(
    server: ContractServer, client: httpx.Client
) -> None:
    for raw in (b"{", b'{"name":"a","name":"b","price":1}', b'{"name":"a","price":NaN}'):
        answer = client.post("/v1/things/1", content=raw, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
    assert client.post("/v1/things/1", content=b"name=a").status_code == 400
    assert len(server.violations) == 4


def test_strangers_and_undocumented_addresses_are_violations_and_a_foreseen_refusal_is_none(
    server: ContractServer, client: httpx.Client
) -> None:
    assert client.post("/v1/things/gone", json={"name": "Pie", "price": 3}).status_code == 404
    assert server.violations == []
    assert client.get("/v1/things", headers={"X-Key": "wrong"}).status_code == 401
    assert client.delete("/v1/things/1").status_code == 404
    assert [one.what.split()[0] for one in server.violations] == ["the", "DELETE"]


def test_limits_are_kept_on_the_clock_of_the_test(
    server: ContractServer, client: httpx.Client, clock: FixedClock
) -> None:
    assert [client.get("/v1/things").status_code for _ in range(MOST + 1)] == [200] * MOST + [429]
    assert client.get("/v1/open").status_code == 200
    assert client.get("/v1/open").status_code == 429
    assert len(server.overruns) == 2
    clock.advance(seconds=60)
    assert client.get("/v1/things").status_code == 200


def test_decimals_leave_as_the_numbers_they_are_written_as() -> None:
    assert encoded({"a": Decimal("0.10"), "b": ['"', "é"]}) == '{"a": 0.10, "b": ["\\"", "é"]}'.encode()
