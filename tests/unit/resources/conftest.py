"""The demo shop's files, parsed once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

RESOURCES = Path(__file__).parents[3] / "resources"


@pytest.fixture(scope="session")
def resources() -> Path:
    return RESOURCES


@pytest.fixture(scope="session")
def shop() -> Mapping[str, Any]:  # Any: what a TOML file may hold
    """Each file of the demo shop by its name without the ending."""
    files = (RESOURCES / "demo_shop").glob("*.toml")
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


@pytest.fixture(scope="session")
def icons() -> Mapping[str, str]:
    return tomllib.loads((RESOURCES / "icons" / "codepoints.toml").read_text(encoding="utf-8"))
