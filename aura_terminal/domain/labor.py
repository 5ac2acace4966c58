"""Punches and the shifts they make: every punch is kept, whichever terminals it was made at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PunchId, StaffId
from aura_terminal.domain.money import Money


class PunchKind(StrEnum):
    """One clock act."""

    CLOCK_IN = "clock_in"
    BREAK_BEGIN = "break_begin"
    BREAK_END = "break_end"
    CLOCK_OUT = "clock_out"


class BreakKind(StrEnum):
    """Whether a break counts as work."""

    UNPAID = "unpaid"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class PunchRecorded:
    """Somebody clocked in or out, or began or ended a break. The business date is that of the punch.

    Clocking in names the job and what an hour of it costs then; beginning a break says of which kind it is.
    """

    punch_id: PunchId
    staff_id: StaffId
    kind: PunchKind
    at: datetime
    terminal: str
    business_date: date
    job: str = ""
    rate: Money | None = None
    break_kind: BreakKind = BreakKind.UNPAID


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
    """The span between clocking in and out, with its breaks. `business_date` is the date it began on."""

    business_date: date
    began_at: datetime
    ended_at: datetime | None
    breaks: tuple[Break, ...] = ()
    job: str = ""
    rate: Money | None = None

    @property
    def resting(self) -> Break | None:
        """The break that has not ended."""
        return self.breaks[-1] if self.breaks and self.breaks[-1].ended_at is None else None

    def worked(self, now: datetime) -> timedelta:
        """Time on duty up to now, unpaid breaks taken out; never negative."""
        end = max(self.began_at, self.ended_at or now)
        rests = (one.lasted(end) for one in self.breaks if one.kind is BreakKind.UNPAID)
        return max(timedelta(), end - self.began_at - sum(rests, timedelta()))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A punch that does not fit the ones before it, such as clocking in twice; the manager sees it, no hour changes."""

    punch: PunchRecorded


@dataclass(slots=True)
class TimeSheet:
    """The fold of one person's punches; their order is that of their times, whichever arrived first."""

    id: StaffId
    punches: dict[PunchId, PunchRecorded] = field(default_factory=dict)
    _as_read: tuple[tuple[Shift, ...], tuple[Contradiction, ...]] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def apply(self, fact: PunchRecorded) -> None:
        """Evolve by one punch; the same punch a second time changes nothing."""
        if fact.punch_id not in self.punches:
            self.punches[fact.punch_id] = fact
            self._as_read = None

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

    def must_allow(self, kind: PunchKind, who: str) -> None:
        """Refuse a punch that does not fit what is known here: CLOCKED_IN_ALREADY, NOT_CLOCKED_IN, ON_BREAK_ALREADY,
        BREAK_NOT_BEGUN."""
        if kind is PunchKind.CLOCK_IN:
            if self.is_clocked_in:
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
            for punch in sorted(self.punches.values(), key=_by_time):
                reading.take(punch)
            self._as_read = reading.finish()
        return self._as_read


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
        fits = self._fits(punch.kind)
        if not fits:
            self.odd.append(Contradiction(punch))
        elif punch.kind is PunchKind.CLOCK_IN:
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

    def _end_shift(self, at: datetime | None) -> None:
        if self.began is not None:
            began = self.began
            self.done.append(Shift(began.business_date, began.at, at, tuple(self.breaks), began.job, began.rate))
            self.began = None
