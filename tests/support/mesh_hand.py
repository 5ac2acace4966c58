"""A hand at one terminal: a screen's process without a screen, worked by lines on its standard input.

    python -m tests.support.mesh_hand FOLDER register|kitchen ACKS SEED

`serve N` takes N more orders to their end (register), `cook` bumps what comes until told otherwise (kitchen), `rest`
stops, `quit` ends. It says `ready` once its store is open and `served` when an order round is over. Every act that was
acknowledged is on disk in ACKS before the next one begins.
"""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path
from random import Random
from typing import Protocol

from aura_terminal.app.opening import Opened, opened
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.store.locks import Role
from sync.node.frames import Topic
from tests.support.mesh_acks import AckLog
from tests.support.mesh_bus import BusEnd
from tests.support.mesh_cook import CookHand
from tests.support.mesh_service import ServerHand

PACE_SECONDS = (0.005, 0.06)
IDLE_SECONDS = 0.1


class Worker(Protocol):
    """What a hand does, one act at a time."""

    def serve(self, orders: int) -> None:
        """Take so many more orders to their end."""

    def step(self) -> bool:
        """The next act; False when there is nothing to do. RuleBroken and Unavailable mean that nothing was done."""


class Hand:
    """Acts at a person's pace until its orders are served, and hears the next command meanwhile."""

    def __init__(self, worker: Worker, bus: BusEnd, chance: Random) -> None:
        self._worker, self._bus, self._chance = worker, bus, chance
        self._is_working = self._is_ending = False
        self._pending = b""

    def run(self) -> None:
        """Until `quit` or the end of input."""
        while not self._is_ending:
            pause = self._act() if self._is_working else IDLE_SECONDS
            self._listen(pause)

    def _act(self) -> float:
        self._bus.connect()
        try:
            has_more = self._worker.step()
        except (RuleBroken, Unavailable) as refused:
            _say(f"refused {refused}")
            return IDLE_SECONDS
        if has_more:
            self._bus.say(Topic.FACTS)
            self._bus.say(Topic.SPOOL)
            return self._chance.uniform(*PACE_SECONDS)
        return IDLE_SECONDS

    def _listen(self, within: float) -> None:
        self._bus.hear()
        if not select.select([sys.stdin], [], [], within)[0]:
            return
        data = os.read(sys.stdin.fileno(), 4096)
        self._is_ending = not data
        *lines, self._pending = (self._pending + data).split(b"\n")
        for line in lines:
            self._obey(*line.decode().split())

    def _obey(self, verb: str, *arguments: str) -> None:
        if verb == "serve":
            self._worker.serve(int(arguments[0]))
        self._is_working = verb in ("serve", "cook")
        self._is_ending |= verb == "quit"


def _say(line: str) -> None:
    print(line, flush=True)


def _worker(kind: str, store: Opened, acks: AckLog, chance: Random) -> Worker:
    if kind == "kitchen":
        return CookHand(store, acks, chance)
    return ServerHand(store, acks, chance, lambda: _say("served"))


def main() -> int:
    """Open the store as a screen does and be its hand."""
    folder, kind, acks, seed = sys.argv[1:5]
    chance, log, bus = Random(seed), AckLog(Path(acks)), BusEnd(Path(folder))
    with opened(Path(folder), Role.SCREEN) as store:
        _say("ready")
        Hand(_worker(kind, store, log, chance), bus, chance).run()
    bus.close()
    log.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
