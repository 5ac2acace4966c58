"""Processes of our own that tell the time, and what they hold in memory."""

from __future__ import annotations

import compileall
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from threading import Timer
from time import monotonic_ns
from types import TracebackType
from typing import IO

ROOT = Path(__file__).parents[2]
ROOMS = ("aura_terminal", "sync", "devices", "resources", "tests/benchmarks")
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
PATIENCE_SECONDS = 60
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class Told:
    """A process whose lines `what nanoseconds` say when it reached something; ended when it takes minutes."""

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
        environment = {**os.environ, **OFFSCREEN}
        self._started = monotonic_ns()
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._patience = Timer(PATIENCE_SECONDS, self._process.kill)
        self._patience.daemon = True

    def __enter__(self) -> Told:
        self._patience.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._input.close()
        self._output.close()
        self._process.wait(PATIENCE_SECONDS)
        self._patience.cancel()

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def reached(self, what: str) -> float:
        """Milliseconds from the start of the process until it says so. Raises RuntimeError when it ends before."""
        for line in self._output:
            said, _, nanoseconds = line.partition(" ")
            if said == what:
                return (int(nanoseconds) - self._started) / 1e6
        raise RuntimeError(f"the process ended before it said {what}")

    @property
    def _input(self) -> IO[str]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _output(self) -> IO[str]:
        assert self._process.stdout is not None
        return self._process.stdout


def milestones(module: str, *arguments: str, until: Iterable[str]) -> dict[str, float]:
    """Run one to its end: milliseconds to each of these, in the order in which they come."""
    with Told(module, *arguments) as told:
        return {what: told.reached(what) for what in until}


def answer(module: str, *arguments: str) -> None:
    """Run a module of this folder to its end, offscreen."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **OFFSCREEN}, check=True, timeout=30 * 60)


def compile_everything() -> None:
    """Bytecode for every module, as an installation has it."""
    for room in ROOMS:
        compileall.compile_dir(ROOT / room, quiet=2)


def children_of(pid: int) -> list[int]:
    """The processes this one started."""
    with ExitStack() as files:
        tasks = [files.enter_context(task.open()) for task in Path(f"/proc/{pid}/task").glob("*/children")]
        return [int(child) for task in tasks for child in task.read().split()]


def pss_megabytes(pid: int) -> float:
    """What a process holds, pages shared with others counted by their share."""
    found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    if found is None:
        raise RuntimeError(f"the system does not say what process {pid} holds")
    return int(found[1]) / 1024
