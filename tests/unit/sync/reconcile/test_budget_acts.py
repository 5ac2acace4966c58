"""What single words of a back office, and single requests, leave of the budget."""

from __future__ import annotations

import pytest

from sync.reconcile.budget import HOUR, MINUTE, Budget
from sync.reconcile.contract import Lane, RateWord
from tests.unit.sync.reconcile.test_budget import WALL_S, at, drain, spend

RESET = WALL_S + 600


def told(remaining: int, reset: int = RESET, *, under_way: int = 0, hour: int = 1000) -> Budget:
    """A budget of which this was said by an answer, so many requests being under way still."""
    budget = Budget()
    for _ in range(under_way + 1):
        budget.spent(Lane.ORDERS, at(0))
    budget.answered(RateWord(hour, remaining, reset), at(0))
    return budget


def test_pulls_alone_may_take_three_fifths_of_the_hour_and_of_each_minute() -> None:
    assert drain(Budget(), Lane.REFERENCE, 0, 1800) == 600
    budget = Budget()
    assert sum(spend(budget, Lane.REFERENCE, 0) for _ in range(100)) == 60
    assert sum(spend(budget, Lane.ORDERS, 0) for _ in range(100)) == 30


def test_what_was_pulled_takes_nothing_from_what_is_told() -> None:
    budget = Budget()
    assert drain(budget, Lane.REFERENCE, 0, 60) == 60
    assert drain(budget, Lane.ORDERS, 60, 1800) == 840  # up to nine tenths of all


def test_a_bound_for_a_minute_that_was_named_counts_whatever_the_hour_is() -> None:
    budget = Budget(1000, 7)
    assert budget.minute == 7
    assert sum(spend(budget, Lane.MONEY, 0) for _ in range(20)) == 7


def test_what_was_sent_an_hour_ago_is_free_again_and_not_a_moment_sooner() -> None:
    budget = Budget(10)
    for _ in range(10):
        assert spend(budget, Lane.MONEY, 5)
    assert [budget.left(at(moment)) for moment in (5 + HOUR - 0.1, 5 + HOUR)] == [0, 10]


def test_what_was_sent_a_minute_ago_is_free_again_and_not_a_moment_sooner() -> None:
    budget = Budget(1000, 1)
    assert spend(budget, Lane.MONEY, 5)
    assert [budget.allows(Lane.MONEY, at(moment)) for moment in (5 + MINUTE - 0.1, 5 + MINUTE)] == [False, True]


def test_what_is_left_is_never_less_than_nothing() -> None:
    budget = Budget(2)
    for _ in range(3):
        budget.spent(Lane.MONEY, at(0))
    assert budget.left(at(0)) == 0


@pytest.mark.parametrize(("limit", "hour"), [(None, 1000), (0, 1000), (-5, 1000), (1, 1), (20, 20)])
def test_only_a_bound_that_leaves_something_is_believed(limit: int | None, hour: int) -> None:
    budget = Budget()
    budget.answered(RateWord(limit), at(0))
    assert budget.hour == hour


@pytest.mark.parametrize("word", [RateWord(remaining=3), RateWord(reset=RESET), None])
def test_half_a_word_of_what_is_left_says_nothing(word: RateWord | None) -> None:
    budget = Budget()
    budget.answered(word, at(0))
    assert budget.left(at(1)) == 1000


def test_what_is_under_way_counts_as_not_yet_known_there() -> None:
    assert told(100, under_way=3).left(at(1)) == 97
    assert told(-7).left(at(1)) == 0


def test_what_leaves_after_their_word_is_taken_off_it() -> None:
    budget = told(100)
    budget.spent(Lane.MONEY, at(1))
    assert budget.left(at(1)) == 99


def test_within_a_window_the_smaller_number_is_the_newer_one_and_a_new_window_begins_anew() -> None:
    budget = told(100)
    for remaining, reset, left in ((200, RESET, 99), (90, RESET, 90), (800, RESET + 3600, 800)):
        budget.spent(Lane.ORDERS, at(1))
        budget.answered(RateWord(1000, remaining, reset), at(1))
        assert budget.left(at(2)) == left


def test_their_word_counts_until_its_reset_and_then_our_own_count() -> None:
    budget = told(100)
    assert [budget.left(at(moment)) for moment in (599.9, 600)] == [100, 999]


def test_of_their_count_and_ours_the_greater_one_counts() -> None:
    budget = told(999)
    for _ in range(5):
        budget.spent(Lane.MONEY, at(1))
        budget.answered(RateWord(1000, 999, RESET + 1), at(1))
    assert budget.left(at(2)) == 994


def test_an_answer_nobody_waited_for_makes_no_room() -> None:
    budget = Budget()
    budget.answered(None, at(0))
    budget.spent(Lane.MONEY, at(0))
    budget.answered(RateWord(1000, 500, RESET), at(0))
    assert budget.left(at(0)) == 500


def test_the_second_request_need_not_wait_once_one_was_answered() -> None:
    budget = Budget()
    budget.spent(Lane.MONEY, at(0))
    assert not budget.allows(Lane.MONEY, at(0))
    budget.answered(None, at(0))
    budget.spent(Lane.MONEY, at(0))
    assert budget.allows(Lane.MONEY, at(0))


@pytest.mark.parametrize(("asked", "seconds"), [(0, 1), (-9, 1), (1.5, 1.5), (30, 30), (3600, 3600), (10**9, 3600)])
def test_a_pause_is_a_second_at_least_and_an_hour_at_most(asked: float, seconds: float) -> None:
    budget = Budget()
    budget.pause(asked, at(7))
    assert budget.paused_until == 7 + seconds
    moments = (7 + seconds - 0.1, 7 + seconds)
    assert [budget.allows(Lane.MONEY, at(moment)) for moment in moments] == [False, True]


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    budget = Budget()
    budget.pause(60, at(0))
    budget.pause(5, at(1))
    assert budget.paused_until == 60


def test_the_background_is_halved_for_an_hour_after_too_many_requests_and_what_is_told_is_not() -> None:
    budget = Budget(100)
    budget.refused(1, at(0))
    assert drain(budget, Lane.STOCK, 10, 60) == 38  # the last one below 37.5
    assert drain(budget, Lane.ORDERS, 60, 120) == 47  # up to 85 of a hundred
    budget = Budget(100)
    budget.refused(1, at(0))
    assert sum(spend(budget, Lane.REFERENCE, HOUR - 1) for _ in range(60)) == 30
    assert sum(spend(budget, Lane.REFERENCE, HOUR) for _ in range(60)) == 30


def test_signing_in_and_payments_may_take_all_there_is() -> None:
    for lane in (Lane.SIGN_IN, Lane.MONEY):
        budget = Budget(50)
        assert sum(spend(budget, lane, 0) for _ in range(60)) == 50
