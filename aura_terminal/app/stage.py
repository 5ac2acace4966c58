"""Runs a script of clicks inside the event loop: each step names what it waits for, and says so when it never comes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.app.robot import NotInSight

LOOK_EVERY = 10  # milliseconds


@dataclass(frozen=True, slots=True)
class Until:
    """Go on when this is true; after so many seconds the script has failed."""

    what: str
    holds: Callable[[], bool]
    seconds: float = 15.0


class ScriptFailed(Exception):
    """What the script waited for did not come; the text says what."""


class Stage(QObject):
    """Plays a script; `over` carries None, or the exception that ended it."""

    over = Signal(object)

    def __init__(self, script: Iterator[Until], parent: QObject) -> None:
        super().__init__(parent)
        self._script = script
        self._waiting: Until | None = None
        self._since = 0.0
        self._timer = QTimer(self, interval=LOOK_EVERY)
        self._timer.timeout.connect(self._look)

    @Slot()
    def begin(self) -> None:
        """Play from the beginning."""
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        waiting = self._waiting
        if waiting is not None and not waiting.holds():
            if time.monotonic() - self._since > waiting.seconds:
                self._end(ScriptFailed(f"waited {waiting.seconds:.0f} s in vain for {waiting.what}"))
            return
        try:
            self._waiting, self._since = next(self._script), time.monotonic()
        except StopIteration:
            self._end(None)
        except NotInSight as problem:
            self._end(problem)

    def _end(self, problem: Exception | None) -> None:
        self._timer.stop()
        self.over.emit(problem)
