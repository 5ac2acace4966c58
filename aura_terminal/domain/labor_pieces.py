"""Working hours in whole microseconds, cut at every step of overtime: what pay and cost by the hour are both made of.

No hour is counted twice: what a day already pays more for does not count towards the steps of the week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from aura_terminal.domain.labor import Shift
from aura_terminal.domain.labor_rules import LaborRules, OvertimeStep, minutes_of
from aura_terminal.domain.money import RoundingMode, round_ratio

ONCE = Decimal(1)
TICK = timedelta(microseconds=1)
HOUR = 3_600_000_000
TIMES = 1_000_000  # multipliers count to a millionth
WHOLE = TIMES * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Piece(NamedTuple):
    """Work without interruption at one rate, from and to so many microseconds after 1970; `paid` as well in those."""

    shift: Shift
    began: int
    ended: int
    multiplier: Decimal
    paid: int


class Day(NamedTuple):
    """One person's pieces of a business date; `straight` is what the day does not pay more for, in microseconds."""

    business_date: date
    straight: int
    pieces: Sequence[Piece]


class _Step(NamedTuple):
    after: int
    multiplier: Decimal


def ticks(instant: datetime) -> int:
    """How many microseconds after 1970 an instant is."""
    return (instant - _EPOCH) // TICK


def instant(count: int) -> datetime:
    """The instant so many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=count)


def days_of(shifts: Iterable[Shift], rules: LaborRules, now: datetime) -> Iterator[Day]:
    """One person's days, by date; the shifts are those of one working week. Running ones count up to now."""
    days: dict[date, list[Piece]] = {}
    limit = None if rules.paid_break_minutes is None else minutes_of(rules.paid_break_minutes)
    for shift in sorted(shifts, key=_began_at):
        pieces = days.setdefault(shift.business_date, [])
        for since, until in shift.at_work(now, limit):
            began, ended = ticks(since), ticks(until)
            pieces.append(Piece(shift, began, ended, ONCE, ended - began))
    daily, weekly, reached = _in_order(rules.daily), _in_order(rules.weekly), 0
    step = minutes_of(rules.rounding_minutes) // TICK
    for day in sorted(days):
        by_day = _stepped(_rounded(days[day], step), daily, 0)
        straight = sum([one.paid for one in by_day if one.multiplier == ONCE])
        yield Day(day, straight, _stepped(by_day, weekly, reached))
        reached += straight


def is_rated(piece: Piece, currency: str) -> bool:
    """Whether it is known what it costs."""
    rate = piece.shift.rate
    return rate is not None and rate.currency == currency and rate.minor >= 0


def price(piece: Piece, currency: str) -> int:
    """What a microsecond costs, of which `WHOLE` are a minor unit; nothing where no rate of the currency is known."""
    rate = piece.shift.rate
    if rate is None or not is_rated(piece, currency):
        return 0
    return rate.minor * (TIMES if piece.multiplier is ONCE else max(0, int(piece.multiplier * TIMES)))


def rounded_minor(exacts: Iterable[int]) -> int:
    """What so many parts of `WHOLE` are together in minor units; the only place where pay is rounded."""
    return round_ratio(sum(exacts), WHOLE, RoundingMode.HALF_UP)


def _began_at(shift: Shift) -> datetime:
    return shift.began_at


def _in_order(steps: Iterable[OvertimeStep]) -> list[_Step]:
    """Steps from the lowest to the highest; of two that begin together the first one counts."""
    known: dict[int, _Step] = {}
    for step in steps:
        known.setdefault(step.after_minutes, _Step(minutes_of(step.after_minutes) // TICK, step.multiplier))
    return [known[minutes] for minutes in sorted(known)]


def _rounded(pieces: list[Piece], step: int) -> list[Piece]:
    """Pieces whose paid time adds up to the day's sum, rounded; the last ones give or take what that differs."""
    if not step or not pieces:
        return pieces
    whole = sum([one.paid for one in pieces])
    differs = round_ratio(whole, step, RoundingMode.HALF_UP) * step - whole
    place = len(pieces)
    while differs and place:
        place -= 1
        given = max(differs, -pieces[place].paid)
        shift, began, ended, multiplier, paid = pieces[place]
        pieces[place] = Piece(shift, began, ended, multiplier, paid + given)
        differs -= given
    return pieces


def _stepped(pieces: Sequence[Piece], steps: Sequence[_Step], before: int) -> Sequence[Piece]:
    """Pieces cut where a step is reached; only what is paid once so far counts, and is paid more."""
    if not steps:
        return pieces
    reached, found, first = before, list[Piece](), steps[0].after
    for piece in pieces:
        if piece.multiplier != ONCE:
            found.append(piece)
        elif reached < first and reached + piece.paid <= first:
            found.append(piece)
            reached += piece.paid
        else:
            found += _cut(piece, steps, reached)
            reached += piece.paid
    return found


def _cut(piece: Piece, steps: Sequence[_Step], before: int) -> list[Piece]:
    """A piece in parts, cut where so much has been paid for that a step begins, each at what the last step pays."""
    shift, began, ended, once, paid = piece
    found, reached, whole = list[Piece](), before, before + paid
    for place in [step.after for step in steps if before < step.after < whole]:
        if place > reached:
            until = min(began + place - reached, ended)
            found.append(Piece(shift, began, until, _pays(steps, reached, once), place - reached))
            began, reached = until, place
    found.append(Piece(shift, began, ended, _pays(steps, reached, once), whole - reached))
    return found


def _pays(steps: Sequence[_Step], reached: int, once: Decimal) -> Decimal:
    for after, multiplier in reversed(steps):
        if after <= reached:
            return multiplier
    return once
