"""Aggregates as rows: how one is folded from its facts, and which rows have to be written when it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import Prepared, Row
from aura_terminal.store.tables import MARKS

Rows = dict[Row, Row]
"""The rows of one table by their key."""


class Mark(StrEnum):
    """What staff must know about an aggregate before it is worked on here."""

    NONE = ""
    NEWER = "newer"
    INCOMPLETE = "incomplete"
    CONFLICT = "conflict"


class Foldable(Protocol):
    """An aggregate as the folds see it."""

    def apply(self, fact: Any) -> None:  # each aggregate takes its own family of facts
        """Evolve by one fact."""


class FoldTable:
    """A table of folds with its statements."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.name = table.name
        self.key = len(table.primary_key.columns)

    @cached_property
    def upsert(self) -> Prepared:
        """Write a row, whether or not it is there."""
        statement = insert(self.table)
        keys = [column.name for column in self.table.primary_key]
        others = {
            column.name: statement.excluded[column.name] for column in self.table.columns if not column.primary_key
        }
        if not others:
            return Prepared(statement.on_conflict_do_nothing(index_elements=keys))
        return Prepared(statement.on_conflict_do_update(index_elements=keys, set_=others))

    @cached_property
    def delete(self) -> Prepared:
        """Take a row away by its key."""
        conditions = [column == bindparam(f"key_{column.name}") for column in self.table.primary_key]
        return Prepared(delete(self.table).where(*conditions))

    @cached_property
    def clear(self) -> Prepared:
        """Take every row away."""
        return Prepared(delete(self.table))

    @cached_property
    def every(self) -> Prepared:
        """Every row in the order of its key."""
        return Prepared(select(self.table).order_by(*self.table.primary_key))

    def keyed(self, rows: Iterable[Row]) -> Rows:
        """Rows by key."""
        return {row[: self.key]: row for row in rows}


@dataclass(frozen=True, slots=True)
class KeptFact:
    """A fact with what its envelope says, as far as folds care."""

    fact_id: str
    stamp: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Family:
    """How one kind of aggregate becomes rows.

    `tables` name parents before children. `rows` answers one mapping per table; it raises RuleBroken while facts are
    missing. `entry` writes a row for a single fact, whatever the aggregate is. A family with a `snapshot` goes on from
    its own row instead of its whole history, for histories that never end; `late_is_harmless` where its facts
    commute.
    """

    aggregate: Aggregate
    tables: tuple[FoldTable, ...]
    empty: Callable[[Any], Any]  # from an id to an aggregate of the family; each has types of its own
    rows: Callable[[Any, int], tuple[Rows, ...]]  # of such an aggregate and its last stamp
    entry_table: FoldTable | None = None
    entry: Callable[[KeptFact], Row | None] = lambda kept: None
    snapshot: Prepared | None = None
    resume: Callable[[Sequence[Any]], tuple[Any, int]] | None = None  # from a row of `snapshot`
    late_is_harmless: bool = False
    day_of: Callable[[Any], date | None] = lambda aggregate: None

    @property
    def nothing(self) -> tuple[Rows, ...]:
        """No rows at all."""
        return tuple({} for _ in self.tables)


@dataclass(slots=True)
class Loaded:
    """An aggregate in memory: its state, the rows that stand for it, and the last stamp folded into it."""

    family: Family
    id: str
    state: Any  # the family's own aggregate
    rows: tuple[Rows, ...]
    stamp: int = 0
    mark: Mark = Mark.NONE
    written_mark: Mark = Mark.NONE

    @property
    def exists(self) -> bool:
        """Whether any fact speaks of it."""
        return self.stamp > 0 or self.mark is not Mark.NONE


@dataclass(slots=True)
class Changes:
    """The rows to write and to take away, per table."""

    written: list[tuple[FoldTable, list[Row]]] = field(default_factory=list)
    gone: list[tuple[FoldTable, list[Row]]] = field(default_factory=list)


def folded(family: Family, id_: str, history: Iterable[tuple[int, Fact | UnknownFact]]) -> Loaded:
    """The aggregate that `(stamp, fact)` pairs in stamp order make, with its rows.

    Facts of a newer program are passed over and leave a mark; when facts are still missing there are no rows.
    """
    loaded = Loaded(family, id_, family.empty(id_), family.nothing)
    try:
        for stamp, fact in history:
            loaded.stamp = max(loaded.stamp, stamp)
            if isinstance(fact, UnknownFact):
                loaded.mark = Mark.NEWER
            else:
                loaded.state.apply(fact)
        if loaded.stamp:
            loaded.rows = family.rows(loaded.state, loaded.stamp)
    except (KeyError, RuleBroken):
        loaded.mark = Mark.INCOMPLETE if loaded.mark is Mark.NONE else loaded.mark
        loaded.rows = family.nothing
    return loaded


def changes_between(family: Family, before: Sequence[Rows], after: Sequence[Rows]) -> Changes:
    """Only what differs: parents are written first, children go first."""
    changes = Changes()
    for table, old, new in zip(family.tables, before, after, strict=True):
        written = [row for key, row in new.items() if old.get(key) != row]
        if written:
            changes.written.append((table, written))
        gone = [key for key in old if key not in new]
        if gone:
            changes.gone.insert(0, (table, gone))
    return changes


def write_changes(connection: StoreConnection, changes: Changes) -> None:
    """Bring the tables up to date."""
    for table, keys in changes.gone:
        for key in keys:
            connection.execute(table.delete, key)
    for table, rows in changes.written:
        if len(rows) == 1:
            connection.execute(table.upsert, rows[0])
        else:
            connection.execute_many(table.upsert, rows)


def settle(connection: StoreConnection, before: Loaded, after: Loaded) -> None:
    """Write an aggregate that was folded anew, with its mark.

    Where the tables refuse it (two orders that claim one payment attempt), it loses its rows and is marked.
    """
    family = after.family
    try:
        with connection.savepoint():
            write_changes(connection, changes_between(family, before.rows, after.rows))
    except IntegrityError:
        after.mark, after.rows = Mark.CONFLICT, family.nothing
        write_changes(connection, changes_between(family, before.rows, after.rows))
    write_mark(connection, family.aggregate.value, after.id, before.written_mark, after.mark)
    after.written_mark = after.mark


def write_mark(connection: StoreConnection, aggregate: str, id_: str, before: Mark, after: Mark) -> None:
    """Note what staff must know of an aggregate, or that there is nothing any more."""
    if after is before:
        return
    if after is Mark.NONE:
        connection.execute(MARK_TABLE.delete, (aggregate, id_))
    else:
        connection.execute(MARK_TABLE.upsert, (aggregate, id_, after.value))


MARK_TABLE = FoldTable(MARKS)

Families = Mapping[str, Family]
