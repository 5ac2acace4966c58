"""Fixtures shared by the tests of devices."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the printer tables of the whole run."""
    return tmp_path_factory.mktemp("printer-tables", numbered=True) / "private"

