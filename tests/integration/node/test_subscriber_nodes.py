"""Real nodes that tell a subscriber over real HTTP: killed between a request and its answer, and again at work."""

from __future__ import annotations

import hmac
import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from aura_terminal.app.opening import opened
from aura_terminal.app.settings import read_settings
from aura_terminal.domain.guests import GuestRegistered
from aura_terminal.domain.ids import GuestId
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.locks import Role
from tests.integration.command_line.asking import ask
from tests.integration.node.node_process import wait_until
from tests.integration.node.paired_nodes import PairedNode, come_to_agree
from tests.support.http_listener import Handler, HttpListener

TOLD_WITHIN, TAKEN_OVER_WITHIN = 40.0, 150.0
GUESTS = 3


@dataclass
class Books:
    """A subscriber that checks what it is told; while `holds` it answers nobody."""

    secret: str = ""
    listener: HttpListener = field(default_factory=HttpListener)
    heard: list[tuple[str, bytes]] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    forged: int = 0
    lets_go: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def books() -> Iterator[Books]:
    books = Books()

    class Hook(Handler):
        def serve(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made = "sha256=" + hmac.new(books.secret.encode(), body, sha256).hexdigest()
            books.forged += made != self.headers["X-Webhook-Signature"]
            books.heard.append((self.headers["X-Webhook-Id"], body))
            assert books.lets_go.wait(TOLD_WITHIN)
            books.taken.append(json.loads(body)["data"]["customer_id"])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    books.listener.open(Hook, "books")
    yield books
    books.lets_go.set()
    books.listener.close()


def register(folder: Path, guests: int, first: int = 0) -> None:
    """The house gets to know so many guests."""
    with opened(folder, Role.SCREEN) as store, store.store.begin(SYSTEM) as work:
        for number in range(first, first + guests):
            work.keep(GuestRegistered(GuestId(f"guest-{number}"), work.now, SYSTEM, f"Guest {number}"))


def has_table(folder: Path) -> bool:
    """Whether its settings name a subscriber."""
    return bool(read_settings(folder, {}, {}).subscribers)


def listed(folder: Path) -> dict[str, int]:
    """The one subscriber as it is listed."""
    row: dict[str, int] = ask("subscriber", "list", "--data", folder, "--json").json["subscribers"][0]
    return row


def test_a_node_killed_before_the_answer_came_tells_it_again_under_the_same_id_and_nothing_else_twice(
    books: Books, tmp_path: Path
) -> None:
    folder = tmp_path / "R1"
    assert ask("init", "--store", "Here", "--shop", "empty", "--country", "DE", "--data", folder).code == 0
    url, events = f"{books.listener.url}/hooks", "customer.created"
    added = ask("subscriber", "add", "books", "--url", url, "--events", events, "--data", folder, "--json")
    books.secret = added.json["secret"]
    register(folder, GUESTS)
    node = PairedNode(folder)
    node.start()
    try:
        assert wait_until(lambda: len(books.heard) > 0, TOLD_WITHIN)
        node.kill()
        unanswered = list(books.heard)
        books.lets_go.set()
        node.start()
        assert wait_until(lambda: len(set(books.taken)) == GUESTS, TOLD_WITHIN)
        assert wait_until(lambda: listed(folder)["sent"] == GUESTS, TOLD_WITHIN)
        node.stop()
    finally:
        node.kill()
    assert books.forged == 0
    times = Counter(books.heard)
    assert {delivery: count for delivery, count in times.items() if count > 1} == dict.fromkeys(unanswered, 2)
    assert set(books.taken) == {f"guest-{number}" for number in range(GUESTS)}
    row = listed(folder)
    assert (row["pending"], row["unknown"], row["parked"]) == (0, 0, 0)
    logs = "".join(file.read_text("utf-8") for file in folder.rglob("*.log*"))
    assert "subscriber_begun" in logs
    assert books.secret not in logs


@pytest.mark.campaign  # it waits for real silences; the rules are tried in `unit/app/test_given_subscribers.py`
def test_another_terminal_gets_the_subscriber_tells_it_when_it_takes_over_and_hears_that_it_is_gone(
    books: Books, tmp_path: Path
) -> None:
    first = tmp_path / "R1"
    assert ask("init", "--store", "Here", "--shop", "empty", "--country", "DE", "--data", first).code == 0
    url, events = f"{books.listener.url}/hooks", "customer.created"
    books.secret = ask("subscriber", "add", "books", "--url", url, "--events", events, "--data", first, "--json").json[
        "secret"
    ]
    books.lets_go.set()
    node = PairedNode(first)
    node.start()
    other = node.pair(tmp_path / "R2", "R2")
    other.start()
    try:
        assert wait_until(lambda: has_table(other.folder), TOLD_WITHIN)
        register(first, GUESTS)
        assert wait_until(lambda: len(books.taken) == GUESTS, TOLD_WITHIN)
        assert wait_until(lambda: come_to_agree(node, other), TOLD_WITHIN)
        node.kill()
        register(other.folder, GUESTS, first=GUESTS)
        assert wait_until(lambda: len(books.taken) == 2 * GUESTS, TAKEN_OVER_WITHIN)
        assert len(set(books.taken)) == 2 * GUESTS
        assert ask("subscriber", "remove", "books", "--give-up", "--data", first).code == 0
        node.start()
        assert wait_until(lambda: not has_table(other.folder), TOLD_WITHIN)
        register(other.folder, 1, first=3 * GUESTS)
        assert wait_until(lambda: come_to_agree(node, other), TOLD_WITHIN)
        assert not has_table(first)
    finally:
        node.kill()
        other.kill()
    assert len(books.taken) == 2 * GUESTS
    assert books.forged == 0
    for folder in (first, other.folder):
        kept = "".join(file.read_text("utf-8") for file in folder.rglob("*.log*"))
        assert books.secret not in kept + (folder / "subscriber" / "books.secret").read_text("utf-8")
