"""Who did what with the files of a store, noted in the store that came of it."""

from __future__ import annotations

import logging
from pathlib import Path

from aura_terminal.app.opening import opened
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.store_care import CareAct
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.store.errors import StoreUnavailable
from aura_terminal.store.locks import Role

_log = logging.getLogger(__name__)


def note_done(folder: Path, by: StaffId, act: CareAct, copy: str, allowed: Approval, clock: Clock, ids: Ids) -> bool:
    """Note in the store itself what was done with its files; False, and a warning, where it cannot be opened.

    What was done is done all the same; the next start says what is wrong.
    """
    try:
        with opened(folder, Role.TOOL, clock, ids) as store:
            store.shop.safekeeping.note_done(by, act, copy, allowed)
    except StoreUnavailable as trouble:
        _log.warning("not_noted: %s: %s", act, trouble.hint)
        return False
    return True
