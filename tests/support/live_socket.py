"""A conversation's other end: a WebSocket on the loopback that answers what it is told, and can be cut."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve


class LiveSocket:
    """`/ws/chat/{thread}?token=…` as MyHibachi's document has it; an `open` to `close` server, also a context manager.

    `tokens` are good ones; empty means that nobody has to show one. `answers` False leaves questions unanswered.
    """

    def __init__(self, *tokens: str) -> None:
        self.tokens = set(tokens)
        self.heard: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.answers = True
        self._open: list[ServerConnection] = []
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> LiveSocket:
        self._server = serve(self._serve, "127.0.0.1", 0, process_request=self._let_in)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True, name="live-socket")
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        assert self._server is not None
        assert self._thread is not None
        self.cut()
        self._server.shutdown()
        self._thread.join(timeout=10)

    @property
    def url(self) -> str:
        """Where it listens, as the address of an API."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.socket.getsockname()[1]}"

    def cut(self) -> None:
        """End every line that stands, without a word."""
        lines, self._open = self._open, []
        for one in lines:
            with suppress(OSError):
                one.socket.shutdown(socket.SHUT_RDWR)

    def _let_in(self, line: ServerConnection, request: Request) -> Response | None:
        path, _, query = request.path.partition("?")
        self.paths.append(path)
        if self.tokens and query.removeprefix("token=") not in self.tokens:
            return line.respond(HTTPStatus.UNAUTHORIZED, "who are you")
        return None

    def _serve(self, line: ServerConnection) -> None:
        self._open.append(line)
        with suppress(ConnectionClosed):  # it was cut
            self._answer(line)

    def _answer(self, line: ServerConnection) -> None:
        for text in line:
            said = json.loads(text)
            self.heard.append(said)
            if self.answers:
                line.send(json.dumps({"type": "typing", "is_typing": True}))
                line.send(json.dumps({
                    "type": "message", "content": f"You said: {said['content']}", "sender": "ai_assistant",
                    "timestamp": "2025-10-25T10:30:00Z",
                }))  # fmt: skip
