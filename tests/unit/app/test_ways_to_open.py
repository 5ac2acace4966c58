"""What a start opens: the window, or the way back from a damaged store; never the same start over and over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aura_terminal.app import screen
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.demo import demo
from aura_terminal.app.program import begin_anew
from aura_terminal.app.settings import Settings
from aura_terminal.store import mending
from aura_terminal.store.folders import store_file
from tests.support.chance import FixedClock
from tests.support.damaged_store import damaged_terminal
from tests.support.store_shop import founded

START = {"run": screen.open_terminal, "demo": demo}


class BegunAnew(Exception):
    """This process would begin anew."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened before somebody who sees it, in name only."""
    ways: list[str] = []

    def began(*asked: Any) -> None:
        raise BegunAnew

    def opens(way: str) -> int:
        ways.append(way)
        return FINE

    monkeypatch.setenv("DISPLAY", ":somewhere")
    monkeypatch.setattr(screen, "may_show", lambda folder: True)
    monkeypatch.setattr("aura_terminal.app.demo.has_display", lambda environment: True)
    monkeypatch.setattr(screen, "refuse_without_display", lambda: None)
    monkeypatch.setattr(screen, "quicken_imports", lambda: None)
    monkeypatch.setattr(screen, "first_run", lambda *asked, is_damaged=False: opens(f"mend {is_damaged}"))
    monkeypatch.setattr(screen, "show", lambda *asked: opens("window"))
    monkeypatch.setattr(f"{begin_anew.__module__}.begin_anew", began)
    return ways


def call(folder: Path) -> Call:
    return Call(folder, Settings(), SimpleNamespace(script=False, view=None, theme=None))  # type: ignore[arg-type]


@pytest.mark.parametrize("start", START.values(), ids=START)
def test_a_sound_store_opens_its_window(tmp_path: Path, opened: list[str], start: Callable[[Call], int]) -> None:
    founded(tmp_path).store.close()
    assert start(call(tmp_path)) == 0
    assert opened == ["window"]


@pytest.mark.parametrize("start", START.values(), ids=START)
@pytest.mark.parametrize("is_noted", [True, False])
def test_a_damaged_store_leads_back_to_selling(
    tmp_path: Path, opened: list[str], start: Callable[[Call], int], *, is_noted: bool
) -> None:
    damaged_terminal(tmp_path)
    if not is_noted:
        (tmp_path / "store-damaged.json").unlink()
    assert start(call(tmp_path)) == 0
    assert opened == ["mend True"]


def test_the_demo_sets_up_nothing_where_a_damaged_store_was_set_aside(tmp_path: Path, opened: list[str]) -> None:
    damaged_terminal(tmp_path)
    mending.set_aside(tmp_path, FixedClock().now())
    assert demo(call(tmp_path)) == 0
    assert (opened, store_file(tmp_path).exists()) == (["mend True"], False)


def test_damage_found_behind_the_window_begins_anew_where_it_is_shown(tmp_path: Path, opened: list[str]) -> None:
    with pytest.raises(BegunAnew):
        screen._lead_back(damaged_terminal(tmp_path))


def test_a_store_that_reads_after_all_is_not_begun_over_and_over(tmp_path: Path, opened: list[str]) -> None:
    shop = founded(tmp_path)
    shop.store.close()
    mending.note_damage(tmp_path, "the disk erred", shop.clock.now())
    with pytest.raises(WrongUse, match="reads as it was written now"):
        screen._lead_back(tmp_path)
    assert mending.damage_of(tmp_path) is None
