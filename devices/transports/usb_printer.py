"""Bytes over the kernel's device of a USB printer (usblp on Linux: /dev/usb/lp0); nothing is detached for it."""

from __future__ import annotations

import errno
import fcntl
import os
import select
import threading
import time

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.transport import Refused

_TICK = 0.1
_CHUNK = 4096
_GONE = told("the printer is gone; check its USB cable and its power")
_HINTS = {
    errno.ENOENT: told(
        "no printer is plugged in there; check its USB cable and its power, and the name in the settings"
    ),
    errno.EACCES: told("this user may not use the printer; add it to the group lp and sign in again"),
    errno.EPERM: told("this user may not use the printer; add it to the group lp and sign in again"),
    errno.ETIMEDOUT: told("the printer takes no more bytes; check its paper, its cover and its power"),
}


class UsbPrinterTransport:
    """The device file of a USB printer, claimed for this program while it is open; cancelled from any thread."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._file: int | None = None
        self._cancelled = threading.Event()

    @property
    def name(self) -> str:
        return self._device

    def open(self) -> None:
        if self._file is not None:
            return
        self._cancelled.clear()
        try:
            file = os.open(self._device, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise self._unavailable(error) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            raise self._unavailable(error) from error
        self._file = file

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def send(self, data: bytes, within: float) -> None:
        file, until = self._opened(), time.monotonic() + within
        rest = memoryview(data)
        try:
            while rest:
                if not self._is_ready(until, [], [file]):
                    raise OSError(errno.ETIMEDOUT, "write")
                rest = rest[os.write(file, rest[:_CHUNK]) :]
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error

    def receive(self, within: float) -> bytes:
        file = self._opened()
        try:
            if not self._is_ready(time.monotonic() + within, [file], []):
                return b""
            data = os.read(file, _CHUNK)
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error
        if not data:
            self.close()
            raise Unavailable(self.name, _GONE)
        return data

    def cancel(self) -> None:
        self._cancelled.set()

    def _opened(self) -> int:
        if self._file is None:
            raise Unavailable(self.name, told("the printer is closed; it is opened again with the next job"))
        return self._file

    def _is_ready(self, until: float, readable: list[int], writable: list[int]) -> bool:
        while True:
            if self._cancelled.is_set():
                raise OSError(errno.ECANCELED, "cancelled")
            if any(select.select(readable, writable, [], max(0.0, min(_TICK, until - time.monotonic())))):
                return True
            if time.monotonic() >= until:
                return False

    def _unavailable(self, error: OSError) -> Unavailable:
        if error.errno == errno.ECANCELED:
            return Unavailable(self.name, told("stopped, because this program is closing"))
        if error.errno in (errno.EBUSY, errno.EWOULDBLOCK):
            return Refused(self.name, told("another program uses this printer; end it, or give the printer to it"))
        return Unavailable(self.name, _HINTS.get(error.errno or 0, _GONE))
