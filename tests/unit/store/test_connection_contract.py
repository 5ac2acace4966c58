"""One test for each line of the connection contract."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.engine.default import DefaultExecutionContext

from aura_terminal.store import engine
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import SOUND_SINCE, sqlite
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.errors import Refused, StoreUnavailable, Trouble
from aura_terminal.store.statements import literal


@pytest.fixture
def writing(file: Path) -> Iterator[StoreConnection]:
    connection = StoreConnection(file, Access.WRITE)
    yield connection
    connection.close()


@pytest.fixture
def reading(writing: StoreConnection, file: Path) -> Iterator[StoreConnection]:
    connection = StoreConnection(file, Access.READ)
    yield connection
    connection.close()


def ask(connection: StoreConnection, pragma: str) -> object:
    return connection.raw.execute(f"PRAGMA {pragma}").fetchone()[0]


def test_the_driver_brings_a_sound_sqlite() -> None:
    assert sqlite.sqlite_version_info >= SOUND_SINCE
    engine.require_sound_version()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_older_sqlite_is_refused_by_name(version: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match=r"3\.(40\.1|51\.2).*3\.51\.3"):
        engine.require_sound_version(version)


def test_the_log_is_written_ahead(writing: StoreConnection) -> None:
    assert ask(writing, "journal_mode") == "wal"


def test_a_file_that_cannot_have_a_log_is_refused() -> None:
    raw = engine.connect(":memory:")
    with pytest.raises(Refused, match="memory"):
        engine.use_wal(raw)
    raw.close()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 3),
        ("fullfsync", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("mmap_size", 0),
        ("temp_store", 2),
        ("journal_size_limit", 67108864),
        ("wal_autocheckpoint", 1000),
        ("query_only", 0),
    ],
)
def test_a_writing_connection_keeps_its_settings(writing: StoreConnection, pragma: str, value: int) -> None:
    assert ask(writing, pragma) == value


def test_a_setting_that_does_not_hold_is_refused(writing: StoreConnection) -> None:
    with pytest.raises(Refused, match="page_size"):
        engine._set(writing.raw, "page_size", 7)


def test_a_reading_connection_cannot_write(reading: StoreConnection) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        reading.execute(literal("CREATE TABLE t (a)"))
    assert refused.value.trouble is Trouble.READ_ONLY


def test_no_extension_can_be_loaded(writing: StoreConnection) -> None:
    with pytest.raises(sqlite.OperationalError, match="not authorized"):
        writing.raw.execute("SELECT load_extension('anything')")


def test_the_driver_begins_no_transaction_of_its_own(writing: StoreConnection) -> None:
    writing.execute(literal("CREATE TABLE t (a)"))
    writing.execute(literal("INSERT INTO t VALUES (1)"))
    assert not writing.raw.in_transaction


def test_beginning_takes_the_write_lock_at_once(writing: StoreConnection, file: Path) -> None:
    other = open_file(file, timeout=0)
    writing.begin()
    with pytest.raises(sqlite.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    writing.rollback()
    other.close()


def test_a_rollback_after_sqlite_has_rolled_back_itself_is_no_error(writing: StoreConnection) -> None:
    writing.begin()
    writing.raw.execute("ROLLBACK")
    writing.rollback()


def test_an_interrupt_within_a_statement_is_undone_like_any_other_trouble(
    writing: StoreConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing.begin()
    writing.execute(literal("CREATE TABLE kept (number INTEGER)"))
    with monkeypatch.context() as patched:
        patched.setattr(DefaultExecutionContext, "_init_statement", interrupted)
        with pytest.raises(KeyboardInterrupt):
            writing.execute(literal("INSERT INTO kept VALUES (1)"))
    writing.rollback()
    writing.begin()
    assert writing.rows(literal("SELECT name FROM sqlite_schema WHERE type='table'")) == []
    writing.rollback()


def interrupted(*_: object) -> None:
    """Where Ctrl-C may come as well as anywhere."""
    raise KeyboardInterrupt


def test_what_was_begun_when_the_file_was_let_go_needs_no_undoing(file: Path) -> None:
    connection = StoreConnection(file, Access.WRITE)
    connection.begin()
    connection.close()
    connection.rollback()


def test_a_savepoint_takes_back_only_its_own_part(writing: StoreConnection) -> None:
    writing.execute(literal("CREATE TABLE t (a)"))
    writing.begin()
    writing.execute(literal("INSERT INTO t VALUES (1)"))
    with suppress(RuntimeError), writing.savepoint():
        writing.execute(literal("INSERT INTO t VALUES (2)"))
        raise RuntimeError
    writing.commit()
    assert [tuple(row) for row in writing.rows(literal("SELECT a FROM t"))] == [(1,)]


def test_another_connections_commit_shows_in_the_data_version(
    writing: StoreConnection, reading: StoreConnection
) -> None:
    before, own = reading.data_version(), writing.data_version()
    writing.execute(literal("CREATE TABLE t (a)"))
    assert reading.data_version() != before
    assert writing.data_version() == own


def test_what_is_no_database_is_told_in_words(file: Path) -> None:
    file.write_bytes(b"a shopping list, not a database file" * 100)
    with pytest.raises(StoreUnavailable) as refused:
        StoreConnection(file, Access.WRITE)
    assert refused.value.trouble is Trouble.DAMAGED
    assert str(file) in refused.value.hint
