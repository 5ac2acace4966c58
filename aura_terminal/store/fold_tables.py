"""The tables of folds, and which of their rows have to be written when an aggregate changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from sqlalchemy import Table, bindparam, delete, select, text
from sqlalchemy.dialects.sqlite import insert

from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.statements import Prepared, Row
from aura_terminal.store.tables import METADATA

Rows = dict[Row, Row]
"""The rows of one table by their key."""


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

    @cached_property
    def standing(self) -> Prepared:
        """The rows of some aggregates, given as a JSON list; for tables whose key begins with the aggregate's id."""
        first = next(iter(self.table.primary_key))
        return Prepared(select(self.table).where(text(f"{first.name} IN (SELECT value FROM json_each(:ids))")))


class Changes:
    """The rows to write and to take away, per table."""

    def __init__(self) -> None:
        self._written: dict[FoldTable, list[Row]] = {}
        self._gone: dict[FoldTable, list[Row]] = {}

    def note(self, tables: Iterable[FoldTable], before: Sequence[Rows], after: Sequence[Rows]) -> None:
        """Only what differs."""
        for table, old, new in zip(tables, before, after, strict=True):
            if not old:
                if new:
                    self._written.setdefault(table, []).extend(new.values())
                continue
            written = [row for key, row in new.items() if old.get(key) != row]
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
