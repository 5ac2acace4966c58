"""Punches and the shifts they make: every punch is kept, whichever terminals it was made at."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import singledispatchmethod

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PunchChangeId, PunchId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.punches import BreakKind as BreakKind
from aura_terminal.domain.punches import (
    LaborFact,
    PunchAdded,
    PunchChange,
    PunchChangeSeen,
    PunchCorrected,
    PunchWithdrawn,
    TipsDeclared,
)
from aura_terminal.domain.punches import PunchKind as PunchKind
from aura_terminal.domain.punches import PunchRecorded as PunchRecorded

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Break:
    """A span inside a shift; `ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None
    kind: BreakKind = BreakKind.UNPAID

    def lasted(self, until: datetime) -> timedelta:
        """How much of it lies before an instant; never negative."""
        return max(timedelta(), min(self.ended_at or until, until) - self.began_at)


@dataclass(frozen=True, slots=True)
class Shift:
    """The span between clocking in and out, with its breaks. `business_date` is the date it began on.

    `id` is the punch that began it. One that `is_forgotten` was never ended, and another one began on a later date:
    nobody knows its hours until they are entered.
    """

    business_date: date
    began_at: datetime
    ended_at: datetime | None
    breaks: tuple[Break, ...] = ()
    job: str = ""
    rate: Money | None = None
    id: PunchId = PunchId("")
    is_forgotten: bool = False

    @property
    def resting(self) -> Break | None:
        """The break that has not ended."""
        return self.breaks[-1] if self.breaks and self.breaks[-1].ended_at is None else None

    def at_work(self, now: datetime, paid_breaks: timedelta | None = None) -> tuple[Span, ...]:
        """The spans on duty up to now: unpaid breaks taken out, and paid ones beyond `paid_breaks` of the shift."""
        if self.is_forgotten:
            return ()
        end = max(self.began_at, self.ended_at or now)
        if not self.breaks:
            return ((self.began_at, end),) if self.began_at < end else ()
        left, spans, begins = paid_breaks, [], self.began_at
        for rest in self.breaks:
            stops, goes_on = rest.began_at, min(rest.ended_at or end, end)
            if rest.kind is BreakKind.PAID:
                counted = rest.lasted(end) if left is None else min(left, rest.lasted(end))
                left = None if left is None else left - counted
                stops += counted
            spans.append((begins, min(stops, end)))
            begins = max(goes_on, begins)
        spans.append((begins, end))
        return tuple((since, until) for since, until in spans if since < until)

    def worked(self, now: datetime, paid_breaks: timedelta | None = None) -> timedelta:
        """Time on duty up to now; never negative."""
        return sum((until - since for since, until in self.at_work(now, paid_breaks)), timedelta())

    def rested(self, now: datetime, kind: BreakKind) -> timedelta:
        """Time in breaks of a kind up to now."""
        end = max(self.began_at, self.ended_at or now)
        return sum((rest.lasted(end) for rest in self.breaks if rest.kind is kind), timedelta())


class Odd(StrEnum):
    """Why the manager has to look at a punch."""

    FITS_NOTHING = "fits_nothing"
    CLOCK_BEHIND = "clock_behind"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A punch that does not fit the ones before it, such as clocking in twice, or that was made by a clock behind the
    one before; the manager sees it, no hour changes."""

    punch: PunchRecorded
    why: Odd = Odd.FITS_NOTHING


@dataclass(slots=True)
class TimeSheet:
    """The fold of one person's punches and of what was changed about them.

    The order of punches is that of their times, the order of changes that of their generations, whichever arrived
    first. `punches` are as they were made, for ever; `counted` as they count now.
    """

    id: StaffId
    punches: dict[PunchId, PunchRecorded] = field(default_factory=dict)
    changes: dict[PunchChangeId, PunchChange] = field(default_factory=dict)
    seen: set[PunchChangeId] = field(default_factory=set)
    declared: dict[str, TipsDeclared] = field(default_factory=dict)
    _as_read: tuple[tuple[Shift, ...], tuple[Contradiction, ...]] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    @singledispatchmethod
    def apply(self, fact: LaborFact) -> None:
        """Evolve by one fact; the same one a second time changes nothing."""
        raise TypeError(f"not a fact about working hours: {fact!r}")

    @apply.register
    def _(self, fact: PunchRecorded) -> None:
        if fact.punch_id not in self.punches:
            self.punches[fact.punch_id] = fact
            self._as_read = None

    @apply.register
    def _(self, fact: PunchAdded) -> None:
        if fact.punch.staff_id != self.id:
            raise ValueError("a punch is added to somebody else's time sheet")
        self._change(fact)
        self.apply(fact.punch)

    @apply.register
    def _(self, fact: PunchCorrected) -> None:
        self._change(fact)

    @apply.register
    def _(self, fact: PunchWithdrawn) -> None:
        self._change(fact)

    @apply.register
    def _(self, fact: PunchChangeSeen) -> None:
        self.seen.update(fact.change_ids)

    @apply.register
    def _(self, fact: TipsDeclared) -> None:
        self.declared[fact.declaration_id] = fact

    def _change(self, fact: PunchChange) -> None:
        self.changes.setdefault(fact.change_id, fact)
        self._as_read = None

    @property
    def counted(self) -> tuple[PunchRecorded, ...]:
        """The punches as they count now, by time."""
        last = {one.punch_id: one for one in self._in_order()}
        standing = (_as_changed(punch, last.get(punch.punch_id)) for punch in self.punches.values())
        return tuple(sorted((one for one in standing if one is not None), key=_by_time))

    def changes_of(self, punch_id: PunchId) -> tuple[PunchChange, ...]:
        """What was changed about a punch, in order; how it came to be added is the first."""
        added = [one for one in self.changes.values() if isinstance(one, PunchAdded) and one.punch.punch_id == punch_id]
        return (*added, *(one for one in self._in_order() if one.punch_id == punch_id))

    @property
    def unseen(self) -> tuple[PunchChange, ...]:
        """Changes made by somebody else that their owner has not been told of, oldest first."""
        waiting = (one for one in self.changes.values() if one.change_id not in self.seen)
        others = (one for one in waiting if one.approval.by != self.id)
        return tuple(sorted(others, key=lambda one: (one.approval.at, one.change_id)))

    @property
    def tips(self) -> dict[PunchId, TipsDeclared]:
        """What was declared for each shift, from its beginning to that of the next one; the last word counts."""
        shifts, found = self.shifts, dict[PunchId, TipsDeclared]()
        begins = [shift.began_at for shift in shifts]
        for said in sorted(self.declared.values(), key=lambda one: (one.at, one.declaration_id)):
            place = bisect_right(begins, said.at)
            if place:
                found[shifts[place - 1].id] = said
        return found

    def _in_order(self) -> list[PunchCorrected | PunchWithdrawn]:
        later = (one for one in self.changes.values() if not isinstance(one, PunchAdded))
        return sorted(later, key=lambda one: (one.generation, one.approval.at, one.change_id))

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts, oldest first; they never overlap."""
        return self._read()[0]

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Punches that fit nothing, oldest first."""
        return self._read()[1]

    @property
    def running(self) -> Shift | None:
        """The last shift, as long as it has not ended."""
        shifts = self.shifts
        return shifts[-1] if shifts and shifts[-1].ended_at is None else None

    @property
    def is_clocked_in(self) -> bool:
        """Whether the last shift has not ended."""
        return self.running is not None

    @property
    def is_on_break(self) -> bool:
        """Whether a break of the running shift has not ended."""
        return self.running is not None and self.running.resting is not None

    def must_allow(self, kind: PunchKind, who: str, today: date | None = None) -> None:
        """Refuse a punch that does not fit what is known here: CLOCKED_IN_ALREADY, NOT_CLOCKED_IN, ON_BREAK_ALREADY,
        BREAK_NOT_BEGUN. A shift that was not ended before `today` keeps nobody from beginning another."""
        if kind is PunchKind.CLOCK_IN:
            running = self.running
            if running is not None and (today is None or running.business_date >= today):
                raise RuleBroken(Rule.CLOCKED_IN_ALREADY, who=who)
            return
        if not self.is_clocked_in:
            raise RuleBroken(Rule.NOT_CLOCKED_IN, who=who)
        if kind is PunchKind.BREAK_BEGIN and self.is_on_break:
            raise RuleBroken(Rule.ON_BREAK_ALREADY, who=who)
        if kind is PunchKind.BREAK_END and not self.is_on_break:
            raise RuleBroken(Rule.BREAK_NOT_BEGUN, who=who)

    def _read(self) -> tuple[tuple[Shift, ...], tuple[Contradiction, ...]]:
        if self._as_read is None:
            reading = _Reading()
            for punch in self.counted:
                reading.take(punch)
            self._as_read = reading.finish()
        return self._as_read


def _as_changed(punch: PunchRecorded, change: PunchCorrected | PunchWithdrawn | None) -> PunchRecorded | None:
    """How a punch counts by the last change of it; None when it was withdrawn."""
    if change is None:
        return punch
    if isinstance(change, PunchWithdrawn):
        return None
    return replace(
        punch, at=change.at, business_date=change.business_date, job=change.job, rate=change.rate,
        break_kind=change.break_kind, clock_said=None,
    )  # fmt: skip


_ORDER = {kind: place for place, kind in enumerate(PunchKind)}


def _by_time(punch: PunchRecorded) -> tuple[datetime, int, PunchId]:
    """By time; in one instant, in the order a shift has."""
    return punch.at, _ORDER[punch.kind], punch.punch_id


@dataclass(slots=True)
class _Reading:
    """The shifts as far as the punches have been read, by time."""

    done: list[Shift] = field(default_factory=list)
    odd: list[Contradiction] = field(default_factory=list)
    began: PunchRecorded | None = None
    breaks: list[Break] = field(default_factory=list)

    def take(self, punch: PunchRecorded) -> None:
        if punch.kind is PunchKind.CLOCK_IN and self.began and self.began.business_date < punch.business_date:
            self._end_shift(None, is_forgotten=True)
        fits = self._fits(punch.kind)
        if not fits or punch.clock_said is not None:
            self.odd.append(Contradiction(punch, Odd.CLOCK_BEHIND if fits else Odd.FITS_NOTHING))
        if not fits:
            return
        if punch.kind is PunchKind.CLOCK_IN:
            self.began, self.breaks = punch, []
        elif punch.kind is PunchKind.BREAK_BEGIN:
            self.breaks.append(Break(punch.at, None, punch.break_kind))
        elif punch.kind is PunchKind.BREAK_END:
            self._end_break(punch.at)
        else:
            self._end_break(punch.at)
            self._end_shift(punch.at)

    def finish(self) -> tuple[tuple[Shift, ...], tuple[Contradiction, ...]]:
        self._end_shift(None)
        return tuple(self.done), tuple(self.odd)

    def _fits(self, kind: PunchKind) -> bool:
        if kind is PunchKind.CLOCK_IN:
            return self.began is None
        on_break = bool(self.breaks) and self.breaks[-1].ended_at is None
        if kind is PunchKind.CLOCK_OUT:
            return self.began is not None
        return self.began is not None and on_break is (kind is PunchKind.BREAK_END)

    def _end_break(self, at: datetime) -> None:
        if self.breaks and self.breaks[-1].ended_at is None:
            self.breaks[-1] = replace(self.breaks[-1], ended_at=at)

    def _end_shift(self, at: datetime | None, *, is_forgotten: bool = False) -> None:
        if self.began is not None:
            began, breaks = self.began, tuple(self.breaks)
            self.done.append(
                Shift(began.business_date, began.at, at, breaks, began.job, began.rate, began.punch_id, is_forgotten)
            )
            self.began = None
