"""A run of the fault campaign of MyHibachi: nothing is lost, nothing comes twice, and a planted fault is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.reconcile.translator import Translator
from tests.support.myhibachi_house import GROUND
from tests.support.office_faults import OfficeRun

SEED = 12
"""Two terminals, programs that die, and requests whose outcome nobody knows."""


def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path) -> None:
    outcome = OfficeRun(GROUND, tmp_path / "life", SEED).play()
    assert outcome.wrong == []
    assert outcome.faults


@pytest.mark.campaign
def test_one_that_never_looks_is_found_to_make_things_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Translator, "look", lambda self, row: None)
    wrong = [one for seed in range(1, 9) for one in OfficeRun(GROUND, tmp_path / "life", seed, 0.5).play().wrong]
    assert wrong
