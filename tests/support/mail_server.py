"""A mail server that takes messages, or refuses them as it was told; it speaks SMTP (RFC 5321) over one thread."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class MailServer:
    """Listens on loopback from `open` to `close`. `answers` replaces what it says to a command, such as RCPT."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}
        self.hangs_up_after_data = False
        self._server: socket.socket | None = None
        self.port = 0

    def open(self) -> None:
        """Begin to listen, on the port of before if there was one."""
        self._server = socket.create_server(("127.0.0.1", self.port))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            with suppress(OSError):  # an `accept` under way would else take one caller more
                self._server.shutdown(socket.SHUT_RDWR)
            self._server.close()
            self._server = None

    def _accept(self, server: socket.socket) -> None:
        while True:
            try:
                pipe, _ = server.accept()
            except OSError:
                return
            with pipe:
                self._serve(pipe)

    def _serve(self, pipe: socket.socket) -> None:
        lines = pipe.makefile("rb")
        pipe.sendall(b"220 here\r\n")
        for line in lines:
            word = line[:4].decode("ascii", "replace").upper().strip()
            if word == "DATA" and "DATA" not in self.answers:
                pipe.sendall(b"354 go on\r\n")
                self.messages.append(_message(lines.readline))
                if self.hangs_up_after_data:
                    pipe.shutdown(socket.SHUT_RDWR)
                    return
            if word == "RCPT":
                self.recipients.append(line.decode().partition("<")[2].partition(">")[0])
            pipe.sendall(self.answers.get(word, "250 fine").encode() + b"\r\n")
            if word == "QUIT":
                return


def _message(readline: object) -> bytes:
    assert callable(readline)
    lines = []
    while (line := readline()) not in (b".\r\n", b""):
        lines.append(line)
    return b"".join(lines)
