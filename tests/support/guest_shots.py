"""Pictures of what a register does for guests: `python -m tests.support.guest_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.kinds import OrderType
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.changes import EVERY_FACT
from tests.support.kitchen_shots import settle
from tests.support.mesh_shots import SIZES, Scene, serve
from tests.support.online_arrivals import arrive


def arrived(scene: Scene) -> None:
    """The register while an order comes in online."""
    serve(scene)
    _online(scene)


def held(scene: Scene) -> None:
    """Two online orders on top, one of them looked at."""
    arrived(scene)
    scene.window.go(View.ORDERS)
    settle()
    scene.till.orders.show_order(scene.till.held.waiting[0].order_id)


def _online(scene: Scene) -> None:
    scene.till.held.refresh()
    settle()
    arrive(scene.store, "ORD-1001", minutes=12)
    arrive(scene.store, "ORD-1002", "Jonas Brandt", minutes=2, order_type=OrderType.DELIVERY)
    scene.till.changes.changed.emit(EVERY_FACT)
    settle()


SHOTS: dict[str, Callable[[Scene], None]] = {
    "arrived": arrived,
    "held": held,
}


def render(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """One picture per scene, theme and size; returns the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for look in ("night", "day"):
        theme = prepare_application(app, built_in(look))
        for name in names or tuple(SHOTS):
            scene = Scene(theme)
            for suffix, size in SIZES.items():
                scene.resize(*size)
                if not suffix:
                    SHOTS[name](scene)
                settle()
                file = folder / f"{name}_{look}{suffix}.png"
                scene.window.grab_to(file)
                written.append(file)
            scene.terminal.close()
            scene.window.deleteLater()
            settle()
    return written


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("say the folder for the pictures")
    for each in render(Path(sys.argv[1]), tuple(sys.argv[2:])):
        print(each)
