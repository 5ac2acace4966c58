"""A cable of this machine's own: bytes pass between two ports of it until somebody pulls it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

HOST = "127.0.0.1"
_PIECE = 65_536


class Cable:
    """Passes on what comes to its `port` to the place it leads to. Pulled, it drops all connections and takes none.

    Its port stays the same, so that whoever calls there is heard again once it is mended; `own_port` is which one, 0
    for any that is free (OSError where it is taken). All methods may be called from any thread, and `close` twice.
    """

    def __init__(self, host: str, port: int, own_port: int = 0) -> None:
        self._leads_to = (host, port)
        self._server = socket.create_server((HOST, own_port))
        self.port: int = self._server.getsockname()[1]
        self._guard = threading.Lock()
        self._ends: set[socket.socket] = set()
        self._is_pulled = False
        threading.Thread(target=self._greet, name="drill-cable", daemon=True).start()

    def lead_to(self, host: str, port: int) -> None:
        """Have new connections go to another place."""
        with self._guard:
            self._leads_to = (host, port)

    def pull(self) -> None:
        """Nothing passes any more."""
        with self._guard:
            self._is_pulled = True
            ends, self._ends = self._ends, set()
        for end in ends:
            _drop(end)

    def mend(self) -> None:
        """New connections pass again."""
        with self._guard:
            self._is_pulled = False

    def close(self) -> None:
        """Take it away."""
        self.pull()
        _drop(self._server)

    def _greet(self) -> None:
        while True:
            try:
                caller, _ = self._server.accept()
            except OSError:  # taken away
                return
            self._join(caller)

    def _join(self, caller: socket.socket) -> None:
        try:
            called = socket.create_connection(self._leads_to, timeout=5)
        except OSError:
            _drop(caller)
            return
        called.settimeout(None)
        with self._guard:
            is_pulled = self._is_pulled
            if not is_pulled:
                self._ends |= {caller, called}
        if is_pulled:
            _drop(caller)
            _drop(called)
            return
        for one, other in ((caller, called), (called, caller)):
            threading.Thread(target=self._pass_on, args=(one, other), name="drill-cable", daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(_PIECE):
                other.sendall(piece)
        with self._guard:
            self._ends -= {one, other}
        _drop(one)
        _drop(other)


def _drop(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
