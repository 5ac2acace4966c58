"""What makes faults makes every kind of them, and a test that notices one is told from one that does not."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.campaigns.mutation import SURVIVORS, TARGETS, explained
from tests.support.mutating import ROOT, mutants

SOURCE = '''
"""Two words."""
LIMIT = 5
def due(total: int, paid: int = 0) -> bool:
    if total < paid or not paid:
        return total - paid > -LIMIT
    return False
'''
FAULTS = [
    "5  ->  6", "5  ->  4", "0  ->  1",
    "total < paid or not paid  ->  total < paid and (not paid)", "total < paid  ->  total <= paid",
    "not paid  ->  not not paid", "total - paid > -LIMIT  ->  total - paid >= -LIMIT",
    "total - paid  ->  total + paid", "-LIMIT  ->  +LIMIT", "False  ->  True",
]  # fmt: skip


def test_every_kind_of_fault_is_made_once_and_no_text_or_annotation_is_touched() -> None:
    assert [mutant.fault for mutant in mutants(SOURCE)] == FAULTS


def test_every_target_has_a_module_and_tests() -> None:
    for target in TARGETS.values():
        assert target.file.is_file()
        assert all((ROOT / test).is_file() for test in target.tests)


def test_every_survivor_that_was_looked_at_is_still_a_fault_that_can_be_made() -> None:
    assert SURVIVORS.is_file()
    for name, target in TARGETS.items():
        faults = {mutant.fault for mutant in mutants(target.file.read_text("utf-8"))}
        assert explained(name).keys() <= faults


def test_a_fault_in_the_reckoning_of_money_is_noticed() -> None:
    command = [sys.executable, "-m", "tests.campaigns.mutation", "--of", "money", "--every", "1000", "--seed", "60"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["tried"], told["noticed"]) == (1, 1)
