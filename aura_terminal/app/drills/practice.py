"""A second terminal of the training store, as a process of this machine, behind a cable that can be pulled.

It is made as any other terminal is: the training node shows a code, `pair` joins with it, `node` works there. Only this
machine's own addresses are in play, and nothing of it is left when training is over.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, Slot

from aura_terminal.app.drills.cable import HOST, Cable
from aura_terminal.app.program import command
from aura_terminal.app.supervisor import NodeSupervisor
from aura_terminal.app.training_folder import TRAINING_HOST, is_training
from sync.node.words import Neighbourhood

LABEL, PLACE = "P2", "neighbour"
NEIGHBOURS_HOST = "127.0.0.2"
"""Each listens at an address of its own, or terminals that met through the cable would call each other beside it."""
END_WITHIN = 3_000
_PEERS = {"AURA_PEERS_DISCOVERY": "false", "AURA_PEERS_BIND": NEIGHBOURS_HOST, "AURA_PEERS_PORT": "0"}


class PracticeTerminal(QObject):
    """`ready` follows once it is heard and has everything, so that what counts up after the pull is the drill's;
    `failed(words)` where it cannot be made.
    """

    ready = Signal()
    failed = Signal(str)

    def __init__(self, folder: Path, supervisor: NodeSupervisor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        if not is_training(folder):
            raise ValueError("a practice terminal belongs to a training store")
        self._folder, self._supervisor = folder, supervisor
        self._cable: Cable | None = None
        self._is_wanted = False
        self._pairing, self._node = QProcess(self), QProcess(self)
        for process in (self._pairing, self._node):
            process.setProcessEnvironment(_environment())
            process.setStandardOutputFile(QProcess.nullDevice())
            process.setStandardErrorFile(QProcess.nullDevice())
        self._pairing.finished.connect(self._paired)
        self._node.finished.connect(self._lost)
        supervisor.code_shown.connect(self._join)
        supervisor.peers_changed.connect(self._look)

    @Slot()
    def begin(self) -> None:
        """Have it there and heard."""
        self._is_wanted = True
        if self._node.state() is not QProcess.ProcessState.NotRunning:
            self._look(self._supervisor.neighbourhood)
            return
        shutil.rmtree(self._folder / PLACE, ignore_errors=True)
        self._supervisor.show_pairing_code()

    @Slot()
    def pull(self) -> None:
        """Pull the cable between them."""
        if self._cable is not None:
            self._cable.pull()

    @Slot()
    def mend(self) -> None:
        """Put it in again."""
        if self._cable is not None:
            self._cable.mend()

    @Slot()
    def close(self) -> None:
        """End it; may be called twice."""
        self._is_wanted = False
        for process in (self._pairing, self._node):
            process.closeWriteChannel()
            if not process.waitForFinished(END_WITHIN):
                process.kill()
                process.waitForFinished(END_WITHIN)
        if self._cable is not None:
            self._cable.close()
            self._cable = None

    @Slot(str, int, int)
    def _join(self, code: str, _seconds: int, port: int) -> None:
        if not self._is_wanted or self._pairing.state() is not QProcess.ProcessState.NotRunning:
            return
        if self._cable is not None:
            self._cable.close()
        self._cable = Cable(TRAINING_HOST, port)
        place = str(self._folder / PLACE)
        words = command(
            "pair", "--address", f"{HOST}:{self._cable.port}", "--code", code, "--label", LABEL, "--data", place
        )
        self._pairing.start(words[0], words[1:])

    @Slot()
    def _paired(self) -> None:
        if not self._is_wanted:
            return
        if self._pairing.exitCode() != 0:
            self.failed.emit(self.tr("The practice terminal could not be made. End training, begin it again."))
            return
        words = command("node", "--data", str(self._folder / PLACE))
        self._node.start(words[0], words[1:])

    @Slot(object)
    def _look(self, found: Neighbourhood | None) -> None:
        if not self._is_wanted or found is None or LABEL not in found.connected or found.unshared.facts:
            return
        self._is_wanted = False
        self.ready.emit()

    @Slot()
    def _lost(self) -> None:
        if self._is_wanted:
            self.failed.emit(self.tr("The practice terminal ended by itself. Begin the drill again."))


def _environment() -> QProcessEnvironment:
    """That of this process, with peers on this machine's own addresses alone."""
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in _PEERS.items():
        environment.insert(name, value)
    return environment
