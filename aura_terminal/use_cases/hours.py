"""The hours of the house: read by who may, planned where the store itself plans, under rules the owner sets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from aura_terminal.domain.documents import DocumentKind, DocumentPut, DocumentWithdrawn, put
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ScheduleId, StaffId
from aura_terminal.domain.labor_rules import LABOR_RULES, LaborRules, must_work
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.staff import Actor, Permission, StaffMember
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.hours_rows import LookRow, PunchRow, WeekRow, without_cost
from aura_terminal.ports.house import ShiftRow
from aura_terminal.ports.labor_rows import ClockRow
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.on_the_clock import labor_rules_of
from aura_terminal.use_cases.ownership import Ownership

READERS = (Permission.EDIT_PUNCHES, Permission.SEE_LABOR_COST)


class Hours:
    """Hours as managers read and plan them. Reading needs EDIT_PUNCHES or SEE_LABOR_COST, costs the latter; planning
    needs EDIT_PUNCHES and that no back office keeps the plan (OWNED_ELSEWHERE); rules need EDIT_SETTINGS."""

    def __init__(self, begin: Begin, reads: Reads, ownership: Ownership, clock: Clock, ids: Ids) -> None:
        self._begin = begin
        self._reads = reads
        self._ownership = ownership
        self._clock = clock
        self._ids = ids

    def on_duty(self, by: Actor) -> tuple[ClockRow, ...]:
        """Who is in now, with what has to be said to them."""
        _must_read(by)
        return self._reads.labor.on_duty(self._clock.now())

    def week(self, by: Actor, day: date) -> WeekRow:
        """The working week a date is in; without costs for who may not see them."""
        _must_read(by)
        week = self._reads.labor.week(day, self._clock.now())
        return week if Permission.SEE_LABOR_COST in by.permissions else without_cost(week)

    def to_look_at(self, by: Actor) -> tuple[LookRow, ...]:
        """Shifts nobody ended and punches that fit nothing."""
        _must_read(by)
        return self._reads.labor.to_look_at(self._clock.now())

    def punches(self, by: Actor, staff_id: StaffId, day: date) -> tuple[PunchRow, ...]:
        """Somebody's punches of a business date, with every change."""
        _must_read(by)
        return self._reads.labor.punches(staff_id, day)

    def plan(self, by: Actor, first: date) -> tuple[ShiftRow, ...]:
        """The planned shifts of seven dates."""
        _must_read(by)
        days = (first + timedelta(days=ahead) for ahead in range(7))
        return tuple(row for day in days for row in self._reads.supplies.shifts(day))

    def people(self, by: Actor) -> tuple[StaffMember, ...]:
        """Everybody who works here, by name."""
        _must_read(by)
        with self._begin(by.id) as work:
            active = (one for one in work.documents.all(StaffMember) if one.active)
            return tuple(sorted(active, key=lambda one: (one.name.casefold(), one.id)))

    def plan_owner(self) -> str:
        """The back office that keeps the plan; empty where the store does."""
        return self._ownership.owner_of(DocumentKind.SCHEDULE)

    def put_plan(self, by: Actor, planned: Schedule) -> DocumentPut:
        """Plan a shift, or change one; an empty id makes a new one. Raises RuleBroken OWNED_ELSEWHERE, UNKNOWN."""
        self._must_plan(by)
        named = planned if planned.id else replace(planned, id=ScheduleId(self._ids.new()))
        with self._begin(by.id) as work:
            work.documents.get(StaffMember, named.staff_id)
            fact = put(named)
            work.keep(fact)
        return fact

    def withdraw_plan(self, by: Actor, schedule_id: ScheduleId) -> DocumentWithdrawn:
        """Take a planned shift back. Raises RuleBroken OWNED_ELSEWHERE, UNKNOWN."""
        self._must_plan(by)
        with self._begin(by.id) as work:
            work.documents.get(Schedule, schedule_id)
            fact = DocumentWithdrawn(DocumentKind.SCHEDULE, schedule_id)
            work.keep(fact)
        return fact

    def rules(self, by: Actor) -> LaborRules:
        """The house's rules for working hours."""
        with self._begin(by.id) as work:
            return labor_rules_of(work)

    def set_rules(self, by: Actor, rules: LaborRules) -> DocumentPut:
        """Set the house's rules. Raises RuleBroken LABOR_RULES_WRONG for ones that can not be kept."""
        by.must(Permission.EDIT_SETTINGS)
        must_work(rules)
        with self._begin(by.id) as work:
            fact = put(replace(rules, id=LABOR_RULES))
            work.keep(fact)
        return fact

    def _must_plan(self, by: Actor) -> None:
        by.must(Permission.EDIT_PUNCHES)
        self._ownership.must_be_ours(DocumentKind.SCHEDULE)


def _must_read(by: Actor) -> None:
    if not by.permissions.intersection(READERS):
        raise RuleBroken(Rule.NOT_ALLOWED, permission=Permission.EDIT_PUNCHES.value, who=by.name)
