"""Nothing slow is imported before the first frame: the interpreter itself tells, so no clock is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

FORBIDDEN = frozenset(
    {"sqlalchemy", "asyncio", "fastapi", "pydantic", "alembic", "numpy", "escpos", "httpx", "zeroconf", "argon2", "PIL"}
    | {"babel.dates", "PySide6.QtQml"}
)
SCREEN = """
import os, tempfile
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from aura_terminal.app import screen, settings, shop_thread
from aura_terminal.store.first_frame import first_frame
from PySide6.QtWidgets import QApplication
from aura_terminal.app.terminal import Terminal
"""
STARTS = {
    "the screen, with all it needs for its first frame": SCREEN,
    "settings": "import aura_terminal.app.settings",
    "folders": "import aura_terminal.app.folders",
    "doctor": "import aura_terminal.app.doctor",
}


def imported_by(start: str) -> set[str]:
    """Every module the interpreter imported to run these statements, by `python -X importtime`."""
    command = [sys.executable, "-X", "importtime", "-c", start]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
def test_nothing_slow_is_imported_on_the_way_to_the_first_frame(start: str) -> None:
    assert imported_by(start) & FORBIDDEN == set()


def test_the_budget_sees_an_import_that_is_forbidden() -> None:
    assert imported_by("import asyncio") & FORBIDDEN == {"asyncio"}
