"""What working hours cost by the hour of the wall clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.labor import Shift
from aura_terminal.domain.labor_pieces import HOUR, TICK, Piece, days_of, instant, price, rounded_minor
from aura_terminal.domain.labor_rules import LaborRules
from aura_terminal.domain.money import Money

DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class LaborHour:
    """What an hour of the wall clock came to; `begins_at` tells the two of an autumn night apart."""

    begins_at: datetime
    hour: int
    worked: timedelta
    cost: Money


def cost_by_hour(
    weeks: Iterable[Iterable[Shift]], first: date, last: date, rules: LaborRules, now: datetime, currency: str,
    calendar: BusinessCalendar,
) -> tuple[LaborHour, ...]:  # fmt: skip
    """What the hours of the wall clock come to, over some business dates of everybody, the earliest first.

    Each of `weeks` is what one person worked in one working week. The hours add up to the cost of the days.
    """
    wall = _WallClock(calendar)
    worked, costs = defaultdict[int, int](int), defaultdict[int, int](int)
    for shifts in weeks:
        for day, _, pieces in days_of(shifts, rules, now):
            if first <= day <= last:
                _add(pieces, currency, wall, worked, costs)
    return tuple([
        LaborHour(instant(at), wall.hour(at), timedelta(microseconds=worked[at]), Money(costs[at], currency))
        for at in sorted(worked)
    ])  # fmt: skip


def _add(
    pieces: Sequence[Piece], currency: str, wall: _WallClock, worked: dict[int, int], costs: dict[int, int]
) -> None:
    """Spread what a day costs over its hours, in proportion to what each of them would; the parts are the whole."""
    exacts = [price(one, currency) * one.paid for one in pieces]
    cost = rounded_minor(exacts)
    begins, parts, weights = list[int](), list[int](), list[int]()
    for piece, exact in zip(pieces, exacts, strict=True):
        lasted = piece.ended - piece.began
        if lasted:
            hours, of_them = wall.hours(piece.began, piece.ended)
            begins += hours
            parts += of_them
            is_even = len(pieces) == 1 and piece.paid == lasted
            weights += of_them if is_even else [exact * part // lasted for part in of_them]
    whole = sum(weights)
    reached = before = 0
    for at, part, weight in zip(begins, parts, weights, strict=True):
        reached += weight
        share = cost * reached // whole if whole else 0
        worked[at] += part
        costs[at] += share - before
        before = share


class _WallClock:
    """Where the hours of a zone's wall clock begin, in microseconds after 1970."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar
        self._ahead: dict[int, int | None] = {}

    def hours(self, began: int, ended: int) -> tuple[Sequence[int], Sequence[int]]:
        """The hours a span lies in, and how much of it lies in each."""
        ahead = self._ahead_on(began // DAY)
        if ahead is None or ended - began > DAY or self._ahead_on(ended // DAY) != ahead:
            return self._hours_over_a_change(began, ended)
        begins = began - (began + ahead) % HOUR
        if ended <= begins + HOUR:
            return (begins,), (ended - began,)
        last = ended - 1 - (ended - 1 + ahead) % HOUR
        between = range(begins + HOUR, last, HOUR)
        return (begins, *between, last), (begins + HOUR - began, *([HOUR] * len(between)), ended - last)

    def hour(self, at: int) -> int:
        """Which hour of the wall clock an instant is in."""
        ahead = self._ahead_on(at // DAY)
        return self._calendar.local(instant(at)).hour if ahead is None else (at + ahead) // HOUR % 24

    def _ahead_on(self, day: int) -> int | None:
        """How far the wall clock is ahead of UTC on a day of UTC; None where that changes.

        No zone changes its clocks there and back within a day.
        """
        if day not in self._ahead:
            begins, ends = self._offset(day * DAY), self._offset((day + 1) * DAY)
            self._ahead[day] = begins if begins == ends else None
        return self._ahead[day]

    def _offset(self, at: int) -> int:
        return (self._calendar.local(instant(at)).utcoffset() or timedelta()) // TICK

    def _hours_over_a_change(self, began: int, ended: int) -> tuple[Sequence[int], Sequence[int]]:
        hours, parts, at = list[int](), list[int](), began
        while at < ended:
            begins = at - (at + self._offset(at)) % HOUR
            until = min(begins + HOUR, ended)
            hours.append(begins)
            parts.append(until - at)
            at = until
        return hours, parts
