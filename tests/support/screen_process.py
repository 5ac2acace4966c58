"""A real screen process for tests: opens a terminal offscreen, works it by clicks and says what it shows.

python -m tests.support.screen_process FOLDER order     take an order and stay open
python -m tests.support.screen_process FOLDER look      sign in, say which order is on the counter, and end
python -m tests.support.screen_process FOLDER damage    take an order, lose pages of the store, and say what is told
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.app.robot import Robot
from aura_terminal.app.screen import snapshot
from aura_terminal.app.settings import read_settings
from aura_terminal.app.stage import Stage, Until
from aura_terminal.app.terminal import Terminal

PAGE, LOG_HEAD = 4096, 32
SERVER, PIN = "Marta Rossi", "4831"


class Hand(QObject):
    """Plays one part and says a line about it."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(terminal)
        self._terminal = terminal
        self._robot = Robot(terminal.window)

    def sign_in(self) -> Iterator[Until]:
        """Be Marta."""
        yield self._until("the names", lambda: self._robot.sees(SERVER))
        self._robot.tap(SERVER)
        self._robot.type(PIN)
        self._robot.press(Qt.Key.Key_Return)
        yield self._until("the register", lambda: not self._terminal.window.is_locked)

    def order(self) -> Iterator[Until]:
        """Take an order of two pizzas and say its number."""
        yield from self.sign_in()
        self._robot.tap("Pizza")
        yield self._until("the pizzas", lambda: self._robot.sees("Napoli"))
        self._robot.tap("Napoli", times=2)
        yield self._until("two of them", lambda: self._robot.sees("2 Napoli"))
        self._say()

    def look(self) -> Iterator[Until]:
        """Say which order is there."""
        yield from self.sign_in()
        yield self._until("the order", lambda: self._robot.sees("2 Napoli"))
        self._say()

    def damage(self) -> Iterator[Until]:
        """Go on selling over a store whose pages were lost behind the window, until something is said; then leave."""
        yield from self.order()
        lose_pages(Path(sys.argv[1]))
        self._robot.tap("Margherita")
        yield self._until("what is wrong", lambda: self._robot.sees("Status: Not saved"))
        print(f"told: {self._terminal.window.sentence}", flush=True)

    @Slot(object)
    def end(self, problem: Exception | None) -> None:
        """Say what went wrong, if anything did."""
        if problem is not None:
            print(f"stopped: {problem}", flush=True)
        if problem is not None or sys.argv[2] != "order":
            QApplication.exit(0 if problem is None else 1)

    def _until(self, what: str, holds: Callable[[], bool]) -> Until:
        return Until(what, lambda: self._terminal.runner.is_idle and holds(), 30)

    def _say(self) -> None:
        order = self._terminal.counter.order
        print("no order" if order is None else f"order {order.number} of {len(order.lines)} line", flush=True)


def lose_pages(folder: Path) -> None:
    """Every page of the store's file but its first, and all that its log holds, become noise: a disk that dies."""
    for name, kept in (("store.sqlite", PAGE), ("store.sqlite-wal", LOG_HEAD)):
        with (folder / name).open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(kept)
            file.write(Random(1).randbytes(max(0, size - kept)))


def main() -> int:
    """Open the window and play the part that was asked for."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    folder, part = Path(sys.argv[1]), sys.argv[2]
    application = QApplication(sys.argv[:1])
    terminal = Terminal(application, folder, read_settings(folder, {}, {}), snapshot(folder))
    terminal.window.resize(1366, 768)
    hand = Hand(terminal)
    stage = Stage({"order": hand.order, "look": hand.look, "damage": hand.damage}[part](), terminal)
    stage.over.connect(hand.end)
    terminal.ready.connect(stage.begin)
    terminal.open()
    code = application.exec()
    terminal.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
