"""Which business day may leave the journal next, and how far each origin's facts belong to it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.stamps import Stamp, milliseconds_of, stamp_of
from aura_terminal.ports.journal import PeerState
from aura_terminal.store import archive, central_figures, journal
from aura_terminal.store.archive import Base
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.moments import instant, milliseconds
from aura_terminal.store.peers import held_elsewhere
from aura_terminal.store.statements import literal

HOT_DAYS = 7
PATIENCE_DAYS = 30

_LAST_DAY = literal("SELECT max(day) FROM day_documents")
_FIRST_AFTER = literal("SELECT stamp FROM journal WHERE origin = :origin AND seq > :seq ORDER BY seq LIMIT 1")
_STAMP_AT = literal("SELECT stamp FROM journal WHERE origin = :origin AND seq = :seq")
_AT = literal("SELECT hash, stamp FROM journal WHERE origin = :origin AND seq = :seq")
_HAS_Z = literal("SELECT 1 FROM closings WHERE business_date = :day LIMIT 1")
_OPEN = literal("SELECT 1 FROM orders WHERE status = 'open' AND business_date <= :day LIMIT 1")

CentralDone = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Cut:
    """The facts of one origin that belong to a day: those after `base` up to `end`."""

    origin: str
    base: Base | None
    end: Base

    @property
    def first(self) -> int:
        """The place of the first of them."""
        return 1 if self.base is None else self.base.seq + 1


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day to be folded: facts stamped before `until`, the state of its orders by facts stamped before `horizon`."""

    day: date
    until: int
    horizon: int
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Covering:
    """What must be done elsewhere before a day goes: `central_done` asks the central, `revoked` peers do not count."""

    peers: tuple[PeerState, ...]
    revoked: Collection[str]
    central_done: CentralDone


def next_day(connection: StoreConnection, calendar: BusinessCalendar, now: datetime) -> DayPlan | None:
    """The oldest business day with facts in the journal, once it is a week past; None while there is none."""
    bases, ends = archive.bases(connection), journal.heads(connection)
    firsts = [
        row[0]
        for origin in ends
        if (row := connection.one(_FIRST_AFTER, (origin, bases[origin].seq if origin in bases else 0)))
    ]
    if not firsts:
        return None
    day = calendar.date_of(_instant(min(firsts)))
    last = connection.one(_LAST_DAY)[0]
    if last is not None:
        day = max(day, date.fromisoformat(last) + timedelta(days=1))
    horizon = calendar.ends(day) + timedelta(days=HOT_DAYS)
    if horizon > now:
        return None
    until = stamp_of(milliseconds(calendar.ends(day)))
    cuts = (_cut(connection, origin, bases.get(origin), head.seq, until) for origin, head in sorted(ends.items()))
    return DayPlan(day, until, stamp_of(milliseconds(horizon)), tuple(cut for cut in cuts if cut is not None))


def is_covered(connection: StoreConnection, plan: DayPlan, covering: Covering, now: datetime) -> bool:
    """Whether the day may go: held elsewhere where there are peers, finished here, at them and at the centrals.

    For a day that nobody finishes, or that a central cannot be told of, `PATIENCE_DAYS` are waited; what is still open
    then stays in the journal, and facts that arrive late go with a later day.
    """
    peers = [peer for peer in covering.peers if peer.terminal_id not in covering.revoked]
    if peers:
        elsewhere = held_elsewhere(connection, covering.revoked)
        if any(elsewhere.get(cut.origin, 0) < cut.end.seq for cut in plan.cuts):
            return False
    patience = timedelta(days=PATIENCE_DAYS)
    if _instant(plan.until) + patience <= now:
        return True
    if not (covering.central_done(plan.day) and central_figures.is_done(connection, plan.day, plan.until)):
        return False
    return _is_finished(connection, plan.day) and all(_said_all(connection, peer, plan.until) for peer in peers)


def _is_finished(connection: StoreConnection, day: date) -> bool:
    values = (day.isoformat(),)
    return connection.one(_HAS_Z, values) is not None or connection.one(_OPEN, values) is None


def _said_all(connection: StoreConnection, peer: PeerState, until: int) -> bool:
    """Whether nothing of a peer's own from before a moment can still be on its way here."""
    known = journal.heads(connection).get(peer.origin)
    if known is not None and known.stamp >= until:
        return True
    reached = dict(peer.holds).get(peer.origin, 0)
    return peer.last_heard_ms >= milliseconds_of(Stamp(until)) and reached <= (known.seq if known else 0)


def _cut(connection: StoreConnection, origin: str, base: Base | None, last: int, until: int) -> Cut | None:
    """Stamps of one origin only grow, so that a few look-ups find the last fact before a moment."""
    first = 1 if base is None else base.seq + 1

    def stamp_at(seq: int) -> int:
        return int(connection.one(_STAMP_AT, (origin, seq))[0])

    count = bisect_left(range(first, last + 1), until, key=stamp_at)
    if count == 0:
        return None
    end = first + count - 1
    hash_, stamp = connection.one(_AT, (origin, end))
    return Cut(origin, base, Base(end, hash_, stamp))


def _instant(stamp: int) -> datetime:
    return instant(milliseconds_of(Stamp(stamp)) * 1000)
