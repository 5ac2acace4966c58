"""What the processes that act on the real window share: signing in, waiting, and where samples go."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from aura_terminal.app.new_shop import demo_shop
from aura_terminal.app.terminal import Terminal
from aura_terminal.domain.ids import StaffId
from aura_terminal.view_models.status import NodeState
from tests.benchmarks.painting import rest
from tests.benchmarks.real_window import run_terminal

CASHIER = StaffId("marta-rossi")
WAIT_MILLISECONDS = 60_000
CALM_MILLISECONDS = 1_500


def wait_for(signal: SignalInstance, begin: Callable[[], None] = lambda: None) -> None:
    """Begin something and wait for a signal. Raises TimeoutError after a minute."""
    loop = QEventLoop()
    late = QTimer(singleShot=True, interval=WAIT_MILLISECONDS)
    signal.connect(loop.quit)
    late.timeout.connect(loop.quit)
    late.start()
    begin()
    loop.exec()
    is_late = not late.isActive()
    signal.disconnect(loop.quit)
    if is_late:
        raise TimeoutError("the window did not come so far within a minute")


def settle(terminal: Terminal) -> None:
    """Wait until every call has come back and the window has had a moment."""
    rest(3)
    while not terminal.runner.is_idle:
        rest(1)


def work_on_window(folder: Path, work: Callable[[Terminal], Any], answer: Path) -> int:
    """Open the terminal, sign in, wait until the node runs, do the work and write down what it says."""

    def begin(application: QApplication, terminal: Terminal) -> None:
        def run() -> None:
            code = 1
            try:
                wait_until_calm(terminal)
                answer.write_text(json.dumps(work(terminal)))
                code = 0
            finally:
                application.exit(code)

        terminal.ready.connect(lambda: QTimer.singleShot(0, run))

    return run_terminal(folder, begin)


def wait_until_calm(terminal: Terminal) -> None:
    """A cashier is signed in, the node runs, and nothing is under way."""
    wait_for(terminal.session.signed_in, lambda: terminal.session.sign_in(CASHIER, demo_shop().pins[CASHIER]))
    while terminal.status.row.node is not NodeState.RUNNING:
        wait_for(terminal.status.changed)
    rest(CALM_MILLISECONDS)
    settle(terminal)
