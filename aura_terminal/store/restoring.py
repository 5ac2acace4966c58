"""The way back to a copy of the store: the present files are moved aside, and what follows has a name of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from aura_terminal.domain.ids import label_after_restore
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.store.backups import STAMP, check_copy
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import connect
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, Trouble
from aura_terminal.store.files import parts_of, remove_parts, sync_file, sync_folder
from aura_terminal.store.folders import LABELS, QUARANTINE, READY, make_private, store_file
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.meta import FORMERLY, LABEL, ORIGIN
from aura_terminal.store.moments import microseconds
from aura_terminal.store.turning import match_folder

LONGEST_LABEL = 12
"""Six letters and digits at most, and a few restores."""
_NOT_SURE = told("The store was restored from a backup; nobody knows whether this was printed.")


def restore(
    folder: Path, copy: Path, clock: Clock, ids: Ids, formerly: Iterable[str] = (), *, is_checked: bool = False
) -> Path:
    """Put a checked copy in the place of the store; answers the folder the present files were moved to.

    `formerly` are labels the terminal is known to have had, where the present file may not be able to tell;
    `is_checked` says that `check_copy` was called for this copy just now, which takes long for a large one.

    A program that dies meanwhile leaves the present store, or the restored one as soon as the next start has called
    `finish_restore`; never anything between.

    What follows is written under a new origin, for other terminals may know facts the copy lacks, and under a new label
    (R1 is called R1B from then on), so that no order or closing number is given twice. Jobs that still waited for paper
    when the copy was made may long be printed, so somebody has to look at them. Refused when the copy is bad or the
    terminal is running.
    """
    locks = [RoleLock(folder, role) for role in (Role.SCREEN, Role.NODE)]
    try:
        for lock in locks:
            lock.take()
        fresh = store_file(folder).with_suffix(".restoring")
        remove_parts(fresh)
        if not is_checked:
            check_copy(copy)
        try:
            shutil.copyfile(copy, fresh)
            match_folder(fresh)
            said = labels_by((copy, store_file(folder))).union(formerly, kept_labels(folder))
            labels = sorted(filter(_is_label, said), key=lambda label: (len(label), label))
            _begin_anew(fresh, ids.new(), labels, clock.now())
            sync_file(fresh)
            _keep_label(folder, label_after_restore(labels[-1]))
            ready = folder / f"{READY}{free_name(folder, clock.now())}"
            fresh.replace(ready)
        finally:
            remove_parts(fresh)  # of what was refused nothing stays
        sync_folder(folder)  # from here on the next start goes on with it
        return _change_over(folder, ready)
    finally:
        for lock in locks:
            lock.release()


def finish_restore(folder: Path) -> Path | None:
    """Go on with a restore that a crash cut short after its copy was ready; answers where the former files are.

    To be called before the store of a folder is looked at. Nothing happens while a process of the terminal runs.
    """
    ready = next(iter(sorted(folder.glob(f"{READY}*"))), None)
    if ready is None:
        return None
    locks = [RoleLock(folder, role) for role in (Role.SCREEN, Role.NODE)]
    try:
        for lock in locks:
            lock.take()
        return _change_over(folder, ready) if ready.exists() else None
    except Refused as busy:
        if busy.trouble is not Trouble.BUSY:
            raise
        return None
    finally:
        for lock in locks:
            lock.release()


def _change_over(folder: Path, ready: Path) -> Path:
    """Move the present files aside and the ready one into their place; may be begun again wherever it was cut off."""
    aside = folder / QUARANTINE / ready.name.removeprefix(READY)
    aside.mkdir(parents=True, mode=0o700, exist_ok=True)
    for file in parts_of(store_file(folder)):
        file.replace(aside / file.name)
    sync_folder(aside)
    ready.replace(store_file(folder))
    sync_folder(folder)
    make_private(folder)
    return aside


def labels_by(files: Iterable[Path]) -> set[str]:
    """What the terminal is and was called, by each file that can still tell."""
    found: set[str] = set()
    for file in files:
        try:
            raw = open_file(file, "mode=ro")
        except sqlite.Error:
            continue
        try:
            for (label,) in raw.execute("SELECT value FROM meta WHERE key IN (?, ?)", (LABEL, FORMERLY)):
                found.update(str(label).splitlines())
        except DRIVER_ERRORS:
            continue
        finally:
            raw.close()
    return found


def kept_labels(folder: Path) -> set[str]:
    """What the terminal was called after each restore, by the folder itself: files may be lost or removed."""
    try:
        return set(filter(_is_label, (folder / LABELS).read_text("ascii", errors="replace").splitlines()))
    except FileNotFoundError:
        return set()


def _keep_label(folder: Path, label: str) -> None:
    with (folder / LABELS).open("a", encoding="ascii") as file:
        file.write(f"\n{label}\n")  # a line of its own, also where the one before was torn
        file.flush()
        os.fsync(file.fileno())


def _is_label(said: str) -> bool:
    """Whether a terminal can be called so: damage may have made something else of it."""
    return said.isascii() and said.isalnum() and len(said) <= LONGEST_LABEL


def _begin_anew(fresh: Path, origin: str, formerly: Sequence[str], now: datetime) -> None:
    """Give the file a name of its own; `formerly` are the labels it had, the oldest first."""
    raw: RawConnection = connect(str(fresh))
    try:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("UPDATE meta SET value = ? WHERE key = ?", (origin, ORIGIN))
        raw.execute("UPDATE meta SET value = ? WHERE key = ?", (label_after_restore(formerly[-1]), LABEL))
        raw.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (FORMERLY, "\n".join(formerly)))
        raw.execute("DELETE FROM meta WHERE key LIKE 'open:%'")
        raw.execute(
            "UPDATE spool_jobs SET state = 'unconfirmed', last_error = ?, changed_us = ? "
            "WHERE state IN ('queued', 'sending', 'held', 'in_printer')",
            (_NOT_SURE, microseconds(now)),
        )
        if raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'wires'").fetchone() is not None:
            _plan_anew(raw)
        raw.execute("COMMIT")
    finally:
        raw.close()


def _plan_anew(raw: RawConnection) -> None:
    """What was under way with central back offices is long answered: all is planned once more, under the same keys."""
    raw.execute("DELETE FROM wires")
    raw.execute("DELETE FROM central_waiting")
    raw.execute("UPDATE central_cursors SET arrival = 0")


def free_name(folder: Path, now: datetime, begins: str = "") -> str:
    """What the folder is called that the present files are moved to."""
    name, number = f"{begins}{now.astimezone(UTC):{STAMP}}", 1
    while (folder / QUARANTINE / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return name if number == 1 else f"{name}-{number}"
