"""What the doctor says of the store: whether it can be read, and what in it cannot be worked on here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aura_terminal.app.findings import Finding, Level
from aura_terminal.store.encryption_mark import mark_of
from aura_terminal.store.errors import StoreUnavailable, Trouble
from aura_terminal.store.folders import BACKUPS, FILE_NAME, store_file

MOST_NAMED = 5
LATE = timedelta(days=2)


def examine_store_in(folder: Path, now: datetime) -> Iterator[Finding]:
    """Nothing is said of a store that is not there yet; whether facts are as they were written is for `verify`."""
    file = store_file(folder)
    if file.exists():
        yield _finding(folder, file)
        yield _encryption(folder, file)
        yield _copies(folder, now)


def _copies(folder: Path, now: datetime) -> Finding:
    """A terminal that was off has no newer copy and needs none; one that was on and has none is worth a word."""
    from aura_terminal.store.backups import copies

    place, made = str(folder / BACKUPS), copies(folder).values()
    kept_at = max(datetime.fromtimestamp(each.stat().st_mtime, UTC) for each in folder.glob(f"{FILE_NAME}*"))
    if not made:
        return Finding(Level.OK, "Copies", "none yet; the first is made in a quiet minute of a running terminal", place)
    newest = max(made)
    said = f"the newest is of {newest.astimezone():%Y-%m-%d %H:%M}"
    if kept_at - newest <= LATE or now - newest <= LATE:
        return Finding(Level.OK, "Copies", said, place)
    return Finding(
        Level.WARNING, "Copies", f"{said}, and more was kept since", place,
        "Make one with: aura-terminal backup. The log says why there is none (own_copy_failed).",
    )  # fmt: skip


def _encryption(folder: Path, file: Path) -> Finding:
    """A folder that is marked may still hold a plain file: encrypting was cut off, or somebody put one there."""
    from aura_terminal.store.cipher import is_plain

    if not is_plain(file):
        return Finding(Level.OK, "Encryption", "the store is encrypted, its key is in the keyring", str(file))
    if mark_of(folder) is not None:
        return Finding(
            Level.WARNING, "Encryption", "the store is to be encrypted, and is not", str(file),
            "Close the terminal and go on with: aura-terminal encrypt",
        )  # fmt: skip
    return Finding(Level.OK, "Encryption", "none: who has the disk can read the store", str(file))


def _finding(folder: Path, file: Path) -> Finding:
    from aura_terminal.store.inspection import aside_in  # slow, and of use where there is a store

    try:
        aside = aside_in(folder)
    except StoreUnavailable as trouble:
        level = Level.WARNING if trouble.trouble is Trouble.BUSY else Level.PROBLEM
        return Finding(level, "Store", f"cannot be read: {trouble.hint}", str(file))
    if not aside:
        return Finding(Level.OK, "Store", "can be read, and nothing is kept aside", str(file))
    more = ("…",) if len(aside) > MOST_NAMED else ()
    named = ", ".join((*(one.name for one in aside[:MOST_NAMED]), *more))
    return Finding(
        Level.WARNING, "Store", f"{len(aside)} kept aside, which cannot be worked on here: {named}", str(file),
        "See why with: aura-terminal verify",
    )  # fmt: skip
