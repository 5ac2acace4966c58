"""How long stations take, from when a ticket was to be begun until it was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Took:
    """One ticket, or one dish of it (`name`), and how many units; a target of 0 minutes is none."""

    station: str
    name: str
    units: int
    started_at: datetime
    ready_at: datetime
    target_minutes: int

    @property
    def seconds(self) -> int:
        """How long; a moment before it was begun counts as zero."""
        return max(0, int((self.ready_at - self.started_at).total_seconds()))


@dataclass(frozen=True, slots=True)
class PrepRow:
    """A station, or a dish at a station: how many, how long on average, and for nine of ten at most, in seconds."""

    station: str
    name: str
    count: int
    average: int
    most: int
    late: int


@dataclass(frozen=True, slots=True)
class PrepTimes:
    """Stations by name; dishes by station, the slowest first."""

    stations: tuple[PrepRow, ...] = ()
    items: tuple[PrepRow, ...] = ()


def prep_times_of(tickets: Iterable[Took], dishes: Iterable[Took]) -> PrepTimes:
    """What these took, put together; a dish is never late by itself, its ticket is."""
    stations = sorted(_rows(tickets), key=lambda row: row.station)
    items = sorted(_rows(dishes), key=lambda row: (row.station, -row.average, row.name))
    return PrepTimes(tuple(stations), tuple(items))


def _rows(all_took: Iterable[Took]) -> list[PrepRow]:
    together: dict[tuple[str, str], list[Took]] = {}
    for took in all_took:
        together.setdefault((took.station, took.name), []).append(took)
    return [_row(station, name, took) for (station, name), took in together.items()]


def _row(station: str, name: str, took: list[Took]) -> PrepRow:
    seconds = sorted(each.seconds for each in took)
    most = seconds[-(-9 * len(seconds) // 10) - 1]
    late = sum(1 for each in took if 0 < each.target_minutes * 60 <= each.seconds)
    count = sum(each.units for each in took)
    return PrepRow(station, name, count, sum(seconds) // len(seconds), most, late)
