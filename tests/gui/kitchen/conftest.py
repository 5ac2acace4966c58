"""The pizza oven of the demo shop on a Friday evening."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from aura_terminal.ui.theme.theme import Theme
from tests.support.kitchen_cook import Cook, cook_over
from tests.support.kitchen_evening import play
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
