"""Which release folded this file last: what an older one could not read is folded by the first that can.

And what an older one took for readable, and this one does not, is kept aside by the first that looks at it so.
"""

from __future__ import annotations

import hashlib

from aura_terminal.domain.facts import CATALOGUE
from aura_terminal.store import meta
from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.ranges import BOUNDS
from aura_terminal.store.statements import literal

_SOMETHING_NEWER = literal("SELECT 1 FROM marks WHERE reason = 'newer' LIMIT 1")
_FACTS = "SELECT aggregate, aggregate_id, type, version, payload FROM journal"


def note_release(connection: StoreConnection) -> None:
    """Have the folds made again when facts wait here for a release that reads more types of them, or when the folds
    hold values that are beyond the bounds of this one."""
    readable = hashlib.sha256(
        " ".join(sorted(f"{kind.name}@{kind.version}" for kind in CATALOGUE)).encode()
    ).hexdigest()
    reads_more = meta.get(connection, meta.FOLDED_BY) != readable
    bounds_moved = meta.get(connection, meta.READ_WITHIN) != BOUNDS
    if not (reads_more or bounds_moved):
        return
    connection.begin()
    if (reads_more and connection.one(_SOMETHING_NEWER)) or (bounds_moved and _something_unreadable(connection)):
        meta.put(connection, meta.STALE_FOLDS, "newer")
    meta.put(connection, meta.FOLDED_BY, readable)
    meta.put(connection, meta.READ_WITHIN, BOUNDS)
    connection.commit()


def _something_unreadable(connection: StoreConnection) -> bool:
    """Reads every fact there is, some 10 µs each, once after the bounds were moved."""
    codec = Codec()
    return any(isinstance(codec.told(*row), UnknownFact) for row in connection.raw.execute(_FACTS))
