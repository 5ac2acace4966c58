"""The way back from a store that is damaged beyond opening, for who stands in front of it.

Nothing is deleted: the damaged files are set aside first, then a checked copy or another terminal's store takes their
place, and what the damaged file still holds is taken out of it. A note in the folder says how far that has come, so
that whoever starts next goes on where the power went.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.watching import UNWATCHED, Watch
from aura_terminal.store import backups, restoring
from aura_terminal.store.errors import StoreUnavailable, disk_in_words
from aura_terminal.store.files import parts_of, sync_folder
from aura_terminal.store.folders import BACKUPS, DAMAGE_NOTE, QUARANTINE, is_damage_noted, store_file
from aura_terminal.store.holdings import Holdings, holdings_of
from aura_terminal.store.inspection import is_damaged
from aura_terminal.store.locks import Role, RoleLock
from aura_terminal.store.open_store import open_store
from aura_terminal.store.salvage import Salvaged, labels_in, salvage

REPORT = "taken-out.json"
"""What came out of the damaged file, written beside it."""


class State(StrEnum):
    """How a folder's store stands: all is well, it has to be mended, or it is in place and the rest is to be done."""

    SOUND = "sound"
    DAMAGED = "damaged"
    HALFWAY = "halfway"


@dataclass(frozen=True, slots=True)
class Damage:
    """What was noted: when and how it was found; `aside` is the folder the damaged files were moved to, "" before."""

    since: datetime
    why: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Copies of the store, the newest first, each with what it holds; `bad` are those that are no way back, and why."""

    good: tuple[tuple[Path, Holdings], ...] = ()
    bad: tuple[tuple[Path, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mended:
    """What came of it: where the damaged files are, and what was taken out of them."""

    aside: Path
    taken_out: Salvaged


def note_damage(folder: Path, why: str, now: datetime) -> None:
    """Note that the store cannot be used; what was noted before stays."""
    if not is_damage_noted(folder):
        _write(folder, Damage(now, why))


def damage_of(folder: Path) -> Damage | None:
    """What was noted, if anything was."""
    try:
        said = json.loads((folder / DAMAGE_NOTE).read_text("utf-8"))
        return Damage(datetime.fromisoformat(said["since"]), str(said["why"]), str(said["aside"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        return Damage(datetime.fromtimestamp((folder / DAMAGE_NOTE).stat().st_mtime, UTC), "")


def state_of(folder: Path) -> State:
    """How the store stands. A note about a file that reads after all, twice, is taken back: disks err now and then."""
    noted = damage_of(folder)
    if noted is None:
        return State.SOUND
    if noted.aside:
        return State.HALFWAY if store_file(folder).exists() else State.DAMAGED
    if not (_reads(folder) and _reads(folder)):
        return State.DAMAGED
    (folder / DAMAGE_NOTE).unlink(missing_ok=True)
    return State.SOUND


def copies_of(folder: Path, elsewhere: Iterable[Path] = (), watch: Watch = UNWATCHED) -> Found:
    """The copies in the folder of backups, and in others, that were looked through page by page and link by link."""
    good: list[tuple[Path, Holdings]] = []
    bad: list[tuple[Path, str]] = []
    files = [file for room in (folder / BACKUPS, *elsewhere) for file in room.glob("*.sqlite")]
    for file in sorted(files, key=_made, reverse=True):
        try:
            backups.check_copy(file, watch)
        except StoreUnavailable as faulty:
            bad.append((file, faulty.hint))
        else:
            good.append((file, holdings_of(file)))
    return Found(tuple(good), tuple(bad))


def set_aside(folder: Path, now: datetime) -> Path:
    """Move the damaged files where nothing touches them; answers the folder. They are noted before they are moved.

    Refused while the terminal runs. Repeating it, also after a power cut in the middle, comes to the same.
    """
    note_damage(folder, "", now)
    noted = damage_of(folder)
    assert noted is not None
    with disk_in_words(folder), _alone(folder):
        if not noted.aside:
            noted = replace(noted, aside=f"{QUARANTINE}/{restoring.free_name(folder, now, 'damaged-')}")
            _write(folder, noted)
        aside = folder / noted.aside
        aside.mkdir(parents=True, mode=0o700, exist_ok=True)
        file = store_file(folder)
        if not (aside / file.name).exists():
            for part in parts_of(file):
                part.replace(aside / part.name)
            sync_folder(aside)
            sync_folder(folder)
    return aside


def newest_copy(folder: Path) -> Path | None:
    """The newest sound copy in the folder of backups; older ones are not looked through."""
    return next(filter(_is_sound, _lenders(folder)), None)


def _is_sound(copy: Path) -> bool:
    try:
        backups.check_copy(copy)
    except StoreUnavailable:
        return False
    return True


def go_back(folder: Path, copy: Path, clock: Clock, ids: Ids, *, is_checked: bool = False) -> Mended:
    """Set the damaged files aside, put a checked copy in their place, and take out of them what the copy lacks.

    `is_checked` says that the copy was looked through just now, which takes long for a large one. Refused for a bad
    copy, before anything is moved. The terminal goes on under a new label, as after any restore.
    """
    if not is_checked:
        backups.check_copy(copy)
    aside = set_aside(folder, clock.now())
    formerly = labels_of(folder)
    emptied = restoring.restore(folder, copy, clock, ids, formerly, is_checked=True)
    with suppress(OSError):
        emptied.rmdir()  # nothing was there to be replaced
    return finish(folder, clock, ids, lender=copy) or Mended(aside, Salvaged())


def finish(folder: Path, clock: Clock, ids: Ids, lender: Path | None = None) -> Mended | None:
    """With a sound store in its place again: take out of the damaged file what it still holds, and write that down.

    None where nothing is noted. Repeating it changes nothing.
    """
    noted = damage_of(folder)
    if noted is None or not noted.aside:
        return None
    aside = folder / noted.aside
    taken_out = Salvaged()
    store = open_store(folder, clock, ids, role=Role.TOOL)
    try:
        label = store.identity.label
        if store_file(aside).exists():
            taken_out = salvage(store, store_file(aside), lender or next(iter(_lenders(folder)), None))
    finally:
        store.close()
    with disk_in_words(folder):
        aside.mkdir(parents=True, mode=0o700, exist_ok=True)
        (aside / REPORT).write_text(json.dumps(_plain(noted, taken_out) | {"goes_on_as": label}, indent=1), "utf-8")
        (folder / DAMAGE_NOTE).unlink(missing_ok=True)
        sync_folder(folder)
    return Mended(aside, taken_out)


def labels_of(folder: Path) -> set[str]:
    """What the terminal of a folder was ever called, by every file that can still tell."""
    noted = damage_of(folder)
    damaged = folder / noted.aside / store_file(folder).name if noted and noted.aside else store_file(folder)
    others = [*(folder / QUARANTINE).glob(f"*/{damaged.name}"), *(folder / BACKUPS).glob("*.sqlite")]
    reported = {_called(report) for report in (folder / QUARANTINE).glob(f"*/{REPORT}")} - {""}
    said = labels_in(damaged) if damaged.exists() else set()
    return restoring.labels_by(others) | reported | restoring.kept_labels(folder) | said


def _called(report: Path) -> str:
    """What a terminal was called that was mended before."""
    try:
        return str(json.loads(report.read_text("utf-8"))["goes_on_as"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _reads(folder: Path) -> bool:
    """Whether the store's pages and chains are whole."""
    try:
        return not is_damaged(folder)
    except StoreUnavailable:
        return False


def _lenders(folder: Path) -> Iterable[Path]:
    return sorted((folder / BACKUPS).glob("*.sqlite"), key=_made, reverse=True)


def _made(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep the terminal's processes out; Refused where one of them runs."""
    locks = [RoleLock(folder, role) for role in (Role.SCREEN, Role.NODE)]
    try:
        for lock in locks:
            lock.take()
        yield
    finally:
        for lock in locks:
            lock.release()


def _plain(noted: Damage, taken_out: Salvaged) -> dict[str, object]:
    until = taken_out.until
    return {
        "damaged_since": noted.since.isoformat(), "why": noted.why, "facts_taken_out": taken_out.facts,
        "facts_missing": taken_out.missing, "whole_until": None if until is None else until.isoformat(),
        "was_readable": taken_out.is_readable,
    }  # fmt: skip


def _write(folder: Path, damage: Damage) -> None:
    said = {"since": damage.since.isoformat(), "why": damage.why, "aside": damage.aside}
    with disk_in_words(folder):
        draft = folder / f".{DAMAGE_NOTE}.unfinished"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(said, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / DAMAGE_NOTE)
        sync_folder(folder)
