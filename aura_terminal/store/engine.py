"""The connection contract (reliability page, section 4.1): one function for each line of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from aura_terminal.domain.telling import told
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import SOUND_SINCE, RawConnection, sqlite
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, in_words, is_overflow, kind_of
from aura_terminal.store.statements import Prepared, Row, literal

APPLICATION_ID = 0x504F5331
BUSY_MILLISECONDS = 5000
WAL_LIMIT_BYTES = 64 * 1024 * 1024
CHECKPOINT_PAGES = 1000

_SAVEPOINT, _ROLL_BACK_TO, _RELEASE = map(literal, ("SAVEPOINT part", "ROLLBACK TO part", "RELEASE part"))

Connect = Callable[[str], RawConnection]


class Access(StrEnum):
    """What a connection is for."""

    WRITE = "write"
    READ = "read"
    SCRATCH = "scratch"


def require_sound_version(version: tuple[int, ...] = sqlite.sqlite_version_info) -> None:
    """Refuse a SQLite that can lose committed data."""
    if version < SOUND_SINCE:
        found, wanted = ".".join(map(str, version)), ".".join(map(str, SOUND_SINCE))
        raise Refused(
            told(
                "SQLite {found} can lose committed sales; install a driver with SQLite {wanted} or newer.",
                found=found,
                wanted=wanted,
            )
        )


def use_wal(raw: RawConnection) -> None:
    """Write-ahead log; the answer is fetched, for a refusal raises nothing."""
    answer = _ask(raw, "PRAGMA journal_mode=WAL")
    if answer != "wal":
        raise Refused(
            told(
                "the folder of the store does not support a write-ahead log (answer: {answer}); use a local disk.",
                answer=answer,
            )
        )


def sync_every_commit(raw: RawConnection) -> None:
    """A commit that returned is on the disk, its directory entry included."""
    _set(raw, "synchronous", 3, "EXTRA")


def sync_through_the_drive(raw: RawConnection) -> None:
    """On macOS a plain fsync stops at the drive's cache; elsewhere this changes nothing."""
    _set(raw, "fullfsync", 1)


def enforce_foreign_keys(raw: RawConnection) -> None:
    """A row never names one that is not there."""
    _set(raw, "foreign_keys", 1)


def wait_when_busy(raw: RawConnection) -> None:
    """Wait for the other process of this terminal, at most five seconds."""
    _set(raw, "busy_timeout", BUSY_MILLISECONDS)


def distrust_the_schema(raw: RawConnection) -> None:
    """A doctored file cannot call functions with side effects."""
    _set(raw, "trusted_schema", 0)


def check_cells(raw: RawConnection) -> None:
    """Damage is found when a page is read, not when it is believed."""
    _set(raw, "cell_size_check", 1)


def never_map_the_file(raw: RawConnection) -> None:
    """An I/O error is an error, not the end of the process."""
    _set(raw, "mmap_size", 0)


def keep_temporary_tables_in_memory(raw: RawConnection) -> None:
    """Sorting leaves no guest's name in a temporary file."""
    _set(raw, "temp_store", 2)


def limit_the_log(raw: RawConnection) -> None:
    """The log's file shrinks back to 64 MiB after a long transaction."""
    _set(raw, "journal_size_limit", WAL_LIMIT_BYTES)


def checkpoint_regularly(raw: RawConnection) -> None:
    """The log is written back every thousand pages."""
    _set(raw, "wal_autocheckpoint", CHECKPOINT_PAGES)


def refuse_extensions(raw: RawConnection) -> None:
    """No statement may load code."""
    raw.enable_load_extension(False)


def only_read(raw: RawConnection) -> None:
    """A connection for screens cannot write, whatever is asked of it."""
    _set(raw, "query_only", 1)


WRITING: tuple[Callable[[RawConnection], None], ...] = (
    wait_when_busy,
    use_wal,
    sync_every_commit,
    sync_through_the_drive,
    enforce_foreign_keys,
    distrust_the_schema,
    check_cells,
    never_map_the_file,
    keep_temporary_tables_in_memory,
    limit_the_log,
    checkpoint_regularly,
    refuse_extensions,
)
IN_MEMORY = (enforce_foreign_keys, distrust_the_schema, keep_temporary_tables_in_memory, refuse_extensions)
CONTRACT = {Access.WRITE: WRITING, Access.READ: (*WRITING, only_read), Access.SCRATCH: IN_MEMORY}


def connect(path: str, factory: type[RawConnection] = sqlite.Connection) -> RawConnection:
    """A connection of the driver that begins and ends no transaction by itself."""
    try:
        return open_file(Path(path), cached_statements=256, factory=factory)
    except sqlite.Error as error:
        trouble = kind_of(error)
        raise in_words(trouble, Path(path)) if trouble else error from error


def _ask(raw: RawConnection, pragma: str) -> Any:  # a pragma answers with whatever it holds
    row = raw.execute(pragma).fetchone()
    return row[0] if row else None


