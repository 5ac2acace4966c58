"""Looks the whole file through: every link of every chain, the ends of the chains, and every fold against its facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from aura_terminal.domain.telling import told
from aura_terminal.ports.store import TerminalIdentity
from aura_terminal.store import unfolded
from aura_terminal.store.chain import genesis, link
from aura_terminal.store.codec import Codec
from aura_terminal.store.connections import is_whole_throughout
from aura_terminal.store.day_verify import flaws
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.families import FOLD_TABLES
from aura_terminal.store.fold_orders import ORDER_FAMILY
from aura_terminal.store.folds import MARK_TABLE, FoldTable
from aura_terminal.store.migrations.steps import STEPS
from aura_terminal.store.rebuild import refold
from aura_terminal.store.statements import Row
from aura_terminal.store.tables import JOURNAL

_COLUMNS = ", ".join(column.name for column in JOURNAL.columns)
_ALL = f"SELECT {_COLUMNS} FROM journal ORDER BY origin, seq"
_LAST = (  # NOT INDEXED: by arrival, or an index on the order would be walked from its beginning
    f"SELECT {_COLUMNS} FROM journal NOT INDEXED WHERE arrival > (SELECT max(arrival) FROM journal) - ? "
    "ORDER BY origin, seq"
)
_HEADS = "SELECT origin, last_seq, last_hash FROM origins"
_HAS_BASES = "SELECT 1 FROM sqlite_schema WHERE name = 'bases'"
_BASES = "SELECT origin, seq, hash FROM bases"
SHAPE = (str, int, str, int, str, str, str, int, bytes, str, str, bytes, bytes)
"""What a sound row of the journal is made of; a turned bit in its header makes bytes of a text."""
MOST_FOLDS = 100

Look = Callable[[Iterable[Row]], Iterable[Row]]
Ends = dict[str, tuple[int, bytes]]
"""Per origin a place in its chain and the hash of the fact there."""


class Kind(StrEnum):
    """What is wrong."""

    FILE = "file"
    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    HEAD = "head"
    FOLD = "fold"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written; `origin` and `seq` say where, for pages and folds they are empty.

    `stamp` is the fact's own time, of what is missing that of the fact after it; 0 where nothing says it.
    """

    kind: Kind
    origin: str
    seq: int
    what: str
    stamp: int = 0


def verify(file: Path, identity: TerminalIdentity) -> tuple[Finding, ...]:
    """Every finding, in the order of the file; empty when all is as it was written.

    It looks through a connection of its own: what another one remembers of the search index is no damage.
    """
    connection = StoreConnection(file, Access.READ)
    try:
        return (*_damage(connection, identity), *_folds(connection))
    finally:
        connection.close()


def first_damage(file: Path, identity: TerminalIdentity) -> Finding | None:
    """The first finding about pages, facts and documents, None where all are as they were written; not about folds."""
    connection = StoreConnection(file, Access.READ)
    try:
        return next(_damage(connection, identity), None)
    finally:
        connection.close()


def _damage(connection: StoreConnection, identity: TerminalIdentity) -> Iterator[Finding]:
    raw = connection.raw
    if not is_whole_throughout(connection):
        yield Finding(Kind.FILE, "", 0, told("SQLite's own check finds damaged pages"))
    raw.execute("BEGIN")  # one look at all of it, which ends with the connection
    yield from verify_chain(raw, identity.store_id)
    for flaw in flaws(connection, identity.store_id):
        yield Finding(Kind.DOCUMENT, flaw.origin, flaw.seq, flaw.what)


def verify_chain(raw: RawConnection, store_id: str, look: Look = lambda rows: rows) -> Iterator[Finding]:
    """Every link of every origin, and where each chain ends; `look` sees each row on its way."""
    heads = _ends(raw.execute(_HEADS))
    bases = _bases(raw)
    reached = dict(bases)
    yield from _links(look(raw.execute(_ALL)), store_id, reached, bases)
    for origin in sorted(heads.keys() | reached.keys()):
        noted, found = heads.get(origin), reached.get(origin)
        if noted != found:
            last = found[0] if found else 0
            yield Finding(
                Kind.HEAD,
                origin,
                last,
                told("the journal ends at {last}, {noted} was noted", last=last, noted=noted[0] if noted else 0),
            )


