"""Why the terminal did not open, told in a window where nobody reads the command line."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from aura_terminal.app.display import nobody_sees
from aura_terminal.app.folders import FolderProblem, choose_folder
from aura_terminal.app.system_libraries import why_no_window
from aura_terminal.domain.errors import Unavailable


def is_unread() -> bool:
    """Whether what is written to standard error goes to a log or nowhere, while somebody may sit at a display.

    A person at a command line reads it there, and so does a program that called this one through a pipe.
    """
    if nobody_sees(os.environ) or why_no_window(os.environ):
        return False
    if sys.stderr is None:  # a build without a console
        return True
    try:
        goes_to = os.fstat(sys.stderr.fileno()).st_mode
    except (OSError, ValueError):
        return True
    return not (sys.stderr.isatty() or stat.S_ISFIFO(goes_to))


def tell(given: str | None, said: str | Unavailable) -> None:
    """Show it until somebody closes it; does not return where they want to try again.

    `given` is the data folder as the command line named it: the language and colours of its screen are used.
    """
    from PySide6.QtWidgets import QApplication

    from aura_terminal.app.program import begin_anew
    from aura_terminal.app.screen_look import HABITS_FILE, measure_of, tokens_of
    from aura_terminal.app.settings import Settings
    from aura_terminal.ui.language.languages import language_of
    from aura_terminal.ui.language.tongue import Tongue
    from aura_terminal.ui.shell.cannot_open import CannotOpen
    from aura_terminal.ui.shell.habits import Habits
    from aura_terminal.ui.theme.application import prepare_application
    from aura_terminal.view_models.screen_choices import ScreenChoice

    try:
        place = choose_folder(given, os.environ)
    except FolderProblem:
        place = Path()
    habits = Habits(place / HABITS_FILE)
    there = QApplication.instance()
    application = there if isinstance(there, QApplication) else QApplication(sys.argv[:1])
    Tongue(application, parent=application).speak(language_of(habits.language))
    tokens = tokens_of(habits.screen_choice(ScreenChoice()))
    theme = prepare_application(application, tokens, measure_of(application.primaryScreen(), Settings()))
    window, wanted = CannotOpen(said, theme), list[bool]()
    window.again.connect(lambda: wanted.append(True))
    window.setGeometry(window.screen().availableGeometry())
    window.showMaximized()
    application.exec()
    if wanted:
        begin_anew()
