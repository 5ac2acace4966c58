"""How many of an item are left: what was counted, less what lines took since."""

from __future__ import annotations

import pytest

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId, LineId
from aura_terminal.domain.stock import StockClaimed, StockLevel
from tests.unit.domain.orders import NOW

CAKE = ItemId("cake")
A, B = LineId("a"), LineId("b")


def counted(quantity: int | None = None) -> StockLevel:
    level = StockLevel(CAKE)
    level.apply(level.count(quantity, NOW))
    return level


def takes(level: StockLevel, line: LineId, quantity: int, before: int = 0) -> tuple[StockClaimed, ...]:
    facts = level.claim(line, quantity, before)
    for fact in facts:
        level.apply(fact)
    return facts


def stand(level: StockLevel) -> tuple[int | None, int]:
    return level.left, level.oversold


def test_where_nobody_counts_nothing_is_left_or_oversold_and_no_line_says_what_it_takes() -> None:
    level = counted()
    assert (takes(level, A, 2), stand(level)) == ((), (None, 0))


@pytest.mark.parametrize(("taken", "left", "oversold"), [(0, 3, 0), (2, 1, 0), (3, 0, 0), (4, 0, 1)])
def test_what_lines_take_is_less_until_there_is_none_and_then_too_many(taken: int, left: int, oversold: int) -> None:
    level = counted(3)
    takes(level, A, taken)
    assert stand(level) == (left, oversold)


def test_a_line_says_what_it_takes_in_all_and_only_when_that_changes() -> None:
    level = counted(9)
    assert takes(level, A, 2) == (StockClaimed(CAKE, A, 2),)
    assert takes(level, A, 2) == ()
    assert takes(level, A, 3) == (StockClaimed(CAKE, A, 3),)
    takes(level, B, 1)
    assert level.left == 5


def test_what_a_line_had_when_somebody_counted_is_in_the_count() -> None:
    level = counted(9)
    takes(level, A, 2)
    level.apply(level.count(5, NOW))
    assert level.left == 5
    takes(level, A, 3)
    assert level.left == 4
    takes(level, A, 0)
    assert level.left == 7


def test_what_a_line_had_before_anybody_counted_is_in_the_count_too() -> None:
    level = counted(5)
    assert takes(level, A, 2, before=2) == ()
    assert takes(level, A, 3, before=2) == (StockClaimed(CAKE, A, 3, before=2),)
    assert level.left == 4
    assert takes(level, A, 1, before=3) == (StockClaimed(CAKE, A, 1),)
    assert level.left == 6


def test_a_line_that_another_terminal_counted_from_nothing_takes_all_of_it() -> None:
    level = counted(5)
    level.apply(StockClaimed(CAKE, A, 2))
    assert level.left == 3


@pytest.mark.parametrize("quantity", [-1, 1000])
def test_nobody_counts_fewer_than_none_or_more_than_a_line_can_have(quantity: int) -> None:
    with pytest.raises(RuleBroken, match=Rule.QUANTITY_OUT_OF_RANGE.value):
        StockLevel(CAKE).count(quantity, NOW)


def test_what_ran_out_is_there_again_once_somebody_says_so() -> None:
    level = StockLevel(CAKE)
    with pytest.raises(RuleBroken, match=Rule.ITEM_NOT_EIGHTY_SIXED.value):
        level.restore(NOW)
    level.apply(level.eighty_six(NOW))
    assert level.is_eighty_sixed
    level.apply(level.restore(NOW))
    assert not level.is_eighty_sixed


def test_what_is_no_fact_about_stock_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="not a fact about stock"):
        StockLevel(CAKE).apply("a cake")
