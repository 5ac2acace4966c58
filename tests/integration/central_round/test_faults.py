"""A few runs of the fault campaign: nothing is lost, nothing comes twice, and a planted fault is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sync.reconcile.pushing import Pushing
from tests.campaigns.central import change_keys
from tests.support.central_faults import Ground, Run, ground

SEEDS = (7, 10, 6, 8)
"""A second terminal that speaks; two of them with requests abreast; a central that never sees a key; a plain line."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A central that runs, and terminals that were set up from it."""
    with ground(tmp_path_factory.mktemp("central")) as made:
        yield made


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_comes_twice(
    found: Ground, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcome = Run(found, tmp_path_factory.mktemp("run") / "life", seed).play()
    assert outcome.wrong == []
    assert outcome.faults


def test_a_key_that_changes_on_a_retry_is_found(
    found: Ground, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pushing, "_leaving", Pushing._leaving)  # and put back after the test
    change_keys()
    outcome = Run(found, tmp_path_factory.mktemp("run") / "life", 9).play()
    assert any("keys" in one for one in outcome.wrong)
