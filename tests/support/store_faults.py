"""A driver's connection that fails when a test says so, with SQLite's own error codes."""

from __future__ import annotations

from typing import Any

from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import connect


class Faults:
    """What the next statements of a kind come to; shared by every connection opened through `connect`."""

    def __init__(self) -> None:
        self.before: dict[str, list[int]] = {}
        self.after: dict[str, list[int]] = {}
        self.seen: list[str] = []

    def fail_before(self, word: str, *codes: int) -> None:
        """The next statements that begin with the word fail and do nothing."""
        self.before.setdefault(word, []).extend(codes)

    def fail_after(self, word: str, *codes: int) -> None:
        """The next statements that begin with the word do their work and are reported as failed."""
        self.after.setdefault(word, []).extend(codes)

    def connect(self, path: str) -> RawConnection:
        """Open a connection that obeys."""
        faults = self

        class Failing(sqlite.Connection):  # type: ignore[misc]  # the driver ships no types
            def execute(self, sql: str, *values: Any) -> Any:
                faults.seen.append(sql)
                faults._raise(faults.before, sql)
                result = super().execute(sql, *values)
                faults._raise(faults.after, sql)
                return result

            def cursor(self, *arguments: Any) -> Any:
                return super().cursor(FailingCursor)

        class FailingCursor(sqlite.Cursor):  # type: ignore[misc]  # the driver ships no types
            def execute(self, sql: str, *values: Any) -> Any:
                faults._raise(faults.before, sql)
                return super().execute(sql, *values)

            def executemany(self, sql: str, *values: Any) -> Any:
                faults._raise(faults.before, sql)
                return super().executemany(sql, *values)

        return connect(path, Failing)

    def _raise(self, planned: dict[str, list[int]], sql: str) -> None:
        for word, codes in planned.items():
            if codes and sql.startswith(word):
                raise failure(codes.pop(0))


def failure(code: int) -> Exception:
    """An error as the driver raises it."""
    error: Exception = sqlite.OperationalError("disk I/O error" if code == sqlite.SQLITE_IOERR else f"code {code}")
    error.sqlite_errorcode = code  # type: ignore[attr-defined]  # set by the driver
    return error
