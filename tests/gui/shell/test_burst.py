"""Scanner or person, by the rhythm of the keys."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.ui.shell.burst import Burst, WedgeRule

BY_RHYTHM = WedgeRule()


def typed(text: str, gaps: Sequence[float], rule: WedgeRule = BY_RHYTHM) -> Burst:
    burst, at = Burst(rule), 1000.0
    for letter, gap in zip(text, [0.0, *gaps], strict=True):
        at += gap
        burst.add(letter, at)
    return burst


def test_a_measured_scanner_is_one() -> None:
    gaps = [0.6, 11.4, 11.4, 11.0, 12.3, 19.1, 11.4, 10.8, 11.4, 11.5, 11.4, 11.6]
    assert typed("4006381333931", gaps).code() == "4006381333931"


@pytest.mark.parametrize("gaps", [[120, 150, 90, 200], [40, 40, 40, 40], [10, 10, 10, 81]])
def test_a_person_is_none(gaps: list[float]) -> None:
    assert typed("margh", gaps).code() is None


def test_one_slow_key_of_many_is_forgiven() -> None:
    assert typed("12345", [10, 80, 10, 10]).code() == "12345"


def test_three_keys_are_nobodys_code_however_fast() -> None:
    assert typed("123", [1, 1]).code() is None


@given(gaps=st.lists(st.floats(36, 80), min_size=3, max_size=20))
def test_whoever_types_slower_than_a_scanner_is_a_person(gaps: list[float]) -> None:
    assert typed("x" * (len(gaps) + 1), gaps).code() is None


def test_a_prefix_decides_alone() -> None:
    rule = WedgeRule(prefix="~")
    assert typed("~12", [200, 70], rule).code() == "12"
    assert typed("1234567", [1] * 6, rule).code() is None
    assert Burst(rule).may_begin_with("~")
    assert not Burst(rule).may_begin_with("1")


def test_without_a_suffix_sixty_milliseconds_end_a_code() -> None:
    assert [WedgeRule(has_suffix=False).patience, WedgeRule().patience] == [60, 80]
