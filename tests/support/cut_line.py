"""A cable between a till and a card terminal that is cut after a given byte, and whole again afterwards."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """Which way the bytes go."""

    TO_TERMINAL = "to_terminal"
    TO_TILL = "to_till"


@dataclass(frozen=True, slots=True)
class Cut:
    """After how many bytes, which way; the byte that would follow never arrives."""

    way: Way
    after: int


class CutLine:
    """Passes everything on between a port of its own and the terminal's, until its cut is reached."""

    def __init__(self, find: Callable[[], tuple[str, int]]) -> None:
        self._find = find
        self._server = socket.create_server(("127.0.0.1", 0))
        self._address: tuple[str, int] = self._server.getsockname()[:2]
        self._guard = threading.Lock()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._cut: Cut | None = None
        self._passed = {Way.TO_TERMINAL: 0, Way.TO_TILL: 0}
        self._threads: list[threading.Thread] = []
        self._start(self._greet)

    @property
    def address(self) -> tuple[str, int]:
        """Where the till finds the terminal; it stays the same when the cable is unplugged."""
        return self._address

    @property
    def passed(self) -> dict[Way, int]:
        """How many bytes went each way since the last `arm`."""
        with self._guard:
            return dict(self._passed)

    def arm(self, cut: Cut | None) -> None:
        """Count from here on, and cut once."""
        with self._guard:
            self._cut = cut
            self._passed = {Way.TO_TERMINAL: 0, Way.TO_TILL: 0}

    def end(self) -> None:
        """Unplug it and leave nothing behind; may be called twice."""
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        with self._guard:
            pairs = tuple(self._pairs)
        for pair in pairs:
            _end(pair)
        for thread in self._threads:
            thread.join(5)

    def _greet(self) -> None:
        while True:
            try:
                till, _ = self._server.accept()
            except OSError:
                return
            try:
                terminal = socket.create_connection(self._find(), timeout=5)
            except OSError:
                till.close()
                continue
            terminal.settimeout(None)
            pair = (till, terminal)
            for pipe in pair:
                pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._guard:
                self._pairs.add(pair)
            self._start(lambda pair=pair: self._pump(pair, Way.TO_TERMINAL))  # type: ignore[misc]
            self._start(lambda pair=pair: self._pump(pair, Way.TO_TILL))  # type: ignore[misc]

    def _pump(self, pair: tuple[socket.socket, socket.socket], way: Way) -> None:
        source, target = pair if way is Way.TO_TERMINAL else pair[::-1]
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                allowed = self._allowed(way, len(data))
                target.sendall(data[:allowed])
                if allowed < len(data):
                    break
        _end(pair)
        with self._guard:
            self._pairs.discard(pair)
        source.close()

    def _allowed(self, way: Way, size: int) -> int:
        """How many of these bytes still pass; the cut is used up with them."""
        with self._guard:
            cut, passed = self._cut, self._passed[way]
            if cut is None or cut.way is not way or passed + size <= cut.after:
                self._passed[way] = passed + size
                return size
            self._cut = None
            return cut.after - passed

    def _start(self, target: Callable[[], None]) -> None:
        thread = threading.Thread(target=target, name="cut-line", daemon=True)
        self._threads = [known for known in self._threads if known.is_alive()] + [thread]
        thread.start()


def _end(pair: tuple[socket.socket, socket.socket]) -> None:
    for pipe in pair:
        with contextlib.suppress(OSError):
            pipe.shutdown(socket.SHUT_RDWR)
