"""A back office for the training store to lose: a central of one's own, behind a cable that can be pulled.

It is made as any other is: `central add-store` founds it from what the training store sells, `central` answers,
`account sign-in` names it in the training store's settings, and the node mirrors and tells. Only this machine's own
addresses are in play. It ends when whoever began it is gone; a training window that begins anew brings it back.
"""

from __future__ import annotations

import json
import logging
import secrets
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from aura_terminal.app.central_settings import CentralName
from aura_terminal.app.chance import SystemClock
from aura_terminal.app.drills.cable import HOST, Cable
from aura_terminal.app.program import command
from aura_terminal.app.settings import Settings
from aura_terminal.app.supervisor import NodeSupervisor
from aura_terminal.app.training_folder import is_training
from sync.node.central_words import CentralState

PLACE, NAME, EMAIL = "office", "Practice", "practice@example.com"
CONNECTOR = CentralName.AURACONNECT
END_WITHIN, ASK_EVERY = 3_000, 3_000
READY_WITHIN = 90_000
PATIENT = 5
"""How many times it is not asked again while it answers."""
_log = logging.getLogger(__name__)


class PracticeOffice(QObject):
    """`ready` follows once all is told and mirrored, `failed(words)` where it cannot be made.

    `caught_up` follows each time everything was told after it was mended.
    """

    ready = Signal()
    failed = Signal(str)
    caught_up = Signal()

    def __init__(
        self, folder: Path, settings: Settings, supervisor: NodeSupervisor, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        if not is_training(folder):
            raise ValueError("a practice back office belongs to a training store")
        self._folder, self._supervisor = folder, supervisor
        self._cable: Cable | None = None
        self._is_wanted, self._is_known = False, False
        self._is_reached, self._let_be = False, 0
        self._clock = SystemClock()
        self._mended_at = self._clock.now()
        self._rounds, self._rounds_before = 0, 0
        self._secret = ""
        self._founding, self._serving, self._signing = (QProcess(self) for _ in range(3))
        for process in (self._founding, self._serving, self._signing):
            process.setStandardErrorFile(QProcess.nullDevice())
        for process in (self._founding, self._signing):
            process.setStandardOutputFile(QProcess.nullDevice())
        self._founding.finished.connect(self._founded)
        self._serving.readyReadStandardOutput.connect(self._answers)
        self._serving.finished.connect(self._lost)
        self._signing.finished.connect(self._signed_in)
        self._ask = QTimer(self, interval=ASK_EVERY)
        self._ask.timeout.connect(self._ask_again)
        self._patience = QTimer(self, singleShot=True, interval=READY_WITHIN)
        self._patience.timeout.connect(self._give_up)
        supervisor.centrals_changed.connect(self._hear)
        self._bring_back(settings)

    @Slot()
    def begin(self) -> None:
        """Have it there, and everything told."""
        self._is_wanted, self._rounds_before = True, 0
        self._patience.start()
        if self._is_known and self._serving.state() is not QProcess.ProcessState.NotRunning:
            self._rounds_before = self._rounds
            self._ask.start()
        elif self._is_known:
            self._serve()
        elif self._founding.state() is QProcess.ProcessState.NotRunning:
            self._secret = secrets.token_urlsafe(12)
            shutil.rmtree(self._folder / PLACE, ignore_errors=True)
            owner = ("--owner", EMAIL, "--password-stdin", "--shop", str(self._folder))
            self._run(self._founding, "central", "add-store", NAME, *owner, "--data", str(self._folder / PLACE))

    @Slot()
    def pull(self) -> None:
        """Pull the cable to it, and have the node notice at once."""
        if self._cable is not None:
            self._cable.pull()
        self._supervisor.nudge_centrals()

    @Slot()
    def mend(self) -> None:
        """Put it in again, and have everything told now."""
        self._is_wanted, self._mended_at = False, self._clock.now()
        self._patience.stop()
        if self._cable is not None:
            self._cable.mend()
            self._supervisor.nudge_centrals()
            self._ask.start()

    @Slot()
    def close(self) -> None:
        """End it; may be called twice."""
        self._is_wanted = False
        self._ask.stop()
        self._patience.stop()
        for process in (self._founding, self._signing, self._serving):
            process.closeWriteChannel()
            if process.state() is not QProcess.ProcessState.NotRunning and not process.waitForFinished(END_WITHIN):
                process.kill()
                process.waitForFinished(END_WITHIN)
        if self._cable is not None:
            self._cable.close()
            self._cable = None

    def _bring_back(self, settings: Settings) -> None:
        """The training store knows it from before this window began anew: it has to answer where it did."""
        known = next((each for each in settings.centrals if each.user == EMAIL), None)
        port = None if known is None else urlsplit(known.url).port
        if port is None:
            return
        try:
            self._cable = Cable(HOST, 0, port)
        except OSError as taken:
            _log.warning("practice_office_gone: %s", taken)
            return
        self._is_known = True
        self._serve()

    def _serve(self) -> None:
        words = ("--bind", HOST, "--port", "0", "--tier", "enterprise", "--end-with-input", "--json")
        self._run(self._serving, "central", *words, "--data", str(self._folder / PLACE))

    def _run(self, process: QProcess, *words: str) -> None:
        line = command(*words)
        process.start(line[0], line[1:])
        if process is not self._serving:
            process.write(f"{self._secret}\n".encode())
            process.closeWriteChannel()

    @Slot()
    def _founded(self) -> None:
        if self._founding.exitCode() != 0:
            self._give_up()
        elif self._is_wanted:
            self._serve()

    @Slot()
    def _answers(self) -> None:
        """It said where it answers."""
        line = bytes(self._serving.readAllStandardOutput().data()).partition(b"\n")[0]
        try:
            port = urlsplit(str(json.loads(line)["url"])).port or 0
        except (ValueError, KeyError, TypeError):
            return
        if self._cable is None:
            self._cable = Cable(HOST, port)
        else:
            self._cable.lead_to(HOST, port)
        if self._is_known:
            self._ask.start()
            return
        account = ("--central", CONNECTOR.value, "--url", f"http://{HOST}:{self._cable.port}", "--user", EMAIL)
        self._run(self._signing, "account", "sign-in", *account, "--secret-stdin", "--data", str(self._folder))

    @Slot()
    def _signed_in(self) -> None:
        if self._signing.exitCode() != 0:
            self._give_up()
            return
        self._is_known = True
        self._supervisor.restart_node()
        self._ask.start()

    @Slot(object)
    def _hear(self, states: tuple[CentralState, ...]) -> None:
        state = next((each for each in states if each.connector == CONNECTOR.value), None)
        if state is None:
            return
        self._is_reached = state.is_reached
        if state.rounds < self._rounds:  # another node counts anew
            self._rounds_before = 0
        self._rounds = state.rounds
        if not state.is_reached or state.pending or state.unknown:
            return
        if self._is_wanted and state.rounds > self._rounds_before:
            self._is_wanted = False
            self._ask.stop()
            self._patience.stop()
            self.ready.emit()
        elif not self._is_wanted and state.last_confirmed is not None and state.last_confirmed > self._mended_at:
            self._ask.stop()
            self.caught_up.emit()

    @Slot()
    def _ask_again(self) -> None:
        """A round that is under way is left alone for a while: to be asked again would begin it anew."""
        self._let_be = max(0, self._let_be - 1)
        if self._let_be == 0:
            self._let_be = PATIENT if self._is_reached else 0
            self._supervisor.nudge_centrals()

    @Slot()
    def _lost(self) -> None:
        if self._is_wanted:
            self._give_up()

    @Slot()
    def _give_up(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self._patience.stop()
            self.failed.emit(self.tr("The practice back office could not be made. End training, begin it again."))
