"""What was measured, what it is compared with, and whether a goal is met: arithmetic alone, no clock and no file."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

QUIET_DISK_MS = 5.0
"""A bare fdatasync that takes longer than this once in a hundred times says that others use the disk."""

BEYOND = 5
"""So many samples must lie beyond a share before it is believed: p50 needs 10 samples, p99 needs 500."""


class Verdict(StrEnum):
    """What can be said about a goal."""

    MET = "met"
    NOT_ALWAYS = "met, not in every round"
    MISSED = "missed"
    TOO_FEW = "too few samples"
    DISK_BUSY = "disk busy"


class Condition(StrEnum):
    """When a goal counts."""

    ALWAYS = "always"
    QUIET_DISK = "quiet disk"


@dataclass(frozen=True, slots=True)
class Round:
    """Samples of one round, ours and the floor's taken in turns; no floor where there is nothing to compare with."""

    ours: tuple[float, ...]
    floor: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of what the rounds say, and the least and the most any of them said."""

    middle: float
    least: float
    most: float


def at(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of the values does not exceed (nearest rank)."""
    rank = math.ceil(round(share * len(values), 9))
    return sorted(values)[max(rank, 1) - 1]


def needed(share: float) -> int:
    """How many samples a share needs before it is believed."""
    return round(BEYOND / (1 - share))


def over_rounds(rounds: Sequence[Round], measure: Callable[[Round], float]) -> Spread:
    """One number of each round, summed up."""
    said = [measure(each) for each in rounds]
    return Spread(statistics.median(said), min(said), max(said))


def share_of(side: str, share: float) -> Callable[[Round], float]:
    """The value of `ours` or of the `floor` at a share."""
    return lambda each: at(each.ours if side == "ours" else each.floor, share)


def ratio_at(share: float) -> Callable[[Round], float]:
    """How many times the floor, at a share."""
    return lambda each: at(each.ours, share) / at(each.floor, share)


def ratio_of_sums(each: Round) -> float:
    """How many times the floor, all together."""
    return sum(each.ours) / sum(each.floor)


@dataclass(frozen=True, slots=True)
class Goal:
    """At most this much, in the row's unit or as a ratio, said by a number of each round."""

    words: str
    measure: Callable[[Round], float]
    most: float
    samples: int
    condition: Condition = Condition.ALWAYS


def ratio_goal(share: float, most: float) -> Goal:
    """At most so many times the floor at a share."""
    return Goal(f"p{share * 100:.0f} <= {most}x", ratio_at(share), most, needed(share))


def value_goal(share: float, most: float, unit: str, condition: Condition = Condition.ALWAYS) -> Goal:
    """At most so much at a share, whatever the floor is."""
    return Goal(f"p{share * 100:.0f} < {most} {unit}", share_of("ours", share), most, needed(share), condition)


def sum_goal(most: float) -> Goal:
    """At most so many times the floor over everything done."""
    return Goal(f"<= {most}x", ratio_of_sums, most, needed(0.99))


def each_goal(words: str, most: float) -> Goal:
    """No sample above this."""
    return Goal(words, lambda each: max(each.ours), most, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `disk` holds bare fdatasyncs taken in between, in milliseconds."""

    what: str
    unit: str
    rounds: tuple[Round, ...]
    goals: tuple[Goal, ...] = ()
    disk: tuple[float, ...] = ()
    note: str = ""

    @property
    def has_floor(self) -> bool:
        """Whether there is something to compare with."""
        return all(each.floor for each in self.rounds)


@dataclass(frozen=True, slots=True)
class Judged:
    """A goal with what was found."""

    goal: Goal
    found: Spread
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run found; `machine` are lines about where it ran."""

    machine: tuple[str, ...]
    rows: tuple[Row, ...] = field(default=())


def judge(row: Row) -> tuple[Judged, ...]:
    """Every goal of a row with its verdict."""
    return tuple(_judged(row, goal) for goal in row.goals)


def _judged(row: Row, goal: Goal) -> Judged:
    found = over_rounds(row.rounds, goal.measure)
    return Judged(goal, found, _verdict(row, goal, found))


def _verdict(row: Row, goal: Goal, found: Spread) -> Verdict:
    if found.middle > goal.most:
        busy = goal.condition is Condition.QUIET_DISK and not disk_is_quiet(row.disk)
        return Verdict.DISK_BUSY if busy else Verdict.MISSED
    if sum(len(each.ours) for each in row.rounds) < goal.samples:
        return Verdict.TOO_FEW
    return Verdict.MET if found.most <= goal.most else Verdict.NOT_ALWAYS


def disk_is_quiet(samples: Sequence[float]) -> bool:
    """Whether bare fdatasyncs say that nobody else keeps the disk busy."""
    return bool(samples) and at(samples, 0.99) <= QUIET_DISK_MS
