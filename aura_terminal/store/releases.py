"""Which release folded this file last: what an older one could not read is folded by the first that can."""

from __future__ import annotations

import hashlib

from aura_terminal.domain.facts import CATALOGUE
from aura_terminal.store import meta
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import literal

_SOMETHING_NEWER = literal("SELECT 1 FROM marks WHERE reason = 'newer' LIMIT 1")


def note_release(connection: StoreConnection) -> None:
    """Have the folds made again when facts wait here for a release that reads more types of them."""
    readable = hashlib.sha256(
        " ".join(sorted(f"{kind.name}@{kind.version}" for kind in CATALOGUE)).encode()
    ).hexdigest()
    if meta.get(connection, meta.FOLDED_BY) == readable:
        return
    connection.begin()
    if connection.one(_SOMETHING_NEWER):
        meta.put(connection, meta.STALE_FOLDS, "newer")
    meta.put(connection, meta.FOLDED_BY, readable)
    connection.commit()
