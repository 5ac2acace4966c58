"""Folds are disposable: here they are made again from the journal, and compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec

from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FAMILIES, FOLD_TABLES
from aura_terminal.store.folds import Family, KeptFact, Loaded, Mark, Told, folded, settle, write_mark
from aura_terminal.store.writer import Writer

_HISTORIES = """SELECT aggregate, aggregate_id, stamp, fact_id, type, version, payload FROM journal
ORDER BY aggregate, aggregate_id, stamp, fact_id"""


def rebuild(writer: Writer) -> None:
    """Drop every fold and make it again, in one transaction; taps wait meanwhile."""
    connection = writer.connection
    connection.begin_long()
    try:
        for table in reversed(FOLD_TABLES):
            connection.execute(table.clear)
        refold(connection.raw, writer.codec, connection)
        writer.commit(lambda connection: False)
    except BaseException as error:
        writer.abandon((), error)
        raise
    finally:
        writer.cache.forget_all()
        writer.shelf.forget_all()


def refold(source: RawConnection, codec: Codec, target: StoreConnection) -> None:
    """Fold every history of a journal into empty tables."""
    rows = source.execute(_HISTORIES)
    for (aggregate, id_), history in groupby(rows, key=lambda row: (row[0], row[1])):
        family = FAMILIES.get(aggregate)
        if family is None:
            write_mark(target, aggregate, id_, Mark.NONE, Mark.NEWER)
        else:
            _refold_one(target, family, id_, _told(codec, history))


def fold_digest(connection: StoreConnection) -> str:
    """SHA-256 over every row of every fold, in the order of names and keys."""
    digest = hashlib.sha256()
    for table in sorted(FOLD_TABLES, key=lambda table: table.name):
        digest.update(f"{table.name}\n".encode())
        for row in connection.rows(table.every):
            digest.update(msgspec.json.encode(tuple(row)) + b"\n")
    return digest.hexdigest()


def _told(codec: Codec, history: Iterable[Any]) -> Iterator[Told]:  # rows of _HISTORIES
    for aggregate, id_, stamp, fact_id, type_, version, payload in history:
        yield stamp, fact_id, codec.told(aggregate, id_, type_, version, payload)


def _refold_one(target: StoreConnection, family: Family, id_: str, told: Iterable[Told]) -> None:
    facts = list(told)
    if family.entry_table is not None:
        for stamp, fact_id, fact in facts:
            row = None if isinstance(fact, UnknownFact) else family.entry(KeptFact(fact_id, stamp, fact))
            if row is not None:
                target.execute(family.entry_table.upsert, row)
    after = folded(family, id_, facts)
    settle(target, Loaded(family, id_, family.empty(id_), family.nothing), after)
