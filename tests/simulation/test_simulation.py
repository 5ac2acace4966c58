"""The simulation as part of every test run: seeds that once failed, fifty more, and a few planted faults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.command import caught_after, outcomes, regression_seeds
from tests.simulation.mutants import MUTANTS, planted

ROOT = Path(__file__).resolve().parents[2]
FRESH = range(1001, 1051)
PARTS = 5
PROCESS_SECONDS = 120
QUICK = ("payments_replace_each_other", "a_void_counts_twice", "the_vector_stays_behind")


@pytest.mark.parametrize("part", range(PARTS))
def test_fresh_worlds_keep_every_promise(part: int) -> None:
    broken = {outcome.seed: outcome.complaints for outcome in outcomes(FRESH[part::PARTS], 1) if outcome.complaints}
    assert broken == {}


def test_worlds_that_once_broke_are_whole() -> None:
    broken = {outcome.seed: outcome.complaints for outcome in outcomes(regression_seeds(), 1) if outcome.complaints}
    assert broken == {}


@pytest.mark.parametrize("name", QUICK)
def test_a_planted_fault_is_noticed_within_a_few_seeds(name: str) -> None:
    assert caught_after(name, range(1, 21)) is not None


def test_a_planted_fault_is_gone_afterwards() -> None:
    for name in MUTANTS:
        with planted(name):
            pass
    assert [outcome.complaints for outcome in outcomes([1], 1)] == [()]


def test_a_seed_gives_the_same_trace_in_every_process() -> None:
    hashes = {_hash_in_a_process_of_its_own(hash_seed) for hash_seed in ("1", "2")}
    assert hashes == {next(outcomes([7], 1)).hash}


def _hash_in_a_process_of_its_own(hash_seed: str) -> str:
    told = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "--trace", "7"], cwd=ROOT, capture_output=True, text=True,
        timeout=PROCESS_SECONDS, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )  # fmt: skip
    return told.stdout.splitlines()[-1].split()[3]
