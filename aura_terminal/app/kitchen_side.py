"""The kitchen's screen on this terminal, with what belongs to it: sounds, bump bar, papers and the board for guests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from aura_terminal.domain.staff import Actor
from aura_terminal.ui.screens.kitchen.bump_bar import ACTS, BumpBar
from aura_terminal.ui.screens.kitchen.screen import KitchenScreen
from aura_terminal.ui.shell.habits import Habits
from aura_terminal.ui.shell.speaker import Speaker
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.view_models.bump_bar_setup import BumpBarSetup
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.kitchen import KitchenModel
from aura_terminal.view_models.kitchen_beside import beside_kitchen
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel

if TYPE_CHECKING:
    from aura_terminal.app.supervisor import NodeSupervisor
    from aura_terminal.ui.screens.board.screen import ReadyBoardScreen
    from aura_terminal.ui.shell.window import ShellWindow


class KitchenSide(QObject):
    """`session` is None where nobody signs in and the `cook` is the screen itself; "" for a station is all of them."""

    def __init__(
        self, runner: Runner, changes: Changes, session: SessionModel | None, now: Callable[[], datetime],
        theme: Theme, habits: Habits, cook: Actor, station_id: str, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._changes, self._now, self._theme, self._cook = runner, changes, now, theme, cook
        self._board: ReadyBoardScreen | None = None
        model = KitchenModel(runner, changes, session, now, cook, station_id=station_id or habits.station, parent=self)
        model.station_chosen.connect(habits.keep_station)
        beside = beside_kitchen(runner, model, now)
        self.speaker = Speaker(parent=self)
        beside.cues.due.connect(self.speaker.play)
        self.screen = KitchenScreen(theme, model, beside)
        self.screen.board_asked.connect(self._open_board)
        setup = BumpBarSetup(ACTS, habits.bump_keys, self)
        setup.learned.connect(habits.keep_bump_keys)
        self.screen.learn_bump_bar(setup)
        self._bump_bar = BumpBar(self.screen, setup)

    def watch(self, window: ShellWindow) -> None:
        """Hear the bump bar's keys wherever they are typed; the window has been shown."""
        self._bump_bar.watch(window.windowHandle())

    def join_papers(self, window: ShellWindow, supervisor: NodeSupervisor | None) -> None:
        """Take papers that are scanned here, where nothing but the kitchen is shown."""
        from aura_terminal.ui.shell.kitchen_papers import KitchenPapers
        from aura_terminal.view_models.paper_scanning import PaperScanningModel

        papers = KitchenPapers(PaperScanningModel(self._runner, lambda: self._cook, self._changes, self), window)
        if supervisor is not None:
            supervisor.scanned.connect(papers.take)

    def close(self) -> None:
        """Close the board for guests, and be silent."""
        if self._board is not None:
            self._board.close()
        self.speaker.stop()

    @Slot()
    def _open_board(self) -> None:
        """The board for guests, on the last display there is."""
        from aura_terminal.ui.screens.board.screen import ReadyBoardScreen
        from aura_terminal.view_models.ready_board import ReadyBoardModel

        if self._board is None:
            model = ReadyBoardModel(self._runner, self._changes, self._now, self)
            self._board = ReadyBoardScreen(self._theme, model)
        display = QApplication.screens()[-1]
        self._board.setGeometry(display.availableGeometry())
        if display is not self.screen.screen():
            self._board.showFullScreen()
        else:
            self._board.show()
