"""Nothing slow is imported before the first frame: the interpreter itself tells, so no clock is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN = frozenset(
    {"sqlalchemy", "asyncio", "fastapi", "pydantic", "alembic", "numpy", "escpos", "httpx", "zeroconf", "argon2", "PIL"}
    | {"babel.dates", "PySide6.QtQml", "cryptography", "zstandard", "ssl"}
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

ROOT = Path(__file__).parents[2]
LATER = frozenset(
    f"aura_terminal.{room}.{module}"
    for room, modules in {
        "domain": "checks closing documents drawer facts kitchen limits lines menu order_facts ordering paper payments"
        " shop staff tax",
        "ports": "chance printing reads sheets store",
        "use_cases": "access administration closing kitchen ordering paying receipts shop slips",
        "store": "engine open_store tables unit_of_work",
        "view_models": "back_office choices conflicts discounts guests held_orders reservations"
        " kitchen kitchen_board orders_list payment rows",
        "ui": "approval_sheet text_sheet",
        "ui.screens": "kitchen orders payment register.choice_sheet register.options_sheet register.picker_sheet"
        " register.reason_sheet back_office conflicts reservations register.serving register.discount_sheet"
        " register.guest_sheet",
        "ui.widgets": "choice_list on_screen_keyboard ticket_board",
        "app": "node node_link opening paper_facts supervisor",
    }.items()
    for module in modules.split()
)
FIRST_FRAME = """
import os, sys
from pathlib import Path
from tests.benchmarks.real_window import run_terminal
from aura_terminal.ui.shell.first_frame import FirstFrame

def tell():
    print(*sorted(sys.modules), sep=chr(10), flush=True)
    os._exit(0)  # before the store, the node and the other screens are begun

def look(application, terminal):
    frame = FirstFrame(application)
    frame.painted.connect(tell)
    frame.watch(terminal.window.windowHandle())
    return frame

run_terminal(Path(sys.argv[1]), look)
"""


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
    assert imported_by("import asyncio") & FORBIDDEN == {"asyncio", "ssl"}


def test_what_only_a_tap_or_a_change_needs_is_not_loaded_before_the_first_frame(tmp_path: Path) -> None:
    loaded = loaded_at_first_frame(tmp_path / "terminal")
    assert {"aura_terminal.ui.screens.register.screen", "aura_terminal.view_models.counter"} <= loaded
    assert loaded & (LATER | FORBIDDEN) == set()


def test_every_module_that_is_to_come_later_exists() -> None:
    for name in LATER:
        path = Path(*name.split("."))
        assert (ROOT / path).is_dir() or (ROOT / path.with_suffix(".py")).is_file(), name


def loaded_at_first_frame(folder: Path) -> set[str]:
    """Every module a terminal of the demo shop has loaded when its first frame is on the screen."""
    init = ("-m", "aura_terminal", "init", "--data", str(folder), "--store", "Here", "--shop", "demo")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    for command in (init, ("-c", FIRST_FRAME, str(folder))):
        done = subprocess.run(
            (sys.executable, *command), capture_output=True, text=True, timeout=120, check=True, cwd=ROOT,
            env=environment,
        )  # fmt: skip
    return set(done.stdout.split())
