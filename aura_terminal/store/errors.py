"""What can go wrong with the store's file, told apart by SQLite's primary code and put into words for staff."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.store.driver import sqlite

STORE = told("Store")


class Trouble(StrEnum):
    """What kind of trouble the file is in (reliability page, section 4.2)."""

    BUSY = "busy"
    FULL = "full"
    IO = "io"
    DAMAGED = "damaged"
    READ_ONLY = "read_only"
    REFUSED = "refused"


class StoreUnavailable(Unavailable):
    """The store cannot do what was asked; nothing was kept unless the hint says so."""

    def __init__(self, trouble: Trouble, hint: str) -> None:
        super().__init__(STORE, hint)
        self.trouble = trouble


class Refused(StoreUnavailable):
    """A file or folder this program must not use; the hint says why and what to do."""

    def __init__(self, hint: str, trouble: Trouble = Trouble.REFUSED) -> None:
        super().__init__(trouble, hint)


class Unreadable(Refused):
    """A file that is no store any more although one was here: empty, or without the head that says what it is."""


# What the driver raises. Where damage got into the text of its own complaint, it fails to read that.
DRIVER_ERRORS = (sqlite.Error, UnicodeDecodeError)

_KINDS = {
    sqlite.SQLITE_BUSY: Trouble.BUSY,
    sqlite.SQLITE_LOCKED: Trouble.BUSY,
    sqlite.SQLITE_PROTOCOL: Trouble.BUSY,
    sqlite.SQLITE_FULL: Trouble.FULL,
    sqlite.SQLITE_IOERR: Trouble.IO,
    sqlite.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite.SQLITE_CANTOPEN: Trouble.READ_ONLY,
    sqlite.SQLITE_PERM: Trouble.READ_ONLY,
}

# What SQLite says (sqlite3_errstr) where the driver hands on no code: its backup does not.
_SAYINGS = {
    "database is locked": Trouble.BUSY,
    "locking protocol": Trouble.BUSY,
    "database or disk is full": Trouble.FULL,
    "disk I/O error": Trouble.IO,
    "database disk image is malformed": Trouble.DAMAGED,
    "file is not a database": Trouble.DAMAGED,
    "attempt to write a readonly database": Trouble.READ_ONLY,
    "unable to open database file": Trouble.READ_ONLY,
}

_HINTS = {
    Trouble.BUSY: told(
        "another program has held {file} for more than 5 seconds; nothing was kept. Close programs that "
        "look into it (backup, virus scanner, database viewer) and try again."
    ),
    Trouble.FULL: told(
        "the disk that holds {file} is full; this was not kept. Space that was held back is free now: "
        "finish what is open and make room on the disk."
    ),
    Trouble.IO: told(
        "the disk reported an error at {file}; this was not kept. Try again, and have the disk looked at."
    ),
    Trouble.DAMAGED: told(
        "{file} does not read as it was written; nothing was kept. Close this terminal and start it again: it "
        "leads to a copy or to another terminal, as aura-terminal mend does. See what is "
        "wrong with aura-terminal verify; aura-terminal restore FILE goes back to a copy by hand."
    ),
    Trouble.READ_ONLY: told(
        "{file} cannot be opened for writing; nothing was kept. Check that the folder belongs to this "
        "user and that the disk is not mounted read-only."
    ),
}

_DISK_HINTS = {
    Trouble.FULL: told("{place} cannot be used ({why}). Free space on that disk and try again."),
    Trouble.IO: told("{place} cannot be used ({why}). Try again, and have the disk looked at."),
    Trouble.READ_ONLY: told(
        "{place} cannot be used ({why}). Check that the folder belongs to this user "
        "and that the disk is not mounted read-only, then try again."
    ),
}
_ERRNOS = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EMFILE: Trouble.READ_ONLY,
    errno.ENFILE: Trouble.READ_ONLY,
}

FAILED_HINT = told(
    "the disk that holds {file} fails: two errors within a day, or one that could not be settled. Nothing more is kept "
    "on this terminal. Sell at another terminal or on paper, and replace the disk."
)


def kind_of(error: BaseException) -> Trouble | None:
    """The trouble behind a driver's error; None when it is a mistake in the program (a constraint, a misspelt name)."""
    cause = getattr(error, "orig", error)  # SQLAlchemy wraps the driver's own; locks say Refused without loading it
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(cause, UnicodeDecodeError):
        return Trouble.DAMAGED
    if code is None:
        return _SAYINGS.get(str(cause)) if isinstance(cause, sqlite.Error) else None
    return _KINDS.get(code & 0xFF)


def is_overflow(error: BaseException) -> bool:
    """Whether SQLite added numbers up, in a CHECK or a sum, to more than it has bits for; its words alone tell."""
    return str(getattr(error, "orig", error)) == "integer overflow"


def in_words(trouble: Trouble, file: Path) -> StoreUnavailable:
    """The trouble in words."""
    return StoreUnavailable(trouble, _HINTS[trouble].format(file=file))


def disk_failed(file: Path) -> StoreUnavailable:
    """What is said once the disk is given up."""
    return StoreUnavailable(Trouble.IO, FAILED_HINT.format(file=file))


@contextmanager
def disk_in_words(folder: Path) -> Iterator[None]:
    """What the system refuses about files beside the store, as StoreUnavailable."""
    try:
        yield
    except OSError as error:
        trouble = _ERRNOS.get(error.errno or 0, Trouble.IO)
        hint = _DISK_HINTS[trouble].format(place=error.filename or folder, why=error.strerror or error)
        raise StoreUnavailable(trouble, hint) from error
