"""Row: what a service takes in calls of Python and in steps of SQLite, which are the same on every machine.

Times of a shared machine are noise; these counts are not: the same program with the same seed gives the same numbers.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from types import FrameType

from aura_terminal.app.simulation import INVENTED_STAFF, Service
from tests.benchmarks.measures import Round, Row
from tests.support.store_shop import StoredShop, founded

ORDERS, SEED, STEPS_AT_ONCE = 12, 7, 10


class Counter:
    """Counts calls of functions as the interpreter tells of them, and steps of SQLite's machine by tens."""

    def __init__(self) -> None:
        self.calls = 0
        self.steps = 0

    def called(self, frame: FrameType, event: str, argument: object) -> None:
        """What Python calls at every step."""
        self.calls += event in ("call", "c_call")

    def stepped(self) -> int:
        """What SQLite calls after so many steps; nought goes on."""
        self.steps += STEPS_AT_ONCE
        return 0


def counted_rows(folder: Path) -> tuple[Row, ...]:
    """An act's share of both, over the same invented service."""
    _serve(founded(folder / "first"), Counter())  # what is remembered for good is remembered now
    counter = Counter()
    acts = _serve(founded(folder / "counted"), counter)
    note = f"{acts} acts of {ORDERS} orders, seed {SEED}; the same number on every machine"
    return (
        Row("counts: calls of Python", "an act", (Round((counter.calls / acts,)),), note=note),
        Row("counts: steps of SQLite", "an act", (Round((counter.steps / acts,)),), note=note),
    )


def _serve(stored: StoredShop, counter: Counter) -> int:
    acts: list[object] = []
    service = Service(stored.shop, INVENTED_STAFF, Random(SEED), acts.append, lambda s: stored.clock.advance(seconds=s))
    raw = (stored.store._connections.read.raw, stored.store._connections.write.raw)
    for connection in raw:
        connection.set_progress_handler(counter.stepped, STEPS_AT_ONCE)
    sys.setprofile(counter.called)
    try:
        service.run(ORDERS)
    finally:
        sys.setprofile(None)
        for connection in raw:
            connection.set_progress_handler(None, STEPS_AT_ONCE)
        stored.store.close()
    return len(acts)
