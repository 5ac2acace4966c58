"""The terminal's line to a central: what goes over it, what never does, and how it comes again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue

import pytest
from websockets.sync.server import ServerConnection, serve

from sync.mesh.wire import Wire, number_of
from sync.net.central_line import UNAUTHORIZED, Admission, CentralLine, NotAdmitted
from sync.net.roll import Member
from sync.protocol import MESSAGE_LIMIT, Account, Accounts, Enough

SECONDS = 30.0
CENTRAL = Member("00000000-0000-5000-8000-000000000001", "C1")
SECRET = Wire().encode(Accounts([Account("auraconnect", "http://a", "u@x", "", "en-US", 1, "the-password")]))
PLAIN = Wire().encode(Enough(["origin"]))


@dataclass
class Heard:
    """What the line told, in order."""

    told: SimpleQueue[tuple[str, object]] = field(default_factory=SimpleQueue)

    def beside(self, link: int, member: Member) -> None:
        self.told.put(("beside", link))

    def received(self, link: int, message: bytes) -> None:
        self.told.put(("received", message))

    def lost(self, link: int) -> None:
        self.told.put(("lost", link))

    def refused(self, who: str, why: str) -> None:
        self.told.put(("refused", why))


@dataclass
class Door:
    """An account that is let in at a place, under a new token each time the last one was refused."""

    url: str
    refuses: str = ""
    renewed: int = 0

    def admit(self) -> Admission:
        if self.refuses:
            raise NotAdmitted(self.refuses)
        return Admission(self.url, {"Authorization": f"Bearer {self.renewed}"}, CENTRAL)

    def expire(self) -> None:
        self.renewed += 1


@contextmanager
def central(handle: Callable[[ServerConnection], None]) -> Iterator[str]:
    """A WebSocket server on this machine."""
    with serve(handle, "127.0.0.1", 0, max_size=MESSAGE_LIMIT) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/api/v1/peer"
        finally:
            server.shutdown()
            thread.join(SECONDS)


@contextmanager
def line(door: Door, heard: Heard) -> Iterator[CentralLine]:
    """A line that is open while the block lasts; a bug on its thread fails the test."""
    bugs: list[BaseException] = []
    made = CentralLine(door, heard, lambda: 0.0, longest_message=MESSAGE_LIMIT, broken=bugs.append)
    made.open()
    try:
        yield made
    finally:
        made.close()
    assert bugs == []


def test_accounts_are_neither_told_to_a_central_nor_taken_from_one() -> None:
    came: SimpleQueue[bytes] = SimpleQueue()

    def handle(socket: ServerConnection) -> None:
        socket.send(SECRET)
        socket.send(PLAIN)
        came.put(socket.recv(timeout=SECONDS, decode=False))

    heard = Heard()
    with central(handle) as url, line(Door(url), heard) as made:
        kind, link = heard.told.get(timeout=SECONDS)
        assert kind == "beside"
        assert isinstance(link, int)
        made.send([(link, SECRET), (link, PLAIN)])
        assert came.get(timeout=SECONDS) == PLAIN
        assert heard.told.get(timeout=SECONDS) == ("received", PLAIN)
    assert number_of(SECRET) != number_of(PLAIN)


def test_a_token_that_is_not_good_any_more_is_renewed_and_the_line_comes_again() -> None:
    tokens: SimpleQueue[str] = SimpleQueue()

    def handle(socket: ServerConnection) -> None:
        assert socket.request is not None
        tokens.put(socket.request.headers["Authorization"])
        socket.close(UNAUTHORIZED, "the token ran out")

    with central(handle) as url, line(Door(url), Heard()):
        assert [tokens.get(timeout=SECONDS) for _ in range(2)] == ["Bearer 0", "Bearer 1"]


def test_a_refusal_is_said_in_words() -> None:
    heard = Heard()
    with line(Door("ws://127.0.0.1:1/", refuses="it is none of ours"), heard):
        assert heard.told.get(timeout=SECONDS) == ("refused", "it is none of ours")


def test_messages_for_a_line_that_is_gone_are_forgotten() -> None:
    came: SimpleQueue[bytes] = SimpleQueue()

    def handle(socket: ServerConnection) -> None:
        came.put(socket.recv(timeout=SECONDS, decode=False))

    heard = Heard()
    with central(handle) as url, line(Door(url), heard) as made:
        _, link = heard.told.get(timeout=SECONDS)
        assert isinstance(link, int)
        made.send([(link - 1, b"\x05old"), (link, PLAIN)])
        assert came.get(timeout=SECONDS) == PLAIN
        assert heard.told.get(timeout=SECONDS) == ("lost", link)


@pytest.mark.parametrize("why", ["it does not read", "somebody else is it"])
def test_the_mesh_hangs_up_for_a_reason(why: str) -> None:
    ended = threading.Event()

    def handle(socket: ServerConnection) -> None:
        for _ in socket:
            pass
        ended.set()

    heard = Heard()
    with central(handle) as url, line(Door(url), heard) as made:
        _, link = heard.told.get(timeout=SECONDS)
        assert isinstance(link, int)
        made.hang_up(link, why)
        assert heard.told.get(timeout=SECONDS) == ("refused", why)
        assert ended.wait(SECONDS)
