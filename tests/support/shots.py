"""Pictures of the whole window for people to look at: every scene by night and by day, in every size.

A scene has a window of its own for each theme. Windows are closed after their pictures and kept until all are made:
one that goes while another theme comes would be painted once more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from aura_terminal.domain.ids import StaffId
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.window import ShellWindow
from aura_terminal.ui.theme.application import prepare_application
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.top_bar import HEIGHT
from tests.gui.register.hands import press
from tests.support.memory_shop import InlineStoreThread, MemoryStore
from tests.support.terminal_window import NO_FOLDER, TerminalWindow, terminal_over
from tests.support.till import pin_of

LOOKS = ("night", "day")
SIZES = ((1366, 768), (1024, 768))


class Stage:
    """The whole window of a terminal over a store, with somebody's hands at it."""

    def __init__(self, store: MemoryStore, theme: Theme, folder: Path = NO_FOLDER) -> None:
        self.store, self.theme = store, theme
        self.behind: list[object] = []  # what has to live as long as the window is seen
        self.terminal: TerminalWindow = terminal_over(store, InlineStoreThread(store.shop), theme, folder)

    @property
    def window(self) -> ShellWindow:
        """What is pictured."""
        return self.terminal.window

    def settle(self) -> None:
        """Let everything that was asked for be answered and painted."""
        for _ in range(8):
            QApplication.processEvents()
            while not self.terminal.till.runner.is_idle:
                QApplication.processEvents()

    def press(self, name: str) -> None:
        """Click a button."""
        press(self.window, name)
        self.settle()

    def sign_in(self, who: StaffId) -> None:
        """Somebody gives their PIN."""
        self.terminal.till.session.sign_in(who, pin_of(who))
        self.settle()

    def enter(self, room: str) -> None:
        """Go into a room of the manager's screen."""
        self.window.go(View.MANAGER)
        self.settle()
        self.terminal.rooms.enter(room)
        self.settle()

    def put_into(self, page: QWidget) -> None:
        """A page the demo store has no way to, where the pages of rooms stand; it grows and shrinks with the window."""
        page.setParent(self.window)
        self.behind.append(Follower(page, self.window))
        page.show()
        self.settle()


class Follower(QObject):
    """Keeps a page as large as what a window has below its bar."""

    def __init__(self, page: QWidget, window: QWidget) -> None:
        super().__init__(page)
        self._page, self._window = page, window
        window.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        self._page.setGeometry(0, HEIGHT, self._window.width(), self._window.height() - HEIGHT)


S = TypeVar("S", bound=Stage)


def take(
    folder: Path, open_stage: Callable[[Theme, str], S], scenes: Mapping[str, Callable[[S], None]],
    wanted: Sequence[str] = (),
) -> list[Path]:  # fmt: skip
    """Pictures of the scenes that are wanted, of all where none is named: `name_look_width.png` each.

    `open_stage` is told which scene it is for; the scene is played in the first size and seen in each.
    """
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    kept: list[S] = []
    written = []
    for look in LOOKS:
        theme = prepare_application(app, built_in(look))
        for name in wanted or tuple(scenes):
            stage = open_stage(theme, name)
            kept.append(stage)
            stage.window.show()
            for size in SIZES:
                stage.window.resize(*size)
                stage.settle()
                if size == SIZES[0]:
                    scenes[name](stage)
                    stage.settle()
                file = folder / f"{name}_{look}_{size[0]}.png"
                stage.window.grab_to(file)
                written.append(file)
            stage.terminal.close()
    return written
