"""A printer that notes when its first bytes came, and that can be told to hang; it stands beside the program."""

from __future__ import annotations

import socket
import threading
from time import monotonic_ns

STATUS, BARRIER, WELL, DONE = b"\x10\x04", b"\x1dr\x01", b"\x12", b"\x00"
SIGNS = {"kick": b"\x1bp", "receipt": b"\x1b@", "floor": b"FLOOR"}


class NotingPrinter:
    """Answers status and barriers on loopback; `times` are monotonic nanoseconds at which each sign was first seen."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._server.getsockname()[1]
        self.times: dict[str, list[int]] = {name: [] for name in SIGNS}
        self._hangs = threading.Event()
        self._closing = threading.Event()
        self._pipes: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def hang(self) -> None:
        """Take connections and status questions from now on, and not one byte of a job."""
        self._hangs.set()

    def close(self) -> None:
        """End; every connection is cut."""
        self._closing.set()
        self._server.close()
        for pipe in self._pipes:
            pipe.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                pipe, _ = self._server.accept()
            except OSError:
                return
            pipe.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._hangs.is_set():
                pipe.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            self._pipes.append(pipe)
            threading.Thread(target=self._serve, args=(pipe,), daemon=True).start()

    def _serve(self, pipe: socket.socket) -> None:
        while True:
            try:
                data = pipe.recv(65536)
            except OSError:
                return
            at = monotonic_ns()
            if not data:
                return
            for name, sign in SIGNS.items():
                if sign in data:
                    self.times[name].append(at)
            if self._hangs.is_set() and SIGNS["receipt"] in data:
                self._closing.wait()  # the job is in, and nothing is ever said again
                return
            answer = WELL * data.count(STATUS) + DONE * data.count(BARRIER)
            if answer:
                pipe.sendall(answer)
