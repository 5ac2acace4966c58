"""The bus over real loopback sockets."""

from __future__ import annotations

import queue
import socket
from collections.abc import Iterator

import pytest

from sync.node.admission import FRAMES_A_SECOND
from sync.node.bus import MOST_PEERS, BusServer
from sync.node.frames import LONGEST_TO_SCREEN, Frame, FrameReader, Topic

TOKEN = "right"
PATIENCE = 10.0


class Caller:
    """A peer of the bus that reads and writes plain bytes."""

    def __init__(self, port: int) -> None:
        self.pipe = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._reader = FrameReader(LONGEST_TO_SCREEN)

    def say(self, data: bytes) -> None:
        self.pipe.sendall(data)

    def hear(self) -> Frame:
        """The next frame; EOFError when the node hung up."""
        frames: list[Frame] = []
        while not frames:
            data = self.pipe.recv(1)
            if not data:
                raise EOFError
            frames = self._reader.feed(data)
        return frames[0]

    def take(self, count: int) -> bytes:
        """So many bytes; a socket with a time-out gives what is there, also when asked to wait for all."""
        taken = b""
        while len(taken) < count and (data := self.pipe.recv(count - len(taken))):
            taken += data
        return taken

    def read_to_end(self) -> int:
        """How many bytes still come before the node hangs up."""
        read = 0
        try:
            while data := self.pipe.recv(1 << 20):
                read += len(data)
        except ConnectionResetError:
            return read
        return read

    def is_put_out(self) -> bool:
        """Whether the node ends the connection, having said nothing."""
        try:
            return self.pipe.recv(4096) == b""
        except ConnectionResetError:
            return True


class Node:
    """A bus and what it heard."""

    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self.bus = BusServer(TOKEN, self.heard.put)
        self.port = self.bus.open()
        self._callers: list[Caller] = []

    def call(self) -> Caller:
        caller = Caller(self.port)
        self._callers.append(caller)
        return caller

    def screen(self) -> Caller:
        """A peer that is admitted."""
        caller = self.call()
        caller.say(b"token right\n")
        assert self.heard.get(timeout=PATIENCE) == Frame(Topic.TOKEN)
        return caller

    def close(self) -> None:
        self.bus.close()
        for caller in self._callers:
            caller.pipe.close()


@pytest.fixture
def node() -> Iterator[Node]:
    node = Node()
    yield node
    node.close()


def test_a_screen_hears_what_is_published_and_is_heard(node: Node) -> None:
    screen = node.screen()
    node.bus.publish(Topic.CHANGED)
    node.bus.publish(Topic.HEALTH, "[1, 2]")
    assert [screen.hear(), screen.hear()] == [Frame(Topic.CHANGED), Frame(Topic.HEALTH, "[1, 2]")]
    screen.say(b"spool\n")
    assert node.heard.get(timeout=PATIENCE) == Frame(Topic.SPOOL)


def test_every_screen_hears(node: Node) -> None:
    screens = [node.screen() for _ in range(5)]
    node.bus.publish(Topic.CHANGED)
    assert [screen.hear() for screen in screens] == [Frame(Topic.CHANGED)] * 5


def test_only_this_machine_can_call(node: Node) -> None:
    assert node.call().pipe.getpeername()[0] == "127.0.0.1"


@pytest.mark.parametrize("said", [b"token wrong\nstop\n", b"stop\n", b"GET / HTTP/1.1\r\n\r\n", b"\xff\xfe\n"])
def test_a_stranger_is_put_out_and_nothing_it_says_is_heard(node: Node, said: bytes) -> None:
    stranger = node.call()
    stranger.say(said)
    assert stranger.is_put_out()
    node.screen()
    assert node.heard.empty()


def test_a_stranger_hears_nothing(node: Node) -> None:
    stranger = node.call()
    screen = node.screen()
    node.bus.publish(Topic.HEALTH, "secret")
    screen.hear()
    assert stranger.is_put_out()


def test_a_screen_that_floods_is_put_out_and_the_others_stay(node: Node) -> None:
    calm, wild = node.screen(), node.screen()
    wild.say(b"spool\n" * (FRAMES_A_SECOND + 1))
    assert wild.is_put_out()
    node.bus.publish(Topic.BEAT)
    assert calm.hear() == Frame(Topic.BEAT)


def test_a_screen_that_does_not_read_is_put_out_and_the_others_hear_all(node: Node) -> None:
    deaf, attentive = node.screen(), node.screen()
    payload = "x" * 60_000
    for _ in range(200):
        node.bus.publish(Topic.HEALTH, payload)
        assert attentive.take(60_008) == f"health {payload}\n".encode()
    assert deaf.read_to_end() < 200 * 60_008


def test_strangers_cannot_keep_a_screen_out(node: Node) -> None:
    strangers = [node.call() for _ in range(3 * MOST_PEERS)]
    screen = node.screen()
    node.bus.publish(Topic.BEAT)
    assert screen.hear() == Frame(Topic.BEAT)
    assert strangers[0].is_put_out()


def test_a_screen_survives_a_storm_of_strangers(node: Node) -> None:
    screen = node.screen()
    for _ in range(3 * MOST_PEERS):
        node.call()
    node.bus.publish(Topic.BEAT)
    assert screen.hear() == Frame(Topic.BEAT)


def test_what_was_published_before_the_end_still_arrives(node: Node) -> None:
    screen = node.screen()
    node.bus.publish(Topic.CHANGED)
    node.bus.close()
    node.bus.close()
    assert screen.hear() == Frame(Topic.CHANGED)
    with pytest.raises(EOFError):
        screen.hear()


def test_a_screen_that_resets_its_connection_harms_nobody(node: Node) -> None:
    rude, calm = node.screen(), node.screen()
    rude.pipe.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    rude.pipe.close()
    node.bus.publish(Topic.BEAT)
    assert calm.hear() == Frame(Topic.BEAT)


def test_a_bus_nobody_opened_can_be_closed() -> None:
    BusServer(TOKEN, print).close()
