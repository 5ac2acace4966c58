"""Stores that are set up and served once and copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.command_line.asking import ask, copied


@pytest.fixture(scope="session")
def set_up_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set-up") / "data"
    assert ask("init", "--shop", "demo", "--data", folder).code == 0
    return folder


@pytest.fixture(scope="session")
def served_once(set_up_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(set_up_once, tmp_path_factory.mktemp("served") / "data")
    for orders, seed in ((60, 7), (12, 8)):
        assert ask("simulate", "--orders", orders, "--seed", seed, "--data", folder).code == 0
    (folder / "ballast").unlink(missing_ok=True)
    return folder


@pytest.fixture
def new(set_up_once: Path, tmp_path: Path) -> Path:
    """A demo restaurant nothing was sold in."""
    return copied(set_up_once, tmp_path / "data")


@pytest.fixture
def served(served_once: Path, tmp_path: Path) -> Path:
    """A demo restaurant after two days: 60 orders on 2026-06-05 and 12 the day after."""
    return copied(served_once, tmp_path / "data")
