"""A process that opens the terminal and tells the machine's time at its first frame and when all of it works.

`python -m tests.benchmarks.start_process FOLDER [stay]`; with `stay` it goes on until its input ends.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic_ns
from typing import TYPE_CHECKING, Any

from tests.benchmarks.real_window import run_terminal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from aura_terminal.app.terminal import Terminal


def tell(what: str) -> None:
    """A line with the machine's time, which the process that measures reads too."""
    print(what, monotonic_ns(), flush=True)


def look(application: QApplication, terminal: Terminal) -> Any:  # keeps the watchers alive
    """Tell of the first frame before the program itself goes on with it, and of being ready."""
    from PySide6.QtCore import QSocketNotifier, QTimer

    from aura_terminal.ui.shell.first_frame import FirstFrame

    handle = terminal.window.windowHandle()
    assert handle is not None
    frame = FirstFrame(application)
    frame.painted.connect(lambda: tell("frame"))
    frame.watch(handle)
    terminal.ready.connect(lambda: tell("ready"))
    if sys.argv[2:] == ["stay"]:
        end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, application)
        end.activated.connect(application.quit)
        return frame, end
    terminal.ready.connect(lambda: QTimer.singleShot(0, application.quit))
    return frame


if __name__ == "__main__":
    sys.exit(run_terminal(Path(sys.argv[1]), look))
