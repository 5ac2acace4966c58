"""The one thread of a process that touches the store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")


class StoreThread(Generic[S]):
    """Runs calls one after the other, in the order they came, on a thread that opens the store itself.

    Nothing happens before the first call, or before `start` once `hold` was called: the opener (and its slow imports)
    runs on the thread. When it fails, every call answers with its failure.
    """

    def __init__(self, opener: Callable[[], S], closer: Callable[[S], None] = lambda opened: None) -> None:
        self._opener = opener
        self._closer = closer
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._on_hold = False
        self._failure: BaseException | None = None
        self._held: list[S] = []

    def hold(self) -> None:
        """Calls wait for `start`, so that opening the store does not slow down what comes before it."""
        with self._gate:
            self._on_hold = True

    def start(self) -> None:
        """Open the store now rather than at the first call; may be called twice."""
        with self._gate:
            self._on_hold = False
            self._start()

    def submit(self, call: Callable[[S], T]) -> Future[T]:
        """Run a call with what the opener made; its result or its exception comes with the future."""
        future: Future[T] = Future()
        with self._gate:
            if not self._on_hold:
                self._start()
            self._calls.put(lambda: self._answer(future, call))
        return future

    def stop(self) -> None:
        """Finish what was submitted, close the store and end; may be called twice."""
        with self._gate:
            thread = self._thread
            if thread is not None and not self._stopped:
                self._calls.put(None)
            self._stopped = True
        if thread is not None:
            thread.join()

    def _start(self) -> None:
        if self._stopped:
            raise RuntimeError("the store thread has been stopped")
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="store", daemon=False)
            self._thread.start()

    def _work(self) -> None:
        try:
            self._held.append(self._opener())
        except BaseException as failure:  # the top of a thread: told to whoever calls
            self._failure = failure
        while (call := self._calls.get()) is not None:
            call()
        if self._held:
            self._closer(self._held.pop())

    def _answer(self, future: Future[T], call: Callable[[S], T]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        if self._failure is not None:
            future.set_exception(self._failure)
            return
        try:
            future.set_result(call(self._held[0]))
        except BaseException as error:  # the top of a thread: handed to whoever asked
            future.set_exception(error)
