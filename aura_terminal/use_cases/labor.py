"""Clocking in and out, and breaks: each person for themselves, with their own PIN."""

from __future__ import annotations

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PunchId, StaffId
from aura_terminal.domain.labor import BreakKind, PunchKind, PunchRecorded, TimeSheet
from aura_terminal.domain.staff import Actor, Job, StaffMember
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.card_holding import theirs_must_be_decided


class Labor:
    """The clock acts of the person who signed in. What another terminal recorded meanwhile is never contradicted here:
    both punches are kept and the manager sees what does not fit."""

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def clock_in(self, by: Actor, job: str = "") -> PunchRecorded:
        """Begin a shift, in one of the person's jobs; "" is the only one they have.

        Raises RuleBroken: CLOCKED_IN_ALREADY, JOB_NEEDED where they have several, JOB_NOT_THEIRS.
        """
        return self._punch(by, PunchKind.CLOCK_IN, job=job)

    def begin_break(self, by: Actor, kind: BreakKind = BreakKind.UNPAID) -> PunchRecorded:
        """Begin a break. Raises RuleBroken NOT_CLOCKED_IN or ON_BREAK_ALREADY."""
        return self._punch(by, PunchKind.BREAK_BEGIN, break_kind=kind)

    def end_break(self, by: Actor) -> PunchRecorded:
        """End a break. Raises RuleBroken NOT_CLOCKED_IN or BREAK_NOT_BEGUN."""
        return self._punch(by, PunchKind.BREAK_END)

    def clock_out(self, by: Actor) -> PunchRecorded:
        """End the shift, and a break that still lasts.

        Raises RuleBroken: NOT_CLOCKED_IN, and CARD_UNDECIDED while nobody knows what became of a card they took.
        """
        return self._punch(by, PunchKind.CLOCK_OUT)

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        """Somebody's shifts and what contradicts them."""
        with self._begin(staff_id) as work:
            return work.time_sheet(staff_id)

    def _punch(
        self, by: Actor, kind: PunchKind, *, job: str = "", break_kind: BreakKind = BreakKind.UNPAID
    ) -> PunchRecorded:
        with self._begin(by.id) as work:
            if kind is PunchKind.CLOCK_OUT:
                theirs_must_be_decided(work, by.id)
            work.time_sheet(by.id).must_allow(kind, by.name)
            chosen = _job(work, by, job) if kind is PunchKind.CLOCK_IN else NO_JOB
            fact = PunchRecorded(
                PunchId(self._ids.new()), by.id, kind, work.now, self._terminal.label, work.today, chosen.name,
                chosen.rate, break_kind,
            )  # fmt: skip
            work.keep(fact)
        return fact


NO_JOB = Job("")


def _job(work: Work, by: Actor, name: str) -> Job:
    """The job that was named, or the only one there is; somebody without jobs just works."""
    jobs = next((member.jobs for member in work.documents.all(StaffMember) if member.id == by.id), ())
    if not name and len(jobs) > 1:
        raise RuleBroken(Rule.JOB_NEEDED, who=by.name)
    if not name:
        return jobs[0] if jobs else NO_JOB
    found = next((job for job in jobs if job.name == name), None)
    if found is None:
        raise RuleBroken(Rule.JOB_NOT_THEIRS, who=by.name, job=name)
    return found
