"""A terminal with register, payment and kitchen, locked as at the start of the day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.shell.idle_lock import IdleLock
from aura_terminal.ui.shell.screens import Screens
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.status import StatusModel
from tests.support.memory_shop import InlineStoreThread, demo_store
from tests.support.shell_hands import BEAT_MILLISECONDS, IDLE_SECONDS, Counter, Shell


@pytest.fixture
def shell(qtbot: QtBot, theme: Theme) -> Iterator[Shell]:
    """A terminal with register, payment and kitchen, locked as at the start of the day."""
    store = demo_store()
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    session = SessionModel(runner)
    status = StatusModel(runner, changes, session, store.clock.now, read_after_milliseconds=0)
    kitchen = KitchenModel(runner, changes, session, store.clock.now, screen_actor("R1"))
    counter, payment, sign_in = Counter(), QLabel("To pay"), QPushButton("PIN pad")
    screens = Screens(
        register=counter,
        payment=payment,
        kitchen=KitchenScreen(theme, kitchen, monotonic=store.clock.monotonic),
        sign_in=sign_in,
    )
    idle = IdleLock(store.clock.monotonic, IDLE_SECONDS, beat_milliseconds=BEAT_MILLISECONDS)
    window = ShellWindow(theme, screens, status, session, idle)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    status.start()
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    shell = Shell(store, qtbot, runner, changes, session, status, window, counter, payment)
    shell.settle()
    yield shell
    idle.stop()
    status.stop()
    changes.stop()
    window.hide()
