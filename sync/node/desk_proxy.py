"""The card desk as a terminal's thread sees it: every call runs on the node's store thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.ids import AttemptId
from aura_terminal.ports.card_desk import CardDesk, DeskOutcome
from sync.node.store_queue import StoreQueue

S = TypeVar("S")


class DeskProxy(Generic[S]):
    """A CardDesk for any thread. `changed` is told after every transaction that wrote."""

    def __init__(self, queue: StoreQueue[S], desk_of: Callable[[S], CardDesk], changed: Callable[[], None]) -> None:
        self._queue = queue
        self._desk_of = desk_of
        self._changed = changed

    def waiting(self, reader: str) -> CardAttempt | None:
        return self._queue.read(lambda store: self._desk_of(store).waiting(reader)).result()

    def unsettled(self, reader: str) -> Sequence[CardAttempt]:
        return self._queue.read(lambda store: self._desk_of(store).unsettled(reader)).result()

    def find(self, attempt_id: AttemptId) -> CardAttempt:
        return self._queue.read(lambda store: self._desk_of(store).find(attempt_id)).result()

    def send(self, attempt_id: AttemptId, note: str) -> bool:
        is_sent = self._queue.write(lambda store: self._desk_of(store).send(attempt_id, note)).result()
        self._changed()
        return is_sent

    def mark(self, attempt_id: AttemptId) -> None:
        self._queue.write(lambda store: self._desk_of(store).mark(attempt_id)).result()
        self._changed()

    def settle(self, attempt_id: AttemptId, outcome: DeskOutcome) -> None:
        self._queue.write(lambda store: self._desk_of(store).settle(attempt_id, outcome)).result()
        self._changed()
