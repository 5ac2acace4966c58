"""Bytes into a file or a named pipe: a printer behind another program, a parallel port, a trial without a printer."""

from __future__ import annotations

import errno
import os
import select
import stat
import time
from pathlib import Path

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.transport import Refused

_TICK = 0.1
_CHUNK = 4096
_HINTS = {
    errno.ENOENT: told("there is no such folder; check the path in the settings"),
    errno.EACCES: told("this user may not write there; check the rights of the file"),
    errno.ENOSPC: told("the disk is full"),
    errno.EPIPE: told("the program that reads there has ended"),
    errno.ETIMEDOUT: told("nobody reads there; check the program behind it"),
}


class FileTransport:
    """A file that grows, or a pipe somebody reads. One way: nothing ever comes back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._is_cancelled = False

    @property
    def name(self) -> str:
        return str(self._path)

    def open(self) -> None:
        if self._file is not None:
            return
        self._is_cancelled = False
        try:
            self._file = os.open(
                self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600
            )
        except OSError as error:
            raise self._unavailable(error) from error

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def send(self, data: bytes, within: float) -> None:
        file, until = self._opened(), time.monotonic() + within
        rest = memoryview(data)
        try:
            while rest:
                self._await_writable(file, until)
                rest = rest[os.write(file, rest[:_CHUNK]) :]
            if stat.S_ISREG(os.fstat(file).st_mode):
                os.fsync(file)
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error

    def receive(self, within: float) -> bytes:
        """Nothing ever comes back from a file."""
        self._opened()
        return b""

    def cancel(self) -> None:
        self._is_cancelled = True

    def _opened(self) -> int:
        if self._file is None or self._is_cancelled:
            self.close()
            raise Unavailable(self.name, told("the file is closed; it is opened again with the next job"))
        return self._file

    def _await_writable(self, file: int, until: float) -> None:
        if stat.S_ISREG(os.fstat(file).st_mode):
            return
        while not select.select([], [file], [], max(0.0, min(_TICK, until - time.monotonic())))[1]:
            if self._is_cancelled:
                raise OSError(errno.ECANCELED, "cancelled")
            if time.monotonic() >= until:
                raise OSError(errno.ETIMEDOUT, "write")

    def _unavailable(self, error: OSError) -> Unavailable:
        if error.errno == errno.ECANCELED:
            return Unavailable(self.name, told("stopped, because this program is closing"))
        if error.errno == errno.ENXIO:  # a pipe without a reader
            return Refused(self.name, told("nobody reads from this pipe; start the program behind it"))
        return Unavailable(
            self.name,
            _HINTS.get(error.errno or 0, told("{reason}; check the path in the settings", reason=error.strerror)),
        )
