"""The hours of the house: who is in, weeks by person, what needs a look, the plan and the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.kinds import Permission
from aura_terminal.domain.labor_rules import LaborRules as LaborRules
from aura_terminal.ports.hours_rows import Look as Look
from aura_terminal.ports.hours_rows import LookRow as LookRow
from aura_terminal.ports.hours_rows import PersonWeek as PersonWeek
from aura_terminal.ports.hours_rows import PunchRow as PunchRow
from aura_terminal.ports.hours_rows import WeekRow as WeekRow
from aura_terminal.ports.house import ShiftRow as ShiftRow
from aura_terminal.use_cases.hours import READERS
from aura_terminal.use_cases.punch_editing import PunchEdit as PunchEdit
from aura_terminal.view_models.clock_cards import ClockCard, clock_card
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import PunchId, ScheduleId, StaffId
    from aura_terminal.domain.punches import PunchKind
    from aura_terminal.domain.schedules import Schedule
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel
    from aura_terminal.view_models.status import Now


BEAT_MILLISECONDS = 30_000
"""Breaks come due while nobody does anything."""


class HoursView(StrEnum):
    """What the room shows."""

    NOW = "now"
    WEEK = "week"
    LOOK = "look"
    PLAN = "plan"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class House:
    """All that was read for the room. `jobs` are those of each person who works here, `plan_owner` who keeps the plan
    where it is not the store."""

    calendar: BusinessCalendar
    today: date
    on_duty: tuple[ClockCard, ...]
    week: WeekRow
    look: tuple[LookRow, ...]
    plan: tuple[ShiftRow, ...]
    plan_owner: str
    rules: LaborRules
    names: tuple[tuple[StaffId, str], ...]
    jobs: dict[StaffId, tuple[str, ...]] = field(default_factory=dict)


class HoursModel(QObject):
    """The room of hours for who is signed in. `changed` follows every reading, `punches_found` carries the PunchRows of
    somebody's date, `kept` the fact of a change, `refused` RuleBroken. It reads while it is awake only.
    """

    changed = Signal()
    punches_found = Signal(object)
    kept = Signal(object)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, now: Now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._view, self._ahead = HoursView.NOW, 0
        self._house: House | None = None
        self.showing = Showing(session, changes, _concerning, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)
        self._beat = QTimer(self, interval=BEAT_MILLISECONDS)
        self._beat.timeout.connect(self.refresh)

    @property
    def view(self) -> HoursView:
        """What is shown."""
        return self._view

    @property
    def house(self) -> House | None:
        """What was read; None before that, and for who may not read it."""
        return self._house

    @property
    def may_edit(self) -> bool:
        """Whether punches and the plan may be changed by who is here."""
        return self._session.may(Permission.EDIT_PUNCHES)

    @property
    def may_rule(self) -> bool:
        """Whether the rules may be."""
        return self._session.may(Permission.EDIT_SETTINGS)

    @property
    def is_this_week(self) -> bool:
        """Whether the week shown is the running one."""
        return self._ahead == 0

    def wake(self) -> None:
        """Read, and go on reading what changes."""
        self.showing.wake()
        self._beat.start()  # hours pass without any change

    def rest(self) -> None:
        """Read nothing until woken."""
        self.showing.rest()
        self._beat.stop()

    def show(self, view: HoursView) -> None:
        """Show something else."""
        self._view = view
        self.changed.emit()
        self.refresh()

    def step_week(self, by: int) -> None:
        """Go so many weeks on."""
        self._ahead += by
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read everything again."""
        by = self._session.actor
        if by is not None and self.showing.is_shown and by.permissions.intersection(READERS):
            read = partial(_read, by, self._now(), self._ahead)
            self._runner.run(read, partial(self._show, by, self._ahead), self.refused.emit)

    def find_punches(self, staff_id: StaffId, day: date) -> None:
        """Read somebody's punches of a date."""
        by = self._session.must_actor()
        if by is not None:
            read = partial(_punches, by, staff_id, day)
            self._runner.run(read, self.punches_found.emit, self.refused.emit)

    def correct(self, staff_id: StaffId, punch_id: PunchId, edit: PunchEdit, reason: str) -> None:
        """Let a punch count otherwise."""
        self._keep(lambda shop, by: shop.punch_editing.correct(by, staff_id, punch_id, edit, reason))

    def add(self, staff_id: StaffId, kind: PunchKind, edit: PunchEdit, reason: str) -> None:
        """Enter a punch that was forgotten."""
        self._keep(lambda shop, by: shop.punch_editing.add(by, staff_id, kind, edit, reason))

    def withdraw(self, staff_id: StaffId, punch_id: PunchId, reason: str) -> None:
        """Let a punch not count."""
        self._keep(lambda shop, by: shop.punch_editing.withdraw(by, staff_id, punch_id, reason))

    def put_plan(self, planned: Schedule) -> None:
        """Plan a shift, or change one."""
        self._keep(lambda shop, by: shop.hours.put_plan(by, planned))

    def withdraw_plan(self, schedule_id: ScheduleId) -> None:
        """Take a planned shift back."""
        self._keep(lambda shop, by: shop.hours.withdraw_plan(by, schedule_id))

    def set_rules(self, rules: LaborRules) -> None:
        """Set the house's rules."""
        self._keep(lambda shop, by: shop.hours.set_rules(by, rules))

    def _keep(self, verb: Callable[[Shop, Actor], Fact]) -> None:
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: verb(shop, by), self._say_kept, self.refused.emit)

    def _say_kept(self, fact: Fact) -> None:
        self._changes.announce(fact)
        self.kept.emit(fact)
        self.refresh()

    def _show(self, by: Actor, ahead: int, house: House) -> None:
        if by == self._session.actor and ahead == self._ahead and house != self._house:
            self._house = house
            self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not read it."""
        self._house, self._ahead, self._view = None, 0, HoursView.NOW
        self.changed.emit()


def instant_on(calendar: BusinessCalendar, day: date, hour: int, minute: int) -> datetime:
    """A time of the wall within a business date: one before the cutoff is that of the night after."""
    begins = calendar.begins(day)
    wall = calendar.local(begins).replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    at = wall.astimezone(begins.tzinfo)
    return at if at >= begins else (wall + timedelta(days=1)).astimezone(begins.tzinfo)


def _read(by: Actor, now: datetime, ahead: int, shop: Shop) -> House:
    hours, calendar = shop.hours, shop.reads.store.profile().calendar
    today = calendar.date_of(now)
    week = hours.week(by, today + timedelta(weeks=ahead))
    staff = hours.people(by)
    return House(
        calendar,
        today,
        tuple(clock_card(row, calendar, now) for row in hours.on_duty(by)),
        week,
        hours.to_look_at(by),
        hours.plan(by, week.first),
        hours.plan_owner(),
        hours.rules(by),
        tuple((one.id, one.name) for one in staff),
        {one.id: tuple(job.name for job in one.jobs) for one in staff},
    )


def _punches(by: Actor, staff_id: StaffId, day: date, shop: Shop) -> tuple[PunchRow, ...]:
    return shop.hours.punches(by, staff_id, day)


def _concerning() -> tuple[type[Fact], ...]:
    from aura_terminal.domain import documents, punches

    return (*punches.LaborFact.__args__, documents.DocumentPut, documents.DocumentWithdrawn)
