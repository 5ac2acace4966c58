"""How many guests are in the house when: reservations put together by quarters of an hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Sojourn:
    """So many guests from one time until before another."""

    begins: datetime
    ends: datetime
    covers: int


@dataclass(frozen=True, slots=True)
class QuarterHour:
    """A quarter of an hour: who comes in it, and how many sit at its beginning or come in it."""

    begins: datetime
    arriving: int
    seated: int


def quarters_of(sojourns: Iterable[Sojourn], begins: datetime, ends: datetime) -> tuple[QuarterHour, ...]:
    """Every quarter of an hour between two times, the first beginning at the first."""
    every = list(sojourns)
    count = max(0, -((begins - ends) // QUARTER))
    starts = (begins + QUARTER * step for step in range(count))
    return tuple(_quarter(every, at) for at in starts)


def _quarter(sojourns: list[Sojourn], at: datetime) -> QuarterHour:
    until = at + QUARTER
    arriving = sum(one.covers for one in sojourns if at <= one.begins < until)
    seated = sum(one.covers for one in sojourns if one.begins < until and at < one.ends)
    return QuarterHour(at, arriving, seated)
