"""The one thread of the node that touches the store, and what everybody else asks it through."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

from aura_terminal.domain.errors import Unavailable

REST = 0.005  # seconds; without it a screen's commit waits 434 ms at p99 behind a busy node, with it 11 ms
LONGEST_TRANSACTION = 0.020

_log = logging.getLogger(__name__)

S = TypeVar("S")
T = TypeVar("T")


class StoreQueue(Generic[S]):
    """Opens a store on a thread of its own and runs calls there, in the order asked, with a rest after each.

    A call is one transaction, at most 20 ms long: SQLite's busy wait is not fair, and the person at the screen wins.
    """

    def __init__(self, open_store: Callable[[], AbstractContextManager[S]], *, rest: float = REST) -> None:
        self._open_store = open_store
        self._rest = rest
        self._calls: SimpleQueue[Callable[[S], None] | None] = SimpleQueue()
        self._opened: Future[None] = Future()
        self._lock = Lock()
        self._is_closed = False
        self._thread = Thread(target=self._work, name="store", daemon=True)

    def start(self) -> None:
        """Open the store; raises what opening raised."""
        self._thread.start()
        self._opened.result()

    def submit(self, call: Callable[[S], T]) -> Future[T]:
        """Queue a call; `Unavailable` after `close`."""
        future: Future[T] = Future()

        def run(store: S) -> None:
            try:
                result = call(store)
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(result)

        with self._lock:
            if self._is_closed:
                raise Unavailable("store", "the node is ending")
            self._calls.put(run)
        return future

    def ask(self, call: Callable[[S], T]) -> T:
        """Run a call and wait for its outcome."""
        return self.submit(call).result()

    def close(self) -> None:
        """Run what was queued, close the store and end the thread; may be called twice."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._calls.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        try:
            opening = self._open_store()
            store = opening.__enter__()
        except Exception as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            self._run_calls(store)
        finally:
            opening.__exit__(None, None, None)

    def _run_calls(self, store: S) -> None:
        pause = Event()
        while (call := self._calls.get()) is not None:
            began = time.monotonic()
            call(store)
            took = time.monotonic() - began
            if took > LONGEST_TRANSACTION:
                _log.info("slow_transaction", extra={"milliseconds": round(took * 1000)})
            pause.wait(self._rest)
