"""Statements compiled once for each kind of database and run without being built again; several in one round trip.

A request of the sale path runs some ten statements. Building and compiling each of them anew costs more than the
database takes to run it, so that the statements of that path are written down once, as a `Statement`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement

Values = Mapping[str, Any]
"""By the names of a statement's parameters; whatever a column may hold."""


class Statement:
    """One statement with named parameters."""

    def __init__(self, element: ClauseElement) -> None:
        self._element = element
        self._compiled: dict[str, tuple[str, Sequence[str] | None]] = {}

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """What it finds, as plain tuples."""
        cursor = self.ask(connection, values)
        with _in_words(connection):
            return list(cursor.fetchall())

    def ask(self, connection: Connection, values: Values) -> Any:  # a cursor of the driver
        """Run it; the rows are fetched later, after the `together` it stands in."""
        text, names = self._text(connection.dialect)
        cursor = connection.connection.cursor()
        with _in_words(connection):
            cursor.execute(text, values if names is None else [values[name] for name in names])
        return cursor

    def run(self, connection: Connection, rows: Sequence[Values], cursor: Any = None) -> Any:  # cursors of the driver
        """Run it for each of these; `rowcount` of the answer is how many rows it touched in all.

        A `cursor` may be used again where nobody asks it anything.
        """
        text, names = self._text(connection.dialect)
        cursor = cursor or connection.connection.cursor()
        values = rows if names is None else [[row[name] for name in names] for row in rows]
        with _in_words(connection):
            if len(values) == 1:
                cursor.execute(text, values[0])
            else:
                cursor.executemany(text, values)
        return cursor

    def _text(self, dialect: Dialect) -> tuple[str, Sequence[str] | None]:
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled: Any = self._element.compile(dialect=dialect)  # typed as any kind of compiled thing
            found = self._compiled[dialect.name] = str(compiled), compiled.positiontup
        return found


def inserting(table: Table) -> Statement:
    """A whole new row; the parameters are called as the columns."""
    return Statement(insert(table))


def changing(table: Table, key: Sequence[str], columns: Sequence[str]) -> Statement:
    """New values for columns of the rows with a key; the parameters are called as the columns, the key's `key_…`."""
    found = update(table).values({name: bindparam(name) for name in columns})
    return Statement(found.where(*(table.c[name] == bindparam(f"key_{name}") for name in key)))


@contextmanager
def together(connection: Connection) -> Iterator[None]:
    """What is run in the block goes to the database in one round trip, where its driver can do that.

    A server that ends meanwhile may leave the line in the middle of an answer: nothing more can be asked there.
    """
    raw: Any = connection.connection.driver_connection
    if not hasattr(raw, "pipeline"):
        yield
        return
    with _in_words(connection):
        try:
            with raw.pipeline():
                yield
        finally:
            if raw.pgconn.pipeline_status:
                connection.invalidate()


def commit(connection: Connection) -> None:
    """Within `together`: end the transaction with what was run there, in the same round trip. Nothing more may follow.

    Where the driver cannot do that the transaction ends with its block, as ever.
    """
    raw: Any = connection.connection.driver_connection
    if hasattr(raw, "pipeline"):
        with _in_words(connection):
            raw.commit()


@contextmanager
def _in_words(connection: Connection) -> Iterator[None]:
    """The driver's errors as SQLAlchemy's, as everywhere else; a line that is lost is not used again."""
    module, raw = connection.dialect.loaded_dbapi, connection.connection.driver_connection
    try:
        yield
    except module.Error as wrong:
        is_lost = connection.invalidated or connection.dialect.is_disconnect(wrong, raw, None)
        if is_lost:
            connection.invalidate()
        raise DBAPIError.instance(
            None, None, wrong, module.Error, hide_parameters=True, connection_invalidated=is_lost,
            dialect=connection.dialect,
        ) from wrong  # fmt: skip
