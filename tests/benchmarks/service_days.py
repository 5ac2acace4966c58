"""Days of a store as another terminal wrote them: one real service, told again under other ids, numbers and days.

A service of some orders goes through the use cases once. Its facts are then copied as often as a day needs: every
time-ordered id is moved on, every date and number is that of its day, every fact is stamped and chained anew. A store
takes them in as it takes any terminal's facts: checked link by link and folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from aura_terminal.app.chance import SeededIds, ServiceClock
from aura_terminal.app.opening import join
from aura_terminal.app.simulation import INVENTED_STAFF, Service
from aura_terminal.domain.ids import FireId, StationId
from aura_terminal.domain.kitchen import ticket_id_of
from aura_terminal.domain.staff import Permission
from aura_terminal.domain.stamps import HybridClock, Stamp, milliseconds_of
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store.chain import genesis, hash_of
from aura_terminal.store.founding import found_store
from aura_terminal.store.open_store import open_store
from tests.support.memory_shop import MemoryVault, demo_files

ORIGIN = "01938f5e-0000-7000-8000-0000000000bb"
LABEL = "R1"
DAY_MILLISECONDS = 24 * 60 * 60 * 1000
_TOKEN = re.compile(
    rf"[0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}}|\d{{4}}-\d{{2}}-\d{{2}}|{LABEL}-\d{{3}}"
)
CHEF = next(actor for actor in INVENTED_STAFF if Permission.BUMP in actor.permissions)


@dataclass(frozen=True)
class Pattern:
    """The facts of one service, its day, its tickets by id, and how many numbers it gave."""

    rows: tuple[JournalRow, ...]
    orders: int
    day: date
    tickets: tuple[tuple[str, str, str], ...]
    numbers: int


def pattern(scratch: Path, orders: int, day: datetime) -> Pattern:
    """Serve so many orders on a day, in a store of their own; nothing is left open."""
    clock, chance, files = ServiceClock(day), Random(7), demo_files()
    ids = SeededIds(clock, Random(7))
    found_store(scratch, clock, ids, label=LABEL, documents=files.documents, pins=files.pins, vault=MemoryVault())
    store = open_store(scratch, clock, ids, ballast_bytes=4096)
    try:
        origin, before = store.identity.origin, dict(store.known())[store.identity.origin]
        shop = join(store, scratch, clock, ids)
        Service(shop, INVENTED_STAFF, chance, lambda told: None, clock.advance).run(orders)
        for ticket in shop.reads.kitchen.live(None):
            if any(line.voided for line in ticket.lines):
                shop.kitchen.see_changes(CHEF, ticket.ticket_id, ticket.number)
            shop.kitchen.bump(CHEF, ticket.ticket_id)
        rows = store.facts_after(origin, before, 10_000_000)
    finally:
        store.close()
    text = "\n".join(row.payload.decode() for row in rows)
    numbers = {name for name in _TOKEN.findall(text) if name.startswith(LABEL)}
    return Pattern(rows, orders, date.fromisoformat(rows[0].business_date), _tickets(rows), len(numbers))


def _tickets(rows: Sequence[JournalRow]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for row in rows:
        if row.type == "ticket_fired":
            fire, station = (
                re.search(rf'"{name}":"([^"]+)"', row.payload.decode()) for name in ("fire_id", "station_id")
            )
            assert fire is not None
            assert station is not None
            found.append((row.aggregate_id, fire[1], station[1]))
    return tuple(found)


class Days:
    """Facts without end, day after day, `orders` on each; `next_day` brings a day's."""

    def __init__(self, source: Pattern, store_id: str, first: date, orders: int) -> None:
        self._source = source
        self._first = first
        self._copies = -(-orders // source.orders)
        self._before = genesis(store_id, ORIGIN)
        self._seq = 0
        self._clock = HybridClock(Stamp(0))
        self._day = 0

    def next_day(self) -> Iterator[JournalRow]:
        """The next day's facts, chained to those of the day before."""
        on = self._first + timedelta(days=self._day)
        shift = (on - self._source.day).days
        for place in range(self._copies):
            yield from self._copy(on, shift, place)
        self._day += 1

    def _copy(self, on: date, shift: int, place: int) -> Iterator[JournalRow]:
        names = _Names(self._source, on, shift, place)
        for row in self._source.rows:
            self._seq += 1
            milliseconds = milliseconds_of(Stamp(row.stamp)) + shift * DAY_MILLISECONDS
            payload = _TOKEN.sub(names.found, row.payload.decode()).encode()
            made = replace(
                row, origin=ORIGIN, seq=self._seq, stamp=self._clock.tick(milliseconds), payload=payload,
                fact_id=names.of(row.fact_id), aggregate_id=names.of(row.aggregate_id),
                business_date=names.of(row.business_date), prev_hash=self._before,
            )  # fmt: skip
            made = replace(made, hash=hash_of(made))
            self._before = made.hash
            yield made


class _Names:
    """What everything is called in one copy."""

    def __init__(self, source: Pattern, on: date, shift: int, place: int) -> None:
        self._later = shift * DAY_MILLISECONDS + place
        self._days = timedelta(days=shift)
        self._further = place * source.numbers
        self._known: dict[str, str] = {}
        for ticket, fire, station in source.tickets:
            self._known[ticket] = ticket_id_of(FireId(self.of(fire)), StationId(station))

    def found(self, match: re.Match[str]) -> str:
        return self.of(match[0])

    def of(self, name: str) -> str:
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._named(name)
        return known

    def _named(self, name: str) -> str:
        if _TOKEN.fullmatch(name) is None:
            return name
        if name.startswith(LABEL):
            return f"{LABEL}-{int(name.rpartition('-')[2]) + self._further:03d}"
        if len(name) == 10:
            return (date.fromisoformat(name) + self._days).isoformat()
        if name[14] != "7":  # an id that follows from others
            return name
        time = int(name[:8] + name[9:13], 16) + self._later
        return f"{time >> 16:08x}-{time & 0xFFFF:04x}{name[13:]}"


def noon(day: date) -> datetime:
    """A moment in a day's service."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
