"""The node's own loop in this process: when it falls silent, and how it ends."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.node import BEAT_EVERY, BUG, FINE, STORE_ANSWERS_WITHIN, TICK, Node
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.reads import Reads
from aura_terminal.store.thread import StoreThread
from sync.node.address import read_address
from sync.node.frames import LONGEST_TO_SCREEN, FrameReader, Topic
from sync.node.store_queue import StoreQueue
from tests.integration.node.node_process import PATIENCE, wait_until
from tests.support.memory_shop import memory_shop
from tests.support.printer_bench import MemorySpool

MANY_TICKS = 4 * STORE_ANSWERS_WITHIN
TURN_SECONDS = 0.02


class StoreInMemory:
    """A store that answers, or that a dead disk holds fast until it is released."""

    def __init__(self) -> None:
        self.spool = MemorySpool()
        self.answers = threading.Event()
        self.looked_at = threading.Semaphore(0)
        self._reads = memory_shop().reads

    @property
    def reads(self) -> Reads:
        if not self.answers.wait(PATIENCE):
            raise Unavailable("store", "nobody released it")
        self.looked_at.release()
        return self._reads

    def let_it_answer(self) -> None:
        """Give the store's thread its turn, where it answers at all: a racing clock must not race that thread."""
        if self.answers.is_set():
            self.looked_at.acquire(timeout=TURN_SECONDS)


class RacingClock(SystemClock):
    """Stands still until a screen is there; then every look at it is a tick later, until the time is over."""

    def __init__(self, over: Callable[[], None], between: Callable[[], None]) -> None:
        self.is_racing = threading.Event()
        self._over = over
        self._between = between
        self._looks = 0

    def now(self) -> datetime:
        return SystemClock().now()

    def monotonic(self) -> float:
        if self.is_racing.is_set():
            self._between()
            self._looks += 1
        if self._looks == MANY_TICKS:
            self._over()
        return self._looks * TICK


class Listener(threading.Thread):
    """A screen that counts beats from its welcome to the end of the node."""

    def __init__(self, folder: Path, welcomed: threading.Event) -> None:
        super().__init__()
        self._folder = folder
        self._welcomed = welcomed
        self.beats = 0

    def run(self) -> None:
        assert wait_until(lambda: read_address(self._folder) is not None)
        address = read_address(self._folder)
        assert address is not None
        reader = FrameReader(LONGEST_TO_SCREEN)
        with socket.create_connection(("127.0.0.1", address.port), timeout=PATIENCE) as pipe:
            pipe.sendall(f"token {address.token}\n".encode())
            while data := pipe.recv(4096):
                for frame in reader.feed(data):
                    self.beats += frame.topic is Topic.BEAT
                    if frame.topic is Topic.HEALTH:
                        self._welcomed.set()


def beats_in_many_ticks(folder: Path, store: StoreInMemory) -> int:
    """How often a node beats while its clock races on, and the store does what it does."""

    def end() -> None:
        store.answers.set()
        node.end()

    clock = RacingClock(end, store.let_it_answer)
    thread: StoreThread[StoreInMemory] = StoreThread(lambda: store)
    node = Node((), StoreQueue(thread), clock, SystemIds())
    listener = Listener(folder, clock.is_racing)
    listener.start()
    assert node.run(folder) == FINE
    listener.join()
    return listener.beats


def test_a_node_whose_store_never_answers_falls_silent(tmp_path: Path) -> None:
    beats = beats_in_many_ticks(tmp_path, StoreInMemory())
    assert 0 < beats <= STORE_ANSWERS_WITHIN // BEAT_EVERY


def test_a_node_whose_store_answers_goes_on_beating(tmp_path: Path) -> None:
    store = StoreInMemory()
    store.answers.set()
    assert beats_in_many_ticks(tmp_path, store) > STORE_ANSWERS_WITHIN // BEAT_EVERY


def test_a_bug_in_a_thread_ends_the_node_with_its_trace_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    thread: StoreThread[StoreInMemory] = StoreThread(StoreInMemory)
    node = Node((), StoreQueue(thread), SystemClock(), SystemIds())
    bug = ZeroDivisionError("a bug")
    with caplog.at_level(logging.CRITICAL):
        node.end_broken(threading.ExceptHookArgs((type(bug), bug, None, threading.current_thread())))
    assert node.run(tmp_path) == BUG
    assert "a bug" in caplog.text
    assert read_address(tmp_path) is None


def test_a_store_that_cannot_be_opened_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    def refuse() -> StoreInMemory:
        raise Unavailable("store", "the disk is gone")

    thread: StoreThread[StoreInMemory] = StoreThread(refuse)
    node = Node((), StoreQueue(thread), SystemClock(), SystemIds())
    with pytest.raises(Unavailable, match="the disk is gone"):
        node.run(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_and_everything_is_let_go(tmp_path: Path) -> None:
    thread: StoreThread[StoreInMemory] = StoreThread(StoreInMemory)
    node = Node((), StoreQueue(thread), SystemClock(), SystemIds())
    with pytest.raises(Unavailable, match="cannot be written"):
        node.run(tmp_path / "nowhere")
    assert not [thread.name for thread in threading.enumerate() if thread.name in ("bus", "store")]
