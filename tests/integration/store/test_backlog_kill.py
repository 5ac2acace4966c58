"""A process that is killed while it folds a backlog has lost nothing, and the next one ends with the same folds."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aura_terminal.store import receiving, unfolded
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay
from tests.support.store_shop import StoredShop, founded, opened

PATIENCE = 120
PLACES = 6
"""At how many statements the process is killed, one after the other, each time on a fresh copy."""

SETTLE = """
import json, os, shutil, signal, sys
from pathlib import Path
from aura_terminal.store.driver import sqlite
from aura_terminal.store.engine import connect
from aura_terminal.store.open_store import open_store
from tests.support.chance import FixedClock, SeededIds
from tests.support.store_shop import SMALL_BALLAST

folder, places = Path(sys.argv[1]), int(sys.argv[2])
left = -1

def count(sql):
    global left
    if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN IMMEDIATE", "SAVEPOINT")):
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
        if sql in ("BEGIN IMMEDIATE", "COMMIT"):
            count(sql)
        return super().execute(sql, *values)
    def cursor(self, *arguments):
        return super().cursor(Counting)

def settle(name, dying_at):
    global left
    clock = FixedClock()
    shutil.copytree(folder / "store", folder / name)
    store = open_store(
        folder / name, clock, SeededIds(clock, 4), ballast_bytes=SMALL_BALLAST,
        open_raw=lambda path: connect(path, Dying),
    )
    left = dying_at
    while store.settle(3):
        pass
    taken = dying_at - left
    store.close()
    return taken

statements = settle("whole", 1_000_000)
ends = []
for place in range(places):
    child = os.fork()
    if not child:
        settle(f"killed-{place}", 1 + statements * place // places)
        os._exit(0)
    ends.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(json.dumps([statements, ends]))
"""


@pytest.fixture
def backlog(stored: StoredShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a store that has journalled another terminal's evening and folded none of it."""
    monkeypatch.setattr(receiving, "AT_ONCE", 0)
    for place in range(6):
        order_id = order_of(stored, EVERYTHING)
        if place % 2:
            for ticket in stored.shop.reads.kitchen.live(None):
                stored.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
            pay(stored, EVERYTHING, order_id)
    store_id, origin = stored.store.identity.store_id, stored.store.identity.origin
    other = founded(tmp_path / "work" / "store", label="R2", store_id=store_id, seed=7, documents=())
    other.store.receive(stored.store.facts_after(origin, 0, 100_000))
    assert len(unfolded.keys(other.store._connections.read)) >= 6
    other.store.close()
    return tmp_path / "work"


def test_a_kill_while_a_backlog_is_folded_loses_nothing_and_the_next_process_ends_the_same(
    stored: StoredShop, backlog: Path
) -> None:
    told = subprocess.run(
        [sys.executable, "-c", SETTLE, str(backlog), str(PLACES)], check=False, cwd=Path.cwd(), capture_output=True,
        text=True, timeout=PATIENCE,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    statements, ends = json.loads(told.stdout)
    assert statements > PLACES
    assert ends == [-signal.SIGKILL] * PLACES
    left = []
    for place in range(PLACES):
        clock = FixedClock()
        killed = opened(backlog / f"killed-{place}", clock, SeededIds(clock, 99))
        left.append(len(unfolded.keys(killed.store._connections.read)))
        assert killed.store.verify() == ()
        assert killed.store.fold_digest() == stored.store.fold_digest()
        assert dict(killed.store.known()).items() >= dict(stored.store.known()).items()
        assert killed.store.verify() == ()
        killed.store.close()
        shutil.rmtree(killed.folder)
    assert left == sorted(left, reverse=True)
    assert left[0] > left[-1] > 0
