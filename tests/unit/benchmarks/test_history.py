"""Runs that are kept, and what is called worse than noise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import history
from tests.benchmarks.measures import Report, Round, Row

NOISY = (2.0, 2.1, 1.9, 2.05, 1.95)


def run_of(**figures: float) -> dict[str, object]:
    return {"figures": {what.replace("_", " "): value for what, value in figures.items()}}


@pytest.mark.parametrize(("found", "is_worse"), [(2.25, False), (2.5, True), (1.0, False)])
def test_a_time_is_worse_beyond_the_spread_of_the_runs_before(found: float, is_worse: bool) -> None:
    earlier = [run_of(tap=each) for each in NOISY]
    assert bool(history.regressions(earlier, run_of(tap=found))) == is_worse


def test_a_machine_that_is_noisy_by_itself_calls_nothing_worse_that_it_has_shown() -> None:
    earlier = [run_of(tap=each) for each in (2.0, 3.0, 1.5, 3.5, 2.5)]
    assert history.regressions(earlier, run_of(tap=3.5)) == []


def test_few_runs_say_nothing_of_times_and_one_is_enough_for_counts() -> None:
    earlier = [{"figures": {"tap": 2.0, "counts: calls of Python": 5_000.0}}]
    (worse,) = history.regressions(earlier, {"figures": {"tap": 9.0, "counts: calls of Python": 5_200.0}})
    assert (worse.what, worse.usual) == ("counts: calls of Python", 5_000.0)
    assert "usually 5000" in worse.words
    assert history.regressions(earlier, {"figures": {"counts: calls of Python": 5_100.0}}) == []


def test_runs_are_kept_line_by_line_and_half_a_line_is_none(tmp_path: Path) -> None:
    file = tmp_path / "history.jsonl"
    rows = (
        Row("tap", "ms", (Round((4.0, 6.0), (1.0, 1.0)),)),
        Row("counts: calls of Python", "an act", (Round((7.0,)),)),
    )
    line = history.line_of(Report(("a machine",), rows), "2026-11-23T06:00:00+00:00", "abc")
    history.note(file, line)
    with file.open("a", encoding="utf-8") as opened:
        opened.write('{"figures": {"tap"')
    assert history.read(file) == [line]
    assert line["figures"] == {"tap": 5.0, "counts: calls of Python": 7.0}
