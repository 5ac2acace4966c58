"""Copies of the store as a person at the screen deals with them, and going back to one of them.

A restore needs the store for itself, so the screen only notes what is wanted (`ask_restore`) and ends; who runs the
window carries it out (`carry_out_restore`) and begins anew.
"""

from __future__ import annotations

import json
import logging
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aura_terminal.app import program
from aura_terminal.app.care_notes import note_done
from aura_terminal.app.whole_files import write_whole
from aura_terminal.domain import telling
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.store_care import CareAct
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.watching import Stage, Watch
from aura_terminal.store import backups, guard, meta, restoring
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, StoreUnavailable
from aura_terminal.store.folders import BACKUPS, WANTED, store_file
from aura_terminal.store.holdings import holdings_of, lost_by
from aura_terminal.store.locks import Role, is_taken
from aura_terminal.view_models.safekeeping import CopyCard, Found, Inspected, LastRestore, LossCard, PlaceRow

LAST = "last-restore.json"
STAMP = "%Y%m%dT%H%M%SZ"
SHELF = "aura-backups"
"""The folder on a stick that copies are put into."""
NODE_ENDS_WITHIN, LOOK_EVERY = 20.0, 0.05
MOST_FOUND = 60
DOING = telling.told("Going back to this copy")

Places = Callable[[], Sequence[PlaceRow]]
_log = logging.getLogger(__name__)


class Safekeeper:
    """Deals with the files of one terminal's folder; see `view_models.safekeeping.Keeper`."""

    def __init__(self, folder: Path, now: Callable[[], datetime], places: Places) -> None:
        self._folder, self._now, self._places = folder, now, places

    def copies(self) -> Found:
        """The copies of this store there are, where more can be put, and how the last restore ended."""
        places = tuple(self._places())
        ours = holdings_of_store(self._folder)
        rooms = [(self._folder / BACKUPS, ""), *((Path(row.id) / SHELF, row.name) for row in places)]
        cards = [card for room, name in rooms for card in _cards_in(room, name, ours)]
        return tuple(sorted(cards, key=lambda card: card.made_at, reverse=True)), places, last_restore(self._folder)

    def back_up(self, place: str, watch: Watch) -> str:
        """Copy the store, checked; to the folder of backups, or to a stick."""
        if not place:
            return str(backups.back_up(self._folder, self._now(), watch))
        return str(backups.copy_to(self._folder, self._target(place, "sqlite"), watch))

    def check(self, copy: str, watch: Watch) -> str:
        """What is wrong with a copy."""
        try:
            backups.check_copy(Path(copy), watch)
        except StoreUnavailable as faulty:
            return faulty.hint
        return ""

    def loss(self, card: CopyCard, watch: Watch) -> LossCard:
        """What going back to the copy would take away; the copy is looked through first."""
        backups.check_copy(Path(card.id), watch)
        lost = lost_by(self._folder, Path(card.id))
        return LossCard(
            card, lost.facts, lost.oldest, lost.orders, lost.payments, lost.closings, lost.only_here, lost.untold
        )

    def seal(self, place: str, watch: Watch) -> tuple[str, int]:
        """Write every fact to one sealed file on a stick, or into the folder of backups."""
        target = self._target(place or str(self._folder / BACKUPS), "sealed")
        made = guard.seal_first(self._folder, target, self._now(), watch)
        return str(target), made.facts

    def inspect(self, watch: Watch) -> Inspected:
        """Look the store through in a process of its own: hashing every fact would hold up this one's taps."""
        command = program.command("verify", "--data", str(self._folder), "--json")
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            said = _heard(process, watch)
        try:
            told = json.loads(said)
            findings = tuple(f"{each['kind']}: {each['what']}" for each in told["findings"])
            return Inspected(int(told["facts"]), findings)
        except (ValueError, KeyError) as wrong:
            raise Refused(telling.told("the store could not be looked through; try aura-terminal verify.")) from wrong

    def ask_restore(self, copy: str, by: tuple[str, str], allowed: Approval) -> None:
        """Note what is wanted; it is carried out when this program has ended, and forgotten where it crashes."""
        said = {"by": allowed.by, "at": allowed.at.isoformat(), "purpose": allowed.purpose}
        wanted = {"copy": copy, "by_id": by[0], "by": by[1], "allowed": said}
        write_whole(self._folder / WANTED, json.dumps(wanted).encode())

    def _target(self, place: str, ending: str) -> Path:
        shelf = Path(place) if Path(place).name == BACKUPS else Path(place) / SHELF
        try:
            shelf.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise Refused(
                telling.told(
                    "{place} cannot be written to ({reason}). Take another stick.", place=place, reason=error.strerror
                )
            ) from error
        label = holdings_of_store(self._folder)[1] or "terminal"
        return shelf / f"store-{label}-{self._now().astimezone(UTC):{STAMP}}.{ending}"


