"""What the file says of itself: which store, which terminal, and how it was last left."""

from __future__ import annotations

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.sqlite import insert

from aura_terminal.domain.ids import Origin
from aura_terminal.domain.telling import told
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.errors import Refused
from aura_terminal.store.statements import Prepared, literal
from aura_terminal.store.tables import META

STORE_ID, ORIGIN, LABEL = "store_id", "origin", "label"
FORMERLY = "formerly"  # labels this terminal had before it was restored, the oldest first, one a line
CHECKED_US = "checked_us"
OPEN = "open:"
STALE_FOLDS = "stale_folds"  # set by whatever leaves folds out of date, until they have been made again
FOLDED_BY = "folded_by"  # which types of facts the release knew that folded this file
WRITTEN_AS = "documents_written_as"  # the fields of documents the release knew that wrote their rows
READ_WITHIN = "read_within"  # the bounds of values within which that release read them

_GET = literal("SELECT value FROM meta WHERE key = :key")
_UPSERT = insert(META)
_PUT = Prepared(_UPSERT.on_conflict_do_update(index_elements=["key"], set_={"value": _UPSERT.excluded.value}))
_DROP = Prepared(delete(META).where(META.c.key == bindparam("name")))


def get(connection: StoreConnection, key: str) -> str | None:
    """A note, if it was ever made."""
    row = connection.one(_GET, (key,))
    return str(row[0]) if row else None


def put(connection: StoreConnection, key: str, value: str) -> None:
    """Make a note, in the place of the one before."""
    connection.execute(_PUT, (key, value))


def drop(connection: StoreConnection, key: str) -> None:
    """Take a note away."""
    connection.execute(_DROP, (key,))


def identity(connection: StoreConnection) -> TerminalIdentity:
    """Which terminal of which store this file belongs to."""
    found = [get(connection, key) for key in (LABEL, ORIGIN, STORE_ID)]
    label, origin, store_id = (value or "" for value in found)
    if not (label and origin and store_id):
        raise Refused(told("the store does not say which terminal it belongs to; restore the latest backup."))
    formerly = tuple((get(connection, FORMERLY) or "").splitlines())
    return TerminalIdentity(label, Origin(origin), store_id, formerly)
