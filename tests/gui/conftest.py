"""GUI tests run offscreen, prepared as the shell prepares itself; pyproject makes a Qt warning a failure."""

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

import pytest
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in

TESTS_BETWEEN_COLLECTIONS = 25
GUI_TESTS = Path(__file__).parent
_tests = count(1)


@pytest.fixture(autouse=True)
def no_garbage_is_collected_on_another_thread() -> Iterator[None]:
    """A widget that dies on the store thread waits for Python's lock with Qt's in hand; this thread, the other way."""
    gc.disable()
    yield
    if next(_tests) % TESTS_BETWEEN_COLLECTIONS == 0:
        gc.collect()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What the last window left is collected here, before a test with threads of its own comes."""
    if nextitem is None or GUI_TESTS not in nextitem.path.parents:
        gc.collect()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The name windows carry in tests."""
    return ["aura-terminal-tests"]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The night theme on a 1366 x 768 screen of 15.6 inches, in force for the test."""
    theme = prepare_application(qapp, built_in("night"))
    yield theme
    theme.deleteLater()


def pytest_configure(config: pytest.Config) -> None:
    """The offscreen platform says this whenever a window has a least size; it is about the platform, not about us."""
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")
