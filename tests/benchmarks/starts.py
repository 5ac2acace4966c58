"""Rows: from the start of the process to the first painted frame, beside a window with nothing in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from aura_terminal.store.folders import store_file
from tests.benchmarks.measures import Round, Row, ratio_goal
from tests.benchmarks.processes import compile_everything, milestones
from tests.benchmarks.raw_driver import copy_store

Reached = dict[str, float]
Start = Callable[[], Reached]
Pair = tuple[Reached, Reached]


def copied_shop(source: Path, target: Path) -> Path:
    """A data folder of its own with the same shop."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("store.sqlite*", "ballast", "*.lock"))
    copy_store(store_file(source), store_file(target))
    return target


def terminal_start(folder: Path) -> Start:
    """Start the terminal of a data folder and leave it as soon as all of it works."""
    return partial(milestones, "start_process", str(folder), until=("frame", "ready"))


def bare_start() -> Start:
    """Start a window with nothing in it."""
    return partial(milestones, "bare_process", until=("frame",))


def in_turns(ours: Start, floor: Start, rounds: int, runs: int) -> list[list[Pair]]:
    """So many starts of each, by turns, after one of each that does not count."""
    _once(ours, floor)
    taken: list[list[Pair]] = []
    for _ in range(rounds):
        taken.append([_once(ours, floor) for _ in range(runs)])
    return taken


def _once(ours: Start, floor: Start) -> Pair:
    compile_everything()  # each time: on a machine where people work, a module may have changed meanwhile
    return ours(), floor()


def start_rows(folder: Path, scratch: Path, rounds: int, runs: int) -> tuple[Row, ...]:
    """Starts of the terminal in turns with starts of a bare window."""
    taken = in_turns(terminal_start(copied_shop(folder, scratch / "starts")), bare_start(), rounds, runs)
    frames, whole = rounds_of(taken, "frame", "frame"), rounds_of(taken, "ready", "frame")
    return (
        Row("start -> first painted frame, 10,000 items", "ms", frames, (ratio_goal(0.5, 2.0),)),
        Row("start -> store open, every screen there", "ms", whole),
    )


def rounds_of(taken: list[list[Pair]], ours: str, floor: str) -> tuple[Round, ...]:
    """The samples of one milestone of ours beside one of the floor's."""
    return tuple(Round(tuple(a[ours] for a, _ in each), tuple(b[floor] for _, b in each)) for each in taken)
