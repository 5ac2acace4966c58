"""Orders with everything at once, over random evenings: their money adds up after every step and at the end."""

from __future__ import annotations

import pytest

from tests.support.money_evening import play


@pytest.mark.parametrize("first", range(0, 20, 5))
def test_the_money_of_an_evening_adds_up_whatever_is_done(first: int) -> None:
    for seed in range(first, first + 5):
        play(seed, 22)


@pytest.mark.campaign
def test_the_money_of_a_thousand_long_evenings_adds_up() -> None:
    for seed in range(1000, 2000):
        play(seed, 60)
