"""Lets the kitchen's cues be heard through whatever plays sounds on this machine."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QStandardPaths, QTemporaryDir, Slot
from PySide6.QtWidgets import QApplication

HEAD, SAMPLE = 44, "new"
SOUNDS = Path(__file__).parents[3] / "resources" / "sounds"
PLAYERS: tuple[tuple[str, ...], ...] = (
    ("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",), ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
)  # fmt: skip
"""Programs that play a WAV file and end, the first that is installed is taken."""


class Speaker(QObject):
    """Plays a cue's file in a process of its own; the screen never waits. Where nothing can play, the system beeps.

    A cue that comes while another is playing is dropped: what nobody has seen is said again soon. Quieter than the
    machine is set to are copies of the files with smaller waves: players differ in how they are told, files do not.
    """

    def __init__(self, player: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = tuple(player) if player is not None else installed()
        self._process = QProcess(self)
        self._percent = 100
        self._quieter: QTemporaryDir | None = None

    @property
    def player(self) -> tuple[str, ...]:
        """The program that plays, with its options; empty where there is none."""
        return self._player

    @Slot(object)
    def play(self, cue: StrEnum) -> None:
        """Let it be heard."""
        if self._percent:
            self._play(self._file(cue.value))

    def turn_to(self, percent: int) -> None:
        """How loud, as a share of what the machine is set to; at 0 nothing is played."""
        self._percent = percent

    @Slot()
    def play_sample(self) -> None:
        """One of the sounds, to hear how loud they are."""
        if self._percent:
            self._play(self._file(SAMPLE))

    def _file(self, name: str) -> Path:
        file = SOUNDS / f"{name}.wav"
        if self._percent == 100:
            return file
        if self._quieter is None:
            self._quieter = QTemporaryDir()
        quieter = Path(self._quieter.path()) / f"{name}-{self._percent}.wav"
        if not quieter.exists():
            quieter.write_bytes(turned_down(file.read_bytes(), self._percent))
        return quieter

    def _play(self, file: Path) -> None:
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


def turned_down(wave: bytes, percent: int) -> bytes:
    """A file of 16-bit waves with its head as it was and every wave smaller."""
    waves = array("h", wave[HEAD:])
    if sys.byteorder == "big":
        waves.byteswap()
    smaller = array("h", (each * percent // 100 for each in waves))
    if sys.byteorder == "big":
        smaller.byteswap()
    return wave[:HEAD] + smaller.tobytes()


def installed() -> tuple[str, ...]:
    """The first player there is on this machine."""
    return next((player for player in PLAYERS if QStandardPaths.findExecutable(player[0])), ())
