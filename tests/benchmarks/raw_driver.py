"""The floor under every durable act: the bare driver writing the very same rows under the same connection contract."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import WRITING, connect

Script = list[tuple[str, Any]]  # a statement with one row of values, or with a list of rows
WRITES = ("INSERT", "UPDATE", "DELETE")
READS = ("SELECT", "WITH")
LOG_HEADER, FRAME_HEADER = 32, 24


class Recorder:
    """Opens connections that note statements of some kinds, writes if not said; give `open_raw` to the store."""

    def __init__(self, kinds: tuple[str, ...] = WRITES) -> None:
        self._kinds = kinds
        self._script: Script = []

    def take(self) -> Script:
        """What was noted since the last call."""
        taken, self._script = self._script, []
        return taken

    def open_raw(self, path: str) -> RawConnection:
        """A connection of the driver as the store makes it, with a cursor that notes."""
        note = self._note

        class NotingCursor(sqlite.Cursor):  # type: ignore[misc]  # the driver ships no types
            def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
                note(sql, values)
                return super().execute(sql, values)

            def executemany(self, sql: str, rows: Sequence[Sequence[Any]]) -> Any:
                note(sql, list(rows))
                return super().executemany(sql, rows)

        class NotingConnection(sqlite.Connection):  # type: ignore[misc]  # the driver ships no types
            def cursor(self, factory: type = NotingCursor) -> Any:
                return super().cursor(factory)

        return connect(path, NotingConnection)

    def _note(self, sql: str, values: Sequence[Any]) -> None:
        if sql.lstrip().upper().startswith(self._kinds):
            self._script.append((sql, values))


def raw_writer(file: Path) -> RawConnection:
    """The bare driver under the store's connection contract."""
    raw = connect(str(file))
    for line in WRITING:
        line(raw)
    return raw


def write_raw(raw: RawConnection, script: Script) -> None:
    """The rows of one act in one transaction, and nothing else."""
    raw.execute("BEGIN IMMEDIATE")
    for sql, values in script:
        if isinstance(values, list):
            raw.executemany(sql, values)
        else:
            raw.execute(sql, values)
    raw.execute("COMMIT")


def copy_store(source: Path, target: Path) -> None:
    """A whole copy of a store's file, its log included."""
    with closing(connect(str(source))) as raw, closing(connect(str(target))) as copy:
        raw.backup(copy)


def commits_in_log(store: Path) -> int:
    """How many transactions the write-ahead log holds: frames that carry the size of the database end one.

    Layout: sqlite.org/fileformat2.html#walformat. Frames of an earlier turn of the log have other salts.
    """
    return sum(1 for _ in _ends(Path(f"{store}-wal").read_bytes()))


def _ends(log: bytes) -> Iterator[int]:
    if len(log) < LOG_HEADER:
        return
    page_size = struct.unpack_from(">I", log, 8)[0]
    salts = log[16:24]
    for start in range(LOG_HEADER, len(log) - FRAME_HEADER + 1, FRAME_HEADER + page_size):
        size_after = struct.unpack_from(">I", log, start + 4)[0]
        if log[start + 8 : start + 16] != salts:
            return
        if size_after:
            yield size_after
