"""A real screen process that goes back to a copy by clicks, ends, and begins anew in the restored store.

python -m tests.support.restored_screen FOLDER PIN
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.app import screen
from aura_terminal.app.robot import Robot
from aura_terminal.app.settings import read_settings
from aura_terminal.app.stage import Stage, Until
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.window import ShellWindow

OWNER, PIN = "Davide Greco", sys.argv[2]
WAIT_SECONDS = 40
BACK, AGREE, SEAL = "Go back to ", "Go back and start again", "Save a sealed copy first"
HERE = "The folder of backups on this machine"


class Hand(QObject):
    """Goes back to the newest copy in the first life, and says in the second where it is."""

    def __init__(self, window: ShellWindow, label: str) -> None:
        super().__init__(window)
        self._window, self._label = window, label
        self._robot = Robot(window)

    def play(self) -> Iterator[Until]:
        """Sign in, and go back where that was not done yet."""
        yield self._until("the names", lambda: self._robot.sees(OWNER))
        self._robot.tap(OWNER)
        self._robot.type(PIN)
        self._robot.press(Qt.Key.Key_Return)
        yield self._until("the register", lambda: not self._window.is_locked)
        if self._label == "R1":
            self._window.go(View.MANAGER)
            self._robot.tap("Backup")
            while not self._robot.sees(AGREE):  # what a sign-in or the node wrote is sealed first, as often as it takes
                yield self._until("the copy", lambda: self._robot.sees(BACK) and not self._robot.sees("Stop"))
                self._robot.tap(BACK)
                yield self._until("the answer", lambda: self._robot.sees(AGREE) or self._robot.sees(SEAL))
                if self._robot.sees(SEAL):
                    self._robot.tap(SEAL)
                    yield self._until("the places", lambda: self._robot.sees(HERE))
                    self._robot.tap(HERE)
            print(f"{self._label} goes back", flush=True)
            self._robot.tap(AGREE)
            yield self._until("the end", lambda: False)
        print(f"{self._label} is here", flush=True)

    @Slot(object)
    def end(self, problem: Exception | None) -> None:
        """Say what went wrong, if anything did."""
        if problem is not None:
            print(f"stopped: {problem}", flush=True)
        QApplication.exit(0 if problem is None else 1)

    def _until(self, what: str, holds: Callable[[], bool]) -> Until:
        return Until(what, holds, WAIT_SECONDS)


def main() -> int:
    """Show the window as the program does, with a hand that plays."""
    folder = Path(sys.argv[1])
    frame = screen.snapshot(folder)

    def begin() -> None:
        window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, ShellWindow))
        window.showNormal()
        window.resize(1366, 768)
        hand = Hand(window, frame.terminal)
        stage = Stage(hand.play(), hand)
        stage.over.connect(hand.end)
        stage.begin()

    return screen.show(folder, read_settings(folder, {}, {}), frame, sys.argv[:1], begin)


if __name__ == "__main__":
    sys.exit(main())
