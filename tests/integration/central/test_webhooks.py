"""Webhooks (reference, "Webhook Events"; overview, "Webhooks"): delivered once they are true, signed, tried again."""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from sync.central.webhooks.delivering import PAUSES, Deliveries
from sync.central.webhooks.signing import DELIVERY, EVENT, SIGNATURE, TIMESTAMP
from tests.support.own_central import OwnCentral

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


def deliver(central: OwnCentral) -> int:
    return Deliveries(central.database, central.clock, seconds=1.0).deliver_due()


def subscribe(central: OwnCentral, listener: Listener, *events: str) -> int:
    body = {"url": listener.url, "events": list(events), "secret": SECRET}
    return int(central.post("/api/v1/webhooks", body)["id"])


def test_a_subscriber_hears_of_what_it_asked_for_and_can_prove_it(documented: OwnCentral, listener: Listener) -> None:
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
