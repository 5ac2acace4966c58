"""Aggregates as rows: how one is folded from its facts, and which rows have to be written when it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.store.codec import UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.fold_tables import Changes
from aura_terminal.store.fold_tables import FoldTable as FoldTable
from aura_terminal.store.fold_tables import Rows as Rows
from aura_terminal.store.groups import Grouping
from aura_terminal.store.spreading import Told as Told
from aura_terminal.store.spreading import is_carrying, with_carried
from aura_terminal.store.statements import Prepared, Row
from aura_terminal.store.tables import MARKS

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


_NO_ROWS: Rows = {}
_SHOWN = frozenset({Mark.NONE, Mark.NEWER})


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
    missing; `bare` are those that are there all the same. `entry` writes a row for a single fact of the types
    `entered`, whatever the aggregate is. A family with a `snapshot` goes on from its own row instead of its whole
    history, for histories that never end; `late_is_harmless` where its facts commute. A `grouping` says that aggregates
    hang together.
    """

    aggregate: Aggregate
    tables: tuple[FoldTable, ...]
    empty: Callable[[Any], Any]  # from an id to an aggregate of the family; each has types of its own
    rows: Callable[[Any, int], tuple[Rows, ...]]  # of such an aggregate and its last stamp
    entry_table: FoldTable | None = None
    entry: Callable[[KeptFact], Row | None] = lambda kept: None
    entered: tuple[type[Fact], ...] = ()
    snapshot: Prepared | None = None
    resume: Callable[[Sequence[Any]], tuple[Any, int]] | None = None  # from a row of `snapshot`
    late_is_harmless: bool = False
    day_of: Callable[[Any], date | None] = lambda aggregate: None
    grouping: Grouping | None = None
    bare: Callable[[Any], tuple[Rows, ...]] | None = None

    @property
    def nothing(self) -> tuple[Rows, ...]:
        """No rows at all; nobody adds to them."""
        return (_NO_ROWS,) * len(self.tables)

    @property
    def is_keyed_by_id(self) -> bool:
        """Whether the rows of an aggregate are found by its id, the first part of each of its tables' keys."""
        return self.snapshot is None and self.aggregate is not Aggregate.DOCUMENT


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


def folded(family: Family, id_: str, history: Iterable[Told]) -> Loaded:
    """The aggregate that facts in the order of their stamps and ids make, alone, with its rows."""
    loaded = applied(family, id_, history)
    lay_out(loaded)
    return loaded


def applied(family: Family, id_: str, history: Iterable[Told]) -> Loaded:
    """The aggregate that facts in the order of their stamps and ids make, without rows.

    Facts of a newer program are passed over and leave a mark, and so do facts that do not belong together. What came
    on paper is folded where it belongs, unless it is there itself.
    """
    loaded = Loaded(family, id_, family.empty(id_), family.nothing)
    apply = loaded.state.apply
    told = list(history)
    if any(is_carrying(fact) for _, _, fact in told):
        told = with_carried(family.aggregate, id_, told)
    try:
        for stamp, _, fact in told:
            loaded.stamp = stamp
            if isinstance(fact, UnknownFact):
                loaded.mark = Mark.NEWER
            else:
                apply(fact)
    except NOT_FOLDED:
        loaded.mark = Mark.INCOMPLETE
    return loaded


def lay_out(loaded: Loaded) -> None:
    """Make the rows of an aggregate, which knows by now what it is joined with; none while facts are missing."""
    family = loaded.family
    if loaded.stamp and loaded.mark in _SHOWN:
        try:
            loaded.rows = family.rows(loaded.state, loaded.stamp)
        except NOT_FOLDED:
            loaded.mark = loaded.mark or Mark.INCOMPLETE
        else:
            return
    loaded.rows = bare(loaded)


def bare(loaded: Loaded) -> tuple[Rows, ...]:
    """The rows an aggregate has that cannot be shown."""
    family = loaded.family
    return family.nothing if family.bare is None else family.bare(loaded.state)


def write_changes(connection: StoreConnection, family: Family, before: Sequence[Rows], after: Sequence[Rows]) -> None:
    """Bring the tables up to date with one aggregate."""
    changes = Changes()
    changes.note(family.tables, before, after)
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
        after.mark, after.rows = Mark.CONFLICT, bare(after)
        write_changes(connection, family, before.rows, after.rows)
    write_mark(connection, family.aggregate.value, after.id, before.written_mark, after.mark)
    after.written_mark = after.mark


def settle_together(connection: StoreConnection, pairs: Sequence[tuple[Loaded, Loaded]]) -> None:
    """Write aggregates that were folded anew, each with how it stood before, table by table.

    One by one only where a table refuses one of them; the outcome is the same.
    """
    changes = Changes()
    for before, after in pairs:
        changes.note(after.family.tables, before.rows, after.rows)
    try:
        with connection.savepoint():
            changes.write(connection)
    except REFUSED_BY_TABLES:
        for before, after in pairs:
            settle(connection, before, after)
        return
    for before, after in pairs:
        if after.mark is not before.written_mark:
            write_mark(connection, after.family.aggregate.value, after.id, before.written_mark, after.mark)
        after.written_mark = after.mark


def entries_of(family: Family, told: Iterable[Told]) -> list[Row]:
    """The rows of a family's entry table for facts, as far as they have one."""
    kept = [KeptFact(fact_id, stamp, fact) for stamp, fact_id, fact in told if isinstance(fact, family.entered)]
    return [row for row in map(family.entry, kept) if row is not None]


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
