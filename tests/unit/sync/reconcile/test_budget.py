"""The bound holds in every hour and every minute, and payments always find room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.mesh.contract import Moment
from sync.reconcile.budget import HOUR, MINUTE, Budget
from sync.reconcile.contract import Lane, RateWord

WALL_S = 1_780_000_000


def at(seconds: float) -> Moment:
    return Moment(seconds, round((WALL_S + seconds) * 1000))


def spend(budget: Budget, lane: Lane, now: float) -> bool:
    """One request, answered at once without a word of the budget, if it may leave."""
    if not budget.allows(lane, at(now)):
        return False
    budget.spent(lane, at(now))
    budget.answered(None, at(now))
    return True


def drain(budget: Budget, lane: Lane, start: float, end: float) -> int:
    """As many as may leave in a time, tried four times a second."""
    return sum(spend(budget, lane, start + quarter / 4) for quarter in range(round((end - start) * 4)))


def test_a_tenth_is_never_planned_and_payments_may_use_it() -> None:
    budget = Budget()
    orders, pulls = drain(budget, Lane.ORDERS, 0, 1800), drain(budget, Lane.REFERENCE, 1800, 2400)
    assert (orders, pulls) == (850, 50)
    assert not spend(budget, Lane.ORDERS, 2401)
    assert drain(budget, Lane.MONEY, 2402, 3000) == 100


def test_the_background_leaves_room_for_orders() -> None:
    budget = Budget()
    assert drain(budget, Lane.KITCHEN, 0, 1800) == 750
    assert drain(budget, Lane.ORDERS, 1800, 2400) == 100


def test_pulls_go_on_beside_any_number_of_orders() -> None:
    budget = Budget()
    told = pulled = 0
    for quarter in range(4 * 3600 - 1):
        told += spend(budget, Lane.ORDERS, quarter / 4)
        pulled += spend(budget, Lane.REFERENCE, quarter / 4)
    assert pulled >= 50
    assert told + pulled == 900


@given(
    st.lists(st.tuples(st.sampled_from(Lane), st.floats(0, 90), st.integers(1, 60)), max_size=120),
    st.sampled_from([60, 1000, 5000]),
)
def test_no_hour_and_no_minute_ever_has_more_than_the_bound(wants: list[tuple[Lane, float, int]], hour: int) -> None:
    budget, sent, now = Budget(hour), list[float](), 0.0
    for lane, pause, count in wants:
        now += pause
        sent += [now for _ in range(count) if spend(budget, lane, now)]
    for one in sent:
        assert sum(one - HOUR < other <= one for other in sent) <= hour
        assert sum(one - MINUTE < other <= one for other in sent) <= budget.minute


def test_the_burst_of_a_minute_is_obeyed_with_room_for_payments() -> None:
    budget = Budget()
    assert sum(spend(budget, Lane.ORDERS, 0) for _ in range(200)) == 90
    assert sum(spend(budget, Lane.MONEY, 0) for _ in range(200)) == 10
    assert not spend(budget, Lane.MONEY, 59)
    assert spend(budget, Lane.ORDERS, 60)


@pytest.mark.parametrize(
    ("hour", "minute"), [(1000, 100), (9999, 100), (10_000, 500), (49_999, 500), (50_000, 1000), (10**6, 1000)]
)
def test_the_tiers_have_the_documented_bursts(hour: int, minute: int) -> None:
    budget = Budget()
    budget.answered(RateWord(limit=hour), at(0))
    assert (budget.hour, budget.minute) == (hour, minute)


def test_what_others_used_of_the_account_counts_until_the_reset() -> None:
    budget = Budget()
    budget.spent(Lane.ORDERS, at(0))
    budget.answered(RateWord(1000, 100, WALL_S + 600), at(0))
    assert not budget.allows(Lane.ORDERS, at(1))
    assert drain(budget, Lane.MONEY, 1, 500) == 100
    assert not budget.allows(Lane.MONEY, at(599))
    assert budget.allows(Lane.ORDERS, at(601))


def test_answers_that_come_out_of_order_give_nothing_back() -> None:
    budget = Budget()
    for remaining in (700, 690, 695):
        budget.spent(Lane.ORDERS, at(0))
        budget.answered(RateWord(1000, remaining, WALL_S + 600), at(0))
    assert budget.left(at(1)) <= 690


def test_a_reset_by_a_clock_that_is_wrong_holds_an_hour_at_most() -> None:
    budget = Budget()
    budget.spent(Lane.ORDERS, at(0))
    budget.answered(RateWord(1000, 0, WALL_S + 10**9), at(0))
    assert not budget.allows(Lane.MONEY, at(3599))
    assert budget.allows(Lane.MONEY, at(3601))
    budget.spent(Lane.ORDERS, at(3601))
    budget.answered(RateWord(1000, 0, WALL_S - 10**6), at(3601))
    assert budget.allows(Lane.MONEY, at(3602))


def test_too_many_requests_stop_everything_for_as_long_as_it_says_and_halve_the_background() -> None:
    budget = Budget()
    budget.refused(30, at(0))
    assert not budget.allows(Lane.MONEY, at(29))
    assert budget.allows(Lane.MONEY, at(30))
    assert drain(budget, Lane.KITCHEN, 30, 1800) == 375
    assert drain(budget, Lane.REFERENCE, 1800, 2400) == 25


def test_the_first_request_of_a_run_goes_alone() -> None:
    budget = Budget()
    budget.spent(Lane.MONEY, at(0))
    assert not budget.allows(Lane.MONEY, at(0))
    budget.answered(RateWord(1000, 0, WALL_S + 600), at(0))
    assert not budget.allows(Lane.MONEY, at(0))
