"""The disk under one terminal: it fills up, it fails, and the power goes between any two statements.

A crash copies the file and its log as they are at that instant and goes on with the copy: what SQLite had not written
by then is gone, what it had is there, and nothing was closed in order.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import connect
from aura_terminal.store.folders import store_file

WRITING = ("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN")


class PowerCut(BaseException):
    """The terminal stopped here. No handler of the program may catch it, so it is no Exception."""


class Disk:
    """Everything a terminal reads and writes goes through connections opened here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.is_full = False
        self.errors = 0
        self._committed_first = False
        self._countdown: int | None = None
        self._is_off = False
        self._life = 0
        self._raw: list[RawConnection] = []

    def cut_power_after(self, statements: int) -> None:
        """Stop at the so-manieth statement from now: an even number before it is run, an odd one after."""
        self._countdown = statements

    def spare(self) -> None:
        """Take a planned power cut back, if it has not happened yet."""
        self._countdown = None

    def crash(self) -> None:
        """Stop now, between two statements."""
        self._is_off = True
        after = self._next_folder()
        for ending in ("", "-wal"):
            part = store_file(self.folder).with_name(store_file(self.folder).name + ending)
            if part.exists():
                shutil.copyfile(part, after / part.name)
        self._after = after

    def restart(self) -> None:
        """Let go of what was open and go on with what the power cut left."""
        self.let_go()
        shutil.rmtree(self.folder)
        self.folder, self._is_off, self._countdown = self._after, False, None

    def replace(self, folder: Path) -> None:
        """Go on with another folder, as after a restore."""
        self.let_go()
        self.folder, self._is_off, self._countdown = folder, False, None

    def let_go(self) -> None:
        """Close what is still open, without a word to the program."""
        for raw in self._raw:
            raw.close()
        self._raw.clear()

    def forget(self, raw: RawConnection) -> None:
        """One connection whose process is gone."""
        if raw in self._raw:
            self._raw.remove(raw)
            raw.close()

    @property
    def is_off(self) -> bool:
        """Whether the power is gone."""
        return self._is_off

    def connect(self, path: str) -> RawConnection:
        """Open a connection that obeys this disk."""
        disk = self

        class Obeying(sqlite.Connection):  # type: ignore[misc]  # the driver ships no types
            def execute(self, sql: str, *values: Any) -> Any:
                return disk.run(sql, lambda: super(Obeying, self).execute(sql, *values))

            def cursor(self, *arguments: Any) -> Any:
                return super().cursor(ObeyingCursor)

        class ObeyingCursor(sqlite.Cursor):  # type: ignore[misc]  # the driver ships no types
            def execute(self, sql: str, *values: Any) -> Any:
                return disk.run(sql, lambda: super(ObeyingCursor, self).execute(sql, *values))

            def executemany(self, sql: str, *values: Any) -> Any:
                return disk.run(sql, lambda: super(ObeyingCursor, self).executemany(sql, *values))

        raw = connect(path, Obeying)
        self._raw.append(raw)
        return raw

    def run(self, sql: str, statement: Any) -> Any:  # a call that answers with a cursor of the driver
        """Run a statement on this disk as it is now."""
        if self._is_off:
            raise PowerCut
        if self._countdown is None:
            return self._try(sql, statement)
        self._countdown -= 1
        if self._countdown > 0:
            return self._try(sql, statement)
        if self._countdown == 0 and sql.startswith("COMMIT"):
            self._try(sql, statement)
        self.crash()
        raise PowerCut

    def _try(self, sql: str, statement: Any) -> Any:  # see `run`
        if self.is_full and sql.startswith(("INSERT", "UPDATE", "COMMIT")):
            raise _failure(sqlite.SQLITE_FULL)
        if self.errors and sql.startswith("COMMIT"):
            self.errors -= 1
            if self._committed_first:
                statement()
            self._committed_first = not self._committed_first
            raise _failure(sqlite.SQLITE_IOERR)
        return statement()

    def _next_folder(self) -> Path:
        self._life += 1
        stem = self.folder.name.partition("~")[0]
        folder = self.folder.with_name(f"{stem}~{self._life}")
        folder.mkdir(mode=0o700)
        return folder


def _failure(code: int) -> Exception:
    error: Exception = sqlite.OperationalError(f"code {code}")
    error.sqlite_errorcode = code  # type: ignore[attr-defined]  # set by the driver
    return error
