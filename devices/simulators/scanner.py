"""A scanner made of software, on a TCP port: what is held before it goes out as a scanner sends it."""

from __future__ import annotations

import socket
import threading

from aura_terminal.domain.errors import Unavailable


class SimulatedScanner:
    """Listens from `open()` to `close()`; who is connected hears every code, ended by the suffix."""

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0, prefix: str = "", suffix: str = "\r") -> None:
        self._address = (host, port)
        self._around = (prefix, suffix)
        self._server: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._callers: list[socket.socket] = []
        self._changed = threading.Condition()

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; a port of 0 becomes the one the system chose when it opens."""
        return self._address

    def open(self) -> None:
        """Be switched on; `Unavailable` when the port is taken."""
        try:
            self._server = socket.create_server(self._address)
        except OSError as error:
            raise Unavailable("simulated scanner", f"port {self._address[1]}: {error.strerror}") from error
        self._address = self._server.getsockname()[:2]
        self._thread = threading.Thread(target=self._greet, args=(self._server,), name="simulated-scanner", daemon=True)
        self._thread.start()

    def scan(self, code: str, *, within: float = 5.0) -> None:
        """Hold a code before it; raises TimeoutError where nobody is connected in time."""
        prefix, suffix = self._around
        with self._changed:
            if not self._changed.wait_for(lambda: self._callers, within):
                raise TimeoutError("nobody listens to this scanner")
            for caller in self._callers:
                caller.sendall(f"{prefix}{code}{suffix}".encode())

    def close(self) -> None:
        """Be unplugged; may be called twice."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown(socket.SHUT_RDWR)
            self._thread.join()
            self._server.close()
            with self._changed:
                for caller in self._callers:
                    caller.close()
                self._callers.clear()
            self._server = self._thread = None

    def _greet(self, server: socket.socket) -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:  # it was unplugged
                return
            with self._changed:
                self._callers.append(caller)
                self._changed.notify_all()
