"""The only bridge between the screen's thread and the store thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable

if TYPE_CHECKING:
    from aura_terminal.use_cases.shop import Shop

T = TypeVar("T")


class StoreThread(Protocol):
    """Where calls on the shop run, one after the other in the order they were asked for."""

    def submit(self, call: Callable[[Shop], T]) -> Future[T]:
        """Queue a call; it is given the open shop."""


class Runner(QObject):
    """Runs a call on the store thread and brings its outcome back to the thread this object lives in.

    `then` gets the result of a call that has committed. `refused` gets a broken rule; a call without one has it told by
    `rule_broken`, which the window shows. A store that cannot be used (disk full, file damaged) is announced by
    `unavailable`. `rights_changed` is said where a verb met that what somebody may do was changed meanwhile. Anything
    else is a bug and stays loud.
    """

    rule_broken = Signal(object)
    rights_changed = Signal()
    unavailable = Signal(object)
    settled = Signal()
    _finished = Signal(object, object, object)

    def __init__(self, store_thread: StoreThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store_thread = store_thread
        self._under_way = 0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether every call so far has been delivered."""
        return self._under_way == 0

    def run(
        self,
        call: Callable[[Shop], T],
        then: Callable[[T], None],
        refused: Callable[[RuleBroken], None] | None = None,
    ) -> None:
        """Queue a call. Results come back in the order the calls were made."""
        self._under_way += 1
        future = self._store_thread.submit(call)
        announced = refused or self.rule_broken.emit
        future.add_done_callback(lambda done: self._finished.emit(done, then, announced))

    @Slot(object, object, object)
    def _deliver(self, done: Future[T], then: Callable[[T], None], refused: Callable[[RuleBroken], None]) -> None:
        self._under_way -= 1
        try:
            result = done.result()
        except RuleBroken as broken:
            if broken.rule in (Rule.RIGHTS_CHANGED, Rule.STAFF_INACTIVE):
                self.rights_changed.emit()
            refused(broken)
        except Unavailable as trouble:
            self.unavailable.emit(trouble)
        else:
            then(result)
        if self._under_way == 0:
            self.settled.emit()
