"""How long a party will wait: reckoned from the tables it fits, who sits there, how long such parties stay, what is
reserved, and who waits already. Pure, exact to the minute, and rounded up to five, as hosts say it.

Those who wait are seated in thought in the order they came, each at the table of a fitting size that is free first;
whoever comes after them finds what is left. One more party ahead never shortens a wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from statistics import median_high

from aura_terminal.domain.ids import TableId
from aura_terminal.domain.reservations import Stay
from aura_terminal.domain.shop import Table
from aura_terminal.domain.waitlist import LARGEST_PARTY, LONGEST_QUOTE, Quote, Sureness

WEEKS_LOOKED_BACK = 4
LOOKED_AHEAD = timedelta(hours=12)
"""How far ahead reservations are looked for that may be in the way."""

ENOUGH, SOME = 20, 5
"""Stays of parties of a size from which their median is trusted, and from which it is used at all."""

ASSUMED = ((2, 60), (4, 80), (6, 100), (LARGEST_PARTY, 120))
"""Minutes a party of up to so many is thought to stay before the house has stays of its own."""

TURNING = 5
"""Minutes to clear a table."""

OVERDUE = 10
"""Minutes more for whoever sits longer than parties like them do."""

LARGER = 2
"""Seats a table may have more than a party needs and still be of a fitting size."""

_STEP = 5


@dataclass(frozen=True, slots=True)
class Sat:
    """A party that sat at a table: how many, and for how many minutes."""

    guests: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits at a table now, and since when; 0 guests where nobody said how many."""

    table_id: TableId
    guests: int
    since: datetime


@dataclass(frozen=True, slots=True)
class House:
    """The floor at one moment, as quotes are reckoned from it. `promised` are reservations still to come."""

    now: datetime
    tables: tuple[Table, ...]
    sittings: tuple[Sitting, ...] = ()
    promised: tuple[Stay, ...] = ()
    stays: tuple[Sat, ...] = ()


@dataclass(frozen=True, slots=True)
class UsualStay:
    """How many minutes parties of a size stay, and what that rests on."""

    minutes: int
    sureness: Sureness


class UsualStays:
    """How long parties stay by their size: the median of the house's own stays, or what is assumed where they are few.

    Stays are put together by size once; asking is free."""

    def __init__(self, stays: Iterable[Sat]) -> None:
        alike: dict[int, list[int]] = {upper: [] for upper, _ in ASSUMED}
        for stay in stays:
            if stay.guests > 0 and stay.minutes > 0:
                alike[_size_of(stay.guests)].append(stay.minutes)
        self._usual = {upper: _usual(alike[upper], assumed) for upper, assumed in ASSUMED}

    def of(self, party_size: int) -> UsualStay:
        """How long a party of so many stays."""
        return self._usual[_size_of(party_size)]


def usual_stay(stays: Iterable[Sat], party_size: int) -> UsualStay:
    """How long a party of so many stays, asked once."""
    return UsualStays(stays).of(party_size)


def _size_of(party_size: int) -> int:
    """The sizes are four; which one a party is of, by its upper bound."""
    return next(upper for upper, _ in ASSUMED if min(party_size, LARGEST_PARTY) <= upper)


def _usual(minutes: Sequence[int], assumed: int) -> UsualStay:
    if len(minutes) < SOME:
        return UsualStay(assumed, Sureness.ASSUMED)
    return UsualStay(median_high(minutes), Sureness.MEASURED if len(minutes) >= ENOUGH else Sureness.FEW)


def fitting(tables: Sequence[Table], party_size: int) -> tuple[tuple[Table, ...], ...]:
    """What a party would be given, the tightest first: tables of about its size, else the smallest that are large
    enough, else two in one area; nothing where the house has no place for so many."""
    large = sorted((one for one in tables if one.seats >= party_size), key=lambda one: (one.seats, one.number, one.id))
    if large:
        most = max(party_size + LARGER, large[0].seats)
        return tuple((one,) for one in large if one.seats <= most)
    pairs = [
        pair for pair in combinations(tables, 2)
        if pair[0].area == pair[1].area and pair[0].seats + pair[1].seats >= party_size
    ]  # fmt: skip
    least = min((pair[0].seats + pair[1].seats for pair in pairs), default=0)
    tight = [pair for pair in pairs if pair[0].seats + pair[1].seats <= least + LARGER]
    return tuple(sorted(tight, key=lambda pair: (pair[0].seats + pair[1].seats, pair[0].id, pair[1].id)))


def quote(house: House, ahead: Sequence[int], party_size: int) -> Quote | None:
    """The wait of a party that comes after parties of these sizes; None where no table is large enough.

    Never below zero, in steps of five minutes, at most a day. One more party at the end of `ahead` never makes it less.
    """
    usual = UsualStays(house.stays)
    taken = _taken(house, usual)
    for size in ahead:
        _place(house, taken, usual, size)
    begins = _place(house, taken, usual, party_size)
    if begins is None:
        return None
    minutes = max(0, -((house.now - begins) // timedelta(minutes=1)))
    rounded = min(LONGEST_QUOTE, -(-minutes // _STEP) * _STEP)
    sureness = Sureness.MEASURED if rounded == 0 else usual.of(party_size).sureness
    return Quote(rounded, sureness)


Taken = dict[TableId, list[tuple[datetime, datetime]]]


def _taken(house: House, usual: UsualStays) -> Taken:
    """When tables are taken: by who sits there, and by what is reserved, the tightest table for who has none yet."""
    taken: Taken = {table.id: [] for table in house.tables}
    for sitting in house.sittings:
        until = sitting.since + timedelta(minutes=usual.of(sitting.guests or 1).minutes + TURNING)
        ends = max(until, house.now + timedelta(minutes=OVERDUE))
        if sitting.table_id in taken:
            taken[sitting.table_id].append((house.now, ends))
    for stay in sorted(house.promised, key=lambda one: (one.starts_at, one.ends_at, one.tables)):
        for table_id in stay.tables or _spare(house.tables, taken, stay):
            if table_id in taken:
                taken[table_id].append((stay.starts_at, stay.ends_at))
    return taken


def _spare(tables: Sequence[Table], taken: Taken, stay: Stay) -> tuple[TableId, ...]:
    """The tables a reservation without any will be given; none that is taken then."""
    free = [
        combination for combination in fitting(tables, max(1, stay.party_size))
        if not any(begin < stay.ends_at and stay.starts_at < end for one in combination for begin, end in taken[one.id])
    ]  # fmt: skip
    return tuple(one.id for one in free[0]) if free else ()


def _place(house: House, taken: Taken, usual: UsualStays, party_size: int) -> datetime | None:
    """Seat a party in thought where it can sit first; answers when, None where it never can."""
    length = timedelta(minutes=usual.of(party_size).minutes + TURNING)
    best: tuple[datetime, tuple[Table, ...]] | None = None
    for combination in fitting(house.tables, party_size):
        begins = _first_gap(house.now, length, [span for one in combination for span in taken[one.id]])
        if best is None or begins < best[0]:
            best = (begins, combination)
    if best is None:
        return None
    for one in best[1]:
        taken[one.id].append((best[0], best[0] + length))
    return best[0]


def _first_gap(now: datetime, length: timedelta, spans: Iterable[tuple[datetime, datetime]]) -> datetime:
    """The first moment from now on at which nothing is taken for so long."""
    begins = now
    for begin, end in sorted(spans):
        if begin < begins + length and begins < end:
            begins = end
    return begins
