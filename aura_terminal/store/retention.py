"""Lets old business days leave the journal, a slice at a time, whenever the terminal's node has nothing else to do.

A day goes once it is a week past and covered (`day_plan`): its facts and final orders become a day document
(`day_making`), then what the document holds leaves journal and folds (`thinning`). Documents are kept for 400 days,
jobs that were settled on paper for three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from aura_terminal.store import cash_past, central_past, figures
from aura_terminal.store.connections import Connections
from aura_terminal.store.day_making import make
from aura_terminal.store.day_plan import CentralDone, Covering, is_covered, next_day
from aura_terminal.store.moments import microseconds
from aura_terminal.store.peers import StoredPeers, revoked_terminals
from aura_terminal.store.receiving import fold_some
from aura_terminal.store.statements import literal
from aura_terminal.store.thinning import thin_next
from aura_terminal.store.transactions import transaction
from aura_terminal.store.writer import Writer

if TYPE_CHECKING:
    from aura_terminal.store.open_store import Store

KEPT_DAYS = 400
PAPER_DAYS = 3
JOBS_A_SLICE = 50
SETTLED = "'accepted', 'printed', 'redirected', 'reprinted', 'cancelled'"

_OLDEST_JOBS = literal("SELECT place, changed_us FROM spool_jobs WHERE place > :place ORDER BY place LIMIT :most")
_DROP_JOBS = literal(
    f"DELETE FROM spool_jobs WHERE place > :first AND place <= :last AND changed_us < :before AND state IN ({SETTLED}) "
    "AND place < (SELECT max(place) FROM spool_jobs)"
)
_EXPIRED = literal("SELECT day FROM day_documents WHERE day < :day AND to_thin = 0 ORDER BY day LIMIT 1")
_DROP_PACKS = literal(
    "DELETE FROM day_packs WHERE rowid IN (SELECT rowid FROM day_packs WHERE day = :day ORDER BY rowid LIMIT :most)"
)
_DROP_SHEETS = literal("DELETE FROM day_sheets WHERE day = :day")
_DROP_RECEIPTS = literal("DELETE FROM receipts WHERE day = :day OR (day < :day2 AND document = :document)")
_DROP_DOCUMENT = literal("DELETE FROM day_documents WHERE day = :day")
PACKS_A_SLICE = 20
FOLDED_A_SLICE = 20


def step(store: Store, now: datetime, central_done: CentralDone = lambda day: True) -> bool:
    """Do one slice of at most about 20 ms; True while there is more to do. For moments without a tap."""
    return store.tidying.step(now, central_done)


class Tidying:
    """Where the work stands between two slices; what a slice has not committed is simply done again."""

    def __init__(self, writer: Writer, connections: Connections, peers: StoredPeers) -> None:
        self._writer = writer
        self._connections = connections
        self._peers = peers
        self._work: Iterator[None] | None = None

    def step(self, now: datetime, central_done: CentralDone) -> bool:
        """See `retention.step`."""
        if fold_some(self._writer, FOLDED_A_SLICE):
            return True  # a day's orders must be in the tables before the day goes
        work = self._work or self._slices(now, central_done)
        self._work = None  # an exception ends the work; the next step begins it anew
        for _ in work:
            self._work = work
            return True
        return False

    def _slices(self, now: datetime, central_done: CentralDone) -> Iterator[None]:
        yield from self._drop_settled_jobs(now)
        yield from self._thin_all()
        yield from figures.count_documents(self._writer, self._connections.read)
        while (plan := next_day(self._connections.read, self._writer.shelf.calendar, now)) is not None:
            yield
            covering = Covering(self._peers.states(), revoked_terminals(self._connections.read), central_done)
            if not is_covered(self._connections.read, plan, covering, now):
                break
            yield from make(self._writer, self._connections.read, plan)
            yield from self._thin_all()
        yield from self._drop_expired(now)

    def _thin_all(self) -> Iterator[None]:
        moved = True
        while moved:
            moved = False
            for _ in thin_next(self._writer, self._connections.read):
                moved = True
                yield

    def _drop_settled_jobs(self, now: datetime) -> Iterator[None]:
        """Oldest first, as far as jobs are older than three days; the newest stays, for no number is given twice."""
        before = microseconds(now - timedelta(days=PAPER_DAYS))
        place = 0
        while rows := self._connections.read.rows(_OLDEST_JOBS, (place, JOBS_A_SLICE)):
            old = [row for row in rows if row[1] < before]
            if old:
                with transaction(self._writer) as connection:
                    connection.execute(_DROP_JOBS, (place, rows[-1][0], before))
                yield
            if len(old) < len(rows):
                return
            place = rows[-1][0]

    def _drop_expired(self, now: datetime) -> Iterator[None]:
        oldest = (self._writer.shelf.calendar.date_of(now) - timedelta(days=KEPT_DAYS)).isoformat()
        while row := self._connections.read.one(_EXPIRED, (oldest,)):
            yield from self._drop_document(row[0])

    def _drop_document(self, day: str) -> Iterator[None]:
        ordinal = date.fromisoformat(day).toordinal()
        dropped = 1
        while dropped:
            with transaction(self._writer) as connection:
                dropped = connection.execute(_DROP_PACKS, (day, PACKS_A_SLICE))
            yield
        for statement, values in ((_DROP_SHEETS, (day,)), (_DROP_RECEIPTS, (ordinal, ordinal, ordinal))):
            with transaction(self._writer) as connection:
                connection.execute(statement, values)
            yield
        with transaction(self._writer) as connection:
            central_past.expire(connection, day)
            cash_past.expire(connection, day)
        yield
        with transaction(self._writer) as connection:
            connection.execute(_DROP_DOCUMENT, (day,))
        yield


def tidy(store: Store, now: datetime, rest: Callable[[], object]) -> int:
    """Do all there is to do, resting after each slice so that a tap may come between; answers how many there were."""
    slices = 0
    while step(store, now):
        slices += 1
        rest()
    return slices
