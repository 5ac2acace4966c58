"""A million facts in two minutes: one real service, written again and again under other ids, numbers and days.

Every copy is chained, stamped and folded as the store itself would have done, so that `verify` finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.app.chance import SeededIds, ServiceClock
from aura_terminal.app.opening import join
from aura_terminal.app.simulation import INVENTED_STAFF, Service
from aura_terminal.domain.ids import FireId, StationId
from aura_terminal.domain.kitchen import ticket_id_of
from aura_terminal.domain.staff import Permission
from aura_terminal.domain.stamps import HybridClock, Stamp, milliseconds_of
from aura_terminal.store.chain import link
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import connect
from aura_terminal.store.folders import store_file
from aura_terminal.store.open_store import open_store
from tests.benchmarks.stored import found_demo, opened

ORDERS = 20
ORDERS_A_DAY = 2_000
BLOCKS_A_DAY = ORDERS_A_DAY // ORDERS
LABEL = "R1"
FACTS_A_DAY = 30_000  # fewer than there are, so that no day is in the future
DAY_MILLISECONDS = 24 * 60 * 60 * 1000
QUARTERS_A_DAY = 24 * 4
BATCH = 50
TIME_ORDERED = "7"
FOLDS = (
    "orders",
    "order_labels",
    "order_lines",
    "payments",
    "order_days",
    "order_figures",
    "order_cash",
    "tickets",
    "ticket_lines",
    "drawer_openings",
    "spool_jobs",
)
TOKEN = re.compile(
    rf"[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}|\d{{4}}-\d{{2}}-\d{{2}}|{LABEL}-\d{{3}}"
)
FACT_COLUMNS = "fact_id, stamp, aggregate, aggregate_id, type, version, payload, actor, business_date"
JOURNAL_COLUMNS = f"origin, seq, {FACT_COLUMNS}, prev_hash, hash"
QUICK = ("journal_mode=WAL", "synchronous=OFF", "cache_size=-400000", "wal_autocheckpoint=20000")

CHEF = next(actor for actor in INVENTED_STAFF if Permission.BUMP in actor.permissions)

Names = dict[str, str]


def long_journal(folder: Path, facts: int) -> Path:
    """A data folder with at least so many facts, made once; the service is of the days before today."""
    if not store_file(folder).exists():
        unfinished = folder.with_name(f"{folder.name}-unfinished")
        found_demo(unfinished)
        _build(unfinished, facts)
        unfinished.rename(folder)
    return folder


def _build(folder: Path, facts: int) -> None:
    days = facts // FACTS_A_DAY + 2
    first_day = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=days)
    with closing(connect(str(store_file(folder)))) as raw:
        before = _last_arrival(raw)
    _serve(folder, first_day)
    with closing(connect(str(store_file(folder)))) as raw:
        for pragma in QUICK:
            raw.execute(f"PRAGMA {pragma}").fetchall()
        raw.execute("UPDATE spool_jobs SET state = 'printed'")
        block = _Block.read(raw, before, first_day.date().isoformat())
        _write(raw, block, max(0, facts - _last_arrival(raw)))
    opened(folder).close()


def _serve(folder: Path, start: datetime) -> None:
    clock, chance = ServiceClock(start), Random(7)
    ids = SeededIds(clock, Random(7))
    with closing(open_store(folder, clock, ids)) as store:
        shop = join(store, folder, clock, ids)
        Service(shop, INVENTED_STAFF, chance, lambda told: None, clock.advance).run(ORDERS)
        for ticket in shop.reads.kitchen.live(None):
            if any(line.voided for line in ticket.lines):
                shop.kitchen.see_changes(CHEF, ticket.ticket_id, ticket.number)
            shop.kitchen.bump(CHEF, ticket.ticket_id)


def _last_arrival(raw: RawConnection) -> int:
    return int(raw.execute("SELECT coalesce(max(arrival), 0) FROM journal").fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Text:
    """A value with the places in it where a copy differs."""

    pieces: tuple[str, ...]  # plain, name, plain, name, ..., plain
    is_bytes: bool

    def copied(self, names: Names) -> Any:
        """The value of a copy: text or bytes as the column holds it."""
        pieces = list(self.pieces)
        pieces[1::2] = [names.get(piece, piece) for piece in pieces[1::2]]
        text = "".join(pieces)
        return text.encode() if self.is_bytes else text


@dataclass(frozen=True, slots=True)
class _Moment:
    """A count of microseconds or of quarters of an hour, which moves by whole days."""

    count: int
    a_day: int


Cell = _Text | _Moment | int | None
Line = tuple[Cell, ...]


def _cell(column: str, value: Any) -> Cell:  # a value as SQLite has it
    if isinstance(value, int) and column.endswith("_us"):
        return _Moment(value, DAY_MILLISECONDS * 1000)
    if column == "slot" and value:  # of figures by the hour
        return _Moment(value, QUARTERS_A_DAY)
    if isinstance(value, str | bytes):
        text = value if isinstance(value, str) else value.decode()
        return _Text(tuple(re.split(f"({TOKEN.pattern})", text)), isinstance(value, bytes))
    number: int | None = value
    return number


@dataclass(frozen=True)
class _Block:
    """One service: its facts in order, its fold rows by table, and what has to be named anew in each copy."""

    day: str
    facts: tuple[Line, ...]  # fact_id, stamp, aggregate, aggregate_id, type, version, payload, actor, business_date
    folds: dict[str, tuple[Line, ...]]
    ids: tuple[str, ...]
    numbers: tuple[str, ...]
    tickets: tuple[tuple[str, str, str], ...]
    openings: int
    columns: dict[str, str]

    @classmethod
    def read(cls, raw: RawConnection, after: int, day: str) -> _Block:
        """The service that came into the file after a place."""
        facts = tuple(_lines(raw, f"SELECT {FACT_COLUMNS} FROM journal WHERE arrival > {after} ORDER BY arrival"))
        folds = {table: tuple(_lines(raw, f"SELECT {_own(raw, table)} FROM {table}")) for table in FOLDS}
        texts = (cell for line in (*facts, *(line for lines in folds.values() for line in lines)) for cell in line)
        names = {name for cell in texts if isinstance(cell, _Text) for name in cell.pieces[1::2]}
        tickets = tuple(raw.execute("SELECT ticket_id, fire_id, station_id FROM tickets"))
        return cls(
            day, facts, folds,
            ids=tuple(sorted(name for name in names if len(name) == 36 and name[14] == TIME_ORDERED)),
            numbers=tuple(sorted(name for name in names if name.startswith(LABEL))),
            tickets=tickets,
            openings=len(folds["drawer_openings"]),
            columns={table: _own(raw, table) for table in FOLDS},
        )  # fmt: skip

    def names(self, copy: int) -> Names:
        """What everything is called in a copy; the first copy is number 1, the service itself is 0."""
        days, place = divmod(copy, BLOCKS_A_DAY)
        later = days * DAY_MILLISECONDS + place
        names = {name: _later_id(name, later) for name in self.ids}
        for ticket, fire, station in self.tickets:
            names[ticket] = ticket_id_of(FireId(names[fire]), StationId(station))
        names.update((number, _numbered(number, place * len(self.numbers))) for number in self.numbers)
        names[self.day] = (date.fromisoformat(self.day) + timedelta(days=days)).isoformat()
        return names


def _later_id(name: str, milliseconds: int) -> str:
    """A time-ordered id (RFC 9562, section 5.7) as if made so much later, with the same chance in it."""
    time = int(name[:8] + name[9:13], 16) + milliseconds
    return f"{time >> 16:08x}-{time & 0xFFFF:04x}{name[13:]}"


def _numbered(number: str, further: int) -> str:
    return f"{LABEL}-{int(number.rpartition('-')[2]) + further:03d}"


def _own(raw: RawConnection, table: str) -> str:
    columns = [
        row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[1] != "place" or table != "spool_jobs"
    ]
    return ", ".join(columns)


def _lines(raw: RawConnection, question: str) -> Iterator[Line]:
    cursor = raw.execute(question)
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        yield tuple(_cell(column, value) for column, value in zip(columns, row, strict=True))


def _write(raw: RawConnection, block: _Block, facts: int) -> None:
    """Copies of the service until so many more facts are there."""
    chain = _Chain.read(raw)
    copies = -(-facts // len(block.facts))
    for start in range(1, copies + 1, BATCH):
        batch = range(start, min(start + BATCH, copies + 1))
        raw.execute("BEGIN IMMEDIATE")
        for copy in batch:
            _write_copy(raw, block, copy, chain)
        chain.write(raw, block.openings * len(batch))
        raw.execute("COMMIT")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _write_copy(raw: RawConnection, block: _Block, copy: int, chain: _Chain) -> None:
    names, days = block.names(copy), copy // BLOCKS_A_DAY
    raw.executemany(
        f"INSERT INTO journal ({JOURNAL_COLUMNS}) VALUES ({', '.join('?' * 13)})",
        [chain.linked(_copied(line, names, days), days) for line in block.facts],
    )
    for table, lines in block.folds.items():
        if lines:
            marks = ", ".join("?" * len(lines[0]))
            columns = block.columns[table]
            rows = [_copied(line, names, days) for line in lines]
            raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def _copied(line: Line, names: Names, days: int) -> list[Any]:
    return [_value(cell, names, days) for cell in line]


def _value(cell: Cell, names: Names, days: int) -> Any:  # as the column holds it
    if isinstance(cell, _Text):
        return cell.copied(names)
    if isinstance(cell, _Moment):
        return cell.count + days * cell.a_day
    return cell


@dataclass(slots=True)
class _Chain:
    """Where the terminal's chain ends while it grows."""

    origin: str
    seq: int
    hash: bytes
    clock: HybridClock
    last_opening: int = 0

    @classmethod
    def read(cls, raw: RawConnection) -> _Chain:
        """The end as the file has it."""
        origin, seq, hash_, stamp = raw.execute(
            "SELECT origin, last_seq, last_hash, last_stamp FROM origins"
        ).fetchone()
        return cls(origin, seq, hash_, HybridClock(Stamp(stamp)))

    def linked(self, fact: list[Any], days: int) -> tuple[Any, ...]:
        """A copied fact as the journal's next row."""
        fact_id, stamp, aggregate, aggregate_id, type_, version, payload, actor, business_date = fact
        new = self.clock.tick(milliseconds_of(stamp) + days * DAY_MILLISECONDS)
        self.seq += 1
        before = self.hash
        self.hash = link(
            self.origin, self.seq, fact_id, new, aggregate, aggregate_id, type_, version, payload, actor, business_date,
            before,
        )  # fmt: skip
        if aggregate == "drawer":
            self.last_opening = new
        return (
            self.origin, self.seq, fact_id, new, aggregate, aggregate_id, type_, version, payload, actor, business_date,
            before, self.hash,
        )  # fmt: skip

    def write(self, raw: RawConnection, openings: int) -> None:
        """The ends of the chain, and the drawer, whose fold counts for ever."""
        ends = (self.seq, self.hash, self.clock.last, self.origin)
        raw.execute("UPDATE origins SET last_seq = ?, last_hash = ?, last_stamp = ? WHERE origin = ?", ends)
        raw.execute("UPDATE drawers SET openings = openings + ?, stamp = ?", (openings, self.last_opening))
