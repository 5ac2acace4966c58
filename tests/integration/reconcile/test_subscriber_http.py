"""Deliveries over real HTTP: signed over the raw bytes at the moment they leave, and waited for ten seconds at most."""

from __future__ import annotations

import hmac
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from queue import SimpleQueue

import pytest

from sync.reconcile.contract import Answer, Lost, Reply, canonical
from sync.reconcile.effects import Send, Ticket
from sync.reconcile.http import Deadlines, HttpCarrier, is_reached
from sync.subscribers.connector import where
from sync.subscribers.signing import SigningCarrier, signature_of
from tests.support.chance import FRIDAY_EVENING, FixedClock
from tests.support.http_listener import Handler, HttpListener

SECRET = "a secret of some length"
BODY = canonical({"event": "shift.closed", "timestamp": "2026-05-15T17:00:00Z", "data": {"shift_id": "s", "n": 1}})
SOON = Deadlines(connect=2.0, read=0.4, whole=0.4)
WITHIN = 10.0


@dataclass
class Hook:
    """A subscriber that keeps what it heard; `answer` is the status it gives, None for one that thinks for ever."""

    answer: int | None = 200
    heard: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    listener: HttpListener = field(default_factory=HttpListener)
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def hook() -> Iterator[Hook]:
    hook = Hook()

    class Hooked(Handler):
        def serve(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.heard.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if hook.answer is None:
                hook.over.wait(WITHIN)
                return
            self.send_response(hook.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

    hook.listener.open(Hooked, "hook")
    yield hook
    hook.over.set()
    hook.listener.close()


Deliver = Callable[[str], Answer]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def deliver(clock: FixedClock) -> Iterator[Deliver]:
    """Deliver the body to an address, signed, and wait for what came of it."""
    carriers: list[SigningCarrier] = []
    bugs: list[BaseException] = []

    def made(url: str) -> Answer:
        answers: SimpleQueue[Answer] = SimpleQueue()
        base, path = where(url)
        http = HttpCarrier(base, lambda _, answer: answers.put(answer), bugs.append, deadlines=SOON, probing=is_reached)
        carrier = SigningCarrier(http, SECRET, clock)
        carriers.append(carrier)
        carrier.start()
        carrier.send(Send(Ticket(1), "POST", path, {}, BODY))
        return answers.get(timeout=WITHIN)

    yield made
    for carrier in carriers:
        carrier.close()
    assert bugs == []


def test_a_delivery_is_signed_over_its_raw_bytes_with_the_time_it_left(
    hook: Hook, clock: FixedClock, deliver: Deliver
) -> None:
    answer = deliver(f"{hook.listener.url}/hooks/?shop=7")
    assert isinstance(answer, Reply)
    ((path, headers, body),) = hook.heard
    assert (path, body, headers["content-type"]) == ("/hooks/?shop=7", BODY, "application/json")
    assert headers["x-webhook-signature"] == "sha256=" + hmac.new(SECRET.encode(), body, sha256).hexdigest()
    assert headers["x-webhook-timestamp"] == str(int(FRIDAY_EVENING.timestamp()))
    clock.set(FRIDAY_EVENING + timedelta(minutes=1))
    deliver(f"{hook.listener.url}/hooks/?shop=7")
    first, second = (headers for _, headers, _ in hook.heard)
    assert int(second["x-webhook-timestamp"]) - int(first["x-webhook-timestamp"]) == 60
    assert first["x-webhook-id"] == second["x-webhook-id"]


def test_the_signature_is_the_one_any_library_makes() -> None:
    known = "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
    assert signature_of("key", b"The quick brown fox jumps over the lazy dog") == known


def test_a_subscriber_that_thinks_too_long_is_not_waited_for(hook: Hook, deliver: Deliver) -> None:
    hook.answer = None
    answer = deliver(hook.listener.url)
    assert answer == Lost("no answer in time", maybe_done=True)


def test_an_error_and_a_page_elsewhere_come_back_as_they_are(hook: Hook, deliver: Deliver) -> None:
    for status in (500, 302, 204):
        hook.answer = status
        answer = deliver(hook.listener.url)
        assert isinstance(answer, Reply)
        assert answer.status == status


def test_nobody_at_the_door_is_told_apart_from_no_way_there(deliver: Deliver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    answer = deliver(f"http://localhost:{port}")
    assert isinstance(answer, Lost)
    assert (answer.maybe_done, answer.is_turned_away) == (False, True)
    nowhere = deliver("http://nobody.invalid/hooks")
    assert isinstance(nowhere, Lost)
    assert (nowhere.maybe_done, nowhere.is_turned_away) == (False, False)


def test_a_machine_at_which_nobody_listens_counts_as_reached_and_an_unknown_name_does_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    for url, expected in ((f"http://127.0.0.1:{port}", True), ("http://nobody.invalid", False)):
        found: SimpleQueue[bool] = SimpleQueue()
        bugs: list[BaseException] = []
        carrier = SigningCarrier(
            HttpCarrier(url, lambda _, answer: None, bugs.append, probing=is_reached), SECRET, FixedClock()
        )
        carrier.start()
        carrier.probe(found.put)
        assert found.get(timeout=WITHIN) is expected
        carrier.close()
        assert bugs == []
