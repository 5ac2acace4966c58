"""Webhooks (reference, "Webhook Events"; overview, "Webhooks"): delivered once they are true, signed, tried again."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any, NoReturn, cast

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from sync.central.store.database import Database
from sync.central.store.tables import REPLIES
from sync.central.webhooks.delivering import PAUSES, Deliveries
from sync.central.webhooks.reaching import INSIDE, Hooks, NotReached, pinned, refusal_of
from sync.central.webhooks.signing import DELIVERY, EVENT, SIGNATURE, TIMESTAMP
from tests.support.own_central import OwnCentral, SetClock

SECRET = "whsec_0123456789abcdef"
ORDER = {"order_type": "takeout", "items": [{"menu_item_id": 10, "quantity": 1}]}


@dataclass
class Listener:
    """A subscriber's web server that answers as it is told."""

    status: int = 200
    endless: bytes = b""
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(found.status)
            self.send_header("Location", found.url)
            self.end_headers()
            try:
                while found.endless:
                    self.wfile.write(found.endless)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing to say."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.timeout = 10
    found.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join(10)
    server.server_close()


def deliver(central: OwnCentral, hooks: Hooks = Hooks.INSIDE) -> int:
    return Deliveries(central.database, central.clock, seconds=1.0, hooks=hooks).deliver_due()


def subscribe(central: OwnCentral, listener: Listener, *events: str) -> int:
    body = {"url": listener.url, "events": list(events), "secret": SECRET}
    return int(central.post("/api/v1/webhooks", body)["id"])


def test_a_subscriber_hears_of_what_it_asked_for_and_can_prove_it(documented: OwnCentral, listener: Listener) -> None:
    """Overview, "Webhook Payload"."""
    subscribe(documented, listener, "order.created")
    made = documented.post("/api/v1/orders", ORDER)
    documented.post(f"/api/v1/orders/{made['id']}/cancel", {"reason": "Customer request"}, 200)
    assert deliver(documented) == 1
    headers, body = listener.heard[0]
    assert headers[EVENT.lower()] == "order.created"
    moment = headers[TIMESTAMP.lower()]
    proof = "sha256=" + hmac.new(SECRET.encode(), f"{moment}.".encode() + body, sha256).hexdigest()
    assert hmac.compare_digest(headers[SIGNATURE.lower()], proof)
    said = json.loads(body)
    assert (said["event"], said["timestamp"]) == ("order.created", "2025-01-08T12:30:00Z")
    assert said["data"] == {
        "id": 1001, "order_number": "ORD-2025-1001", "status": "pending", "total_amount": made["total_amount"],
    }  # fmt: skip
    unsigned = body[: body.rindex(b',"signature"')] + b"}"
    assert said["signature"] == "sha256=" + hmac.new(SECRET.encode(), unsigned, sha256).hexdigest()


def test_what_was_refused_is_told_to_nobody(documented: OwnCentral, listener: Listener) -> None:
    subscribe(documented, listener, "order.created", "order.completed")
    made = documented.post("/api/v1/orders", ORDER)
    documented.post(f"/api/v1/orders/{made['id']}/complete", status=409)
    documented.post("/api/v1/orders", {"items": [{"menu_item_id": 999, "quantity": 1}]}, 422)
    assert deliver(documented) == 1
    assert [json.loads(body)["event"] for _, body in listener.heard] == ["order.created"]


def test_a_repeated_request_is_told_once(documented: OwnCentral, listener: Listener) -> None:
    subscribe(documented, listener, "order.created")
    for _ in range(3):
        documented.post("/api/v1/orders", ORDER, key="k")
    assert deliver(documented) == 1


