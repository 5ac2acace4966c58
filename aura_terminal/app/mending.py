"""Mending a damaged store: from a copy, or from another terminal, and what the damaged file still holds."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from aura_terminal.app.care_notes import note_at_the_machine
from aura_terminal.app.joining import Newcomer, join_store
from aura_terminal.app.peer_identity import is_paired, keep_credentials, read_credentials
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import label_after_restore
from aura_terminal.domain.store_care import CareAct
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.store import mending
from aura_terminal.store.errors import StoreUnavailable, Trouble, Unreadable
from aura_terminal.store.folders import store_file
from aura_terminal.store.holdings import holdings_of
from aura_terminal.store.mending import Damage, Mended, State
from aura_terminal.view_models.first_run_draft import MendableCopy, MendCard, MendedCard
from sync.net.tls import Credentials

_log = logging.getLogger(__name__)
UNTOLD = "R1"
"""What a terminal is taken to have been called where no file can tell and it never joined others."""

Rooms = Callable[[], Sequence[Path]]


def is_beyond_opening(trouble: Unavailable) -> bool:
    """Whether the file is what is wrong, so that only another one in its place helps."""
    return isinstance(trouble, Unreadable) or (
        isinstance(trouble, StoreUnavailable) and trouble.trouble is Trouble.DAMAGED
    )


def must_be_mended(folder: Path, clock: Clock, ids: Ids) -> bool:
    """Whether a store that was noted as damaged still has to be mended; what a crash cut short is finished here."""
    state = mending.state_of(folder)
    if state is State.HALFWAY:
        try:
            finish(folder, clock, ids)
        except StoreUnavailable as trouble:
            _log.warning("not_mended: %s", trouble.hint)
            return True
        return False
    return state is State.DAMAGED


def finish(folder: Path, clock: Clock, ids: Ids) -> Mended | None:
    """Do what a crash left of mending; None where nothing was left."""
    mended = mending.finish(folder, clock, ids)
    if mended is not None:
        note_at_the_machine(folder, CareAct.MEND, clock, ids, mended.aside.name)
    return mended


class Mender:
    """Mends the store of one folder; each way says what came of it. `rooms` are other places where copies may lie."""

    def __init__(self, folder: Path, clock: Clock, ids: Ids, rooms: Rooms = tuple) -> None:
        self._folder, self._clock, self._ids, self._rooms = folder, clock, ids, rooms
        self.report: MendedCard | None = None

    @property
    def next_label(self) -> str:
        """What the terminal may be called from now on, so that no number is given twice."""
        credentials = self._credentials()
        joined_as = {credentials.label} if credentials else set[str]()
        known = sorted(mending.labels_of(self._folder) | joined_as, key=lambda label: (len(label), label))
        return label_after_restore(known[-1] if known else UNTOLD)

    def look(self) -> MendCard:
        """What is wrong, and the ways there are; takes as long as it takes to look copies through."""
        noted = mending.damage_of(self._folder) or Damage(self._clock.now(), "")
        found = mending.copies_of(self._folder, self._rooms())
        good = tuple(MendableCopy(str(file), held.newest, held.orders) for file, held in found.good)
        return MendCard(noted.since, noted.why, good, len(found.bad), is_paired(self._folder))

    def go_back(self, copy: str, *, is_checked: bool = False) -> MendedCard:
        """Put a copy in the place of the damaged file. Raises StoreUnavailable; then nothing was deleted."""
        newest = holdings_of(Path(copy)).newest
        mended = mending.go_back(self._folder, Path(copy), self._clock, self._ids, is_checked=is_checked)
        return self._reported(mended, replace(_card(mended), base_until=newest))

    def fetch(self, newcomer: Newcomer) -> MendedCard:
        """Become a new terminal of the store, let in by another one, and bring along what the damaged file holds.

        Raises NotWelcome, RuleBroken or Unavailable; then the machine is as it was, and the damaged file is aside.
        """
        before = self._credentials()
        mending.set_aside(self._folder, self._clock.now())
        try:
            joined = join_store(self._folder, newcomer, self._ids, secrets.token_bytes)
        except BaseException:
            if before is not None and not store_file(self._folder).exists():
                keep_credentials(self._folder, before)
            raise
        mended = mending.finish(self._folder, self._clock, self._ids)
        assert mended is not None  # it was noted before anything was moved
        formerly = before.label if before is not None else ""
        return self._reported(mended, replace(_card(mended), by=joined.inviter, formerly=formerly))

    def _credentials(self) -> Credentials | None:
        with suppress(Unavailable):
            return read_credentials(self._folder)
        return None

    def _reported(self, mended: Mended, card: MendedCard) -> MendedCard:
        label = holdings_of(store_file(self._folder)).label
        note_at_the_machine(self._folder, CareAct.MEND, self._clock, self._ids, mended.aside.name)
        self.report = replace(card, label=label)
        _log.info("mended: %s", mended.taken_out)
        return self.report


def _card(mended: Mended) -> MendedCard:
    out = mended.taken_out
    return MendedCard("", str(mended.aside), out.facts, out.missing, out.until, out.is_readable)
