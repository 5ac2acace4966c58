"""A spool that forgets when the test ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aura_terminal.domain.devices import DeviceState, PaperDetour
from aura_terminal.domain.drawer import DrawerOpened
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import DrawerId
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolKind, SpoolState, Unwanted
from aura_terminal.ports.printing import LastOpening
from tests.support.memory_journal import MemoryJournal

_UNSETTLED = frozenset(
    {
        SpoolState.QUEUED,
        SpoolState.SENDING,
        SpoolState.HELD,
        SpoolState.IN_PRINTER,
        SpoolState.UNCONFIRMED,
        SpoolState.FAILED,
        SpoolState.LATE,
    }
)


class MemorySpool:
    """Spool and PaperReads over a list of jobs, which may be that of a journal in memory."""

    def __init__(self, jobs: list[SpooledJob] | None = None, journal: MemoryJournal | None = None) -> None:
        self._jobs = [] if jobs is None else jobs
        self._journal = journal

    def add(self, job: PrintJob, at: datetime) -> None:
        """Queue a job, as a use case does."""
        self._jobs.append(SpooledJob(job, SpoolState.QUEUED, at, at))

    def find(self, job_id: PrintJobId) -> SpooledJob:
        """How a job stands now."""
        return self._jobs[self._place(job_id)]

    def all(self) -> Sequence[SpooledJob]:
        """Every job ever queued, oldest first."""
        return list(self._jobs)

    def queue(self) -> Sequence[SpooledJob]:
        """Every job that is not settled."""
        return [spooled for spooled in self._jobs if spooled.state in _UNSETTLED]

    def recent(self, most: int) -> Sequence[SpooledJob]:
        """What came out last."""
        out = [each for each in self._jobs if each.state in (SpoolState.PRINTED, SpoolState.ACCEPTED)]
        return [each for each in reversed(out) if each.job.kind is not SpoolKind.DRAWER_KICK][:most]

    def last_opening(self, drawer_id: DrawerId) -> LastOpening | None:
        """The last opening the journal knows."""
        found = None
        for kept in self._journal.entries if self._journal is not None else ():
            fact = kept.fact
            if isinstance(fact, DrawerOpened) and fact.drawer_id == drawer_id:
                found = LastOpening(fact.opened_at, kept.actor, fact.note or fact.reason.value)
        return found

    def detours(self) -> Sequence[PaperDetour]:
        """Those of the journal's documents."""
        documents = () if self._journal is None else self._journal.documents.values()
        return tuple(sorted((each for each in documents if isinstance(each, PaperDetour)), key=lambda each: each.id))

    def states(self) -> Sequence[DeviceState]:
        """Those of the journal's documents."""
        documents = () if self._journal is None else self._journal.documents.values()
        return tuple(sorted((each for each in documents if isinstance(each, DeviceState)), key=lambda each: each.id))

    def no_longer_wanted(self, job_id: PrintJobId, why: Unwanted) -> None:
        """What the kitchen did meanwhile made the paper needless."""
        place = self._place(job_id)
        self._jobs[place] = replace(self._jobs[place], unwanted=why)

    def next_job(self, route: str, now: datetime) -> SpooledJob | None:
        waiting = self._in(route, SpoolState.QUEUED, SpoolState.HELD)
        kicks = [spooled for spooled in waiting if spooled.job.kind is SpoolKind.DRAWER_KICK]
        return next(iter([*kicks, *waiting]), None)

    def begin_attempt(self, job_id: PrintJobId, now: datetime) -> int:
        found = self.find(job_id)
        if found.state not in (SpoolState.QUEUED, SpoolState.HELD):
            raise NotFound("waiting print job", job_id)
        attempts = found.attempts + 1
        self._jobs[self._place(job_id)] = replace(found, state=SpoolState.SENDING, changed_at=now, attempts=attempts)
        return attempts

    def settle(self, job_id: PrintJobId, state: SpoolState, note: str, now: datetime) -> None:
        place = self._place(job_id)
        if self._jobs[place].state in _UNSETTLED or state not in _UNSETTLED:
            self._jobs[place] = replace(self._jobs[place], state=state, changed_at=now, last_error=note)

    def interrupted(self, route: str) -> Sequence[SpooledJob]:
        return self._in(route, SpoolState.SENDING, SpoolState.IN_PRINTER)

    def unconfirmed(self, route: str) -> Sequence[SpooledJob]:
        return self._in(route, SpoolState.UNCONFIRMED)

    def supersede(self, job_id: PrintJobId, copy: PrintJob, state: SpoolState, now: datetime) -> None:
        if self.find(job_id).state not in _UNSETTLED - {SpoolState.SENDING}:
            raise NotFound("unsettled print job", job_id)
        self.add(copy, now)
        self.settle(job_id, state, self.find(job_id).last_error, now)

    def _place(self, job_id: PrintJobId) -> int:
        for place, spooled in enumerate(self._jobs):
            if spooled.job.job_id == job_id:
                return place
        raise NotFound("print job", job_id)

    def _in(self, route: str, *states: SpoolState) -> list[SpooledJob]:
        return [spooled for spooled in self._jobs if spooled.job.route == route and spooled.state in states]
