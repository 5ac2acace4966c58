"""Who really pulls what a drill pulls, and mends it again. Made for training stores alone."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from aura_terminal.app.drills.office import PracticeOffice
from aura_terminal.app.drills.practice import PracticeTerminal
from aura_terminal.app.program import begin_anew
from aura_terminal.app.settings import Settings
from aura_terminal.app.supervisor import NodeSupervisor
from aura_terminal.app.training_folder import is_training
from aura_terminal.app.whole_files import write_whole
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.use_cases.new_store import FIRST_STATION
from aura_terminal.view_models.drills import Drill

PULLED_FILE = "terminal-pulled"


class TrainingHands(QObject):
    """The `DrillHands` of a training terminal's window."""

    ready = Signal()
    failed = Signal(str)
    caught_up = Signal()

    def __init__(
        self, folder: Path, settings: Settings, supervisor: NodeSupervisor, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        if not is_training(folder):
            raise ValueError("outages are drilled in training only")
        self._folder, self._settings, self._supervisor = folder, settings, supervisor
        self._drill: Drill | None = None
        self.neighbour = PracticeTerminal(folder, supervisor, self)
        self.neighbour.ready.connect(self.ready)
        self.neighbour.failed.connect(self.failed)
        self.office = PracticeOffice(folder, settings, supervisor, self)
        self.office.ready.connect(self.ready)
        self.office.failed.connect(self.failed)
        self.office.caught_up.connect(self.caught_up)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.neighbour.close)
            application.aboutToQuit.connect(self.office.close)

    def prepare(self, drill: Drill) -> None:
        """As the port says."""
        if drill is Drill.INTERNET:
            self.office.begin()
        elif drill is Drill.NETWORK:
            self.neighbour.begin()
        elif drill is Drill.PRINTER and not self.pulled_printer():
            self.failed.emit(self.tr("No kitchen printer is set up in this store, so there is none to pull."))
        else:
            QTimer.singleShot(0, self, self.ready.emit)

    def pull(self, drill: Drill) -> None:
        """As the port says."""
        self._drill = drill
        if drill is Drill.INTERNET:
            self.office.pull()
        elif drill is Drill.NETWORK:
            self.neighbour.pull()
        elif drill is Drill.PRINTER:
            self._supervisor.pull_printer(self.pulled_printer())
        else:
            self._cut_power()

    def mend(self) -> None:
        """As the port says."""
        if self._drill is Drill.INTERNET:
            self.office.mend()
        elif self._drill is Drill.NETWORK:
            self.neighbour.mend()
        elif self._drill is Drill.PRINTER:
            self._supervisor.pull_printer("")
        self._drill = None

    def pulled_printer(self) -> str:
        """As the port says: that of the kitchen, else of another station."""
        rows = [row for row in self._settings.devices if row.routes and RECEIPT_ROUTE not in row.routes]
        rows.sort(key=lambda row: FIRST_STATION not in row.routes)
        return rows[0].name if rows else ""

    def resumed(self) -> bool:
        """As the port says."""
        mark = self._folder / PULLED_FILE
        was_pulled = mark.exists()
        mark.unlink(missing_ok=True)
        return was_pulled

    def _cut_power(self) -> NoReturn:
        """Both processes of this terminal end where they stand, nothing is closed; then the machine starts again."""
        write_whole(self._folder / PULLED_FILE, b"pulled in a drill\n")
        pid = self._supervisor.node_pid
        if pid is not None:
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        begin_anew()
