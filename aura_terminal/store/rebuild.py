"""Folds are disposable: here they are made again from the journal, and compared."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from aura_terminal.store import meta, unfolded
from aura_terminal.store.carried import carry_drawers
from aura_terminal.store.codec import Codec
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.families import FAMILIES, FOLD_TABLES
from aura_terminal.store.folds import (
    Family,
    FoldTable,
    Loaded,
    Mark,
    Told,
    applied,
    entries_of,
    folded,
    settle,
    settle_together,
    write_mark,
)
from aura_terminal.store.groups import edges_from, groups_of
from aura_terminal.store.loading import join_and_lay_out, standing
from aura_terminal.store.statements import Row
from aura_terminal.store.writer import Writer

AGGREGATES_A_SLICE = 500

_HISTORIES = """SELECT aggregate, aggregate_id, stamp, fact_id, type, version, payload FROM journal
ORDER BY aggregate, aggregate_id, stamp, fact_id"""
_HISTORY = """SELECT aggregate, aggregate_id, stamp, fact_id, type, version, payload FROM journal
WHERE aggregate = ? AND aggregate_id = ? ORDER BY stamp, fact_id"""


def rebuild(writer: Writer) -> None:
    """Drop every fold and make it again, in one transaction; taps wait meanwhile.

    Millions of values come and go in it, next to none in a ring: looking for rings would take a fifth of the time.
    """
    connection = writer.connection
    connection.begin_long()
    collects = gc.isenabled()
    gc.disable()
    try:
        for table in reversed(FOLD_TABLES):
            connection.execute(table.clear)
        connection.execute(unfolded.CLEAR)
        refold(connection.raw, writer.codec, connection)
        meta.drop(connection, meta.STALE_FOLDS)
        writer.commit(lambda connection: False)
    except BaseException as error:
        writer.abandon((), error)
        raise
    finally:
        if collects:
            gc.enable()
        writer.cache.forget_all()
        writer.shelf.forget_all()


class _Slice:
    """Aggregates that were folded and are not written yet: a table takes the rows of many at once."""

    def __init__(self, target: StoreConnection) -> None:
        self._target = target
        self._folded: list[tuple[Loaded, Loaded]] = []
        self._entries: dict[FoldTable, list[Row]] = {}

    def fold(self, family: Family, id_: str, told: Sequence[Told]) -> Loaded:
        """Fold one, alone, that has no rows yet; written with others, at the latest by `write`."""
        if family.entry_table is not None:
            self._entries.setdefault(family.entry_table, []).extend(entries_of(family, told))
        after = folded(family, id_, told)
        self._folded.append((Loaded(family, id_, None, family.nothing), after))
        if len(self._folded) == AGGREGATES_A_SLICE:
            self.write()
        return after

    def write(self) -> None:
        """Bring the tables up to date."""
        for table, rows in self._entries.items():
            if rows:  # an order whose opening has not arrived has none
                self._target.execute_many(table.upsert, rows)
        settle_together(self._target, self._folded)
        self._entries, self._folded = {}, []


def refold(source: RawConnection, codec: Codec, target: StoreConnection) -> None:
    """Fold every history of a journal into empty tables; those that hang together once more when all are known."""
    linked: dict[str, set[str]] = {}
    slice_ = _Slice(target)
    rows = source.execute(_HISTORIES)
    for (aggregate, id_), history in groupby(rows, key=itemgetter(0, 1)):
        family = FAMILIES.get(aggregate)
        if family is None:
            write_mark(target, aggregate, id_, Mark.NONE, Mark.NEWER)
            continue
        alone = slice_.fold(family, id_, list(_told(codec, history)))
        if family.grouping is not None and family.grouping.links(alone.state):
            linked.setdefault(aggregate, set()).add(id_)
    slice_.write()
    for aggregate, ids in linked.items():
        _refold_groups(source, codec, target, FAMILIES[aggregate], ids)
    carry_drawers(source, target)


def _refold_groups(
    source: RawConnection, codec: Codec, target: StoreConnection, family: Family, ids: Iterable[str]
) -> None:
    grouping = family.grouping
    assert grouping is not None
    for group in groups_of(sorted(ids), edges_from(target, grouping, ids)):
        members = {id_: applied(family, id_, _history(source, codec, family, id_)) for id_ in sorted(group)}
        befores = standing(target, family, tuple(members))
        join_and_lay_out(family, members)
        for id_, after in members.items():
            settle(target, befores[id_], after)


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


def _history(source: RawConnection, codec: Codec, family: Family, id_: str) -> Iterator[Told]:
    return _told(codec, source.execute(_HISTORY, (family.aggregate.value, id_)))