def _set(raw: RawConnection, name: str, wanted: int, word: str = "") -> None:
    raw.execute(f"PRAGMA {name}={word or wanted}").fetchall()
    found = _ask(raw, f"PRAGMA {name}")
    if found != wanted:
        raise Refused(
            told(
                "SQLite keeps {name} at {found} and not at {wanted}; this driver cannot be used for a store.",
                name=name,
                found=found,
                wanted=wanted,
            )
        )


def _keep_open(context: ExceptionContext) -> None:
    """An interrupt closes nothing: whoever began the transaction undoes it, on the connection it was begun on."""
    context.is_disconnect = False


class StoreConnection:
    """One held connection under the contract: prepared statements in, plain rows out, trouble in words."""

    def __init__(self, path: Path, access: Access, open_raw: Connect = connect) -> None:
        self._path = path
        self.raw: RawConnection = self._guarded(lambda: open_raw(str(path)))
        for line in CONTRACT[access]:
            self._guarded(lambda line=line: line(self.raw))  # type: ignore[misc]  # mypy cannot infer bound defaults
        self._engine = create_engine(
            "sqlite://", module=sqlite, creator=lambda: self.raw, poolclass=StaticPool, isolation_level="AUTOCOMMIT"
        )
        event.listen(self._engine, "handle_error", _keep_open)
        self._core: Connection = self._engine.connect()
        self._is_open = True
        self._script: list[tuple[str, Any]] | None = None  # what was written, with values as the driver takes them

    def begin(self) -> None:
        """Become the one writer, waiting at most five seconds for it."""
        self._script = []
        self._guarded(lambda: self.raw.execute("BEGIN IMMEDIATE"))

    def begin_long(self) -> None:
        """The same for a transaction too large to be written a second time from memory."""
        self.begin()
        self._script = None

    def commit(self) -> None:
        """Make it durable; when this raises, nobody knows yet whether it is."""
        self._guarded(lambda: self.raw.execute("COMMIT"))

    def rollback(self) -> None:
        """Undo; SQLite may have done so already, as it does when the file is let go."""
        if self._is_open and self.raw.in_transaction:
            self._guarded(lambda: self.raw.execute("ROLLBACK"))

    def execute(self, statement: Prepared, values: Sequence[Any] = ()) -> int:
        """Run a statement that writes; answers how many rows it changed."""
        bound = tuple(values)
        if self._script is not None:
            self._script.append((statement.sql, bound))
        return self._run(statement.sql, bound)

    def execute_many(self, statement: Prepared, rows: Iterable[Row]) -> None:
        """Run a statement that writes for each row."""
        bound = list(rows)
        if self._script is not None:
            self._script.append((statement.sql, bound))
        self._run(statement.sql, bound)

    def replay(self) -> bool:
        """Begin again and write what the transaction that was lost had written; False when that was not noted."""
        if self._script is None:
            return False
        self._guarded(lambda: self.raw.execute("BEGIN IMMEDIATE"))
        for sql, bound in self._script:
            self._run(sql, bound)
        return True

    def rows(self, statement: Prepared, values: Sequence[Any] = ()) -> Sequence[Any]:  # tuples of the driver
        """Every row a question has for an answer."""
        return self._guarded(lambda: self.raw.cursor().execute(statement.sql, tuple(values)).fetchall())  # type: ignore[no-any-return]  # the driver ships no types

    def one(self, statement: Prepared, values: Sequence[Any] = ()) -> Any:  # a tuple of the driver or None
        """The first row, or None."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def data_version(self) -> int:
        """A number that changes when another connection has committed."""
        return int(self._guarded(lambda: self.raw.execute("PRAGMA data_version").fetchone()[0]))

    def checkpoint(self) -> bool:
        """Write the log back and empty it; False when somebody was still reading from it."""
        busy = self._guarded(lambda: self.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        return not busy

    def write_back(self) -> None:
        """Move what the log holds into the file as far as nobody is in the way."""
        self._guarded(lambda: self.raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall())

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What happens inside is taken back alone when it raises; the transaction goes on."""
        noted = len(self._script or ())
        self.execute(_SAVEPOINT)
        try:
            yield
        except BaseException:
            self.execute(_ROLL_BACK_TO)
            self.execute(_RELEASE)
            if self._script is not None:
                del self._script[noted:]
            raise
        self.execute(_RELEASE)

    def close(self) -> None:
        """Let the file go; may be called twice."""
        self._is_open = False
        self._core.close()
        self._engine.dispose()
        self.raw.close()

    def _run(self, sql: str, bound: Any) -> int:  # one row of values or a list of them
        try:
            return self._core.exec_driver_sql(sql, bound).rowcount
        except DBAPIError as error:
            raise self._told(error) from error

    def _guarded(self, call: Callable[[], Any]) -> Any:  # hands through whatever the driver answers
        try:
            return call()
        except DRIVER_ERRORS as error:
            raise self._told(error) from error

    def _told(self, error: BaseException) -> BaseException:
        if is_overflow(error):
            return OverflowError("a number is larger than SQLite reckons with")
        trouble = kind_of(error)
        return in_words(trouble, self._path) if trouble else error
