"""Where simulated devices that are asked over HTTP live: a port, a thread, and one answer for each POST."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aura_terminal.domain.errors import Unavailable

LARGEST = 8_000_000
PATIENCE = 5

Answer = Callable[[str, bytes], bytes | None]
"""The reply to a path and a body, on any thread; None where there is no such path."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What a device is called, which content its replies have, and who answers."""

    what: str
    content_type: str
    answer: Answer


class HttpHouse:
    """Serves from `open()` to `close()`, for any number of callers at once."""

    def __init__(self, trade: Trade, host: str, port: int) -> None:
        self._trade = trade
        self._address = (host, port)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; a port of 0 becomes the one the system chose when it opens."""
        return self._address

    def open(self) -> None:
        """Start to serve; `Unavailable` when the port is taken."""
        if self._server is not None:
            return
        try:
            self._server = _Server(self._address, self._trade)
        except OSError as error:
            what = f"port {self._address[1]} cannot be used: {error.strerror}"
            raise Unavailable(self._trade.what, what) from error
        self._address = (self._address[0], self._server.server_port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving, as a device does that loses its power; may be called twice."""
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], trade: Trade) -> None:
        super().__init__(address, _Request)
        self.trade = trade


class _Request(BaseHTTPRequestHandler):
    """One request of a caller."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def do_POST(self) -> None:
        """One job or question."""
        assert isinstance(self.server, _Server)
        said = self.headers.get("Content-Length", "0")
        if not (said.isascii() and said.isdigit()):
            self.send_error(400)
            return
        length = int(said) if len(said) < len(str(LARGEST)) + 1 else LARGEST + 1
        if length > LARGEST:
            self.close_connection = True
            self.send_error(413)
            return
        body = self.rfile.read(length)
        answer = self.server.trade.answer(self.path, body) if body else None
        if answer is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", self.server.trade.content_type)
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse; a method it does not have is the caller's mistake, not a failure of its own."""
        status = 405 if code == 501 else code
        self.send_response(status)
        if status == 405:
            self.send_header("Allow", "POST")
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what came is read from the device."""
