"""Plain HTTP/1.1 on the loopback, for whatever stands in for a back office or for the line to it."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """Gives a request of any method to `serve`, and prints nothing."""

    protocol_version = "HTTP/1.1"

    def serve(self) -> None:
        """Answer one request."""
        raise NotImplementedError

    def whole_body(self) -> bytes | None:
        """What came after the headers; None where whoever sent it died before its end, which no server acts on."""
        announced = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(announced)
        if len(body) == announced:
            return body
        self.close_connection = True
        return None

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the other end is gone: nobody is there to be told
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # silence: tests ask whoever serves
        return

    def _serve(self) -> None:
        self.serve()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = _serve  # noqa: N815  (http.server names them)


class HttpListener:
    """Listens from `open` to `close`, each connection served in a thread of its own."""

    def __init__(self) -> None:
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def open(self, handler: type[Handler], name: str, *, port: int = 0) -> None:
        """Listen on this port, or on a free one; `name` is the thread's."""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name=name).start()

    def close(self) -> None:
        """Stop listening; may be called twice."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
