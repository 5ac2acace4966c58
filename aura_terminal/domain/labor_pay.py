"""What working hours come to, day by day: overtime by steps, hours rounded for pay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from aura_terminal.domain.ids import PunchId
from aura_terminal.domain.labor import Shift
from aura_terminal.domain.labor_pieces import ONCE, Day, Piece, days_of, instant, is_rated, price, rounded_minor
from aura_terminal.domain.labor_rules import LaborRules
from aura_terminal.domain.money import Money


@dataclass(frozen=True, slots=True)
class PaidPiece:
    """Work without interruption at one rate; `paid` differs from its length where a day was rounded."""

    shift_id: PunchId
    began_at: datetime
    ended_at: datetime
    job: str
    rate: Money | None
    multiplier: Decimal
    paid: timedelta

    @property
    def worked(self) -> timedelta:
        """How long it was."""
        return self.ended_at - self.began_at


@dataclass(frozen=True, slots=True)
class DayPay:
    """What one person's shifts of one business date come to.

    `straight` is what the day does not pay more for, `overtime` what day or week does; `unrated` is paid time no rate
    is known for.
    """

    business_date: date
    worked: timedelta
    paid: timedelta
    straight: timedelta
    overtime: timedelta
    unrated: timedelta
    cost: Money
    pieces: tuple[PaidPiece, ...]


def week_pay(shifts: Iterable[Shift], rules: LaborRules, now: datetime, currency: str) -> tuple[DayPay, ...]:
    """One person's days, by date; the shifts are those of one working week. Running ones count up to now."""
    return tuple(_day_pay(day, currency) for day in days_of(shifts, rules, now))


def _day_pay(day: Day, currency: str) -> DayPay:
    pieces = day.pieces
    return DayPay(
        day.business_date,
        _lasts(one.ended - one.began for one in pieces),
        _lasts(one.paid for one in pieces),
        timedelta(microseconds=day.straight),
        _lasts(one.paid for one in pieces if one.multiplier != ONCE),
        _lasts(one.paid for one in pieces if not is_rated(one, currency)),
        Money(rounded_minor(price(one, currency) * one.paid for one in pieces), currency),
        tuple(_paid_piece(one) for one in pieces),
    )


def _paid_piece(piece: Piece) -> PaidPiece:
    shift = piece.shift
    return PaidPiece(
        shift.id, instant(piece.began), instant(piece.ended), shift.job, shift.rate, piece.multiplier,
        timedelta(microseconds=piece.paid),
    )  # fmt: skip


def _lasts(counts: Iterable[int]) -> timedelta:
    return timedelta(microseconds=sum(counts))
