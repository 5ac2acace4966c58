"""What a copy of a store holds, and what going back to it would take away; looked up without opening it as a store."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import RawConnection, sqlite
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.errors import DRIVER_ERRORS
from aura_terminal.store.folders import store_file
from aura_terminal.store.guard import facts_only_here, reached_by, untold_by
from aura_terminal.store.moments import instant
from aura_terminal.store.peers import beyond
from aura_terminal.store.statements import literal

_PROFILE = "SELECT body FROM documents WHERE kind = 'store' AND id = 'store'"
_SINCE = literal("SELECT type, count(*) FROM journal WHERE origin = :origin AND seq > :seq GROUP BY type")
_ORIGINS = literal("SELECT origin FROM origins")


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a copy says of itself: whose it is, how many facts and orders are in it and when the newest was made.

    `store_id` is empty for a file that is no copy of a store, or does not read.
    """

    store_id: str = ""
    label: str = ""
    store_name: str = ""
    facts: int = 0
    orders: int = 0
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """What is here and not in a copy. `only_here` is held by no other machine and no sealed copy.

    `untold` counts what each back office was not told of; orders, payments and closings are those made since.
    """

    facts: int = 0
    oldest: datetime | None = None
    orders: int = 0
    payments: int = 0
    closings: int = 0
    only_here: int = 0
    untold: tuple[tuple[str, int], ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether something would be gone for good, so that a sealed copy has to be made first."""
        return bool(self.only_here or self.untold)


def holdings_of(copy: Path) -> Holdings:
    """What a copy holds, by its own notes; whether they are true is for `backups.check_copy`."""
    try:
        raw = open_file(copy, "immutable=1")
    except sqlite.Error:
        return Holdings()
    try:
        return _read(raw)
    except (*DRIVER_ERRORS, ValueError, KeyError):
        return Holdings()
    finally:
        raw.close()


def lost_by(folder: Path, copy: Path) -> Loss:
    """What a folder's store has and the copy has not; what was kept meanwhile is not seen a second time."""
    reached = reached_by(copy)
    connection = StoreConnection(store_file(folder), Access.READ)
    try:
        gone = beyond(connection, reached)
        counts = _counts(connection, reached)
        only_here = facts_only_here(connection, reached)
        return Loss(
            gone.facts, gone.oldest, counts.get("order_opened", 0), counts.get("payment_taken", 0),
            counts.get("day_closed", 0), only_here.facts, untold_by(connection, reached),
        )  # fmt: skip
    finally:
        connection.close()


def _read(raw: RawConnection) -> Holdings:
    notes = {str(key): str(value) for key, value in raw.execute("SELECT key, value FROM meta").fetchall()}
    facts, stamp = raw.execute(
        "SELECT coalesce(sum(last_seq), 0), coalesce(max(last_stamp), 0) FROM origins"
    ).fetchone()
    orders = raw.execute("SELECT count(*) FROM order_labels").fetchone()[0]
    profile = raw.execute(_PROFILE).fetchone()
    name = str(json.loads(bytes(profile[0]))["name"]) if profile else ""
    newest = instant(milliseconds_of(Stamp(int(stamp))) * 1000) if stamp else None
    return Holdings(notes["store_id"], notes["label"], name, int(facts), int(orders), newest)


def _counts(connection: StoreConnection, reached: dict[str, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for (origin,) in connection.rows(_ORIGINS):
        for kind, count in connection.rows(_SINCE, (origin, reached.get(origin, 0))):
            counts[kind] = counts.get(kind, 0) + count
    return counts
