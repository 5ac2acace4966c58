"""A file for each test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a store file may be made."""
    return tmp_path / "store.sqlite"
