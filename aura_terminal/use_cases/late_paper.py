"""Paper that waited too long to come out unasked: a person says for each whether it is still wanted."""

from __future__ import annotations

from dataclasses import replace

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState, headed
from aura_terminal.domain.saying import said
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import Spool
from aura_terminal.ports.reads import StoreReads

LET_GO = told("Not printed: it came too late and nobody wanted it any more.")


_HANDLES = (Permission.REPRINT, Permission.BUMP, Permission.TAKE_PAYMENT)


def must_handle_paper(by: Actor) -> None:
    """Cashiers, servers and cooks all stand beside printers; raises RuleBroken(NOT_ALLOWED) for anybody else."""
    if not any(permission in by.permissions for permission in _HANDLES):
        raise RuleBroken(Rule.NOT_ALLOWED, permission=Permission.REPRINT.value, who=by.name)


class LatePaper:
    """The choices about late jobs. Each is one transaction of the spool."""

    def __init__(self, spool: Spool, reads: StoreReads, clock: Clock, ids: Ids) -> None:
        self._spool = spool
        self._reads = reads
        self._clock = clock
        self._ids = ids

    def waiting(self) -> tuple[SpooledJob, ...]:
        """The late jobs, oldest first; `unwanted` says which of them the kitchen needs no more."""
        status = self._reads.status(self._clock.now())
        return tuple(spooled for spooled in status.jobs_in_trouble if spooled.state is SpoolState.LATE)

    def print_late(self, by: Actor, job_id: PrintJobId) -> PrintJob:
        """Print it after all, headed by the time it should have come out. NotFound when it is no late job."""
        must_handle_paper(by)
        spooled = self._late(job_id)
        job = spooled.job
        assert job.document is not None  # a kick that is late is dropped
        local = self._reads.profile().calendar.local(spooled.created_at)
        copy = replace(
            job,
            job_id=PrintJobId(self._ids.new()),
            document=headed(job.document, said("LATE {at:%H:%M}", at=local)),
            copy_no=job.copy_no + 1,
            duplicate_of=job.job_id,
        )
        self._spool.supersede(job_id, copy, SpoolState.REPRINTED, self._clock.now())
        return copy

    def let_go(self, by: Actor, job_id: PrintJobId) -> None:
        """It is not wanted any more. NotFound when it is no late job."""
        must_handle_paper(by)
        self._late(job_id)
        self._spool.settle(job_id, SpoolState.CANCELLED, LET_GO, self._clock.now())

    def _late(self, job_id: PrintJobId) -> SpooledJob:
        for spooled in self.waiting():
            if spooled.job.job_id == job_id:
                return spooled
        raise NotFound("late print job", job_id)
