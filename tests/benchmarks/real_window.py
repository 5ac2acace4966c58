"""The program's own way from its command line to its window, with somebody looking on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aura_terminal.app import screen
from aura_terminal.app.command_line import main

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from aura_terminal.app.settings import Settings
    from aura_terminal.app.terminal import Terminal
    from aura_terminal.store.first_frame import FirstFrame

WIDTH, HEIGHT = 1366, 768

Look = Callable[["QApplication", "Terminal"], Any]  # its answer keeps alive whatever it made


def run_terminal(folder: Path, look: Look) -> int:
    """Open the terminal of a data folder as a person does; `look` is called when the window is shown, before it is
    painted. The exit code follows when the window was left."""

    def show(
        folder: Path, settings: Settings, frame: FirstFrame, arguments: list[str], ready: Callable[[], None]
    ) -> int:
        from PySide6.QtWidgets import QApplication

        from aura_terminal.app.terminal import Terminal

        sys.setswitchinterval(screen.SWITCH_SECONDS)
        application = QApplication(arguments)
        terminal = Terminal(application, folder, settings, frame)
        terminal.ready.connect(ready)
        terminal.window.resize(WIDTH, HEIGHT)
        terminal.open()
        kept = look(application, terminal)
        code = application.exec()
        terminal.close()
        del kept
        return code

    screen.show = show
    return main(["--data", str(folder)])
