"""A process that dies between any two statements of tidying has lost nothing, and the next one goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import signed_in
from tests.support.store_days import days, tidy
from tests.support.store_shop import StoredShop, opened

PATIENCE = 120

TIDY = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from aura_terminal.store import retention
from aura_terminal.store.engine import connect
from aura_terminal.store.open_store import open_store
from aura_terminal.store.driver import sqlite
from tests.support.chance import FixedClock, SeededIds
from tests.support.store_shop import SMALL_BALLAST

left = int(sys.argv[3])

def count(sql):
    global left
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN IMMEDIATE")):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

class Counting(sqlite.Cursor):
    def execute(self, sql, *values):
        count(sql)
        return super().execute(sql, *values)
    def executemany(self, sql, *values):
        count(sql)
        return super().executemany(sql, *values)

class Dying(sqlite.Connection):
    def execute(self, sql, *values):
        count(sql)
        return super().execute(sql, *values)
    def cursor(self, *arguments):
        return super().cursor(Counting)

clock = FixedClock(datetime.fromisoformat(sys.argv[2]))
store = open_store(
    Path(sys.argv[1]), clock, SeededIds(clock, 4), ballast_bytes=SMALL_BALLAST,
    open_raw=lambda path: connect(path, Dying),
)
while retention.step(store, clock.now()):
    pass
store.close()
print(left)
"""


@pytest.fixture(scope="module")
def aged(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """Nine days of a small service; nobody has the store open."""
    folder = tmp_path_factory.mktemp("aged") / "store"
    shutil.copytree(template, folder)
    clock = FixedClock()
    stored = opened(folder, clock, SeededIds(clock, 3))
    days(stored, signed_in(stored.shop), 9)
    stored.store.close()
    return folder, clock.now()


def run(folder: Path, now: datetime, after: int) -> subprocess.CompletedProcess[str]:
    """Tidy in a process of its own, which dies at its so many-th statement that writes."""
    arguments = [sys.executable, "-c", TIDY, str(folder), now.isoformat(), str(after)]
    return subprocess.run(
        arguments, check=False, cwd=Path.cwd(), capture_output=True, text=True, timeout=PATIENCE, env=dict(os.environ)
    )


def reopened(folder: Path, now: datetime) -> StoredShop:
    clock = FixedClock(now)
    return opened(folder, clock, SeededIds(clock, 99))


def facts(stored: StoredShop) -> list[object]:
    return [row for origin, _ in stored.store.known() for row in stored.store.facts_after(origin, 0, 1_000_000)]


@pytest.mark.parametrize("share", [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97])
def test_a_kill_anywhere_loses_nothing_and_the_next_process_ends_the_same(
    aged: tuple[Path, datetime], whole: tuple[int, list[object], str], tmp_path: Path, share: float
) -> None:
    folder, now = aged
    statements, before, digest = whole
    shutil.copytree(folder, tmp_path / "store")
    died = run(tmp_path / "store", now, max(1, int(statements * share)))
    assert died.returncode == -signal.SIGKILL, died.stderr
    stored = reopened(tmp_path / "store", now)
    assert stored.store.verify() == ()
    assert facts(stored) == before
    tidy(stored)
    assert stored.store.fold_digest() == digest
    assert facts(stored) == before
    assert stored.store.verify() == ()
    stored.store.close()


@pytest.fixture(scope="module")
def whole(aged: tuple[Path, datetime], tmp_path_factory: pytest.TempPathFactory) -> tuple[int, list[object], str]:
    """How many statements tidying takes, every fact before it, and what the folds are after it."""
    folder, now = aged
    copy = tmp_path_factory.mktemp("whole") / "store"
    shutil.copytree(folder, copy)
    stored = reopened(copy, now)
    before = facts(stored)
    stored.store.close()
    most = 1_000_000
    done = run(copy, now, most)
    assert done.returncode == 0, done.stderr
    stored = reopened(copy, now)
    digest = stored.store.fold_digest()
    stored.store.close()
    return most - int(done.stdout), before, digest
