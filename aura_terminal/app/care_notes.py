"""Who did what with the files of a store, noted in the store that came of it."""

from __future__ import annotations

import logging
from pathlib import Path

from aura_terminal.app.opening import opened
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import COMMAND_LINE, Actor, Approval, Permission
from aura_terminal.domain.store_care import CareAct
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.store.errors import StoreUnavailable
from aura_terminal.store.locks import Role

_log = logging.getLogger(__name__)

# Whoever may write to the data folder may do everything; the fact says that it was done here and not by who signed in.
AT_THE_MACHINE = Actor(COMMAND_LINE, "Command line", frozenset(Permission))


def note_done(folder: Path, by: StaffId, act: CareAct, copy: str, allowed: Approval, clock: Clock, ids: Ids) -> None:
    """Note in the store itself what was done with its files; where it cannot be opened, a warning goes to the log.

    What was done is done all the same; the next start says what is wrong.
    """
    try:
        with opened(folder, Role.TOOL, clock, ids) as store:
            store.shop.safekeeping.note_done(by, act, copy, allowed)
    except StoreUnavailable as trouble:
        _log.warning("not_noted: %s: %s", act, trouble.hint)


def note_at_the_machine(folder: Path, act: CareAct, clock: Clock, ids: Ids, copy: str = "") -> None:
    """Note that the files of a store were worked on by somebody nobody asked who they are."""
    by = AT_THE_MACHINE.id
    note_done(folder, by, act, copy, Approval(by, clock.now(), act.value), clock, ids)
