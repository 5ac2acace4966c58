"""The arithmetic of the benchmarks: shares, rounds, ratios, and when a goal counts as met. No clock is read here."""

from __future__ import annotations

import re

import pytest

from tests.benchmarks.measures import (
    Condition,
    Goal,
    Report,
    Round,
    Row,
    Verdict,
    at,
    disk_is_quiet,
    each_goal,
    judge,
    needed,
    over_rounds,
    ratio_at,
    ratio_goal,
    ratio_of_sums,
    sum_goal,
    value_goal,
)
from tests.benchmarks.table import plain, text

HUNDRED = tuple(float(count) for count in range(1, 101))


def row(*rounds: Round, goal: Goal, disk: tuple[float, ...] = ()) -> Row:
    return Row("a row", "ms", rounds, (goal,), disk)


def verdict(one: Row) -> Verdict:
    return judge(one)[0].verdict


def many(value: float, floor: float, count: int = 600) -> Round:
    return Round((value,) * count, (floor,) * count)


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.01, 1), (0.0, 1)])
def test_a_share_is_a_value_that_was_measured(share: float, value: float) -> None:
    assert at(HUNDRED, share) == value


def test_the_order_of_samples_does_not_matter() -> None:
    assert at((3.0, 1.0, 2.0), 0.5) == 2.0


def test_a_rarer_share_needs_more_samples() -> None:
    assert (needed(0.5), needed(0.99)) == (10, 500)


def test_rounds_are_summed_up_by_their_median_with_least_and_most() -> None:
    rounds = [many(4, 2), many(9, 3), many(2, 2)]
    found = over_rounds(rounds, ratio_at(0.5))
    assert (found.least, found.middle, found.most) == (1, 2, 3)


def test_one_slow_sample_moves_the_sum_and_not_the_middle() -> None:
    slow = Round((1.0,) * 9 + (91.0,), (1.0,) * 10)
    assert (ratio_at(0.5)(slow), ratio_of_sums(slow)) == (1, 10)


def test_a_goal_is_met_at_its_very_limit() -> None:
    assert verdict(row(many(5, 2), goal=ratio_goal(0.5, 2.5))) is Verdict.MET


def test_a_goal_above_its_limit_is_missed_however_few_the_samples() -> None:
    assert verdict(row(many(5.1, 2, count=3), goal=ratio_goal(0.5, 2.5))) is Verdict.MISSED


def test_too_few_samples_meet_no_goal() -> None:
    assert verdict(row(many(1, 1, count=499), goal=ratio_goal(0.99, 3))) is Verdict.TOO_FEW
    assert verdict(row(many(1, 1, count=500), goal=ratio_goal(0.99, 3))) is Verdict.MET


def test_samples_of_all_rounds_count_together() -> None:
    assert verdict(row(many(1, 1, count=250), many(1, 1, count=250), goal=ratio_goal(0.99, 3))) is Verdict.MET


def test_a_round_that_missed_is_told_though_the_median_met() -> None:
    rounds = (many(1, 1), many(2, 1), many(4, 1))
    assert verdict(row(*rounds, goal=ratio_goal(0.5, 3))) is Verdict.NOT_ALWAYS


def test_a_slow_disk_excuses_only_a_goal_that_asks_for_a_quiet_one() -> None:
    busy = (1.0,) * 98 + (9.0, 9.0)
    quiet_only = value_goal(0.99, 16.7, "ms", Condition.QUIET_DISK)
    assert verdict(row(many(20, 1), goal=quiet_only, disk=busy)) is Verdict.DISK_BUSY
    assert verdict(row(many(20, 1), goal=quiet_only, disk=(1.0,) * 100)) is Verdict.MISSED
    assert verdict(row(many(20, 1), goal=value_goal(0.99, 16.7, "ms"), disk=busy)) is Verdict.MISSED


def test_a_disk_nobody_looked_at_is_not_called_quiet() -> None:
    assert not disk_is_quiet(())


def test_a_sum_is_compared_over_everything_done() -> None:
    assert verdict(row(many(8, 1), goal=sum_goal(8))) is Verdict.MET
    assert verdict(row(many(8.1, 1), goal=sum_goal(8))) is Verdict.MISSED


def test_each_sample_counts_where_none_may_differ() -> None:
    goal = each_goal("exactly 1", 1)
    assert verdict(row(Round((1.0, 1.0, 1.0)), goal=goal)) is Verdict.MET
    assert verdict(row(Round((1.0, 2.0, 1.0)), goal=goal)) is Verdict.MISSED


def test_the_table_says_ours_floor_ratio_and_verdict() -> None:
    lines = text(Report(("a machine",), (row(many(5, 2), goal=ratio_goal(0.5, 2.5)),))).splitlines()
    assert lines[0] == "a machine"
    cells = re.split(r"\s{2,}", lines[-1])
    assert cells == ["a row", "5 / 5 ms", "2 / 2 ms", "2.5 / 2.5", "p50 <= 2.5x: 2.5, MET"]


def test_the_samples_are_kept_for_a_machine_to_read() -> None:
    said = plain(Report((), (row(Round((1.0, 2.0), (1.0, 1.0)), goal=ratio_goal(0.5, 2)),)))
    assert said["rows"][0]["rounds"] == [{"ours": [1.0, 2.0], "floor": [1.0, 1.0]}]
    assert said["rows"][0]["goals"][0]["verdict"] == "too few samples"
