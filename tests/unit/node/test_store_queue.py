"""The node's one store thread: order, rest, outcomes, and an orderly end."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from aura_terminal.domain.errors import Unavailable
from aura_terminal.store.thread import StoreThread
from sync.node.store_queue import REST, StoreQueue


class Book:
    """A store that notes which thread did what."""

    def __init__(self) -> None:
        self.threads: set[str] = set()
        self.lines: list[int] = []
        self.is_open = False

    def open(self) -> Book:
        self.note(-1)
        self.is_open = True
        return self

    def close(self) -> None:
        self.note(-2)
        self.is_open = False

    def note(self, line: int) -> int:
        self.threads.add(threading.current_thread().name)
        self.lines.append(line)
        return line


def queue_for(book: Book) -> StoreQueue[Book]:
    return StoreQueue(StoreThread(book.open, Book.close))


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def queue(book: Book) -> Iterator[StoreQueue[Book]]:
    queue = queue_for(book)
    queue.start()
    yield queue
    queue.close()


def noting(line: int) -> Callable[[Book], int]:
    return lambda book: book.note(line)


def test_everything_happens_on_one_thread_in_the_order_asked(queue: StoreQueue[Book], book: Book) -> None:
    futures = [queue.write(noting(line)) for line in range(10)]
    assert [future.result() for future in futures] == list(range(10))
    queue.close()
    assert book.threads == {"store"}
    assert book.lines == [-1, *range(10), -2]


def test_a_call_that_fails_tells_its_caller_and_the_next_one_runs(queue: StoreQueue[Book]) -> None:
    with pytest.raises(ZeroDivisionError):
        queue.write(lambda book: 1 // len(book.lines[99:])).result()
    assert queue.read(noting(5)).result() == 5


def test_what_was_queued_is_done_before_the_store_is_closed(book: Book) -> None:
    queue = queue_for(book)
    queue.start()
    last = [queue.write(noting(line)) for line in range(5)][-1]
    queue.close()
    assert last.result(timeout=0) == 4
    assert not book.is_open


def test_a_closed_queue_takes_nothing_more_and_says_so(queue: StoreQueue[Book]) -> None:
    queue.close()
    queue.close()
    with pytest.raises(Unavailable, match="the node is ending"):
        queue.write(noting(1))


def test_a_store_that_does_not_open_tells_whoever_started_the_queue() -> None:
    def refuse() -> Book:
        raise Unavailable("store", "the disk is gone")

    queue = StoreQueue(StoreThread(refuse))
    with pytest.raises(Unavailable, match="the disk is gone"):
        queue.start()
    queue.close()


def test_another_writer_gets_its_turn_after_every_call_that_writes(queue: StoreQueue[Book]) -> None:
    writes = [queue.write(lambda book: time.monotonic()) for _ in range(4)]
    moments = [write.result() for write in writes]
    assert all(later - earlier >= REST * 0.9 for earlier, later in itertools.pairwise(moments))


def test_reading_needs_no_rest(queue: StoreQueue[Book]) -> None:
    """Two hundred rests would take a second."""
    reads = [queue.read(lambda book: time.monotonic()) for _ in range(200)]
    assert reads[-1].result() - reads[0].result() < 100 * REST
