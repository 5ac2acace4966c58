"""A first run that is killed while it makes the store leaves a store or none, and the next start makes it whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "tests.support.first_run_kills")


def killed(folder: Path, every: int, within: float) -> dict[str, object]:
    """What the kills found."""
    done = subprocess.run(
        [*COMMAND, str(folder), "--every", str(every)], capture_output=True, text=True, timeout=within, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="kills by fork")
def test_a_kill_while_the_store_is_made_leaves_nothing_half_done(tmp_path: Path) -> None:
    found = killed(tmp_path, 10, 120)
    assert (found["kills"], found["wrong"]) == (3, {})


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform == "win32", reason="kills by fork")
def test_a_kill_at_any_act_on_a_file_leaves_nothing_half_done(tmp_path: Path) -> None:
    found = killed(tmp_path, 1, 900)
    assert isinstance(found["kills"], int)
    assert found["kills"] > 20
    assert found["wrong"] == {}
