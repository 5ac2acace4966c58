"""Bytes over a serial line, also one that USB or Bluetooth only imitate; it belongs to one program at a time."""

from __future__ import annotations

import errno
import sys
import threading
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.transport import Refused

if TYPE_CHECKING:
    from serial import Serial

if sys.platform == "win32":
    LineError = OSError
else:
    import termios

    LineError = termios.error  # no OSError, and pyserial lets it through

_BITS_A_BYTE = 11  # start, eight, parity and stop: what a byte takes on the line at most
_TICK = 0.1
_GONE = told("the line is gone; check the cable and the device's power")
_BUSY = told("another program uses this line; end it, or give the device to it")
_HINTS = {
    errno.EINVAL: told("the line cannot be set like this; check its speed and frame (such as 8N1) in the settings"),
    errno.ENOENT: told("there is no such line; check that the cable is plugged in, and the name in the settings"),
    errno.EACCES: told("this user may not use the line; add it to the group dialout and sign in again"),
    errno.EPERM: told("this user may not use the line; add it to the group dialout and sign in again"),
}


class Flow(StrEnum):
    """How the device says that it takes no more: not at all, by its wires, or by signs on the line."""

    NONE = "none"
    RTS_CTS = "rtscts"
    DSR_DTR = "dsrdtr"
    XON_XOFF = "xonxoff"


@dataclass(frozen=True, slots=True)
class SerialLine:
    """A line and how it is set: bauds, then data bits, parity (N, E, O) and stop bits as in 8N1."""

    port: str
    baud: int = 9600
    frame: str = "8N1"
    flow: Flow = Flow.NONE


class SerialTransport:
    """A serial line that can be cancelled from another thread and opened again after any failure."""

    def __init__(self, line: SerialLine) -> None:
        self._line = line
        self._port: Serial | None = None
        self._cancelled = threading.Event()

    @property
    def name(self) -> str:
        return self._line.port

    def open(self) -> None:
        if self._port is not None:
            return
        from serial import Serial, SerialException

        self._cancelled.clear()
        line = self._line
        try:
            self._port = Serial(
                line.port, line.baud, int(line.frame[0]), line.frame[1], int(line.frame[2:]), timeout=_TICK,
                xonxoff=line.flow is Flow.XON_XOFF, rtscts=line.flow is Flow.RTS_CTS,
                dsrdtr=line.flow is Flow.DSR_DTR, exclusive=True,
            )  # fmt: skip
        except (SerialException, OSError, LineError) as error:
            raise self._unavailable(error) from error

    def close(self) -> None:
        if self._port is not None:
            self._port.close()
            self._port = None

    def send(self, data: bytes, within: float) -> None:
        """Hand all of the data to the system, or fail; a device that takes nothing more ends it in time."""
        from serial import SerialException

        port, until = self._connected(), time.monotonic() + within
        piece = max(64, self._line.baud // _BITS_A_BYTE // 4)
        try:
            for start in range(0, len(data), piece):
                self._must_go_on()
                port.write_timeout = max(_TICK / 10, until - time.monotonic())
                if port.write(data[start : start + piece]) != len(data[start : start + piece]):
                    raise OSError(errno.ECANCELED, "cancelled")
        except (SerialException, OSError, LineError) as error:
            self.close()
            raise self._unavailable(error) from error

    def receive(self, within: float) -> bytes:
        from serial import SerialException

        port, until = self._connected(), time.monotonic() + within
        try:
            while True:
                self._must_go_on()
                port.timeout = max(0.0, min(_TICK, until - time.monotonic()))
                first = port.read(1)
                if first or time.monotonic() >= until:
                    return first + port.read(port.in_waiting) if first else b""
        except (SerialException, OSError, LineError) as error:
            self.close()
            raise self._unavailable(error) from error

    def cancel(self) -> None:
        self._cancelled.set()
        port = self._port
        if port is not None:
            port.cancel_write()

    def _connected(self) -> Serial:
        if self._port is None:
            raise Unavailable(self.name, told("the line is closed; it is opened again with the next job"))
        return self._port

    def _must_go_on(self) -> None:
        if self._cancelled.is_set():
            raise OSError(errno.ECANCELED, "cancelled")

    def _unavailable(self, error: Exception) -> Unavailable:
        from serial import SerialTimeoutException

        number = error.errno if isinstance(error, OSError) else next(iter(error.args), None)
        if isinstance(error, SerialTimeoutException):
            return Unavailable(
                self.name, told("the device takes no more bytes; check its paper, its cover and its power")
            )
        if number == errno.ECANCELED:
            return Unavailable(self.name, told("stopped, because this program is closing"))
        if number in (errno.EBUSY, errno.EAGAIN):
            return Refused(self.name, _BUSY)
        return Unavailable(self.name, _HINTS.get(number or 0, _GONE))
