"""Copies of the store that were checked, and the way back to one of them."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aura_terminal.domain.ids import label_after_restore
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.watching import UNWATCHED, Stage, Watch
from aura_terminal.store.cipher import is_plain, open_file
from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import connect
from aura_terminal.store.errors import (
    DRIVER_ERRORS,
    Refused,
    StoreUnavailable,
    Trouble,
    disk_in_words,
    in_words,
    kind_of,
)
from aura_terminal.store.files import sync_file, sync_folder
from aura_terminal.store.folders import BACKUPS, QUARANTINE, READY, make_private, store_file
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.meta import FORMERLY, LABEL, ORIGIN
from aura_terminal.store.migrations.steps import schema_of
from aura_terminal.store.moments import microseconds
from aura_terminal.store.turning import match_folder
from aura_terminal.store.verify import verify_chain

PAGES_AT_ONCE = 1000
QUARTERS_KEPT, DAYS_KEPT, MONTHS_KEPT = 8, 14, 12
QUARTER = timedelta(minutes=15)
_PREFIX, _SUFFIX, _FORMAT, _UNFINISHED = "store-", ".sqlite", "%Y%m%dT%H%M%SZ", ".unfinished"
ABANDONED_AFTER = 6 * 3600.0
"""Seconds since anybody wrote to an unfinished copy, after which its maker has died."""
STEPS_BETWEEN_LOOKS = 20_000
LONGEST_LABEL = 12
"""Six letters and digits at most, and a few restores."""
_SEE = told("see what is wrong with aura-terminal verify, and restore the latest copy there is.")
_NOT_SURE = told("The store was restored from a backup; nobody knows whether this was printed.")


def back_up(folder: Path, now: datetime, watch: Watch = UNWATCHED) -> Path:
    """Copy the store while it is in use, check the copy, and let go of copies nobody needs any more."""
    target = folder / BACKUPS / f"{_PREFIX}{now.astimezone(UTC):{_FORMAT}}{_SUFFIX}"
    with disk_in_words(folder):
        _forget_abandoned(folder / BACKUPS, now)
        target = _copy(store_file(folder), target, watch)
        files = copies(folder)
        for file in files.keys() - kept(files):
            file.unlink(missing_ok=True)
    return target


def copy_to(folder: Path, target: Path, watch: Watch = UNWATCHED) -> Path:
    """Copy the store while it is in use to a place of somebody's choice, checked; Refused where a file is already."""
    if target.exists():
        raise Refused(told("there is a file {target} already; name another one.", target=target))
    return _copy(store_file(folder), target.absolute(), watch)


def copy_before_migration(folder: Path, version: int, now: datetime) -> Path:
    """The copy a failed update can be undone with; it is never thrown away by itself."""
    return _copy(store_file(folder), folder / BACKUPS / f"before-schema-{version + 1}-{now:{_FORMAT}}{_SUFFIX}")


def copies(folder: Path) -> dict[Path, datetime]:
    """The regular copies there are, with the time each was made."""
    made = {file: _made(file) for file in sorted((folder / BACKUPS).glob(f"{_PREFIX}*{_SUFFIX}"))}
    return {file: moment for file, moment in made.items() if moment is not None}


