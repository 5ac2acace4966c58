"""Work that takes longer than a second and is no business of the store thread: files copied, checked, written out."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.watching import Stage, Stopped, Watch

T = TypeVar("T")
END_SECONDS = 3.0


class LongWork(QObject):
    """One piece of work at a time, on a thread of its own. `progressed(stage, done, whole)` follows its steps.

    `then` of `run` gets the result and `failed` what stood in the way, both on this object's thread; `ended` follows
    either, and a piece that was stopped. Anything else that is raised is a bug and stays loud.
    """

    progressed = Signal(object, int, int)
    ended = Signal()
    _done = Signal(object, object)
    _step = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watch: Watch | None = None
        self._thread: Thread | None = None
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._step.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._end)

    @property
    def is_busy(self) -> bool:
        """Whether a piece of work is under way."""
        return self._watch is not None

    def run(self, call: Callable[[Watch], T], then: Callable[[T], None], failed: Callable[[Unavailable], None]) -> bool:
        """Begin a piece of work; False, and nothing happens, while another one is under way."""
        if self._watch is not None:
            return False
        watch = self._watch = Watch(self._step.emit)

        def work() -> None:
            self._done.emit(watch, _outcome(call, watch, then, failed))

        self._thread = Thread(target=work, name="long-work", daemon=True)
        self._thread.start()
        return True

    @Slot()
    def stop(self) -> None:
        """Have what is under way given up."""
        if self._watch is not None:
            self._watch.stop()

    @Slot(object, object)
    def _deliver(self, watch: Watch, outcome: Callable[[], None]) -> None:
        if watch is self._watch:
            self._watch = self._thread = None
        outcome()
        self.ended.emit()

    @Slot(object, int, int)
    def _tell(self, stage: Stage, done: int, whole: int) -> None:
        if self._watch is not None and not self._watch.is_stopped:
            self.progressed.emit(stage, done, whole)

    @Slot()
    def _end(self) -> None:
        """The program ends: what is under way is given up and leaves nothing behind."""
        self.stop()
        if self._thread is not None:
            self._thread.join(END_SECONDS)


def _outcome(
    call: Callable[[Watch], T], watch: Watch, then: Callable[[T], None], failed: Callable[[Unavailable], None]
) -> Callable[[], None]:
    """What is to be done about it on the thread of who asked."""
    try:
        result = call(watch)
    except Stopped:
        return lambda: None
    except Unavailable as trouble:
        told = trouble
        return lambda: failed(told)
    except Exception as bug:  # the top of a thread: it is raised again where it is seen
        raised = bug
        return lambda: _raise(raised)
    return lambda: then(result)


def _raise(bug: Exception) -> None:
    raise bug
