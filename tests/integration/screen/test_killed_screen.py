"""A screen that is killed starts again with the order that was on its counter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from signal import SIGKILL

import pytest

from tests.integration.command_line.asking import ask

LIMIT_SECONDS = 90


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A demo restaurant without the ballast of a real one's disk."""
    assert ask("init", "--data", tmp_path, "--shop", "demo").code == 0
    return tmp_path


def _screen(folder: Path, part: str) -> subprocess.Popen[str]:
    command = (sys.executable, "-m", "tests.support.screen_process", str(folder), part)
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def test_the_order_on_the_counter_is_there_again_after_a_kill(folder: Path) -> None:
    with _screen(folder, "order") as first:
        assert first.stdout is not None
        shown = first.stdout.readline().strip()
        first.send_signal(SIGKILL)
    with _screen(folder, "look") as second:
        seen, _ = second.communicate(timeout=LIMIT_SECONDS)
    assert shown == "order R1-001 of 1 line"
    assert (second.returncode, seen.strip()) == (0, shown)
    assert ask("verify", "--data", folder).code == 0
