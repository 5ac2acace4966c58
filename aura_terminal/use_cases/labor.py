"""Clocking in and out, and breaks: each person for themselves, with their own PIN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DeclarationId, PunchChangeId, PunchId, StaffId
from aura_terminal.domain.labor import BreakKind, PunchKind, PunchRecorded, TimeSheet
from aura_terminal.domain.labor_rules import Policy, Tips, planned_on, policy_of, window_of
from aura_terminal.domain.money import Money
from aura_terminal.domain.punches import PunchChangeSeen, TipsDeclared
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import Actor, Approval, Job, Permission, StaffMember
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.labor_rows import silent_terminals
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.card_holding import theirs_must_be_decided
from aura_terminal.use_cases.leaving import Leaving, leaving_of
from aura_terminal.use_cases.on_the_clock import calendar_of, labor_rules_of

NO_JOB = Job("")
NEXT = timedelta(microseconds=1)
"""As near as two punches can be told apart by time."""
BEHIND = timedelta(hours=12)
"""A punch no further ahead than this was made before this one, by a clock that differs; further ahead, it is wrong."""


class Came(StrEnum):
    """Where somebody clocked in, as they say."""

    KNOWN = "known"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class _Act:
    """What is to be punched."""

    kind: PunchKind
    job: str = ""
    break_kind: BreakKind = BreakKind.UNPAID
    came: Came = Came.KNOWN


class Labor:
    """The clock acts of the person who signed in. What another terminal recorded meanwhile is never contradicted here:
    both punches are kept and the manager sees what does not fit.

    A punch is dated by the store's clock, and never before a punch that is known here. Where a terminal of the store is
    not heard, somebody may say that they clocked in there (`Came.ELSEWHERE`): the punches join once both are known.
    """

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._reads = reads
        self._ids = ids
        self._terminal = terminal

    def clock_in(self, by: Actor, job: str = "", approval: Approval | None = None) -> PunchRecorded:
        """Begin a shift, in one of the person's jobs; "" is the only one they have.

        Raises RuleBroken: CLOCKED_IN_ALREADY, JOB_NEEDED where they have several, JOB_NOT_THEIRS, and APPROVAL_NEEDED
        (OVERRIDE_SCHEDULE) where the house does not want it against the plan.
        """
        with self._begin(by.id) as work:
            work.time_sheet(by.id).must_allow(PunchKind.CLOCK_IN, by.name, work.today)
            rules, calendar = labor_rules_of(work), calendar_of(work)
            plans = planned_on(work.documents.all(Schedule), by.id, work.today, calendar)
            window = window_of(rules, plans, calendar, work.store_time)
            if policy_of(rules, window) is Policy.APPROVAL:
                approval = approved(by, approval, work, Permission.OVERRIDE_SCHEDULE, f"clock in: {window.value}")
            return self._keep(work, by, _Act(PunchKind.CLOCK_IN, job), approval)

    def begin_break(self, by: Actor, kind: BreakKind = BreakKind.UNPAID, came: Came = Came.KNOWN) -> PunchRecorded:
        """Begin a break. Raises RuleBroken: NOT_CLOCKED_IN, ON_BREAK_ALREADY, PUNCHED_ELSEWHERE."""
        return self._punch(by, _Act(PunchKind.BREAK_BEGIN, break_kind=kind, came=came))

    def end_break(self, by: Actor, came: Came = Came.KNOWN) -> PunchRecorded:
        """End a break. Raises RuleBroken: NOT_CLOCKED_IN, BREAK_NOT_BEGUN, PUNCHED_ELSEWHERE."""
        return self._punch(by, _Act(PunchKind.BREAK_END, came=came))

    def clock_out(
        self, by: Actor, tips: Money | None = None, approval: Approval | None = None, came: Came = Came.KNOWN
    ) -> PunchRecorded:
        """End the shift, and a break that still lasts; `tips` are what was had in cash, None where nothing was said.

        Raises RuleBroken: NOT_CLOCKED_IN, CARD_UNDECIDED while nobody knows what became of a card they took,
        TIPS_NOT_DECLARED and AMOUNT_OUT_OF_RANGE, APPROVAL_NEEDED (OVERRIDE_SCHEDULE) where the house wants nobody to
        leave their checks or their drawer, and PUNCHED_ELSEWHERE.
        """
        left = self.leaving(by.id)
        with self._begin(by.id) as work:
            theirs_must_be_decided(work, by.id)
            act = _Act(PunchKind.CLOCK_OUT, came=came)
            self._must_allow(work, by, act)
            if tips is None and left.tips is Tips.REQUIRED:
                raise RuleBroken(Rule.TIPS_NOT_DECLARED, who=by.name)
            if tips is not None and (tips.minor < 0 or tips.currency != left.currency):
                raise RuleBroken(Rule.AMOUNT_OUT_OF_RANGE, amount=tips.plain())
            if left.needs_approval:
                approval = approved(by, approval, work, Permission.OVERRIDE_SCHEDULE, "leave with work open")
            fact = self._keep(work, by, act, approval)
            if tips is not None:
                work.keep(self._declaration(fact, tips))
        return fact

    def leaving(self, staff_id: StaffId) -> Leaving:
        """What somebody leaves behind by clocking out now; known of this store as far as it is heard."""
        with self._begin(staff_id) as work:
            rules = labor_rules_of(work)
        return leaving_of(self._reads, rules, staff_id)

    def see_changes(self, by: Actor, change_ids: Iterable[PunchChangeId]) -> PunchChangeSeen:
        """Say that one was told of changes to one's punches. Raises RuleBroken(UNKNOWN) for what is none of theirs."""
        with self._begin(by.id) as work:
            sheet = work.time_sheet(by.id)
            told = tuple(dict.fromkeys(change_ids))
            if not told or not set(told) <= sheet.changes.keys():
                raise RuleBroken(Rule.UNKNOWN, what="punch", name=", ".join(told))
            fact = PunchChangeSeen(by.id, told, work.store_time, self._terminal.label)
            work.keep(fact)
        return fact

    def time_sheet(self, staff_id: StaffId) -> TimeSheet:
        """Somebody's shifts and what contradicts them."""
        with self._begin(staff_id) as work:
            return work.time_sheet(staff_id)

    def _punch(self, by: Actor, act: _Act) -> PunchRecorded:
        with self._begin(by.id) as work:
            self._must_allow(work, by, act)
            return self._keep(work, by, act, None)

    def _must_allow(self, work: Work, by: Actor, act: _Act) -> None:
        sheet = work.time_sheet(by.id)
        if act.came is Came.KNOWN or sheet.is_clocked_in:
            sheet.must_allow(act.kind, by.name, work.today)
        elif not silent_terminals(self._reads.mesh.peers(), self._reads.mesh.terminals(), work.now):
            raise RuleBroken(Rule.PUNCHED_ELSEWHERE, who=by.name)

    def _keep(self, work: Work, by: Actor, act: _Act, approval: Approval | None) -> PunchRecorded:
        chosen = _job(work, by, act.job) if act.kind is PunchKind.CLOCK_IN else NO_JOB
        now = work.store_time
        at = after_the_last(work.time_sheet(by.id), act.kind, now)
        fact = PunchRecorded(
            PunchId(self._ids.new()), by.id, act.kind, at, self._terminal.label, calendar_of(work).date_of(at),
            chosen.name, chosen.rate, act.break_kind, approval, None if at - now <= NEXT else now,
        )  # fmt: skip
        work.keep(fact)
        return fact

    def _declaration(self, punch: PunchRecorded, tips: Money) -> TipsDeclared:
        return TipsDeclared(
            DeclarationId(self._ids.new()), punch.staff_id, punch.punch_id, tips, punch.at, punch.business_date,
            punch.terminal,
        )  # fmt: skip


def after_the_last(sheet: TimeSheet, kind: PunchKind, now: datetime) -> datetime:
    """When a punch is made: now, or with the last one known, and after it, where this clock is behind that."""
    counted = sheet.counted
    if not counted or not now <= counted[-1].at <= now + BEHIND:
        return now
    last, order = counted[-1], list(PunchKind)
    return last.at if order.index(kind) > order.index(last.kind) else last.at + NEXT


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
