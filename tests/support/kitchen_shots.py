"""Pictures of the kitchen screens: `python -m tests.support.kitchen_shots FOLDER`.

Every size by night and by day; the oven's board also as people see it who lack one kind of cone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.shell.screens import Screens, View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.kitchen_beside import beside_kitchen
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.status import NodeState, StatusModel
from tests.support.colour_blind import Sight, seen_by
from tests.support.kitchen_busy import KITCHEN, PASS, play_busy
from tests.support.kitchen_evening import OVEN
from tests.support.memory_shop import InlineStoreThread, MemoryStore, demo_store

SIZES = (
    Metrics(1920, 1080, 21.5), Metrics(1280, 800, 10.1), Metrics(1366, 768, 15.6), Metrics(1024, 768, 15.0),
)  # fmt: skip
LARGE = SIZES[:2]
SETTLE_MILLISECONDS = 120


@contextmanager
def kitchen_alone(
    store: MemoryStore, app: QApplication, metrics: Metrics, theme_name: str, station: str = OVEN
) -> Iterator[ShellWindow]:
    """A kitchen terminal over a store, open and settled."""
    theme = prepare_application(app, built_in(theme_name), metrics)
    window, end = open_kitchen(store, theme, station)
    window.resize(metrics.width, metrics.height)
    settle()
    try:
        yield window
    finally:
        end()
        window.deleteLater()
        settle()


def open_kitchen(store: MemoryStore, theme: Theme, station: str = OVEN) -> tuple[ShellWindow, Callable[[], None]]:
    """A kitchen terminal's window over a store, shown, and how it is ended."""
    runner = Runner(InlineStoreThread(store.shop))
    changes = Changes(runner)
    now = store.clock.now
    model = KitchenModel(runner, changes, None, now, screen_actor("K1"), station_id=station)
    status = StatusModel(runner, changes, None, now, read_after_milliseconds=0)
    status.node_changed(NodeState.RUNNING)
    screen = KitchenScreen(theme, model, beside_kitchen(runner, model, now))
    window = ShellWindow(theme, Screens(kitchen=screen), status, alone=View.KITCHEN)
    status.start()
    window.show()

    def end() -> None:
        changes.stop()
        status.stop()
        window.close()

    return window, end


def settle() -> None:
    """Let what is queued be done and painted."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MILLISECONDS, loop.quit)
    loop.exec()


def render(folder: Path) -> list[Path]:
    """One picture per station, size and theme, and the oven's as others see it; returns the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    store = demo_store()
    play_busy(store)
    written = []
    for name in ("night", "day"):
        for metrics in SIZES:
            written.append(_shoot(store, app, metrics, name, OVEN, folder / f"oven_{name}_{metrics.width}.png"))
    for metrics in LARGE:
        for station in (PASS, KITCHEN):
            file = folder / f"{station}_night_{metrics.width}.png"
            written.append(_shoot(store, app, metrics, "night", station, file))
        for name in ("night", "day"):
            written.extend(_as_others_see(folder / f"oven_{name}_{metrics.width}.png"))
        written.extend(_as_others_see(folder / f"{PASS}_night_{metrics.width}.png"))
    return written


def _shoot(store: MemoryStore, app: QApplication, metrics: Metrics, name: str, station: str, file: Path) -> Path:
    with kitchen_alone(store, app, metrics, name, station) as window:
        window.grab_to(file)
    return file


def _as_others_see(file: Path) -> list[Path]:
    image, written = QImage(str(file)), []
    for sight in Sight:
        to = file.with_stem(f"{file.stem}_{sight.name.lower()}")
        seen_by(image, sight).save(str(to))
        written.append(to)
    return written


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("say the folder for the pictures")
    for written in render(Path(sys.argv[1])):
        print(written)
