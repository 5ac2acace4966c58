"""The two connections of a process to the store's file: one that writes, one that only reads."""

from __future__ import annotations

from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.store.driver import sqlite
from aura_terminal.store.engine import Access, Connect, StoreConnection, connect
from aura_terminal.store.errors import StoreUnavailable, Trouble


class Connections:
    """Opened together, closed together, and opened anew when the file is in doubt."""

    def __init__(self, file: Path, open_raw: Connect = connect) -> None:
        self.file = file
        self._open_raw = open_raw
        self._open()

    def reopen_and_check(self) -> bool:
        """Open the file anew and let SQLite look it through."""
        self.close()
        try:
            self._open()
            return is_whole(self.write)
        except StoreUnavailable:
            return False

    def close(self) -> None:
        """Let the file go."""
        self.read.close()
        self.write.close()

    def _open(self) -> None:
        self.write = StoreConnection(self.file, Access.WRITE, self._open_raw)
        self.read = StoreConnection(self.file, Access.READ, self._open_raw)


def is_whole(connection: StoreConnection) -> bool:
    """SQLite's quick check; half a second for a year of sales."""
    return _passes(connection, "PRAGMA quick_check(1)")


def is_whole_throughout(connection: StoreConnection) -> bool:
    """SQLite's full check, which also holds every index against its table; twice as long."""
    return _passes(connection, "PRAGMA integrity_check(1)")


def _passes(connection: StoreConnection, check: str) -> bool:
    try:
        rows = connection.raw.execute(check).fetchall()
    except sqlite.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite.SQLITE_BUSY:
            raise StoreUnavailable(
                Trouble.BUSY, told("the file could not be checked, it is in use; try again.")
            ) from error
        return False
    return [tuple(row) for row in rows] == [("ok",)]