def verify_tail(raw: RawConnection, store_id: str, count: int) -> Iterator[Finding]:
    """The links between the facts that came in last; cheap however long the journal is."""
    yield from _links(raw.execute(_LAST, (count,)), store_id, {}, _bases(raw), from_start=False)


def is_hashable(values: Row) -> bool:
    """Whether the columns of a fact are of the kinds and within the bounds of one that was written."""
    if not all(map(isinstance, values, SHAPE)):
        return False
    seq, stamp, version = values[1], values[3], values[7]
    return bool(min(seq, stamp, version) >= 0 and version < 1 << 32)


def _bases(raw: RawConnection) -> Ends:
    """How far each origin's facts have left for day documents; a file of an older schema knows of none."""
    if raw.execute(_HAS_BASES).fetchone() is None:
        return {}
    return _ends(raw.execute(_BASES))


def _ends(rows: Iterable[Row]) -> Ends:
    """Places in chains; where a turned bit made another kind of value of a hash, no chain ends there."""
    return {origin: (seq, hash_ if isinstance(hash_, bytes) else b"") for origin, seq, hash_ in rows}


def _links(
    rows: Iterable[Row], store_id: str, reached: Ends, bases: Ends, *, from_start: bool = True
) -> Iterator[Finding]:
    """Every broken link between rows of the journal's columns; `reached` gets where each origin's chain ends.

    Facts up to an origin's base are kept singly; their links are in the day documents.
    """
    for row in rows:
        if not is_hashable(row):
            yield Finding(
                Kind.CHANGED,
                str(row[0]),
                0,
                told("fact {fact!r} holds another kind of value than was written", fact=row[1]),
            )
            continue
        origin, seq, type_, hash_ = row[0], row[1], row[6], row[12]
        if link(*row[:12]) != hash_:
            yield Finding(
                Kind.CHANGED, origin, seq, told("{type} was changed after it was written", type=type_), row[3]
            )
        if origin in bases and seq <= bases[origin][0]:
            continue
        before = reached.get(origin)
        if before is None and (from_start or seq == 1):
            before = (0, genesis(store_id, origin))
        if before is not None and seq != before[0] + 1:
            gone = before[0] + 1
            yield Finding(
                Kind.MISSING,
                origin,
                gone,
                told("facts {gone} to {last} are missing", gone=gone, last=seq - 1),
                row[3],
            )
        elif before is not None and row[11] != before[1]:
            yield Finding(
                Kind.REORDERED, origin, seq, told("{type} does not follow the fact before it", type=type_), row[3]
            )
        reached[origin] = (seq, hash_)


def _folds(connection: StoreConnection) -> Iterator[Finding]:
    scratch = empty_tables()
    try:
        refold(connection.raw, Codec(), scratch)
        waiting = {id_ for _, id_ in unfolded.keys(connection)}
        for table in FOLD_TABLES:
            yield from _differences(table, connection, scratch, waiting)
    finally:
        scratch.close()


def empty_tables() -> StoreConnection:
    """A store of the current schema in memory, with nothing in it."""
    scratch = StoreConnection(Path(":memory:"), Access.SCRATCH)
    for step in STEPS:
        for statement in step:
            scratch.raw.execute(statement)
    return scratch


def _differences(
    table: FoldTable, found: StoreConnection, wanted: StoreConnection, waiting: Collection[str]
) -> Iterator[Finding]:
    """Every row that is not as its facts say. Of what waits to be folded the tables must not speak at all."""
    have = {tuple(row[: table.key]): tuple(row) for row in found.rows(table.every)}
    want = {tuple(row[: table.key]): tuple(row) for row in wanted.rows(table.every)}
    if table is not ORDER_FAMILY.entry_table:
        place = 1 if table is MARK_TABLE else 0
        want = {key: row for key, row in want.items() if key[place] not in waiting}
    differing = sorted((key for key in have.keys() | want.keys() if have.get(key) != want.get(key)), key=str)
    for key in differing[:MOST_FOLDS]:
        row = f"{table.name} {'/'.join(map(str, key))}"
        words = (
            told("{row} is missing", row=row)
            if key not in have
            else told("{row} has no facts", row=row)
            if key not in want
            else told("{row} differs from its facts", row=row)
        )
        yield Finding(Kind.FOLD, "", 0, words)
