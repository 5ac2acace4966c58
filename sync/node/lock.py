"""One node per data folder: a lock the operating system gives back whatever becomes of the process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

FILE_NAME = "node.lock"
_LOCKED_BYTE = 1 << 20  # beyond the text, since Windows refuses to read what is locked


class HeldElsewhere(Exception):
    """Another node works in this folder; `holder` is what it wrote of itself."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"another node works in this data folder ({holder})")
        self.holder = holder


class NodeLock:
    """Held from `take` to `release`, or to the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._file: int | None = None

    def take(self, holder: str) -> None:
        """Hold the folder and write who does; `HeldElsewhere` when another process does."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(file)
        except OSError as refused:
            said = os.read(file, 200).decode(errors="replace").strip()
            os.close(file)
            raise HeldElsewhere(said or "it has not said who it is") from refused
        os.truncate(file, 0)
        os.write(file, holder.encode())
        self._file = file

    def release(self) -> None:
        """Let the folder go; may be called twice."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(file, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
