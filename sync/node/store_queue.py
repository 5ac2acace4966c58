"""How the node asks the store: one call at a time, and a rest after each that wrote."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from threading import Event, Lock
from typing import Generic, Protocol, TypeVar

from aura_terminal.domain.errors import Unavailable

REST = 0.005  # seconds; without it a screen's commit waits 434 ms at p99 behind a busy node, with it 11 ms
LONGEST_TRANSACTION = 0.020

_log = logging.getLogger(__name__)

S = TypeVar("S")
T = TypeVar("T")
S_co = TypeVar("S_co", covariant=True)


class StoreThread(Protocol[S_co]):
    """The one thread of this process that touches the store; it opens the store itself."""

    def submit(self, call: Callable[[S_co], T]) -> Future[T]:
        """Queue a call; a store that could not be opened answers every call with its failure."""

    def stop(self) -> None:
        """Finish what was queued, close the store and end; may be called twice."""


class StoreQueue(Generic[S_co]):
    """Runs calls on the store thread in the order asked, from any thread.

    A call is one transaction, at most 20 ms long. SQLite's busy wait is not fair, so every call that writes is followed
    by a rest, in which the person at the screen wins. Reading disturbs no writer and needs none.
    """

    def __init__(self, thread: StoreThread[S_co], *, rest: float = REST) -> None:
        self._thread = thread
        self._rest = rest
        self._lock = Lock()
        self._is_closed = False

    def start(self) -> None:
        """Open the store; raises what opening raised."""
        self._thread.submit(_nothing).result()

    def read(self, call: Callable[[S_co], T]) -> Future[T]:
        """Queue a call that only reads; `Unavailable` after `close`."""
        with self._lock:
            self._check_open()
            return self._thread.submit(partial(_timed, call))

    def write(self, call: Callable[[S_co], T]) -> Future[T]:
        """Queue a call that writes, and the rest after it; `Unavailable` after `close`."""
        with self._lock:
            self._check_open()
            future = self._thread.submit(partial(_timed, call))
            self._thread.submit(self._pause)
        return future

    def serve(self, call: Callable[[S_co], bool]) -> Future[bool]:
        """Queue a call that answers whether it wrote, and the rest only then; `Unavailable` after `close`."""
        with self._lock:
            self._check_open()
            return self._thread.submit(partial(_resting, call, self._pause))

    def close(self) -> None:
        """Run what was queued and close the store; may be called twice."""
        with self._lock:
            self._is_closed = True
        self._thread.stop()

    def _check_open(self) -> None:
        if self._is_closed:
            raise Unavailable("store", "the node is ending")

    def _pause(self, store: object) -> None:
        Event().wait(self._rest)


def _nothing(store: object) -> None:
    """The first call, which has the store opened."""


def _resting(call: Callable[[S], bool], pause: Callable[[S], None], store: S) -> bool:
    wrote = _timed(call, store)
    if wrote:
        pause(store)
    return wrote


def _timed(call: Callable[[S], T], store: S) -> T:
    began = time.monotonic()
    try:
        return call(store)
    finally:
        took = time.monotonic() - began
        if took > LONGEST_TRANSACTION:
            _log.info("slow_transaction", extra={"milliseconds": round(took * 1000)})
