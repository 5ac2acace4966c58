"""The pizza oven of the demo shop on a Friday evening."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from tests.support.kitchen_busy import KITCHEN, PASS, play_busy
from tests.support.kitchen_cook import Cook, cook_over
from tests.support.kitchen_evening import OVEN, play
from tests.support.memory_shop import InlineStoreThread, demo_store


@pytest.fixture
def cook(qtbot: QtBot, theme: Theme) -> Iterator[Cook]:
    """The pizza oven at 19:46, on a disk that answers at once."""
    store = demo_store()
    play(store)
    cook = cook_over(store, InlineStoreThread(store.shop), theme, qtbot)
    yield cook
    cook.changes.stop()
    cook.screen.hide()


@pytest.fixture
def busy(qtbot: QtBot, theme: Theme) -> Iterator[Cook]:
    """The same oven on the evening with everything at once."""
    yield from _open(qtbot, theme, OVEN)


@pytest.fixture
def expo(qtbot: QtBot, theme: Theme) -> Iterator[Cook]:
    """The pass on that evening."""
    yield from _open(qtbot, theme, PASS)


@pytest.fixture
def courses(qtbot: QtBot, theme: Theme) -> Iterator[Cook]:
    """The kitchen that plays courses on that evening."""
    yield from _open(qtbot, theme, KITCHEN)


def _open(qtbot: QtBot, theme: Theme, station: str) -> Iterator[Cook]:
    store = demo_store()
    play_busy(store)
    cook = cook_over(store, InlineStoreThread(store.shop), theme, qtbot, station)
    yield cook
    cook.changes.stop()
    cook.screen.hide()
