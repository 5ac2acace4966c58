"""The practice terminal of a drill is there once it has what this one has: what counts up later is the drill's own."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from aura_terminal.app.drills.practice import LABEL, PracticeTerminal
from aura_terminal.app.supervisor import NodeSupervisor
from aura_terminal.app.training_folder import MARK
from aura_terminal.domain.outages import Tier
from aura_terminal.ports.mesh_reads import Unshared
from sync.node.words import Neighbourhood


class Supervisor(QObject):
    """What a practice terminal hears of this terminal's node."""

    code_shown = Signal(str, int, int)
    peers_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.codes_asked = 0

    def show_pairing_code(self) -> None:
        """Somebody is to be let in."""
        self.codes_asked += 1


def heard(label: str, unshared: int) -> Neighbourhood:
    """One terminal is connected, and so many facts are on this machine alone."""
    return Neighbourhood(Tier.STORE, True, (label,), (), Unshared(unshared, None))


def test_it_is_ready_once_it_is_heard_and_has_everything(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / MARK).touch()
    supervisor = Supervisor()
    practice = PracticeTerminal(tmp_path, cast(NodeSupervisor, supervisor))
    told: list[bool] = []
    practice.ready.connect(lambda: told.append(True))
    practice.begin()
    assert supervisor.codes_asked == 1
    for found in (heard("R9", 0), heard(LABEL, 266), None):
        supervisor.peers_changed.emit(found)
        assert told == []
    supervisor.peers_changed.emit(heard(LABEL, 0))
    supervisor.peers_changed.emit(heard(LABEL, 0))
    assert told == [True]
    practice.close()