def holdings_of_store(folder: Path) -> tuple[str, str]:
    """The store this folder's terminal belongs to, and what it is called; empty where it cannot be told."""
    try:
        connection = StoreConnection(store_file(folder), Access.READ)
    except StoreUnavailable:
        return "", ""
    try:
        identity = meta.identity(connection)
        return identity.store_id, identity.label
    except DRIVER_ERRORS:  # a file that was begun and never became a store
        return "", ""
    finally:
        connection.close()


def carry_out_restore(folder: Path, clock: Clock, ids: Ids) -> bool:
    """Go back to the copy somebody asked for before the program ended; False where nobody did.

    How it ended is noted for the next start, also a refusal: then the store is as it was.
    """
    file = folder / WANTED
    if not file.exists():
        return False
    wanted = json.loads(file.read_text("utf-8"))
    file.unlink()
    copy, aside, refused = Path(wanted["copy"]), "", ""
    try:
        _wait_for_node(folder)
        backups.check_copy(copy)
        _save_what_came_since(folder, copy, clock.now())
        aside = str(restoring.restore(folder, copy, clock, ids, is_checked=True))
        _note_in_journal(folder, wanted, clock, ids)
    except (StoreUnavailable, OSError) as trouble:
        refused = trouble.hint if isinstance(trouble, StoreUnavailable) else str(trouble)
        _log.warning("not_restored: %s", refused)
    note = {"copy": copy.name, "at": clock.now().isoformat(), "by": wanted["by"], "aside": aside, "refused": refused}
    write_whole(folder / LAST, json.dumps(note).encode())
    return True


def last_restore(folder: Path) -> LastRestore | None:
    """How the last restore from the screen ended; None where there was none."""
    try:
        said = json.loads((folder / LAST).read_text("utf-8"))
        return LastRestore(said["copy"], datetime.fromisoformat(said["at"]), said["by"], said["aside"], said["refused"])
    except (OSError, ValueError, KeyError):
        return None


def _save_what_came_since(folder: Path, copy: Path, now: datetime) -> None:
    """What was kept between the answer and the end of the program (a sign-out, a printer's health) is sealed too."""
    try:
        guard.guarded(folder, DOING, guard.reached_by(copy))
    except (guard.OnlyHere, guard.Untold):
        shelf = folder / BACKUPS
        shelf.mkdir(mode=0o700, exist_ok=True)
        guard.seal_first(folder, shelf / f"before-going-back-{now.astimezone(UTC):{STAMP}}.sealed", now)
        guard.guarded(folder, DOING, guard.reached_by(copy))


def _note_in_journal(folder: Path, wanted: dict[str, Any], clock: Clock, ids: Ids) -> None:  # as `ask_restore` wrote
    said = wanted["allowed"]
    allowed = Approval(StaffId(said["by"]), datetime.fromisoformat(said["at"]), said["purpose"])
    note_done(folder, StaffId(wanted["by_id"]), CareAct.RESTORE, Path(wanted["copy"]).name, allowed, clock, ids)


def _wait_for_node(folder: Path) -> None:
    until = time.monotonic() + NODE_ENDS_WITHIN
    while is_taken(folder, Role.NODE):
        if time.monotonic() > until:
            raise Refused(
                telling.told(
                    "this terminal's node did not end; nothing was changed. Restart the machine and try again."
                )
            )
        time.sleep(LOOK_EVERY)


def _cards_in(room: Path, place: str, ours: tuple[str, str]) -> Iterable[CopyCard]:
    try:
        files = sorted(room.glob("*.sqlite"), reverse=True)[:MOST_FOUND]
    except OSError:
        return
    for file in files:
        held = holdings_of(file)
        if ours[0] and held.store_id not in ("", ours[0]):
            continue
        try:
            seen = file.stat()
        except OSError:
            continue
        made = _told_by(file.stem) or datetime.fromtimestamp(seen.st_mtime, UTC)
        yield CopyCard(str(file), made, seen.st_size, place, held.label, held.facts, held.orders, held.newest)


def _told_by(name: str) -> datetime | None:
    try:
        return datetime.strptime(name.rpartition("-")[2], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _heard(process: subprocess.Popen[bytes], watch: Watch) -> bytes:
    """What a process says until it ends; it is ended where nobody wants it any more."""
    while True:
        try:
            said, _ = process.communicate(timeout=LOOK_EVERY)
        except subprocess.TimeoutExpired:
            try:
                watch.step(Stage.CHECKING)
            except BaseException:
                process.kill()
                raise
        else:
            return said
