"""The print spool of this terminal: jobs wait here until a device's worker has settled them, and three days more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.moments import microseconds
from aura_terminal.store.spool_rows import COLUMNS, UNSETTLED, has_job, insert_jobs, job_in, spooled
from aura_terminal.store.statements import Prepared, literal
from aura_terminal.store.writer import IsThere, Writer

_DRAWER = literal(
    f"SELECT {COLUMNS} FROM spool_jobs INDEXED BY waiting_drawers "
    "WHERE kind = 'drawer_kick' AND state IN ('queued', 'held') AND route = :route ORDER BY place LIMIT 1"
)
_NEXT = literal(
    f"SELECT {COLUMNS} FROM spool_jobs WHERE place = (SELECT min(place) FROM ("
    f"SELECT min(place) AS place {UNSETTLED} AND route = :queued AND state = 'queued' UNION ALL "
    f"SELECT min(place) {UNSETTLED} AND route = :held AND state = 'held'))"
)
_INTERRUPTED = literal(
    f"SELECT {COLUMNS} {UNSETTLED} AND route = :route AND state IN ('sending', 'in_printer') ORDER BY place"
)
_UNCONFIRMED = literal(f"SELECT {COLUMNS} {UNSETTLED} AND route = :route AND state = 'unconfirmed' ORDER BY place")
_WAITING = literal(f"SELECT count(*) {UNSETTLED} AND state IN ('queued', 'sending', 'held', 'in_printer')")
_TROUBLE = literal(
    f"SELECT {COLUMNS} {UNSETTLED} AND state IN ('held', 'unconfirmed', 'failed', 'late') ORDER BY place"
)
_SETTLED = "('printed', 'accepted', 'redirected', 'reprinted', 'cancelled')"
_ATTEMPT = literal(
    "UPDATE spool_jobs SET state = 'sending', attempts = attempts + 1, changed_us = :at "
    "WHERE job_id = :job_id AND state IN ('queued', 'held')"
)
_SETTLE = literal(
    "UPDATE spool_jobs SET state = :state, last_error = :note, changed_us = :at "
    f"WHERE job_id = :job_id AND (state NOT IN {_SETTLED} OR :again IN {_SETTLED})"
)
_MOVE = literal(
    "UPDATE spool_jobs SET state = :state, changed_us = :at WHERE job_id = :job_id "
    f"AND state <> 'sending' AND state NOT IN {_SETTLED}"
)


@dataclass(frozen=True, slots=True)
class SpoolStatus:
    """How many jobs wait for paper, and the ones somebody has to look at."""

    waiting: int
    in_trouble: tuple[SpooledJob, ...]


class StoredSpool:
    """The Spool port."""

    def __init__(self, writer: Writer, reading: Callable[[], StoreConnection]) -> None:
        self._writer = writer
        self._reading = reading

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        row = self._reading().one(_DRAWER, (route,)) or self._reading().one(_NEXT, (route, route))
        return None if row is None else spooled(row)

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        with self._transaction(lambda connection: self._is(connection, job_id, SpoolState.SENDING)) as connection:
            if not connection.execute(_ATTEMPT, (microseconds(now), job_id)):
                raise NotFound("waiting print job", job_id)
            return job_in(connection, job_id).attempts

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        with self._transaction(lambda connection: self._is(connection, job_id, state)) as connection:
            if not connection.execute(_SETTLE, (state.value, note, microseconds(now), job_id, state.value)):
                job_in(connection, job_id)  # NotFound, or settled by somebody else meanwhile

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        return self._jobs(_INTERRUPTED, route)

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        return self._jobs(_UNCONFIRMED, route)

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        with self._transaction(lambda connection: has_job(connection, copy.job_id)) as connection:
            if not connection.execute(_MOVE, (state.value, microseconds(now), job_id)):
                raise NotFound("unsettled print job", job_id)
            insert_jobs(connection, (copy,), now)

    def find(self, job_id: PrintJobId) -> SpooledJob:
        """One job, or NotFound."""
        return job_in(self._reading(), job_id)

    def status(self) -> SpoolStatus:
        """What the status strip says of the spool."""
        connection = self._reading()
        trouble = tuple(spooled(row) for row in connection.rows(_TROUBLE))
        return SpoolStatus(int(connection.one(_WAITING)[0]), trouble)

    def _jobs(self, statement: Prepared, route: str) -> Sequence[SpooledJob]:
        return tuple(spooled(row) for row in self._reading().rows(statement, (route,)))

    def _is(self, connection: StoreConnection, job_id: PrintJobId, state: SpoolState) -> bool:
        return job_in(connection, job_id).state is state

    @contextmanager
    def _transaction(self, is_there: IsThere) -> Iterator[StoreConnection]:
        self._writer.begin()
        try:
            yield self._writer.connection
            self._writer.commit(is_there)
        except BaseException as error:
            self._writer.abandon((), error)
            raise
