"""Schema steps: a database is brought to the newest step once, in one transaction, whoever starts first.

Tables and columns carry the step that brought them (`tables.table(since=…)`, `Column(info={"since": …})`), so that
most steps are found by looking; what moves data is a function in `STEPS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Column, Connection, MetaData, Table, inspect, select
from sqlalchemy.schema import CreateColumn

from sync.central.store.tables import METADATA, NOTES

NEWEST = 1
VERSION = "schema"
LOCK = 0x41555241  # an advisory lock's name: nobody else in the database uses it

STEPS: Mapping[int, Callable[[Connection], None]] = {}
"""What a step does besides bringing tables and columns."""


class SchemaNewer(Exception):
    """The database was made by a newer program; this one must not touch it."""


def migrate(connection: Connection) -> int:
    """Bring the database to the newest step, within the caller's transaction; answers the step it was at before."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    before = version_of(connection)
    if before > NEWEST:
        raise SchemaNewer(f"the database is at schema step {before}, and this program knows {NEWEST}: update it.")
    for step in range(before + 1, NEWEST + 1):
        _bring(connection, step)
        STEPS.get(step, _nothing_more)(connection)
    if before != NEWEST:
        connection.execute(NOTES.delete().where(NOTES.c.key == VERSION))
        connection.execute(NOTES.insert().values(key=VERSION, value=str(NEWEST)))
    return before


def version_of(connection: Connection) -> int:
    """The step a database is at; 0 when it is empty."""
    if not inspect(connection).has_table(NOTES.name):
        return 0
    found = connection.execute(select(NOTES.c.value).where(NOTES.c.key == VERSION)).scalar()
    return int(found) if found else 0


def _bring(connection: Connection, step: int) -> None:
    """Make the tables and columns of a step, as they were then."""
    for table in METADATA.sorted_tables:
        since = table.info["since"]
        if since == step:
            _as_of(table, step).create(connection)
        elif since < step:
            for column in table.columns:
                if column.info.get("since", since) == step:
                    _add_column(connection, table, column)


def _as_of(table: Table, step: int) -> Table:
    made = table.to_metadata(MetaData())
    for column in [one for one in made.columns if one.info.get("since", 0) > step]:
        made._columns.remove(column)  # SQLAlchemy has no public way to leave a column out of a copy
    return made


def _add_column(connection: Connection, table: Table, column: Column[object]) -> None:
    words = str(CreateColumn(column).compile(dialect=connection.dialect))
    connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {words}")


def _nothing_more(connection: Connection) -> None:
    """The step only brought tables and columns."""
