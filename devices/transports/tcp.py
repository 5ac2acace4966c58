"""Bytes over TCP, the way network printers take them (port 9100)."""

from __future__ import annotations

import errno
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from devices.transports.transport import Refused

CONNECT_WITHIN = 3.0
_TICK = 0.1  # how long a call may stay deaf to cancel()
_CHUNK = 4096

_HINTS: Mapping[int, str] = {
    errno.ECONNRESET: told("the connection was cut by the device; check its power and cable"),
    errno.EPIPE: told("the connection was cut by the device; check its power and cable"),
    errno.ETIMEDOUT: told("no answer; check its power, its cable and its address"),
    errno.EHOSTUNREACH: told("no way to this address; check the network cable and the address"),
    errno.ENETUNREACH: told("no network; check this terminal's network cable"),
}


class TcpTransport:
    """A TCP connection that can be cancelled from another thread and opened again after any failure.

    `find` answers host and port; it is asked anew for every connection.
    """

    def __init__(self, find: Callable[[], tuple[str, int]]) -> None:
        self._find = find
        self._socket: socket.socket | None = None
        self._cancelled = threading.Event()

    @property
    def name(self) -> str:
        host, port = self._find()
        return f"{host}:{port}"

    def open(self) -> None:
        if self._socket is not None:
            return
        self._cancelled.clear()
        try:
            self._socket = self._connect()
        except OSError as error:
            raise self._unavailable(error) from error

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def send(self, data: bytes, within: float) -> None:
        until = time.monotonic() + within
        rest = memoryview(data)
        try:
            while rest:
                self._await_writable(self._connected(), until)
                rest = rest[self._connected().send(rest[:_CHUNK]) :]
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error

    def receive(self, within: float) -> bytes:
        pipe = self._connected()
        try:
            if not self._readable(pipe, time.monotonic() + within):
                return b""
            data = pipe.recv(_CHUNK)
        except OSError as error:
            self.close()
            raise self._unavailable(error) from error
        if not data:
            self.close()
            raise Unavailable(self.name, _HINTS[errno.ECONNRESET])
        return data

    def cancel(self) -> None:
        self._cancelled.set()

    def _connect(self) -> socket.socket:
        until = time.monotonic() + CONNECT_WITHIN
        family, kind, protocol, _, address = socket.getaddrinfo(*self._find(), type=socket.SOCK_STREAM)[0]
        pipe = socket.socket(family, kind, protocol)
        try:
            pipe.setblocking(False)
            pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pipe.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            started = pipe.connect_ex(address)
            if started not in (0, errno.EINPROGRESS, errno.EWOULDBLOCK):
                raise OSError(started, "connect")
            self._await_writable(pipe, until)
            if failed := pipe.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(failed, "connect")
        except OSError:
            pipe.close()
            raise
        return pipe

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise Unavailable(self.name, told("the connection is closed; it is opened again with the next job"))
        return self._socket

    def _await_writable(self, pipe: socket.socket, until: float) -> None:
        while not any(select.select([], [pipe], [pipe], self._tick(until))):
            if time.monotonic() >= until:
                raise OSError(errno.ETIMEDOUT, "the device takes no more bytes")

    def _readable(self, pipe: socket.socket, until: float) -> bool:
        while not any(select.select([pipe], [], [], self._tick(until))):
            if time.monotonic() >= until:
                return False
        return True

    def _tick(self, until: float) -> float:
        if self._cancelled.is_set():
            raise OSError(errno.ECANCELED, "cancelled")
        return max(0.0, min(_TICK, until - time.monotonic()))

    def _unavailable(self, error: OSError) -> Unavailable:
        if isinstance(error, socket.gaierror):
            return Unavailable(self.name, told("this name is not known in the network; check the device's address"))
        if error.errno == errno.ECONNREFUSED:
            return Refused(self.name, told("refused; it may be serving another terminal, or the port may be wrong"))
        if error.errno == errno.ECANCELED:
            return Unavailable(self.name, told("stopped, because this program is closing"))
        return Unavailable(
            self.name,
            _HINTS.get(error.errno or 0, told("{reason}; check power and cable", reason=error.strerror or error)),
        )
