"""What makes faults makes every kind of them, and a test that notices one is told from one that does not."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.campaigns.mutation import SURVIVORS, explained
from tests.campaigns.mutation_targets import TARGETS
from tests.support.grafting import Grafts
from tests.support.mutating import mutants
from tests.support.noticing import ROOT

SOURCE = '''
"""Two words."""
LIMIT = 5
def due(total: int, paid: int = 0) -> bool:
    if total < paid or not paid:
        return total - paid > -LIMIT
    return False
class Drawer:
    def take(self, coins, rolls):
        if not coins:
            raise ValueError("no coins")
        if rolls:
            self.rolls = min(rolls)
        self.tell()
        return [coin for coin in coins if coin.whole]
'''
FAULTS = [
    ": 5  ->  6", ": 5  ->  4", ": 0  ->  1",
    "due: total < paid or not paid  ->  total < paid and (not paid)", "due: total < paid  ->  total <= paid",
    "due: not paid  ->  not not paid", "due: total - paid > -LIMIT  ->  total - paid >= -LIMIT",
    "due: total - paid  ->  total + paid", "due: -LIMIT  ->  +LIMIT", "due: False  ->  True",
    "Drawer.take: not coins  ->  not not coins", "Drawer.take: raise ValueError('no coins')  ->  pass",
    "Drawer.take: if rolls:  ->  if not rolls:", "Drawer.take: self.rolls = min(rolls)  ->  pass",
    "Drawer.take: min(rolls)  ->  max(rolls)", "Drawer.take: self.tell()  ->  pass",
    "Drawer.take: for coin in coins if coin.whole  ->  for coin in coins if not coin.whole",
]  # fmt: skip


def test_every_kind_of_fault_is_made_once_and_no_text_or_annotation_is_touched() -> None:
    assert [mutant.fault for mutant in mutants(SOURCE)] == FAULTS


def test_every_target_has_a_module_and_tests() -> None:
    for target in TARGETS.values():
        assert target.file.is_file()
        assert target.tests
        assert all((ROOT / path).exists() for path in (*target.tests, *target.rooms))


def test_every_survivor_that_was_looked_at_is_still_a_fault_that_can_be_made() -> None:
    for name in tomllib.loads(SURVIVORS.read_text("utf-8")):
        faults = {mutant.fault for mutant in mutants(TARGETS[name].file.read_text("utf-8"))}
        assert explained(name).keys() <= faults


@pytest.mark.parametrize(("fault", "due"), [("due: False  ->  True", True), (": 0  ->  1", False), (None, False)])
def test_a_fault_is_put_into_a_program_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str | None, due: bool
) -> None:
    file = tmp_path / "drawer.py"
    module = ModuleType("drawer_of_a_test")
    module.__file__ = str(file)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(SOURCE, str(file), "exec"), module.__dict__)
    grafts = Grafts([str(file)])
    for mutant in mutants(SOURCE):
        put = grafts.of(mutant, module.__name__, str(file))
        assert put is not None
        if mutant.fault == fault:
            put()
    assert module.__dict__["due"](2, 1) is due
    assert module.__dict__["due"](-4) is (fault != ": 0  ->  1")


def test_a_fault_in_the_date_of_a_sale_is_noticed() -> None:
    command = [sys.executable, "-m", "tests.campaigns.mutation", "--of", "business_day", "--own"]
    one = ["--every", "1000", "--seed", "8"]
    done = subprocess.run([*command, *one], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["tried"], told["noticed"]) == (1, 1)
