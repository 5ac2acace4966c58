"""Where a run took place: cores, versions, how busy others are, and what the disk asks for one fdatasync."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from aura_terminal.store.driver import sqlite
from tests.benchmarks.measures import at

SYNCS = 200
PAGE = bytes(4096)


def described(folder: Path) -> tuple[str, ...]:
    """Lines for the top of the table."""
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    costs = DiskProbe(folder).take(SYNCS)
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    return (
        f"{os.cpu_count()} shared cores, {system}, Python {platform.python_version()}, "
        f"PySide6 {version('PySide6-Essentials')}, SQLite {sqlite.sqlite_version}",
        f"load before the run: {load} (1, 5, 15 minutes)",
        disk_words(costs),
    )


def disk_words(costs: Sequence[float]) -> str:
    """What bare fdatasyncs cost."""
    return f"bare fdatasync of one page: p50 {at(costs, 0.5):.2f}, p99 {at(costs, 0.99):.2f} ms ({len(costs)} times)"


class DiskProbe:
    """Appends pages to a file of its own and syncs each."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fdatasync.probe"

    def take(self, times: int) -> tuple[float, ...]:
        """Milliseconds of so many writes of one page, each with its fdatasync."""
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            return tuple(_one(handle) for _ in range(times))
        finally:
            os.close(handle)
            self._file.unlink()


def _one(handle: int) -> float:
    start = perf_counter()
    os.write(handle, PAGE)
    os.fdatasync(handle)
    return (perf_counter() - start) * 1000
