"""Looks a store through that may be too damaged to be opened: the opening itself refuses what is to be named here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from aura_terminal.store import meta
from aura_terminal.store.engine import Access, StoreConnection, connect
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, StoreUnavailable, Trouble, kind_of, told
from aura_terminal.store.folders import store_file
from aura_terminal.store.migrations.steps import CURRENT, schema_of
from aura_terminal.store.statements import literal
from aura_terminal.store.verify import Finding, Kind, verify

_FACTS = literal("SELECT count(*) FROM journal")


@dataclass(frozen=True, slots=True)
class Inspection:
    """How many facts could be counted, and all that is not as it was written."""

    facts: int
    findings: tuple[Finding, ...]


def inspect(folder: Path) -> Inspection:
    """Every finding about a folder's store, also where damage keeps the terminal from opening it.

    Refused where there is no store, the file is none, or it is of another schema than this program's.
    """
    file = store_file(folder)
    if not file.exists():
        raise Refused(f"there is no store in {folder}; set this terminal up first, or restore a backup.")
    try:
        _must_be_ours(file)
        return _inspected(file)
    except (*DRIVER_ERRORS, SQLAlchemyError, StoreUnavailable) as error:
        known = error.trouble if isinstance(error, StoreUnavailable) else kind_of(error)
        trouble = known or Trouble.DAMAGED  # text that is none has no code
        if trouble is Trouble.DAMAGED:
            return Inspection(0, (_unreadable(file),))
        if isinstance(error, StoreUnavailable):
            raise
        raise told(trouble, file) from error


def _inspected(file: Path) -> Inspection:
    connection = StoreConnection(file, Access.READ)
    try:
        identity = meta.identity(connection)
        facts = int(connection.one(_FACTS)[0])
    finally:
        connection.close()
    return Inspection(facts, verify(file, identity))


def _must_be_ours(file: Path) -> None:
    raw = connect(str(file))
    try:
        schema = schema_of(raw, file)
    finally:
        raw.close()
    if schema == 0:
        raise StoreUnavailable(Trouble.DAMAGED, f"{file} is empty.")
    if schema < CURRENT:
        raise Refused(f"{file} is of an older version (schema {schema}); start the terminal once, which brings it up.")


def _unreadable(file: Path) -> Finding:
    return Finding(
        Kind.FILE, "", 0, f"{file} cannot be read as a whole; restore the latest copy in the backups folder beside it"
    )
