"""Long work that somebody watches: how far it is, and whether anybody still wants it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from threading import Event


class Stage(StrEnum):
    """What a long piece of work is at."""

    COPYING = "copying"
    CHECKING = "checking"
    SEALING = "sealing"


class Stopped(Exception):
    """The work was given up because somebody said so; nothing of it is left behind."""


class Watch:
    """Held by whoever waits and by the thread that works. `told(stage, done, whole)`: whole is 0 where nobody knows."""

    def __init__(self, told: Callable[[Stage, int, int], None] = lambda stage, done, whole: None) -> None:
        self._told = told
        self._unwanted = Event()

    @property
    def is_stopped(self) -> bool:
        """Whether somebody does not want it any more."""
        return self._unwanted.is_set()

    def stop(self) -> None:
        """Have the work given up at its next step; from any thread."""
        self._unwanted.set()

    def step(self, stage: Stage, done: int = 0, whole: int = 0) -> None:
        """The work is so far. Raises Stopped when it is not wanted any more."""
        if self._unwanted.is_set():
            raise Stopped
        self._told(stage, done, whole)


UNWATCHED = Watch()
"""Nobody waits for it, and nobody stops it."""
