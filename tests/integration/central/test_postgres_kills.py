"""PostgreSQL is killed under a central a few times while tills write; a night of it is `postgres_kills`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.postgres_server import why_not

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


def campaign(*words: str) -> Any:
    """What a campaign says at its end."""
    command = [sys.executable, "-m", "tests.campaigns.postgres_kills", *words]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    return json.loads(said.stdout.splitlines()[-1])


def test_what_was_acknowledged_outlives_the_server() -> None:
    told = campaign("--kills", "5", "--seed", "61")
    assert told["kills"] == 5
    assert told["acknowledged"] > 5
    assert told["first"] == []


@pytest.mark.campaign
def test_a_server_that_answers_before_it_has_written_is_found_out() -> None:
    assert campaign("--kills", "20", "--seed", "62", "--control", "async")["finds"]
