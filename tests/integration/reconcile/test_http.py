"""HTTP over loopback against a server that breaks off, drips, lies about lengths and sends people elsewhere."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from sync.reconcile.contract import Answer, Lost, Reply
from sync.reconcile.effects import Send, Ticket
from sync.reconcile.http import Deadlines, HttpCarrier
from tests.support.rough_server import RoughServer

QUICK = Deadlines(connect=1.0, read=1.0, whole=2.0, probe=1.0)
WAIT = 10.0


class Client:
    """A carrier, and what it was answered."""

    def __init__(
        self, url: str, verify: ssl.SSLContext | None = None, limit: int = 1024 * 1024, health: str = ""
    ) -> None:
        self.answers: Queue[tuple[Ticket, Answer]] = Queue()
        self.bugs: list[BaseException] = []
        self.carrier = HttpCarrier(
            url, lambda ticket, answer: self.answers.put((ticket, answer)), self.bugs.append, deadlines=QUICK,
            verify=verify, limit=limit, health=health,
        )  # fmt: skip
        self.carrier.start()

    def ask(self, path: str = "/orders", body: bytes = b"", **headers: str) -> Answer:
        self.carrier.send(Send(Ticket(1), "POST" if body else "GET", path, headers, body))
        return self.answers.get(timeout=WAIT)[1]


@pytest.fixture
def server() -> Iterator[RoughServer]:
    with RoughServer() as server:
        yield server


@pytest.fixture
def client(server: RoughServer) -> Iterator[Client]:
    client = Client(server.url)
    yield client
    client.carrier.close()
    assert client.bugs == []


def whole(answer: Answer) -> Reply:
    assert isinstance(answer, Reply), answer
    return answer


def lost(answer: Answer) -> Lost:
    assert isinstance(answer, Lost), answer
    return answer


def test_a_request_goes_out_as_it_was_frozen_and_its_answer_comes_whole(server: RoughServer, client: Client) -> None:
    server.say(201, b'{"id": 7}', "Content-Type: application/json", "X-RateLimit-Remaining: 999")
    reply = whole(client.ask("/api/v1/orders?x=1", b'{"n":5}', **{"X-Idempotency-Key": "k1"}))
    assert (reply.status, reply.body) == (201, b'{"id": 7}')
    assert reply.headers["x-ratelimit-remaining"] == "999"
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/v1/orders?x=1 HTTP/1.1\r\n")
    assert b"x-idempotency-key: k1" in head.lower()
    assert b"content-type: application/json" in head.lower()
    assert body == b'{"n":5}'


def test_nobody_there_is_lost_and_surely_not_done() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        client = Client(f"http://127.0.0.1:{free.getsockname()[1]}")
    try:
        assert lost(client.ask(body=b"{}")) == Lost("no connection", maybe_done=False, is_turned_away=True)
    finally:
        client.carrier.close()


def test_a_line_cut_before_the_answer_may_have_done_it(server: RoughServer, client: Client) -> None:
    server.act(lambda line: None)
    assert lost(client.ask(body=b"{}")).maybe_done


def test_a_line_reset_at_once_is_lost_and_nothing_was_heard(server: RoughServer, client: Client) -> None:
    server.refuse_to_listen()
    assert lost(client.ask(body=b"{}")).why in ("the line was cut", "no connection")
    assert server.heard == []


def test_half_a_body_is_no_answer(server: RoughServer, client: Client) -> None:
    server.act(lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b'{"id": 7'))
    assert lost(client.ask(body=b"{}")) == Lost("the line was cut", maybe_done=True)


def test_half_a_chunked_body_is_no_answer(server: RoughServer, client: Client) -> None:
    server.act(lambda line: line.sendall(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"id"\r\n'))
    assert lost(client.ask(body=b"{}")).maybe_done


def test_an_answer_that_never_comes_ends_in_time(server: RoughServer, client: Client) -> None:
    server.act(lambda line: line.recv(1))
    began = time.monotonic()
    assert lost(client.ask(body=b"{}")) == Lost("no answer in time", maybe_done=True)
    assert time.monotonic() - began < QUICK.whole + 1


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_an_answer_that_drips_ends_in_time(server: RoughServer, client: Client, start: bytes) -> None:
    ended = threading.Event()

    def drip(line: socket.socket) -> None:
        line.sendall(start)
        while not ended.wait(0.2):
            line.sendall(b"a")

    server.act(drip)
    began = time.monotonic()
    assert lost(client.ask(body=b"{}")) == Lost("no answer in time", maybe_done=True)
    ended.set()
    assert time.monotonic() - began < QUICK.whole + 1


def test_a_page_that_leads_elsewhere_is_not_followed(server: RoughServer, client: Client) -> None:
    server.say(302, b"", "Location: http://127.0.0.1:1/sign-in")
    reply = whole(client.ask())
    assert (reply.status, reply.headers["location"]) == (302, "http://127.0.0.1:1/sign-in")
    assert len(server.heard) == 1


def test_a_web_page_comes_as_it_is(server: RoughServer, client: Client) -> None:
    server.say(200, b"<html>Welcome</html>", "Content-Type: text/html")
    assert whole(client.ask()).body == b"<html>Welcome</html>"


def test_a_packed_answer_is_unpacked(server: RoughServer, client: Client) -> None:
    server.say(200, gzip.compress(b'{"id": 7}'), "Content-Encoding: gzip")
    assert whole(client.ask()).body == b'{"id": 7}'


def test_a_small_answer_that_unpacks_to_a_huge_one_is_left(server: RoughServer, client: Client) -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    server.say(200, bomb, "Content-Encoding: gzip")
    assert lost(client.ask()) == Lost("the answer is longer than 1048576 bytes once it is unpacked", maybe_done=True)


def test_a_huge_answer_is_left(server: RoughServer, client: Client) -> None:
    server.say(200, bytes(2 * 1024 * 1024))
    assert lost(client.ask()) == Lost("the answer is longer than 1048576 bytes", maybe_done=True)


@pytest.mark.parametrize(
    ("body", "encoding", "why"),
    [
        (b"abc", "br", "the answer is packed as br"),
        (b"no gzip at all", "gzip", "the answer is packed in a way that cannot be read"),
        (gzip.compress(b'{"id": 7}' * 100, mtime=0)[:-12], "gzip", "the answer ends in the middle"),
    ],
)
def test_what_cannot_be_unpacked_is_lost(
    server: RoughServer, client: Client, body: bytes, encoding: str, why: str
) -> None:
    server.say(200, body, f"Content-Encoding: {encoding}")
    assert lost(client.ask()) == Lost(why, maybe_done=True)


@pytest.mark.parametrize(
    "noise", [b"\x00\xff\xfe not HTTP at all\r\n\r\n", b"HTTP/1.1 999999 What\r\n\r\n", b"\r\n" * 9]
)
def test_what_is_no_http_is_lost(server: RoughServer, client: Client, noise: bytes) -> None:
    server.act(lambda line: line.sendall(noise))
    assert lost(client.ask(body=b"{}")).maybe_done


def test_many_requests_are_answered_each_under_its_number(server: RoughServer, client: Client) -> None:
    for number in range(20):
        server.say(200, f'{{"n": {number}}}'.encode())
        client.carrier.send(Send(Ticket(number), "GET", f"/{number}", {}))
    tickets = {client.answers.get(timeout=WAIT)[0] for _ in range(20)}
    assert tickets == set(range(20))


def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with RoughServer(certificate=tmp_path) as server:
        client = Client(server.url)
        try:
            answer = lost(client.ask(body=b'{"password": "secret"}'))
        finally:
            client.carrier.close()
        assert answer == Lost("its certificate is not trusted here", maybe_done=False)
        assert server.heard == []


def test_a_certificate_the_store_was_told_to_trust_is_accepted(tmp_path: Path) -> None:
    with RoughServer(certificate=tmp_path) as server:
        server.say(200, b"{}")
        client = Client(server.url, verify=ssl.create_default_context(cafile=str(tmp_path / "certificate.pem")))
        try:
            assert whole(client.ask()).status == 200
        finally:
            client.carrier.close()


def test_a_probe_finds_out_whether_somebody_takes_connections(server: RoughServer, client: Client) -> None:
    found: Queue[bool] = Queue()
    client.carrier.probe(found.put)
    assert found.get(timeout=WAIT)
    server.close()
    client.carrier.probe(found.put)
    assert not found.get(timeout=WAIT)


def test_a_probe_of_health_believes_no_page_and_no_refusal(server: RoughServer) -> None:
    found: Queue[bool] = Queue()
    client = Client(server.url, health="/health")
    try:
        kinds = ((200, "application/json", True), (200, "text/html", False), (503, "application/json", False))
        for status, kind, is_well in kinds:
            server.say(status, b"{}", f"Content-Type: {kind}")
            client.carrier.probe(found.put)
            assert found.get(timeout=WAIT) is is_well
    finally:
        client.carrier.close()


def test_requests_and_probes_go_by_the_proxy_of_the_environment(
    server: RoughServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    client = Client("http://central.invalid")
    found: Queue[bool] = Queue()
    try:
        server.say(200, b"{}")
        assert whole(client.ask("/orders")).status == 200
        client.carrier.probe(found.put)
        assert found.get(timeout=WAIT)
    finally:
        client.carrier.close()
    assert server.heard[0].startswith(b"GET http://central.invalid/orders HTTP/1.1\r\n")


def test_cookies_of_the_way_are_forgotten(server: RoughServer, client: Client) -> None:
    for _ in range(2):
        server.say(200, b"{}", "Set-Cookie: portal=1")
        client.ask()
    assert b"portal" not in server.heard[1]


def test_nothing_it_carries_is_logged(server: RoughServer, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        server.say(200, b'{"access_token": "secret-token"}', "Set-Cookie: session=secret-cookie")
        client.ask("/auth/login?who=secret-query", b'{"password": "secret-word"}', Authorization="Bearer secret-bearer")
        server.act(lambda line: None)
        client.ask("/auth/login", b'{"password": "secret-word"}')
    assert "secret" not in caplog.text


def test_a_header_that_cannot_be_sent_is_no_bug(client: Client) -> None:
    assert lost(client.ask("/orders", b"", **{"X-Tenant-ID": "Café \u2615"})).maybe_done is False


def test_closing_ends_what_is_under_way_and_may_be_done_twice(server: RoughServer) -> None:
    client = Client(server.url)
    begun = threading.Event()

    def hang(line: socket.socket) -> None:
        begun.set()
        line.recv(1)

    server.act(hang)
    client.carrier.send(Send(Ticket(1), "GET", "/", {}))
    assert begun.wait(WAIT)
    began = time.monotonic()
    client.carrier.close()
    client.carrier.close()
    assert time.monotonic() - began < 1
    client.carrier.send(Send(Ticket(2), "GET", "/", {}))
    assert client.answers.empty()


def test_a_carrier_that_was_never_started_can_be_closed() -> None:
    calls: list[object] = []
    note: Callable[[Ticket, Answer], None] = lambda ticket, answer: calls.append(answer)  # noqa: E731
    HttpCarrier("http://127.0.0.1:1", note, calls.append).close()
    assert calls == []
