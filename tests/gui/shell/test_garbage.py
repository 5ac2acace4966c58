"""Garbage is looked for on the screen's thread alone."""

from __future__ import annotations

import gc
from threading import Thread, get_ident

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aura_terminal.app.garbage import RARELY, GarbageRounds


class Knot:
    """Something only a round can let go, which says on which thread it went."""

    def __init__(self, went: list[int]) -> None:
        self.itself, self._went = self, went

    def __del__(self) -> None:
        self._went.append(get_ident())


def test_what_another_thread_leaves_behind_goes_on_the_screens_thread(qapp: QApplication, qtbot: QtBot) -> None:
    went: list[int] = []
    rounds = GarbageRounds(qapp)
    kept: list[object] = []

    def litter() -> None:
        Knot(went)
        kept.extend([place] for place in range(2 * RARELY[0]))

    thread = Thread(target=litter)
    thread.start()
    thread.join()
    assert went == []
    qtbot.waitUntil(lambda: went == [get_ident()], timeout=5000)
    rounds.deleteLater()
    assert not gc.isenabled()
