"""Rows: processor time of each fact, and commits of each tap."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from aura_terminal.store.folders import store_file
from tests.benchmarks.measures import Round, Row, each_goal, sum_goal
from tests.benchmarks.raw_driver import Recorder, Script, commits_in_log, copy_store, raw_writer, write_raw
from tests.benchmarks.service import Evening
from tests.benchmarks.stored import Stored, founded
from tests.benchmarks.taps import cashier

FACTS = 2_000
WARM = 48  # acts; whole orders
COUNTED_TAPS = 200

T = TypeVar("T")


def fact_rows(scratch: Path, rounds: int, facts: int) -> tuple[Row, ...]:
    """A service through the use cases in turns with the bare driver writing the rows it came to."""
    recorder = Recorder()
    with closing(founded(scratch / "facts", recorder.open_raw)) as stored:
        file = scratch / "facts-floor.sqlite"
        file.unlink(missing_ok=True)
        copy_store(store_file(stored.folder), file)
        with closing(raw_writer(file)) as raw:
            service = _Service(stored, recorder, partial(write_raw, raw))
            service.measure(WARM)
            measured = [service.measure(facts // rounds) for _ in range(rounds)]
    cpu = tuple(Round(tuple(ours), tuple(floor)) for ours, floor, _, _ in measured)
    wall = tuple(Round(tuple(ours), tuple(floor)) for _, _, ours, floor in measured)
    kept = sum(len(each.ours) for each in cpu)
    return (
        Row(
            "processor time per fact", "us", cpu, (sum_goal(8.0),), note=f"{kept} facts, each with its share of an act"
        ),
        Row("act -> durable (store alone)", "ms", wall, note="taps, sends and payments through the use cases"),
    )


def commits_row(scratch: Path) -> Row:
    """Durable transactions of each tap, counted in the write-ahead log."""
    with closing(founded(scratch / "commits")) as stored:
        evening, file = Evening(stored.shop, cashier(stored.shop)), store_file(stored.folder)
        counted = []
        for tap in islice(evening.taps(), COUNTED_TAPS):
            before = commits_in_log(file)
            tap()
            after = commits_in_log(file)
            counted.append(float(after - before if after >= before else after))  # a written-back log begins anew
    return Row("commits per tap", "", (Round(tuple(counted)),), (each_goal("exactly 1", 1),))


class _Service:
    """Ours and the floor in turns, act by act."""

    def __init__(self, stored: Stored, recorder: Recorder, write: Callable[[Script], None]) -> None:
        self._recorder, self._write = recorder, write
        self._acts = Evening(stored.shop, cashier(stored.shop)).acts()

    def measure(self, facts: int) -> tuple[list[float], list[float], list[float], list[float]]:
        """Microseconds of processor per fact, ours and floor, and milliseconds of each act, ours and floor."""
        cpu: tuple[list[float], list[float]] = ([], [])
        wall: tuple[list[float], list[float]] = ([], [])
        while len(cpu[0]) < facts:
            act = next(self._acts)
            spent, took, kept = _spent(act)
            bare, bare_took, _ = _spent(partial(self._write, self._recorder.take()))
            count = len(kept or ())
            cpu[0].extend([spent / count] * count)
            cpu[1].extend([bare / count] * count)
            wall[0].append(took)
            wall[1].append(bare_took)
        return *cpu, *wall


def _spent(call: Callable[[], T]) -> tuple[float, float, T]:
    cpu, wall = process_time(), perf_counter()
    result = call()
    return (process_time() - cpu) * 1e6, (perf_counter() - wall) * 1000, result
