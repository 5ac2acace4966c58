"""A kitchen board in a process of its own, for keys from outside: F9 is learned as "bump ticket 1".

`python -m tests.support.kitchen_window` prints `ready`, then `board N` whenever so many tickets are on it.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.screens.kitchen.bump_bar import ACTS, NINE, BumpBar
from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.view_models.bump_bar_setup import BumpBarSetup
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel, screen_actor
from aura_terminal.view_models.runner import Runner
from tests.support.key_window import TITLE
from tests.support.kitchen_evening import OVEN, play
from tests.support.memory_shop import InlineStoreThread, demo_store


class Teller(QObject):
    """Says how many tickets there are."""

    def __init__(self, model: KitchenModel) -> None:
        super().__init__()
        self._model = model
        self._told = -1

    @Slot()
    def count(self) -> None:
        """The board has changed."""
        if len(self._model.cards) != self._told:
            self._told = len(self._model.cards)
            print("board", self._told, flush=True)


def main() -> int:
    """Run until the process is ended."""
    application = QApplication(sys.argv[:1])
    theme = prepare_application(application, built_in("night"))
    store = demo_store()
    play(store)
    runner = Runner(InlineStoreThread(store.shop))
    model = KitchenModel(runner, Changes(runner), None, store.clock.now, screen_actor("R1"), station_id=OVEN)
    screen, teller = KitchenScreen(theme, model), Teller(model)
    screen.setWindowTitle(TITLE)
    screen.resize(780, 580)
    bar = BumpBar(screen, BumpBarSetup(ACTS, {"F9": NINE[0]}))
    model.board_changed.connect(teller.count)
    screen.show()
    bar.watch(screen.windowHandle())
    print("ready", flush=True)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
