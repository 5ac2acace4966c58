"""Rows: what a journal of a million facts costs a tap and a start, beside a store of the first day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from tests.benchmarks.long_journal import long_journal
from tests.benchmarks.measures import Round, Row, ratio_goal
from tests.benchmarks.service import Act, Evening
from tests.benchmarks.starts import in_turns, rounds_of, terminal_start
from tests.benchmarks.stored import found_demo, opened
from tests.benchmarks.taps import cashier

FACTS = 1_000_000
SAMPLE_FACTS = 20_000
TAPS = 150
OPENINGS = 11
STARTS = 11
WARM = 30


def long_rows(scratch: Path, rounds: int, part: int) -> tuple[Row, ...]:
    """The long store is made once in the scratch folder; a short one made in the same way must verify clean."""
    prove_the_sample(scratch / "long-sample")
    long, empty = long_journal(scratch / "long", FACTS), scratch / "long-empty"
    found_demo(empty)
    starts = in_turns(terminal_start(long), terminal_start(empty), 1, STARTS // part)
    tap = ratio_goal(0.5, 1.1)
    start = ratio_goal(0.5, 1.2)
    return (
        Row("tap, 1,000,000 facts beside an empty store", "ms", _taps(long, empty, rounds, TAPS // part), (tap,)),
        Row("open the store, 1,000,000 facts beside empty", "ms", _openings(long, empty, OPENINGS // part)),
        Row("start -> frame, 1,000,000 facts beside empty", "ms", rounds_of(starts, "frame", "frame"), (start,)),
        Row("start -> ready, 1,000,000 facts beside empty", "ms", rounds_of(starts, "ready", "ready"), (start,)),
    )


def prove_the_sample(folder: Path) -> None:
    """Raise ValueError when the program finds anything wrong with a journal made in this way."""
    with closing(opened(long_journal(folder, SAMPLE_FACTS))) as stored:
        findings = stored.store.verify()
    if findings:
        raise ValueError(f"the long journal is not as the store would have written it: {findings[0]}")


def _taps(long: Path, empty: Path, rounds: int, taps: int) -> tuple[Round, ...]:
    with closing(opened(long)) as ours, closing(opened(empty)) as floor:
        many, few = (Evening(stored.shop, cashier(stored.shop)).taps() for stored in (ours, floor))
        _round(many, few, WARM)
        return tuple(_round(many, few, taps) for _ in range(rounds))


def _round(long: Iterator[Act], empty: Iterator[Act], taps: int) -> Round:
    pairs = [(_timed(next(long)), _timed(next(empty))) for _ in range(taps)]
    return Round(tuple(ours for ours, _ in pairs), tuple(floor for _, floor in pairs))


def _openings(long: Path, empty: Path, count: int) -> tuple[Round, ...]:
    pairs = [(_opening(long), _opening(empty)) for _ in range(count)]
    return (Round(tuple(ours for ours, _ in pairs), tuple(floor for _, floor in pairs)),)


def _opening(folder: Path) -> float:
    started = perf_counter()
    stored = opened(folder)
    took = (perf_counter() - started) * 1000
    stored.close()
    return took


def _timed(act: Act) -> float:
    started = perf_counter()
    act()
    return (perf_counter() - started) * 1000
