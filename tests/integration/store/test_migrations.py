"""A store file grows step by step, or is left as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import APPLICATION_ID, connect
from aura_terminal.store.errors import Refused
from aura_terminal.store.folders import BACKUPS, store_file
from aura_terminal.store.migrations.steps import CURRENT, STEPS, migrate, schema_of
from aura_terminal.store.open_store import open_store
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import signed_in
from tests.support.store_service import serve
from tests.support.store_shop import SMALL_BALLAST, opened

DIE = """
import os, signal, sys
from pathlib import Path
from aura_terminal.store.engine import connect
from aura_terminal.store.migrations import steps
file, after = Path(sys.argv[1]), int(sys.argv[2])
raw = connect(str(file))
class Deadly(tuple):
    def __iter__(self):
        for number, statement in enumerate(tuple.__iter__(self)):
            if number == after:
                os.kill(os.getpid(), signal.SIGKILL)
            yield statement
        os.kill(os.getpid(), signal.SIGKILL)
steps.migrate(raw, file, lambda version: None, (steps.STEPS[0], Deadly(steps.STEPS[1])))
"""


@pytest.fixture
def raw(tmp_path: Path) -> Iterator[RawConnection]:
    connection = connect(str(tmp_path / "store.sqlite"))
    yield connection
    connection.close()


def oldest(folder: Path) -> None:
    """Turn a store into one of the first schema, as its program would have left it."""
    file = store_file(folder)
    newest = file.rename(file.with_suffix(".newest"))
    connection = connect(str(file))
    migrate(connection, file, lambda version: None, STEPS[:1])
    connection.execute("PRAGMA journal_mode=WAL").fetchall()
    connection.execute("ATTACH ? AS newest", (str(newest),))
    tables = connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall()
    for (table,) in tables:
        columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newest.{table}")
    connection.execute("DETACH newest")
    connection.close()
    newest.unlink()


def shape(folder: Path) -> list[tuple[str, ...]]:
    connection = connect(str(store_file(folder)))
    rows = [tuple(row) for row in connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()]
    connection.close()
    return rows


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(template, tmp_path / "store"))


def test_the_oldest_shipped_file_is_brought_up_to_date_with_all_it_holds(folder: Path) -> None:
    newest = shape(folder)
    oldest(folder)
    clock = FixedClock()
    stored = opened(folder, clock, SeededIds(clock))
    assert stored.shop.reads.menu.search("marg", 3)[0].item_id == "margherita"
    assert stored.store.verify() == ()
    stored.store.close()
    assert shape(folder) == newest


def test_orders_of_the_oldest_file_are_folded_anew_and_read_as_before(folder: Path) -> None:
    clock = FixedClock()
    stored = opened(folder, clock, SeededIds(clock, 3))
    serve(stored, signed_in(stored.shop))
    orders, digest = stored.shop.reads.orders.open_orders(), stored.store.fold_digest()
    recent, live = stored.shop.reads.orders.recent(10), stored.shop.reads.kitchen.live(None)
    stored.store.close()
    oldest(folder)
    stored = opened(folder, clock, SeededIds(clock, 4))
    assert stored.shop.reads.orders.open_orders() == orders
    assert stored.shop.reads.orders.recent(10) == recent
    assert stored.shop.reads.kitchen.live(None) == live
    assert stored.store.fold_digest() == digest
    assert stored.store.verify() == ()
    stored.store.close()


def test_folds_that_were_not_made_again_are_made_at_the_next_start(folder: Path) -> None:
    clock = FixedClock()
    stored = opened(folder, clock, SeededIds(clock, 3))
    serve(stored, signed_in(stored.shop))
    digest = stored.store.fold_digest()
    stored.store.close()
    raw = connect(str(store_file(folder)))
    raw.execute("DELETE FROM order_conflicts")
    raw.execute("DELETE FROM payments")
    raw.execute("INSERT INTO meta VALUES ('stale_folds', 'yes')")
    raw.close()
    stored = opened(folder, clock, SeededIds(clock, 4))
    assert stored.store.fold_digest() == digest
    stored.store.close()


def test_one_copy_of_the_old_file_is_kept_however_many_steps_are_due(folder: Path) -> None:
    oldest(folder)
    clock = FixedClock()
    opened(folder, clock, SeededIds(clock)).store.close()
    (copy,) = (folder / BACKUPS).iterdir()
    assert copy.name.startswith("before-schema-2-")
    connection = connect(str(copy))
    assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    assert connection.execute("SELECT count(*) FROM journal").fetchone()[0] > 100
    connection.close()


def test_steps_that_were_run_are_not_run_again(raw: RawConnection, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    left: list[int] = []
    assert migrate(raw, file, left.append) == tuple(range(1, CURRENT + 1))
    assert migrate(raw, file, left.append) == ()
    assert left == []


def test_a_step_that_fails_leaves_the_version_before(raw: RawConnection, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    with pytest.raises(sqlite.OperationalError):
        migrate(raw, file, lambda version: None, (STEPS[0], ("CREATE TABLE extra (a)", "NOT SQL")))
    assert schema_of(raw, file) == 1
    assert raw.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'").fetchone()[0] == 0


def test_a_step_that_breaks_a_reference_is_taken_back(raw: RawConnection, tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    step = ("INSERT INTO ticket_lines VALUES ('nobodys', 'l', 0, 'x', 1, 0, 0)",)
    with pytest.raises(Refused, match="1 rows name others"):
        migrate(raw, file, lambda version: None, (STEPS[0], step))
    assert schema_of(raw, file) == 1


@pytest.mark.parametrize("after", [0, 2, len(STEPS[1])])
def test_a_kill_in_the_middle_of_a_step_leaves_the_version_before(folder: Path, after: int) -> None:
    oldest(folder)
    before = shape(folder)
    died = subprocess.run([sys.executable, "-c", DIE, str(store_file(folder)), str(after)], check=False, cwd=Path.cwd())
    assert died.returncode == -signal.SIGKILL
    assert shape(folder) == before
    clock = FixedClock()
    stored = opened(folder, clock, SeededIds(clock))
    assert stored.store.verify() == ()
    stored.store.close()


def refusal(folder: Path) -> str:
    before = store_file(folder).read_bytes()
    clock = FixedClock()
    with pytest.raises(Refused) as refused:
        open_store(folder, clock, SeededIds(clock), ballast_bytes=SMALL_BALLAST)
    assert store_file(folder).read_bytes() == before
    assert not os.listdir(folder / BACKUPS) if (folder / BACKUPS).exists() else True
    return refused.value.hint


def test_a_newer_schema_is_refused_in_plain_words_and_not_touched(folder: Path) -> None:
    connection = connect(str(store_file(folder)))
    connection.execute(f"PRAGMA user_version={CURRENT + 1}")
    connection.close()
    hint = refusal(folder)
    assert "newer version of this program" in hint
    assert "Update this terminal" in hint


def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    connection = connect(str(store_file(folder)))
    connection.execute("CREATE TABLE music (title)")
    connection.close()
    assert "not a store of this program" in refusal(folder)


def test_a_file_that_is_no_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    store_file(folder).write_bytes(b"minutes of the staff meeting\n" * 500)
    assert "not a store of this program" in refusal(folder)


def test_an_empty_file_that_was_never_founded_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    store_file(folder).touch()
    clock = FixedClock()
    with pytest.raises(Refused, match="is empty"):
        open_store(folder, clock, SeededIds(clock), ballast_bytes=SMALL_BALLAST)


def test_the_number_on_the_file_is_the_one_that_was_chosen() -> None:
    assert int.from_bytes(b"POS1", "big") == APPLICATION_ID
