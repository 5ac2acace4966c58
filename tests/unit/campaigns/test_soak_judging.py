"""What a soak calls growth, and what it lets be."""

from __future__ import annotations

import pytest

from tests.simulation.long_service import Hour, Served
from tests.support.soak_processes import Sample, Soaked


def hours(objects_an_order: list[int]) -> list[Hour]:
    return [Hour(at, 0, 100 * at * each, 0, 100 * at, 0, 0) for at, each in enumerate(objects_an_order)]


@pytest.mark.parametrize(("objects", "grows"), [([0, 80, 90, 85, 76], False), ([0, 80, 90, 120, 160], True)])
def test_what_an_order_leaves_in_memory_may_not_become_more(objects: list[int], grows: bool) -> None:
    assert bool(Served(hours=hours(objects)).growth()) == grows


def steady(memory: float = 80.0, files: int = 10, threads: int = 3) -> list[Sample]:
    return [Sample(memory, files, threads)] * 9


@pytest.mark.parametrize(
    ("last", "found"),
    [(Sample(83.0, 10, 3), 0), (Sample(86.0, 10, 3), 1), (Sample(80.0, 11, 3), 1), (Sample(80.0, 10, 4), 1)],
)
def test_the_last_third_is_held_against_the_middle_one(last: Sample, found: int) -> None:
    soaked = Soaked(samples={"node": [*steady()[:6], last, last, last]})
    assert len(soaked.finds()) == found


def test_a_log_that_is_never_written_back_and_too_few_samples_are_finds() -> None:
    assert Soaked(samples={"node": steady()}, log_mb=[1.0, 65.0]).finds() == ["the log reached 65 MB"]
    assert len(Soaked(samples={"node": steady()[:2]}).finds()) == 1


def test_as_many_files_as_in_the_first_third_are_no_growth() -> None:
    often, seldom = Sample(80.0, 33, 10), Sample(80.0, 32, 10)
    assert Soaked(samples={"node": [often] * 3 + [seldom] * 3 + [often] * 3}).finds() == []
