"""Files that are there whole or not at all, also after a power cut."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from aura_terminal.domain.telling import told
from aura_terminal.store.errors import Refused, StoreUnavailable, Trouble


@contextmanager
def replaced_whole(target: Path) -> Iterator[BinaryIO]:
    """Writes a new private file: beside its place first, flushed to the disk, then renamed. Refused where a file is."""
    if target.exists():
        raise Refused(told("there is a file {target} already; name another one.", target=target))
    draft = target.with_name(f".{target.name}.unfinished")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        trouble = Trouble.FULL if error.errno == errno.ENOSPC else Trouble.READ_ONLY
        hint = told(
            "{target} cannot be written ({reason}). Name a folder that is there and has room.",
            target=target,
            reason=error.strerror,
        )
        raise StoreUnavailable(trouble, hint) from error
    finally:
        draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Ask the disk to keep what was renamed in a folder; a folder cannot be asked on Windows."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def parts_of(file: Path) -> list[Path]:
    """The file and what SQLite keeps beside it, as far as they are there; the log before the file it belongs to."""
    names = (file.with_name(file.name + ending) for ending in ("-shm", "-wal", "-journal", ""))
    return [part for part in names if part.exists()]


def remove_parts(file: Path) -> None:
    """Delete a file and what SQLite keeps beside it; nothing happens where none is."""
    for part in parts_of(file):
        part.unlink(missing_ok=True)


def sync_file(file: Path) -> None:
    """Ask the disk to keep what was written into a file."""
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