def test_a_deaf_subscriber_is_told_again_later_and_given_up_in_the_end(
    documented: OwnCentral, listener: Listener
) -> None:
    listener.status = 503
    hook = subscribe(documented, listener, "order.created")
    documented.post("/api/v1/orders", ORDER)
    assert deliver(documented) == 1
    assert deliver(documented) == 0
    for pause in PAUSES:
        documented.clock.advance(seconds=pause)
        assert deliver(documented) == 1
    documented.clock.advance(days=30)
    assert deliver(documented) == 0
    documented.renew()
    said = documented.get(f"/api/v1/webhooks/{hook}/deliveries")["data"]
    assert [(one["status"], one["attempts"], one["last_answer"]) for one in said] == [
        ("given_up", len(PAUSES) + 1, "HTTP 503")
    ]
    assert len({headers[DELIVERY.lower()] for headers, _ in listener.heard}) == 1


def test_one_deaf_subscriber_does_not_keep_the_others_waiting(documented: OwnCentral, listener: Listener) -> None:
    body = {"url": "http://127.0.0.1:1/nobody", "events": ["order.created"], "secret": SECRET}
    documented.post("/api/v1/webhooks", body)
    subscribe(documented, listener, "order.created")
    documented.post("/api/v1/orders", ORDER)
    assert deliver(documented) == 2
    assert len(listener.heard) == 1


def test_a_secret_is_answered_once_and_stands_in_no_fact(documented: OwnCentral, listener: Listener) -> None:
    hook = subscribe(documented, listener, "order.created")
    assert documented.get(f"/api/v1/webhooks/{hook}")["secret"] is None
    assert all(SECRET.encode() not in row.payload for row in documented.facts())


def test_who_unsubscribes_hears_nothing_more(documented: OwnCentral, listener: Listener) -> None:
    hook = subscribe(documented, listener, "order.created")
    documented.post("/api/v1/orders", ORDER)
    answer = documented.client.delete(f"/api/v1/webhooks/{hook}", headers=documented.headers)
    assert (answer.status_code, answer.content) == (204, b"")
    documented.post("/api/v1/orders", ORDER)
    assert deliver(documented) == 0


def test_an_answer_without_end_is_not_read(documented: OwnCentral, listener: Listener) -> None:
    listener.endless = b"a" * 65536
    hook = subscribe(documented, listener, "order.created")
    documented.post("/api/v1/orders", ORDER)
    assert deliver(documented) == 1
    assert documented.get(f"/api/v1/webhooks/{hook}/deliveries")["data"][0]["status"] == "done"


def test_a_subscriber_that_never_comes_to_its_answer_is_left_in_time(
    documented: OwnCentral, listener: Listener
) -> None:
    """Each piece of it comes soon enough, and the whole never does."""
    with socket.create_server(("127.0.0.1", 0)) as slow:
        dripping = Event()

        def drip() -> None:
            line, _ = slow.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 OK\r\n")
                try:
                    while not dripping.wait(0.05):
                        line.sendall(b"X-More: and more\r\n")
                except OSError:
                    return

        thread = Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{slow.getsockname()[1]}/"
        body = {"url": url, "events": ["order.created"], "secret": SECRET}
        hook = int(documented.post("/api/v1/webhooks", body)["id"])
        subscribe(documented, listener, "order.created")
        documented.post("/api/v1/orders", ORDER)
        assert deliver(documented) == 2
        dripping.set()
        thread.join(10)
    said = documented.get(f"/api/v1/webhooks/{hook}/deliveries")["data"][0]
    assert (said["status"], said["last_answer"]) == ("waiting", "TimeoutError")
    assert len(listener.heard) == 1


INSIDE_ADDRESSES = (
    "127.0.0.1", "[::1]", "10.0.0.8", "172.16.3.1", "192.168.1.20", "169.254.169.254", "[fe80::1]", "[fd00::1]",
    "0.0.0.0", "100.64.0.1", "224.0.0.1", "[::ffff:10.0.0.1]", "[2002:0a00:0001::1]", "[64:ff9b::7f00:1]", "localhost",
    "LOCALHOST.", "metadata.google.internal", "printer.local",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE_ADDRESSES)
def test_addresses_inside_are_refused_when_they_are_typed(host: str) -> None:
    assert refusal_of(f"http://{host}:8080/hooks", Hooks.OUTSIDE) == INSIDE
    assert refusal_of(f"http://{host}:8080/hooks", Hooks.INSIDE) == ""


