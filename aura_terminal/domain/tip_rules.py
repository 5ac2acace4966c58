"""How the house shares tips: what one job hands to another, and what is put together and shared by weight."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from aura_terminal.domain.errors import Rule, RuleBroken

TIP_RULES = "tips"
MOST_POINTS = 1000


class TipWeight(StrEnum):
    """By what a pool is shared: time worked, the points of a job, both multiplied, or the same for everybody."""

    HOURS = "hours"
    POINTS = "points"
    HOURS_AND_POINTS = "hours_and_points"
    EVENLY = "evenly"


class TipSpan(StrEnum):
    """With whom somebody shares: all who worked on the day, or those who were there during the same shift."""

    DAY = "day"
    SHIFT = "shift"


class TipBase(StrEnum):
    """What a percentage is taken of: what somebody had in tips, or what they sold."""

    TIPS = "tips"
    SALES = "sales"


@dataclass(frozen=True, slots=True)
class TipOut:
    """Everybody of `from_jobs` hands over so many percent, at most the tips they have; `to_jobs` share it by weight.

    Where nobody of `to_jobs` worked, it stays.
    """

    from_jobs: tuple[str, ...]
    to_jobs: tuple[str, ...]
    percent: Decimal
    of: TipBase = TipBase.TIPS
    weight: TipWeight = TipWeight.HOURS


@dataclass(frozen=True, slots=True)
class TipPool:
    """What people of these jobs hold after tip-outs is put together and shared by weight."""

    name: str
    jobs: tuple[str, ...]
    weight: TipWeight = TipWeight.HOURS


@dataclass(frozen=True, slots=True)
class TipRules:
    """The house's rules for tips, one document of the store; with none of them everybody keeps their own.

    Tip-outs come first, in their order, then pools. A job that `points` does not name has one point.
    """

    id: str = TIP_RULES
    span: TipSpan = TipSpan.DAY
    points: tuple[tuple[str, int], ...] = ()
    tip_outs: tuple[TipOut, ...] = ()
    pools: tuple[TipPool, ...] = ()

    def points_of(self, job: str) -> int:
        """How much a job counts."""
        return dict(self.points).get(job, 1)


def must_work(rules: TipRules) -> None:
    """Refuse rules nobody can reckon with. Raises RuleBroken(TIP_RULES_WRONG) with what of them."""
    pooled = [job for pool in rules.pools for job in pool.jobs]
    if len(pooled) != len(set(pooled)):
        raise RuleBroken(Rule.TIP_RULES_WRONG, what="a job is in two pools")
    if not all(pool.jobs for pool in rules.pools):
        raise RuleBroken(Rule.TIP_RULES_WRONG, what="a pool has no jobs")
    for one in rules.tip_outs:
        if not (0 < one.percent <= 100 and one.percent.is_finite()):
            raise RuleBroken(Rule.TIP_RULES_WRONG, what="a percentage is between 0 and 100")
        if not one.from_jobs or not one.to_jobs or set(one.from_jobs) & set(one.to_jobs):
            raise RuleBroken(Rule.TIP_RULES_WRONG, what="a tip-out goes from one job to another")
    if not all(0 <= points <= MOST_POINTS for _, points in rules.points):
        raise RuleBroken(Rule.TIP_RULES_WRONG, what=f"points are between 0 and {MOST_POINTS}")
