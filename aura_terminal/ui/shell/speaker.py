"""Lets the kitchen's cues be heard through whatever plays sounds on this machine."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QStandardPaths, Slot
from PySide6.QtWidgets import QApplication

SOUNDS = Path(__file__).parents[3] / "resources" / "sounds"
PLAYERS: tuple[tuple[str, ...], ...] = (
    ("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",), ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
)  # fmt: skip
"""Programs that play a WAV file and end, the first that is installed is taken."""


class Speaker(QObject):
    """Plays a cue's file in a process of its own; the screen never waits. Where nothing can play, the system beeps.

    A cue that comes while another is playing is dropped: what nobody has seen is said again soon.
    """

    def __init__(self, player: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = tuple(player) if player is not None else installed()
        self._process = QProcess(self)

    @property
    def player(self) -> tuple[str, ...]:
        """The program that plays, with its options; empty where there is none."""
        return self._player

    @Slot(object)
    def play(self, cue: StrEnum) -> None:
        """Let it be heard."""
        file = SOUNDS / f"{cue.value}.wav"
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        elif not self._player:
            QApplication.beep()
        elif self._process.state() is QProcess.ProcessState.NotRunning:
            self._process.start(self._player[0], [*self._player[1:], str(file)])

    def stop(self) -> None:
        """Say no more; what is playing ends."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(500)


def installed() -> tuple[str, ...]:
    """The first player there is on this machine."""
    return next((player for player in PLAYERS if QStandardPaths.findExecutable(player[0])), ())
