"""The spool as a device's worker sees it: every call runs on the node's store thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState
from aura_terminal.ports.printing import Spool
from sync.node.store_queue import StoreQueue

S = TypeVar("S")


class SpoolProxy(Generic[S]):
    """A spool port for any thread. `changed` is told after every transaction that wrote."""

    def __init__(self, queue: StoreQueue[S], spool_of: Callable[[S], Spool], changed: Callable[[], None]) -> None:
        self._queue = queue
        self._spool_of = spool_of
        self._changed = changed

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        return self._queue.read(lambda store: self._spool_of(store).next_job(route, now)).result()

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        attempt = self._queue.write(lambda store: self._spool_of(store).begin_attempt(job_id, now)).result()
        self._changed()
        return attempt

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        self._queue.write(lambda store: self._spool_of(store).settle(job_id, state, note, now)).result()
        self._changed()

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        return self._queue.read(lambda store: self._spool_of(store).interrupted(route)).result()

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        return self._queue.read(lambda store: self._spool_of(store).unconfirmed(route)).result()

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        self._queue.write(lambda store: self._spool_of(store).supersede(job_id, copy, state, now)).result()
        self._changed()
