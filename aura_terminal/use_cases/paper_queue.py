"""What a person does about paper that waits, got lost or is wanted again. Each choice says on the job who made it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolKind, SpoolState
from aura_terminal.domain.paper_ways import COOKED_FROM, mailed, meanwhile_of, redirected, second_copy
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import PaperReads, Spool
from aura_terminal.ports.reads import StoreReads
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.late_paper import LatePaper, must_handle_paper

RECENT = 20
SOUGHT = 300
"""Among how many papers the last slips of an order are looked for."""
_WAITING = frozenset({SpoolState.QUEUED, SpoolState.HELD})
_UNSETTLED = frozenset({SpoolState.QUEUED, SpoolState.HELD, SpoolState.UNCONFIRMED, SpoolState.FAILED, SpoolState.LATE})
_MOVABLE = frozenset({SpoolState.QUEUED, SpoolState.HELD, SpoolState.IN_PRINTER, SpoolState.UNCONFIRMED})
_MAILED = frozenset({SpoolKind.RECEIPT, SpoolKind.REPORT})
_ADDRESS = re.compile(r"[^@\s<>\",;]{1,64}@[^@\s<>\",;]{1,190}\.[^@\s<>\",;.]{1,60}")
_OUT = frozenset({SpoolState.PRINTED, SpoolState.ACCEPTED})


class PaperQueue:
    """The choices about spooled paper, for whoever stands beside the printer; a copy needs the right to reprint.

    NotFound when a job is meanwhile not in a state in which the choice makes sense.
    """

    def __init__(
        self, begin: Begin, spool: Spool, paper: PaperReads, store: StoreReads, clock: Clock, ids: Ids
    ) -> None:
        self._begin, self._spool, self._paper = begin, spool, paper
        self._clock, self._ids = clock, ids
        self._late = LatePaper(spool, store, clock, ids)

    def waiting(self) -> Sequence[SpooledJob]:
        """Everything that is not settled, oldest first."""
        return self._paper.queue()

    def recent(self) -> Sequence[SpooledJob]:
        """What came out last, newest first."""
        return self._paper.recent(RECENT)

    def job(self, job_id: PrintJobId) -> SpooledJob:
        """One job, or NotFound."""
        return self._paper.find(job_id)

    def print_now(self, by: Actor, job_id: PrintJobId) -> None:
        """Have a job tried again at once; a late one is printed after all, headed by its time."""
        must_handle_paper(by)
        spooled = self._in(job_id, _WAITING | {SpoolState.LATE})
        if spooled.state is SpoolState.LATE:
            self._late.print_late(by, job_id)
        else:
            self._spool.settle(job_id, SpoolState.QUEUED, spooled.last_error, self._clock.now())

    def it_printed(self, by: Actor, job_id: PrintJobId) -> None:
        """Somebody saw the paper that the printer did not vouch for."""
        must_handle_paper(by)
        self._in(job_id, frozenset({SpoolState.UNCONFIRMED}))
        self._settle(job_id, SpoolState.PRINTED, told("{by} saw that it was printed.", by=by.name))

    def print_copy(self, by: Actor, job_id: PrintJobId) -> PrintJob:
        """Print it once more, headed COPY, or DUPLICATE where a kitchen cooks from it."""
        spooled = self._in(job_id, _OUT | {SpoolState.UNCONFIRMED})
        must_handle_paper(by) if spooled.job.kind in COOKED_FROM else by.must(Permission.REPRINT)
        copy = second_copy(spooled.job, PrintJobId(self._ids.new()))
        if spooled.state is SpoolState.UNCONFIRMED:
            self._spool.supersede(job_id, copy, SpoolState.REPRINTED, self._clock.now())
        else:
            with self._begin(by.id) as work:
                work.spool(copy)
        return copy

    def slips_again(self, by: Actor, order_id: OrderId) -> Sequence[PrintJob]:
        """Print the last kitchen slip of an order once more at each printer that had one, headed DUPLICATE.

        Raises NotFound where none of its slips is among the last that came out here.
        """
        must_handle_paper(by)
        last: dict[str, PrintJob] = {}
        for spooled in self._paper.recent(SOUGHT):
            job = spooled.job
            if job.kind is SpoolKind.KITCHEN_SLIP and job.order_id == order_id and spooled.state in _OUT:
                last.setdefault(job.route, job)
        if not last:
            raise NotFound("kitchen slip of the order", order_id)
        copies = [second_copy(job, PrintJobId(self._ids.new())) for job in last.values()]
        with self._begin(by.id) as work:
            work.spool(*copies)
        return copies

    def let_go(self, by: Actor, job_id: PrintJobId) -> None:
        """It is not wanted any more; a drawer that did not open is seen to."""
        must_handle_paper(by)
        self._in(job_id, _UNSETTLED)
        self._settle(job_id, SpoolState.CANCELLED, told("{by} let it go.", by=by.name))

    def redirect(self, by: Actor, job_id: PrintJobId, source: str, to: str) -> PrintJob:
        """Print it at another device of this terminal, headed by where it should have come out."""
        must_handle_paper(by)
        spooled = self._in(job_id, _MOVABLE)
        if spooled.job.kind is SpoolKind.DRAWER_KICK:
            raise NotFound("paper", job_id)
        copy = redirected(spooled.job, PrintJobId(self._ids.new()), source, to, meanwhile_of(spooled))
        self._spool.supersede(job_id, copy, SpoolState.REDIRECTED, self._clock.now())
        return copy

    def mail(self, by: Actor, job_id: PrintJobId, address: str) -> PrintJob:
        """Mail it instead, or as well where it came out. NotFound for what is no e-mail address."""
        must_handle_paper(by)
        spooled = self._in(job_id, _OUT | _MOVABLE)
        if not _ADDRESS.fullmatch(address) or spooled.job.kind not in _MAILED:
            raise NotFound("mailbox", address or "-")
        copy = mailed(spooled.job, PrintJobId(self._ids.new()), address)
        if spooled.state in _OUT:
            with self._begin(by.id) as work:
                work.spool(copy)
        else:
            self._spool.supersede(job_id, copy, SpoolState.REDIRECTED, self._clock.now())
        return copy

    def _in(self, job_id: PrintJobId, states: frozenset[SpoolState]) -> SpooledJob:
        spooled = self._paper.find(job_id)
        if spooled.state not in states:
            raise NotFound("job that waits for this", spooled.job.title)
        return spooled

    def _settle(self, job_id: PrintJobId, state: SpoolState, note: str) -> None:
        self._spool.settle(job_id, state, note, self._clock.now())
