"""Mending punches: with a reason, by somebody else, the original kept for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import PunchChangeId, PunchId, StaffId
from aura_terminal.domain.labor import BreakKind, PunchKind, PunchRecorded, TimeSheet
from aura_terminal.domain.limits import reason_given
from aura_terminal.domain.money import Money
from aura_terminal.domain.punches import PunchAdded, PunchChange, PunchCorrected, PunchWithdrawn
from aura_terminal.domain.staff import Actor, Approval, Permission, StaffMember
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import Begin, TerminalIdentity, Work
from aura_terminal.use_cases.access import actor_of
from aura_terminal.use_cases.on_the_clock import calendar_of

AHEAD = timedelta(minutes=2)
"""How far ahead of this clock a time may be that somebody enters as now."""


@dataclass(frozen=True, slots=True)
class PunchEdit:
    """How a punch is to count: when, for which job where it begins a shift, as which break where it begins one."""

    at: datetime
    job: str = ""
    break_kind: BreakKind = BreakKind.UNPAID


class PunchEditing:
    """Changes of other people's punches; each needs EDIT_PUNCHES and a reason, and its owner is told.

    Nobody changes their own, unless nobody else who works here could: an owner alone would never be right. All raise
    RuleBroken: NOT_ALLOWED, OWN_PUNCHES, REASON_NEEDED, TIME_TO_COME, JOB_NOT_THEIRS, and PUNCH_DOES_NOT_FIT where the
    change would leave more that fits nothing than before.
    """

    def __init__(self, begin: Begin, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin = begin
        self._ids = ids
        self._terminal = terminal

    def correct(self, by: Actor, staff_id: StaffId, punch_id: PunchId, edit: PunchEdit, reason: str) -> PunchCorrected:
        """Let a punch count otherwise; one that was withdrawn counts again."""
        with self._begin(by.id) as work:
            sheet = _sheet_of(work, by, staff_id)
            made = _made(sheet, punch_id)
            at = _when(work, edit.at)
            job, rate = _paid_as(work, sheet, made, edit.job)
            fact = PunchCorrected(
                PunchChangeId(self._ids.new()), staff_id, punch_id, _generation(sheet, punch_id), at,
                calendar_of(work).date_of(at), _approval(work, by, reason), job, rate, edit.break_kind,
            )  # fmt: skip
            _must_fit(work, sheet, fact, at)
            work.keep(fact)
        return fact

    def add(self, by: Actor, staff_id: StaffId, kind: PunchKind, edit: PunchEdit, reason: str) -> PunchAdded:
        """Enter a punch that was forgotten, such as the end of a shift nobody ended."""
        with self._begin(by.id) as work:
            sheet = _sheet_of(work, by, staff_id)
            at = _when(work, edit.at)
            punch = PunchRecorded(
                PunchId(self._ids.new()), staff_id, kind, at, self._terminal.label, calendar_of(work).date_of(at),
                break_kind=edit.break_kind,
            )  # fmt: skip
            if kind is PunchKind.CLOCK_IN:
                job, rate = _paid_as(work, sheet, punch, edit.job)
                punch = PunchRecorded(
                    punch.punch_id, staff_id, kind, at, punch.terminal, punch.business_date, job, rate
                )
            fact = PunchAdded(PunchChangeId(self._ids.new()), staff_id, punch, _approval(work, by, reason))
            _must_fit(work, sheet, fact, at)
            work.keep(fact)
        return fact

    def withdraw(self, by: Actor, staff_id: StaffId, punch_id: PunchId, reason: str) -> PunchWithdrawn:
        """Let a punch not count, such as a second clocking in; raises NotFound for one that does not."""
        with self._begin(by.id) as work:
            sheet = _sheet_of(work, by, staff_id)
            counted = next((one for one in sheet.counted if one.punch_id == punch_id), None)
            if counted is None:
                raise NotFound("punch", punch_id)
            fact = PunchWithdrawn(
                PunchChangeId(self._ids.new()), staff_id, punch_id, _generation(sheet, punch_id),
                _approval(work, by, reason),
            )  # fmt: skip
            _must_fit(work, sheet, fact, counted.at)
            work.keep(fact)
        return fact


def _sheet_of(work: Work, by: Actor, staff_id: StaffId) -> TimeSheet:
    """Somebody's punches, for who may change them."""
    by.must(Permission.EDIT_PUNCHES)
    work.documents.get(StaffMember, staff_id)
    if staff_id == by.id and _others_may(work, by):
        raise RuleBroken(Rule.OWN_PUNCHES, who=by.name)
    return work.time_sheet(staff_id)


def _others_may(work: Work, by: Actor) -> bool:
    """Whether anybody else who works here may change punches."""
    others = (one.id for one in work.documents.all(StaffMember) if one.active and one.id != by.id)
    return any(Permission.EDIT_PUNCHES in actor_of(work, one).permissions for one in others)


def _made(sheet: TimeSheet, punch_id: PunchId) -> PunchRecorded:
    if punch_id not in sheet.punches:
        raise NotFound("punch", punch_id)
    return sheet.punches[punch_id]


def _when(work: Work, at: datetime) -> datetime:
    if at > work.store_time + AHEAD:
        raise RuleBroken(Rule.TIME_TO_COME, time=_clock(work, at))
    return at


def _paid_as(work: Work, sheet: TimeSheet, punch: PunchRecorded, job: str) -> tuple[str, Money | None]:
    """The job and its rate: the rate there was where the job stays, else today's."""
    if punch.kind is not PunchKind.CLOCK_IN:
        return "", None
    counted = next((one for one in sheet.counted if one.punch_id == punch.punch_id), punch)
    if punch.punch_id in sheet.punches and job in ("", counted.job):
        return counted.job, counted.rate
    member = work.documents.get(StaffMember, punch.staff_id)
    found = [one for one in member.jobs if one.name == job or (not job and len(member.jobs) == 1)]
    if found:
        return found[0].name, found[0].rate
    if job or member.jobs:
        rule = Rule.JOB_NOT_THEIRS if job else Rule.JOB_NEEDED
        raise RuleBroken(rule, who=member.name, job=job)
    return "", None


def _generation(sheet: TimeSheet, punch_id: PunchId) -> int:
    """One more than every change of it that is known here."""
    changes = (one for one in sheet.changes_of(punch_id) if not isinstance(one, PunchAdded))
    return 1 + max((one.generation for one in changes), default=0)


def _approval(work: Work, by: Actor, reason: str) -> Approval:
    return Approval(by.id, work.store_time, reason_given(reason))


def _must_fit(work: Work, sheet: TimeSheet, change: PunchChange, at: datetime) -> None:
    tried = TimeSheet(sheet.id, dict(sheet.punches), dict(sheet.changes))
    tried.apply(change)
    if len(tried.contradictions) > len(sheet.contradictions):
        who = work.documents.get(StaffMember, sheet.id).name
        raise RuleBroken(Rule.PUNCH_DOES_NOT_FIT, time=_clock(work, at), who=who)


def _clock(work: Work, at: datetime) -> str:
    return f"{calendar_of(work).local(at):%H:%M}"
