"""The pay rules as they are told, span by span and hour by hour: what the program's short way has to come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.labor import Shift
from aura_terminal.domain.labor_hours import LaborHour
from aura_terminal.domain.labor_pay import DayPay, PaidPiece
from aura_terminal.domain.labor_pieces import ONCE, TICK, TIMES
from aura_terminal.domain.labor_rules import LaborRules, OvertimeStep, minutes_of
from aura_terminal.domain.money import Money, RoundingMode, round_ratio

NOTHING = timedelta()
HOUR = timedelta(hours=1)
WHOLE = TIMES * (HOUR // TICK)


def told_week_pay(shifts: Iterable[Shift], rules: LaborRules, now: datetime, currency: str) -> tuple[DayPay, ...]:
    """One person's days, by date; the shifts are those of one working week. Running ones count up to now."""
    days: dict[date, list[PaidPiece]] = {}
    limit = None if rules.paid_break_minutes is None else minutes_of(rules.paid_break_minutes)
    for shift in sorted(shifts, key=lambda one: one.began_at):
        days.setdefault(shift.business_date, []).extend(
            PaidPiece(shift.id, since, until, shift.job, shift.rate, ONCE, until - since)
            for since, until in shift.at_work(now, limit)
        )
    straight, found = NOTHING, []
    for day, worked in sorted(days.items()):
        by_day = _stepped(_rounded(worked, rules.rounding_minutes), rules.daily, NOTHING)
        pieces = tuple(_stepped(by_day, rules.weekly, straight))
        once = sum((one.paid for one in by_day if one.multiplier == ONCE), NOTHING)
        straight += once
        found.append(_day(day, pieces, once, currency))
    return tuple(found)


def told_cost_by_hour(days: Iterable[DayPay], calendar: BusinessCalendar) -> tuple[LaborHour, ...]:
    """What the hours of the wall clock come to, over people and days; they add up to the cost of the days."""
    found: dict[datetime, tuple[timedelta, Money]] = {}
    for day in days:
        parts = [(hour, piece, worked) for piece in day.pieces for hour, worked in _hours_of(piece, calendar)]
        weights = _weights(parts, day.cost.currency)
        costs = day.cost.split(weights) if sum(weights) else tuple(day.cost for _ in parts)
        for (hour, _, worked), cost in zip(parts, costs, strict=True):
            before = found.get(hour, (NOTHING, day.cost * 0))
            found[hour] = before[0] + worked, before[1] + cost
    return tuple(
        LaborHour(begins, calendar.local(begins).hour, worked, cost) for begins, (worked, cost) in sorted(found.items())
    )


def _rounded(pieces: list[PaidPiece], minutes: int) -> list[PaidPiece]:
    """Pieces whose paid time adds up to the day's sum, rounded; the last ones give or take what that differs."""
    if minutes <= 0 or not pieces:
        return pieces
    whole, step = sum((one.paid for one in pieces), NOTHING), minutes_of(minutes)
    differs = round_ratio(whole // TICK, step // TICK, RoundingMode.HALF_UP) * step - whole
    rounded = list(pieces)
    for place in range(len(rounded) - 1, -1, -1):
        given = max(differs, -rounded[place].paid)
        rounded[place] = replace(rounded[place], paid=rounded[place].paid + given)
        differs -= given
        if not differs:
            break
    return rounded


def _stepped(pieces: Sequence[PaidPiece], steps: tuple[OvertimeStep, ...], before: timedelta) -> list[PaidPiece]:
    """Pieces cut where a step is reached; only what is paid once so far counts, and is paid more."""
    reached, found = before, list[PaidPiece]()
    for piece in pieces:
        if piece.multiplier != ONCE:
            found.append(piece)
            continue
        for part in _cut(piece, [minutes_of(step.after_minutes) - reached for step in steps]):
            over = [step for step in steps if minutes_of(step.after_minutes) <= reached]
            highest = max(over, key=lambda step: step.after_minutes, default=None)
            found.append(part if highest is None else replace(part, multiplier=highest.multiplier))
            reached += part.paid
    return found


def _cut(piece: PaidPiece, places: list[timedelta]) -> Iterator[PaidPiece]:
    """A piece in parts, cut where so much of it has been paid for."""
    rest = piece
    done = NOTHING
    for place in sorted(one for one in places if NOTHING < one < piece.paid):
        at = min(rest.began_at + (place - done), piece.ended_at)
        yield replace(rest, ended_at=at, paid=place - done)
        rest, done = replace(rest, began_at=at, paid=piece.paid - place), place
    yield rest


def _day(day: date, pieces: tuple[PaidPiece, ...], straight: timedelta, currency: str) -> DayPay:
    exact = sum(_exact(piece, currency) for piece in pieces)
    return DayPay(
        day,
        sum((one.worked for one in pieces), NOTHING),
        sum((one.paid for one in pieces), NOTHING),
        straight,
        sum((one.paid for one in pieces if one.multiplier != ONCE), NOTHING),
        sum((one.paid for one in pieces if not _is_rated(one, currency)), NOTHING),
        Money(round_ratio(exact, WHOLE, RoundingMode.HALF_UP), currency),
        pieces,
    )


def _is_rated(piece: PaidPiece, currency: str) -> bool:
    return piece.rate is not None and piece.rate.currency == currency and piece.rate.minor >= 0


def _exact(piece: PaidPiece, currency: str) -> int:
    """What a piece costs before rounding, in minor units of which `WHOLE` are one."""
    if piece.rate is None or not _is_rated(piece, currency):
        return 0
    return piece.rate.minor * max(0, int(piece.multiplier * TIMES)) * (piece.paid // TICK)


def _weights(parts: Sequence[tuple[datetime, PaidPiece, timedelta]], currency: str) -> list[int]:
    """In which proportion the parts of a day bear its cost."""
    return [_exact(piece, currency) * (worked // TICK) // (piece.worked // TICK) for _, piece, worked in parts]


def _hours_of(piece: PaidPiece, calendar: BusinessCalendar) -> Iterator[tuple[datetime, timedelta]]:
    """The hours of the wall clock a piece lies in, with how much of it."""
    at = piece.began_at
    while at < piece.ended_at:
        wall = calendar.local(at)
        begins = at - timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        until = min(begins + HOUR, piece.ended_at)
        yield begins, until - at
        at = until
