"""Pictures of the kitchen screen and of the window: `python -m tests.support.kitchen_shots FOLDER`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.shell.screens import Screens, View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.status import NodeState, StatusModel
from tests.support.kitchen_evening import OVEN, play
from tests.support.memory_shop import InlineStoreThread, MemoryStore, demo_store

SIZES = (Metrics(1920, 1080, 21.5), Metrics(1366, 768, 15.6), Metrics(1024, 768, 15.0))
SETTLE_MILLISECONDS = 120


@contextmanager
def kitchen_alone(store: MemoryStore, app: QApplication, metrics: Metrics, theme_name: str) -> Iterator[ShellWindow]:
    """A kitchen terminal over a store, open and settled."""
    theme = prepare_application(app, built_in(theme_name), metrics)
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    now = store.clock.now
    model = KitchenModel(runner, changes, None, now, screen_actor("K1"), station_id=OVEN)
    status = StatusModel(runner, changes, None, now, read_after_milliseconds=0)
    status.node_changed(NodeState.RUNNING)
    window = ShellWindow(theme, Screens(kitchen=KitchenScreen(theme, model)), status, alone=View.KITCHEN)
    window.resize(metrics.width, metrics.height)
    status.start()
    window.show()
    settle()
    try:
        yield window
    finally:
        status.stop()
        window.close()
        window.deleteLater()
        settle()


def settle() -> None:
    """Let what is queued be done and painted."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MILLISECONDS, loop.quit)
    loop.exec()


def render(folder: Path) -> list[Path]:
    """One picture per size and theme; returns the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    store = demo_store()
    play(store)
    written = []
    for name in ("night", "day"):
        for metrics in SIZES:
            file = folder / f"kitchen_{name}_{metrics.width}.png"
            with kitchen_alone(store, app, metrics, name) as window:
                window.grab_to(file)
            written.append(file)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say the folder for the pictures")
    for written in render(Path(sys.argv[1])):
        print(written)