def kept(files: dict[Path, datetime]) -> set[Path]:
    """The newest of each of the last 8 quarters of an hour, 14 days and 12 months in which a copy was made."""
    newest_first = sorted(files, key=lambda file: files[file], reverse=True)
    keep: set[Path] = set()
    for form, most in (("quarter", QUARTERS_KEPT), ("%Y%m%d", DAYS_KEPT), ("%Y%m", MONTHS_KEPT)):
        spans: dict[str, Path] = {}
        for file in newest_first:
            made = files[file]
            span = str(made.timestamp() // QUARTER.total_seconds()) if form == "quarter" else made.strftime(form)
            spans.setdefault(span, file)
        keep.update(list(spans.values())[:most])
    return keep


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
        _without_leftovers(fresh)
        if not is_checked:
            check_copy(copy)
        shutil.copyfile(copy, fresh)
        match_folder(fresh)
        said = labels_by((copy, store_file(folder))).union(formerly)
        labels = sorted(filter(_is_label, said), key=lambda label: (len(label), label))
        _begin_anew(fresh, ids.new(), labels, clock.now())
        sync_file(fresh)
        ready = folder / f"{READY}{_free_name(folder, clock.now())}"
        fresh.replace(ready)
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
    for file in _parts(store_file(folder)):
        file.replace(aside / file.name)
    sync_folder(aside)
    ready.replace(store_file(folder))
    sync_folder(folder)
    make_private(folder)
    return aside


def check_copy(copy: Path, watch: Watch = UNWATCHED) -> None:
    """Refuse a copy that is no store, is damaged, or whose facts were altered."""
    if not copy.is_file():
        raise Refused(told("there is no backup at {copy}. Name a file, such as one of the backups folder.", copy=copy))
    log = copy.with_name(f"{copy.name}-wal")
    if log.exists() and log.stat().st_size:
        raise Refused(
            told(
                "{copy} is no finished copy: the newest sales are still in {log} beside it. Open that folder "
                "with aura-terminal backup --data FOLDER --to FILE, and restore the file it makes. Nothing "
                "has been changed.",
                copy=copy,
                log=log.name,
            )
        )
    fault = _fault(copy, copy, watch)
    if fault:
        raise Refused(told("{fault}. Choose another backup. Nothing has been changed.", fault=fault))


def _fault(copy: Path, called: Path, watch: Watch) -> str:
    """What is wrong with a copy, under the name it goes by; empty when every page and link is as it was written.

    Refused where it is no store of this program, or of a newer one.
    """
    watch.step(Stage.CHECKING)
    raw = open_file(copy, "immutable=1")
    raw.set_progress_handler(lambda: int(watch.is_stopped), STEPS_BETWEEN_LOOKS)
    try:
        if schema_of(raw, copy) == 0:
            return told("{file} is empty", file=called)
        if raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            return told("{file} is damaged: SQLite's own check finds broken pages", file=called)
        store_id = raw.execute("SELECT value FROM meta WHERE key = 'store_id'").fetchone()
        if store_id is None:
            return told("{file} does not say which store it belongs to", file=called)
        finding = next(verify_chain(raw, store_id[0]), None)
    except DRIVER_ERRORS as error:
        watch.step(Stage.CHECKING)  # one that was stopped is no damage
        return told("{file} cannot be read ({error})", file=called, error=error)
    except StoreUnavailable as unavailable:
        watch.step(Stage.CHECKING)
        if unavailable.trouble is not Trouble.DAMAGED:
            raise
        return told("{file} does not read as it was written", file=called)
    finally:
        raw.close()
    if finding is None:
        return ""
    return told(
        "{file} is not as it was written: fact {seq} of {origin}: {what}",
        file=called, seq=finding.seq, origin=finding.origin, what=finding.what
    )  # fmt: skip


def _copy(source: Path, target: Path, watch: Watch = UNWATCHED) -> Path:
    _must_be_a_store(source)
    unfinished = target.with_name(f".{target.name}{_UNFINISHED}")
    try:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        _without_leftovers(unfinished)
        _copy_pages(source, unfinished, watch)
        unfinished.chmod(0o600)
        fault = _fault(unfinished, source, watch)
        if fault:
            raise StoreUnavailable(
                Trouble.DAMAGED,
                told("{fault}. No copy was kept; {see}", fault=fault, see=_SEE),
            )
        sync_file(unfinished)
        unfinished.replace(target)
        sync_folder(target.parent)
    except sqlite.Error as error:
        trouble = kind_of(error)
        if trouble is None:
            raise
        raise _no_copy(source, target, trouble) from error
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        _without_leftovers(unfinished)
    return target


def _must_be_a_store(source: Path) -> None:
    """Refused where nothing is there to be copied; SQLite would make an empty file of that name."""
    if not source.exists():
        hint = told(
            "there is no store in {folder}; set this terminal up first, or restore a backup.", folder=source.parent
        )
        raise Refused(hint)
    raw = connect(str(source))
    try:
        if schema_of(raw, source) == 0:
            raise Refused(told("{file} is empty; there is nothing to copy. Restore the latest backup.", file=source))
    finally:
        raw.close()


def _no_copy(source: Path, target: Path, trouble: Trouble) -> StoreUnavailable:
    if trouble is Trouble.FULL:
        return StoreUnavailable(
            Trouble.FULL,
            told(
                "the disk that holds {target} is full; no copy was made. Make room, or name another disk.",
                target=target,
            ),
        )
    if trouble is Trouble.DAMAGED:
        return StoreUnavailable(
            Trouble.DAMAGED,
            told(
                "{source} does not read as it was written; no copy was kept. See what is wrong with aura-terminal "
                "verify, and restore the latest copy there is.",
                source=source,
            ),
        )
    return in_words(trouble, target)


def _cannot_write(target: Path, error: OSError) -> StoreUnavailable:
    trouble = Trouble.FULL if error.errno == errno.ENOSPC else Trouble.READ_ONLY
    hint = told(
        "the copy {target} cannot be written ({reason}). Name a folder that is there and has room.",
        target=target,
        reason=error.strerror,
    )
    return StoreUnavailable(trouble, hint)


def _copy_pages(source: Path, target: Path, watch: Watch) -> None:
    def tell(_status: int, left: int, whole: int) -> None:
        watch.step(Stage.COPYING, whole - left, whole)

    reading, writing = connect(str(source)), open_file(target, plain=is_plain(source))
    try:
        reading.execute("PRAGMA busy_timeout=5000")
        reading.backup(writing, pages=PAGES_AT_ONCE, progress=tell)
        writing.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        writing.close()
        reading.close()


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


def _free_name(folder: Path, now: datetime) -> str:
    """What the folder is called that the present files are moved to."""
    name, number = f"{now.astimezone(UTC):{_FORMAT}}", 1
    while (folder / QUARANTINE / (name if number == 1 else f"{name}-{number}")).exists():
        number += 1
    return name if number == 1 else f"{name}-{number}"


def _parts(file: Path) -> Iterable[Path]:
    """The file and what SQLite keeps beside it, as far as they are there; the log before the file it belongs to."""
    names = (file.with_name(file.name + ending) for ending in ("-shm", "-wal", "-journal", ""))
    return [part for part in names if part.exists()]


def _without_leftovers(file: Path) -> None:
    for part in _parts(file):
        part.unlink()


def _forget_abandoned(room: Path, now: datetime) -> None:
    """Remove what was left of copies whose makers were killed."""
    for file in room.glob(f".{_PREFIX}*{_UNFINISHED}*"):
        with suppress(FileNotFoundError):  # another program has just finished it
            if now.timestamp() - file.stat().st_mtime > ABANDONED_AFTER:
                file.unlink()


def _made(file: Path) -> datetime | None:
    """When a copy was made, by its name; None for a file that somebody else put there."""
    stamp = file.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)
    try:
        return datetime.strptime(stamp, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
