"""Looks a store through that may be too damaged to be opened: the opening itself refuses what is to be named here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from aura_terminal.domain.telling import told
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store import meta
from aura_terminal.store.engine import Access, StoreConnection, connect
from aura_terminal.store.errors import DRIVER_ERRORS, Refused, StoreUnavailable, Trouble, in_words, kind_of
from aura_terminal.store.folders import store_file
from aura_terminal.store.kept_aside import KeptAside, kept_aside
from aura_terminal.store.migrations.steps import CURRENT, schema_of
from aura_terminal.store.statements import literal
from aura_terminal.store.verify import Finding, Kind, first_damage, verify

_FACTS = literal("SELECT count(*) FROM journal")


@dataclass(frozen=True, slots=True)
class Inspection:
    """How many facts could be counted, all that is not as it was written, and what is sound and kept aside."""

    facts: int
    findings: tuple[Finding, ...]
    aside: tuple[KeptAside, ...] = ()


def inspect(folder: Path) -> Inspection:
    """Every finding about a folder's store, also where damage keeps the terminal from opening it.

    Refused where there is no store, the file is none, or it is of another schema than this program's.
    """
    file = _file_of(folder)
    try:
        with _in_words(file):
            _must_be_ours(file)
            return _inspected(file)
    except StoreUnavailable as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
        return Inspection(0, (_unreadable(file),))


def is_damaged(folder: Path) -> bool:
    """Whether pages, facts or documents of a folder's store are not as they were written; ends at the first of them.

    Folds that differ from their facts are made again by `rebuild`, and are no damage. Refused as `inspect` is.
    """
    file = _file_of(folder)
    try:
        with _in_words(file):
            _must_be_ours(file)
            return first_damage(file, _identity(file)) is not None
    except StoreUnavailable as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
        return True


def _file_of(folder: Path) -> Path:
    file = store_file(folder)
    if not file.exists():
        raise Refused(
            told("there is no store in {folder}; set this terminal up first, or restore a backup.", folder=folder)
        )
    return file


def _identity(file: Path) -> TerminalIdentity:
    connection = StoreConnection(file, Access.READ)
    try:
        return meta.identity(connection)
    finally:
        connection.close()


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    """Whatever is raised about the file is StoreUnavailable."""
    try:
        yield
    except (*DRIVER_ERRORS, SQLAlchemyError) as error:
        raise in_words(kind_of(error) or Trouble.DAMAGED, file) from error  # text that is none has no code


def _inspected(file: Path) -> Inspection:
    connection = StoreConnection(file, Access.READ)
    try:
        identity = meta.identity(connection)
        facts = int(connection.one(_FACTS)[0])
        aside = kept_aside(connection)
    finally:
        connection.close()
    return Inspection(facts, verify(file, identity), aside)


def aside_in(folder: Path) -> tuple[KeptAside, ...]:
    """What is kept aside in a folder's store, of this schema or an older one, without looking any further.

    StoreUnavailable where it cannot be read.
    """
    file = store_file(folder)
    with _in_words(file):
        _schema_of(file)
        connection = StoreConnection(file, Access.READ)
        try:
            return kept_aside(connection)
        finally:
            connection.close()


def _must_be_ours(file: Path) -> None:
    schema = _schema_of(file)
    if schema < CURRENT:
        raise Refused(
            told(
                "{file} is of an older version (schema {schema}); start the terminal once, which brings it up.",
                file=file,
                schema=schema,
            )
        )


def _schema_of(file: Path) -> int:
    raw = connect(str(file))
    try:
        schema = schema_of(raw, file)
    finally:
        raw.close()
    if schema == 0:
        raise StoreUnavailable(Trouble.DAMAGED, told("{file} is empty.", file=file))
    return schema


def _unreadable(file: Path) -> Finding:
    return Finding(
        Kind.FILE,
        "",
        0,
        told("{file} cannot be read as a whole; restore the latest copy in the backups folder beside it", file=file),
    )
