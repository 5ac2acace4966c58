"""Damage that comes while somebody sells: a tap meets it, it is said, and the next start leads back to selling."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from aura_terminal.app import screen
from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.command_line import Call
from aura_terminal.app.mending import Mender
from aura_terminal.app.settings import Settings
from aura_terminal.store import backups
from aura_terminal.store.folders import is_damage_noted, store_file
from tests.integration.command_line.asking import ask

LIMIT_SECONDS = 90


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A demo restaurant that was copied before it opened."""
    place = tmp_path / "r1"
    assert ask("init", "--data", place, "--shop", "demo").code == 0
    backups.back_up(place, SystemClock().now())
    return place


def test_a_tap_that_meets_damage_says_so_and_the_next_start_leads_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = (sys.executable, "-m", "tests.support.screen_process", str(folder), "damage")
    ended = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    order, *said = ended.stdout.splitlines()
    assert (ended.returncode, order) == (0, "order R1-001 of 1 line")
    (told,) = said
    assert "does not read as it was written" in told
    assert "Close this terminal and start it again" in told
    assert "does not read" in json.loads((folder / "store-damaged.json").read_text("utf-8"))["why"]
    assert started(folder, monkeypatch) == ["the way back"]
    spoiled = store_file(folder).read_bytes()
    mender = Mender(folder, SystemClock(), SystemIds())
    (copy,) = mender.look().copies
    came = mender.go_back(copy.id)
    assert (came.label, came.is_readable) == ("R1B", False)
    (aside,) = (folder / "quarantine").glob("*/store.sqlite")
    assert aside.read_bytes() == spoiled
    assert not is_damage_noted(folder)
    assert started(folder, monkeypatch) == ["the window"]
    assert ask("verify", "--data", folder).code == 0


def started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a start opens before somebody who sees it, in name only."""
    ways: list[str] = []
    with monkeypatch.context() as seen:
        seen.setattr(screen, "may_show", lambda folder: True)
        seen.setattr(screen, "refuse_without_display", lambda: None)
        seen.setattr(screen, "quicken_imports", lambda: None)
        seen.setattr(screen, "first_run", lambda *asked, is_damaged=False: ways.append(
            "the way back" if is_damaged else "the first run"
        ))  # fmt: skip
        seen.setattr(screen, "show", lambda *asked: ways.append("the window"))
        screen.open_terminal(Call(folder, Settings(), SimpleNamespace(script=False)))  # type: ignore[arg-type]
    return ways
