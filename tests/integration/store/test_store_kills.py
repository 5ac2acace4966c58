"""The store's writer is killed some dozens of times; `tests.campaigns.store_kills` does it thousands of times."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


def campaign(folder: Path, *words: str) -> Any:
    """What a campaign says at its end. It forks, so that it has a process of its own."""
    command = [sys.executable, "-m", "tests.campaigns.store_kills", "--folder", str(folder), *words]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    return json.loads(said.stdout)


def test_every_act_that_returned_outlives_the_process(tmp_path: Path) -> None:
    told = campaign(tmp_path, "--times", "70", "--seed", "71")
    assert told["kills"] == 70
    assert {"while it updates", "while it opens", "while it works"} == set(told["killed"])
    assert told["told"] > 30
    assert told["first"] == []


def test_an_act_that_is_told_before_it_is_kept_is_found_out(tmp_path: Path) -> None:
    assert campaign(tmp_path, "--times", "100", "--seed", "72", "--control")["finds"]
