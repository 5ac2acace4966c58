"""The database of a central: SQLite in a file of its own, or PostgreSQL; one place that begins transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import make_url

from sync.central.store.migrating import migrate

SQLITE_LINES = (
    "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA busy_timeout=10000",
    "PRAGMA trusted_schema=OFF", "PRAGMA temp_store=MEMORY", "PRAGMA journal_size_limit=67108864",
)  # fmt: skip
"""Log ahead of the file, every commit on the disk, ten seconds of patience with the other workers."""

WRITES = "writes"


class Database:
    """Connections and transactions. `sqlite` is the driver for SQLite files; PostgreSQL needs none."""

    def __init__(self, url: str, sqlite: ModuleType | None = None, *, connections: int = 16) -> None:
        asked = make_url(url)
        self.is_postgresql = asked.get_backend_name() == "postgresql"
        self.url = asked.render_as_string(hide_password=True)
        options: dict[str, Any] = {
            "pool_size": connections, "max_overflow": 0, "pool_timeout": 30,
            "pool_use_lifo": True,  # a connection used a moment ago has its statements prepared
            "hide_parameters": True,  # what went wrong may be logged, what was to be written may not
        }  # fmt: skip
        if not self.is_postgresql:
            options |= {"module": sqlite, "connect_args": {"check_same_thread": False, "timeout": 10}}
        self._engine = create_engine(asked, **options)
        self._writing = self._engine.execution_options(**{WRITES: True})
        if not self.is_postgresql:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads; it sees one state from its first question to its last on SQLite."""
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: committed when the block is left, taken back when it raises."""
        with self._writing.begin() as connection:
            yield connection

    def migrate(self) -> int:
        """Bring the tables to the newest step; answers the step they were at before."""
        with self.writing() as connection:
            return migrate(connection)

    def close(self) -> None:
        """Let every connection go."""
        self._engine.dispose()


def _prepare(raw: Any, record: object) -> None:
    """The driver begins nothing by itself; `_begin` does."""
    raw.isolation_level = None
    cursor = raw.cursor()
    for line in SQLITE_LINES:
        cursor.execute(line).fetchall()
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer is the one writer from its first word on, so that two never wait for each other half way."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
