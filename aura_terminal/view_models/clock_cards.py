"""A time clock as it is shown: times of the wall, and what has to be said to its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from aura_terminal.domain.labor import BreakKind as BreakKind
from aura_terminal.domain.labor import PunchKind as PunchKind
from aura_terminal.domain.labor_rules import Policy as Policy
from aura_terminal.domain.labor_rules import Window as Window
from aura_terminal.domain.labor_watch import OvertimeAlert as OvertimeAlert
from aura_terminal.domain.labor_watch import Per as Per
from aura_terminal.ports.labor_rows import Change as Change
from aura_terminal.ports.labor_rows import ChangeRow, ClockRow
from aura_terminal.ports.labor_rows import Standing as Standing

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.ids import PunchChangeId


@dataclass(frozen=True, slots=True)
class MealCard:
    """A break that has to begin by `due`; it is late once that has passed."""

    due: datetime
    minutes: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """A change of a punch, by the wall clock."""

    change_id: PunchChangeId
    change: Change
    kind: PunchKind | None
    was: datetime | None
    to: datetime | None
    by_name: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A time clock as it is shown; times are those of the wall. `planned` are today's shifts, from and to.

    `silent` are terminals that may know of more, each with when it was heard last; `rested` are the shift's breaks.
    """

    name: str
    standing: Standing
    since: datetime | None
    minutes: int
    job: str
    break_kind: BreakKind | None
    jobs: tuple[str, ...]
    today: timedelta
    week: timedelta
    odd: int
    planned: tuple[tuple[str, str], ...]
    window: Window = Window.FITS
    policy: Policy = Policy.ALLOW
    meal: MealCard | None = None
    overtime: OvertimeAlert | None = None
    forgotten: date | None = None
    unseen: tuple[ChangeCard, ...] = ()
    silent: tuple[tuple[str, datetime], ...] = ()
    rested: timedelta = timedelta()

    @property
    def needs_look(self) -> bool:
        """Whether something about it should not wait."""
        return self.forgotten is not None or self.overtime is not None or self.meal is not None


def clock_card(row: ClockRow, calendar: BusinessCalendar, now: datetime) -> ClockCard:
    """A clock as it is shown."""
    since, meal = row.since, row.meal
    return ClockCard(
        name=row.name,
        standing=row.standing,
        since=None if since is None else calendar.local(since),
        minutes=0 if since is None else max(0, int((now - since).total_seconds() // 60)),
        job=row.job,
        break_kind=row.break_kind,
        jobs=row.jobs,
        today=row.today,
        week=row.week,
        odd=row.odd,
        planned=tuple((f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") for one in row.planned),
        window=row.window,
        policy=row.policy,
        meal=None if meal is None else MealCard(calendar.local(meal.due_at), meal.minutes, meal.is_late),
        overtime=row.overtime,
        forgotten=row.forgotten,
        unseen=tuple(change_card(one, calendar) for one in row.unseen),
        silent=tuple((one.label, calendar.local(one.since)) for one in row.silent),
        rested=row.rested,
    )


def change_card(row: ChangeRow, calendar: BusinessCalendar) -> ChangeCard:
    """A change of a punch as it is shown."""
    was, to = (None if at is None else calendar.local(at) for at in (row.was, row.to))
    return ChangeCard(row.change_id, row.change, row.kind, was, to, row.by_name, calendar.local(row.at), row.reason)
