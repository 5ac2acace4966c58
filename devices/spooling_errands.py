"""What is asked of a device between two jobs, on the one thread that uses it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.printing import CashDrawer, Printer

T = TypeVar("T")
Call = Callable[[Printer, CashDrawer | None], T]


@dataclass(frozen=True, slots=True)
class Errand(Generic[T]):
    """A call and where its outcome goes."""

    call: Call[T]
    future: Future[T]

    def run(self, printer: Printer, drawer: CashDrawer | None) -> None:
        """Do it; a device that cannot be used is told to whoever asked."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            self.future.set_result(self.call(printer, drawer))
        except Unavailable as unavailable:
            self.future.set_exception(unavailable)


class Errands:
    """Waiting errands; `ask` may be called from any thread."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Errand[object]] = SimpleQueue()

    def ask(self, call: Call[T]) -> Future[T]:
        """Queue an errand."""
        future: Future[T] = Future()
        self._waiting.put(Errand(call, future))  # type: ignore[arg-type]  # the future and the call are of one type
        return future

    def run(self, printer: Printer, drawer: CashDrawer | None) -> None:
        """Do everything that waits."""
        while True:
            try:
                errand = self._waiting.get_nowait()
            except Empty:
                return
            errand.run(printer, drawer)
