"""Copies of the store that were checked, and the way back to one of them."""

from __future__ import annotations

import errno
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.ports.watching import UNWATCHED, Stage, Watch
from aura_terminal.store.cipher import is_plain, open_file
from aura_terminal.store.driver import sqlite
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
from aura_terminal.store.files import remove_parts, sync_file, sync_folder
from aura_terminal.store.folders import BACKUPS, store_file
from aura_terminal.store.migrations.steps import schema_of
from aura_terminal.store.verify import verify_chain

PAGES_AT_ONCE = 1000
QUARTERS_KEPT, DAYS_KEPT, MONTHS_KEPT = 8, 14, 12
QUARTER = timedelta(minutes=15)
STAMP = "%Y%m%dT%H%M%SZ"
_PREFIX, _SUFFIX, _UNFINISHED = "store-", ".sqlite", ".unfinished"
ABANDONED_AFTER = 6 * 3600.0
"""Seconds since anybody wrote to an unfinished copy, after which its maker has died."""
STEPS_BETWEEN_LOOKS = 20_000
_SEE = told("see what is wrong with aura-terminal verify, and restore the latest copy there is.")


def back_up(folder: Path, now: datetime, watch: Watch = UNWATCHED) -> Path:
    """Copy the store while it is in use, check the copy, and let go of copies nobody needs any more."""
    target = folder / BACKUPS / f"{_PREFIX}{now.astimezone(UTC):{STAMP}}{_SUFFIX}"
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
    return _copy(store_file(folder), folder / BACKUPS / f"before-schema-{version + 1}-{now:{STAMP}}{_SUFFIX}")


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
        remove_parts(unfinished)
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
        remove_parts(unfinished)
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
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
