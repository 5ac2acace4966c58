"""Short forms of the campaigns that cut the power, fail system calls and press Ctrl-C; each with what it must find."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 120


def played(campaign: str, *arguments: object) -> tuple[int, Any]:  # whatever JSON it says
    """A campaign's exit code and result; skipped where no process can be traced."""
    done = subprocess.run(
        (sys.executable, "-m", f"tests.campaigns.{campaign}", *map(str, arguments)),
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
        timeout=SECONDS,
    )  # fmt: skip
    if done.returncode == 3:
        pytest.skip(f"NOT TESTED HERE: {done.stderr.strip()}")
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, json.loads(done.stdout)


def test_no_power_cut_takes_what_was_told_as_kept() -> None:
    code, said = played("power", "--states", 45, "--slice", 15)
    assert (code, said["states"], said["finds"]) == (0, 45, {})


def test_a_disk_that_ignores_every_sync_is_found_out() -> None:
    code, said = played("power", "--states", 25, "--slice", 25, "--control", "lying")
    assert (code, said["finds"].get("lost", 0) > 0) == (0, True)


def test_a_call_that_fails_is_told_in_words_and_loses_nothing() -> None:
    code, said = played("syscalls", "--every", 700, "--life", "restarts")
    assert (code, said["finds"]) == (0, 0), said["first"]
    assert said["runs"] > 3


def test_no_turned_bit_of_a_file_changes_what_was_sold_in_silence() -> None:
    code, said = played("damage", "--flips", 4)
    assert (code, said["finds"]) == (0, 0), said["first"]
    assert said["named"] + said["same"] == 4


def test_an_interrupt_at_any_step_of_a_service_is_only_that() -> None:
    code, said = played("interrupts", "--runs", 10)
    assert (code, said["finds"]) == (0, 0), said["first"]
    assert said["interrupted"] == 10