@pytest.mark.parametrize("host", ["example.com", "93.184.216.34", "[2606:2800:220:1:248:1893:25c8:1946]", "1.1.1.1"])
def test_addresses_of_the_outside_world_are_not(host: str) -> None:
    assert refusal_of(f"https://{host}/hooks", Hooks.OUTSIDE) == ""


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "017700000001"])
def test_numbers_that_mean_an_address_inside_are_found_when_they_are_looked_up(host: str) -> None:
    assert refusal_of(f"http://{host}/hooks", Hooks.OUTSIDE) == ""
    with pytest.raises(NotReached, match="inside this network"):
        asyncio.run(pinned(f"http://{host}/hooks", Hooks.OUTSIDE))


def test_the_address_that_was_judged_is_the_one_that_is_called() -> None:
    place, host = asyncio.run(pinned("http://localhost:8080/hooks?a=1", Hooks.INSIDE))
    assert place.host in ("127.0.0.1", "::1")
    assert (host, place.port, place.raw_path) == ("localhost", 8080, b"/hooks?a=1")


def test_a_name_stands_in_the_header_of_a_call_to_its_address(documented: OwnCentral, listener: Listener) -> None:
    port = listener.url.rpartition(":")[2].partition("/")[0]
    body = {"url": f"http://localhost:{port}/hooks", "events": ["order.created"]}
    documented.post("/api/v1/webhooks", body)
    documented.post("/api/v1/orders", ORDER)
    assert deliver(documented) == 1
    assert [headers["host"] for headers, _ in listener.heard] in ([f"localhost:{port}"], [])


def test_nothing_is_sent_to_an_address_inside(documented: OwnCentral, listener: Listener) -> None:
    hook = subscribe(documented, listener, "order.created")
    documented.post("/api/v1/orders", ORDER)
    assert deliver(documented, Hooks.OUTSIDE) == 1
    assert listener.heard == []
    tried = documented.get(f"/api/v1/webhooks/{hook}/deliveries")["data"][0]
    assert (tried["status"], tried["last_answer"]) == ("waiting", INSIDE)


def test_a_redirect_is_not_followed(documented: OwnCentral, listener: Listener) -> None:
    listener.status = 307
    hook = subscribe(documented, listener, "order.created")
    documented.post("/api/v1/orders", ORDER)
    deliver(documented)
    assert len(listener.heard) == 1
    assert documented.get(f"/api/v1/webhooks/{hook}/deliveries")["data"][0]["last_answer"] == "HTTP 307"


def test_a_secret_is_said_once_and_kept_in_no_reply(documented: OwnCentral, listener: Listener) -> None:
    body = {"url": listener.url, "events": ["order.created"], "secret": SECRET}
    first = documented.post("/api/v1/webhooks", body, key="k")
    documented.headers = documented.person("manager")
    again = documented.post("/api/v1/webhooks", body, key="k")
    assert (first["secret"], again["secret"], again["id"]) == (SECRET, None, first["id"])
    with documented.database.reading() as connection:
        kept = [bytes(row[0]) for row in connection.execute(select(REPLIES.c.body))]
    assert kept
    assert not any(SECRET.encode() in reply for reply in kept)


class Gone:
    """A database nobody reaches."""

    def __init__(self) -> None:
        self.asked = Event()

    def reading(self) -> NoReturn:
        """Refuse, as a server does that is being started again."""
        self.asked.set()
        raise OperationalError("SELECT", None, Exception("connection refused"))


def test_a_database_that_is_away_is_one_line_in_the_log_and_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    gone = Gone()
    deliveries = Deliveries(cast(Database, gone), SetClock())
    with caplog.at_level(logging.WARNING):
        deliveries.start()
        assert gone.asked.wait(30)
        deliveries.stop()
    assert {(line.levelname, line.exc_info) for line in caplog.records} == {("WARNING", None)}
    assert "Webhooks wait for the database" in caplog.text
