"""Aggregates as rows: how one is folded from its facts, and which rows have to be written when it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DataError, IntegrityError

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import Prepared, Row
from aura_terminal.store.tables import MARKS, METADATA

Rows = dict[Row, Row]
"""The rows of one table by their key."""

Told = tuple[int, str, Fact | UnknownFact]
"""A fact of one aggregate with its stamp and its id, by which they are put in order."""

NOT_FOLDED = (RuleBroken, LookupError, ValueError, TypeError, AttributeError, ArithmeticError)
"""What folding facts raises that do not belong together: some are missing, or no verb of ours made them."""

REFUSED_BY_TABLES = (IntegrityError, DataError, OverflowError)
"""What writing rows raises that break a constraint or that SQLite cannot hold."""


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
        self.place = list(METADATA.tables).index(table.name)  # parents stand before children in tables.py

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


class Changes:
    """The rows to write and to take away, per table."""

    def __init__(self) -> None:
        self._written: dict[FoldTable, list[Row]] = {}
        self._gone: dict[FoldTable, list[Row]] = {}

    def note(self, family: Family, before: Sequence[Rows], after: Sequence[Rows]) -> None:
        """Only what differs."""
        for table, old, new in zip(family.tables, before, after, strict=True):
            if old is new:
                continue
            written = [row for key, row in new.items() if old.get(key) != row] if old else list(new.values())
            if written:
                self._written.setdefault(table, []).extend(written)
            gone = [key for key in old if key not in new]
            if gone:
                self._gone.setdefault(table, []).extend(gone)

    def write(self, connection: StoreConnection) -> None:
        """Bring the tables up to date: children go first, parents are written first."""
        for table in sorted(self._gone, key=_place, reverse=True):
            connection.execute_many(table.delete, self._gone[table])
        for table in sorted(self._written, key=_place):
            rows = self._written[table]
            if len(rows) == 1:
                connection.execute(table.upsert, rows[0])
            else:
                connection.execute_many(table.upsert, rows)


def _place(table: FoldTable) -> int:
    return table.place


def folded(family: Family, id_: str, history: Iterable[Told]) -> Loaded:
    """The aggregate that facts in the order of their stamps and ids make, with its rows.

    Facts of a newer program are passed over and leave a mark; when facts are still missing there are no rows.
    """
    loaded = Loaded(family, id_, family.empty(id_), family.nothing)
    try:
        for stamp, _, fact in history:
            loaded.stamp = max(loaded.stamp, stamp)
            if isinstance(fact, UnknownFact):
                loaded.mark = Mark.NEWER
            else:
                loaded.state.apply(fact)
        if loaded.stamp:
            loaded.rows = family.rows(loaded.state, loaded.stamp)
    except NOT_FOLDED:
        loaded.mark = Mark.INCOMPLETE if loaded.mark is Mark.NONE else loaded.mark
        loaded.rows = family.nothing
    return loaded


def write_changes(connection: StoreConnection, family: Family, before: Sequence[Rows], after: Sequence[Rows]) -> None:
    """Bring the tables up to date with one aggregate."""
    changes = Changes()
    changes.note(family, before, after)
    changes.write(connection)


def settle(connection: StoreConnection, before: Loaded, after: Loaded) -> None:
    """Write an aggregate that was folded anew, with its mark.

    Where the tables refuse it (facts that no verb of ours made), it loses its rows and is marked.
    """
    family = after.family
    try:
        with connection.savepoint():
            write_changes(connection, family, before.rows, after.rows)
    except REFUSED_BY_TABLES:
        after.mark, after.rows = Mark.CONFLICT, family.nothing
        write_changes(connection, family, before.rows, after.rows)
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
