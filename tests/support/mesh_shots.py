"""Pictures of how terminals work together: `python -m tests.support.mesh_shots FOLDER [NAME ...]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication

from aura_terminal.domain.money import Money
from aura_terminal.ports.mesh_reads import OutageRow, Unshared
from aura_terminal.ui.screens.terminals.screen import TerminalsScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.outages import OutagesModel
from aura_terminal.view_models.status import Tier
from aura_terminal.view_models.terminals import TerminalsModel
from tests.support.kitchen_shots import settle
from tests.support.memory_shop import InlineStoreThread, demo_store
from tests.support.staged_mesh import member, peer, stage_mesh
from tests.support.terminal_window import terminal_over
from tests.support.till import MARTA, pin_of

SIZES = {"": (1366, 768), "_1024": (1024, 768)}


class Scene:
    """A terminal of a store of five, with Marta at it."""

    def __init__(self, theme: Theme) -> None:
        store = demo_store()
        self.store, self.theme = store, theme
        self.mesh = stage_mesh(store)
        now = store.clock.now()
        self.now = now
        week = now - timedelta(days=7)
        gone = member("R4", week, revoked_at=now - timedelta(days=2))
        self.mesh.terminal_rows = (*(member(label, week) for label in ("K1", "R1", "R2", "R3")), gone)
        known = store.shop.reads.books.known()
        holds = tuple((str(origin), seq) for origin, seq in known)
        behind = tuple((origin, seq - 14) for origin, seq in holds)
        self.mesh.peer_states = (
            peer("K1", now, holds=holds),
            peer("R2", now, holds=holds, skew_ms=4200),
            replace(peer("R3", now - timedelta(minutes=95), holds=behind), trouble="certificate not yet valid"),
        )
        self.terminal = terminal_over(store, InlineStoreThread(store.shop), theme)
        till = self.terminal.till
        self.terminals = TerminalsModel(till.runner, till.session, till.changes, store.clock.now)
        self.outages = OutagesModel(till.runner, till.changes)
        self.window = self.terminal.window
        self.window.offer(View.TERMINALS, TerminalsScreen(self.terminals, self.outages, till.session, theme))
        till.session.sign_in(MARTA, pin_of(MARTA))
        self.terminal.status.reach(Tier.INTERNET)
        self.window.show()
        settle()

    def resize(self, width: int, height: int) -> None:
        """Another screen."""
        self.window.resize(width, height)
        settle()


def peers(scene: Scene) -> None:
    """Five terminals, one silent, one sent away; two outages."""
    now = scene.now
    money = Money(31240, "EUR")
    for number, (tier, began, minutes) in enumerate((("C", 30, 22), ("B", 3000, 75))):
        start = now - timedelta(minutes=began)
        row = OutageRow(f"o{number}", "R1", tier, start, start + timedelta(minutes=minutes), 14, money, 3, 1, number)
        scene.mesh.outage_rows = (*scene.mesh.outage_rows, row)
    scene.outages.watch.wake()
    scene.window.go(View.TERMINALS)


def alone(scene: Scene) -> None:
    """Nobody is heard, and changes wait."""
    long_ago = scene.now - timedelta(minutes=3)
    scene.mesh.peer_states = tuple(peer(label, long_ago) for label in ("K1", "R2", "R3"))
    scene.mesh.not_shared = Unshared(14, scene.now - timedelta(minutes=2))
    scene.terminal.status.reach(Tier.ALONE)
    scene.terminal.status.peers_heard(())


def details(scene: Scene) -> None:
    """What lies behind the pill."""
    alone(scene)
    settle()
    scene.window._open_details()


def no_internet(scene: Scene) -> None:
    """Tier B."""
    scene.terminal.status.reach(Tier.STORE)


SHOTS: dict[str, Callable[[Scene], None]] = {
    "peers": peers,
    "alone": alone,
    "details": details,
    "no_internet": no_internet,
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
