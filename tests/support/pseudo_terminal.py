"""A device file whose far end is this test: a pseudo terminal under a name that survives being unplugged."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import socket
import threading
import tty
from pathlib import Path


class PseudoTerminal:
    """Says back what it hears, on `path`; the cable can be pulled, plugged in again, and claimed by somebody else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._claim: int | None = None
        self.plug_in()

    def plug_in(self) -> None:
        """There is a device at `path` from now on."""
        self._near, far = pty.openpty()
        tty.setraw(far)
        self._far = far  # held open, so that a program that closes its end does not end the line
        self._pulled, self._pull = os.pipe()
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(far))
        self._thread = threading.Thread(target=self._echo, name="pseudo-terminal")
        self._thread.start()

    def unplug(self) -> None:
        """The device is gone, also for a program that holds it."""
        os.write(self._pull, b"!")
        self._thread.join()
        for file in (self._near, self._far, self._pulled, self._pull):
            os.close(file)
        self.path.unlink()

    def claim(self) -> None:
        """Another program takes the device for itself."""
        self._claim = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
        fcntl.flock(self._claim, fcntl.LOCK_EX)

    def end(self) -> None:
        """Leave nothing behind."""
        if self._claim is not None:
            os.close(self._claim)
        if self.path.is_symlink():
            self.unplug()

    def _echo(self) -> None:
        os.set_blocking(self._near, False)
        heard = bytearray()
        while True:
            ready, _, _ = select.select([self._near, self._pulled], [self._near] if heard else [], [])
            if self._pulled in ready:
                return
            with contextlib.suppress(BlockingIOError):
                heard += os.read(self._near, 4096)
            with contextlib.suppress(BlockingIOError):
                del heard[: os.write(self._near, heard[:4096])]


class Adapter:
    """A serial line at `path` that leads to a device on the network, as a serial-to-network adapter does."""

    def __init__(self, path: Path, address: tuple[str, int]) -> None:
        self._address = address
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        path.symlink_to(os.ttyname(self._far))
        self._stopped, self._stop = os.pipe()
        self._thread = threading.Thread(target=self._carry, name="serial-adapter")
        self._thread.start()

    def end(self) -> None:
        """Leave nothing behind."""
        os.write(self._stop, b"!")
        self._thread.join()
        for file in (self._near, self._far, self._stopped, self._stop):
            os.close(file)

    def _carry(self) -> None:
        pipe: socket.socket | None = None
        while True:
            watched = [self._near, self._stopped] + ([] if pipe is None else [pipe.fileno()])
            ready, _, _ = select.select(watched, [], [])
            if self._stopped in ready:
                break
            with contextlib.suppress(OSError):  # the device is off: what is said to it goes nowhere
                if self._near in ready:
                    heard = os.read(self._near, 4096)
                    pipe = pipe or socket.create_connection(self._address, timeout=1.0)
                    pipe.sendall(heard)
                if pipe is not None and pipe.fileno() in ready:
                    said = pipe.recv(4096)
                    os.write(self._near, said)
                    if not said:
                        pipe.close()
                        pipe = None
        if pipe is not None:
            pipe.close()
