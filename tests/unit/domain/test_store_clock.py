"""The store's clock is what most terminals agree on; where nobody can know, a terminal believes its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aura_terminal.domain.store_clock import AGREE_MS, HEARD_WITHIN_MS, is_fresh, store_offset

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("others", "offset"),
    [
        ((), 0),
        ((3 * HOUR,), 0),  # two clocks: nobody knows which is wrong
        ((3 * HOUR, 3 * HOUR), 3 * HOUR),
        ((-3 * HOUR, -3 * HOUR + 800), -3 * HOUR + 400),
        ((0, 3 * HOUR), 0),  # the other one is wrong
        ((3 * HOUR, -2 * HOUR), 0),  # three clocks, three times
        ((AGREE_MS, AGREE_MS), 0),
        ((AGREE_MS + 1, AGREE_MS + 1), AGREE_MS + 1),
        ((3 * HOUR, 3 * HOUR, 0), 0),  # two against two
        ((3 * HOUR, 3 * HOUR, 3 * HOUR, 0), 3 * HOUR),
        ((26 * HOUR, 3 * HOUR, 3 * HOUR), 0),  # two of four are not more than half
    ],
)
def test_the_store_has_the_time_of_more_than_half_of_its_clocks(others: tuple[int, ...], offset: int) -> None:
    assert store_offset(others) == timedelta(milliseconds=offset)


def test_terminals_that_see_the_same_clocks_agree_on_the_stores_time() -> None:
    clocks = (0, 700, 3 * HOUR, -400, -26 * HOUR)
    agreed = {
        own + round(store_offset([other - own for other in others]).total_seconds() * 1000)
        for place, own in enumerate(clocks)
        for others in [(*clocks[:place], *clocks[place + 1 :])]
    }
    assert max(agreed) - min(agreed) <= AGREE_MS


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (HEARD_WITHIN_MS, True), (HEARD_WITHIN_MS + 1, False)])
def test_a_measure_is_believed_for_a_while_and_none_from_a_time_to_come(age: int, fresh: bool) -> None:
    assert (is_fresh(10 * HOUR - age, 10 * HOUR), is_fresh(10 * HOUR + age, 10 * HOUR)) == (fresh, fresh)
